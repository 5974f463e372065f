using System.Net;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.DependencyInjection;
using Portal.WebFront.Access;
using Portal.WebFront.Tests.Smart;

namespace Portal.WebFront.Tests.Access;

[Collection(SharedAccessPortal.Name)]
public sealed class FirstSignInTests(AccessPortal portal)
{
    [Fact]
    public async Task A_one_time_password_leads_to_the_choice_of_an_own_one_and_then_home()
    {
        var (_, userName, oneTime) = await portal.Invite();
        using var browser = portal.Browser();

        await browser.SignIn(AccessPortal.Lake, userName, oneTime);
        Assert.Equal("/lake/first-sign-in", browser.Path);
        await browser.Submit(Choice(AccessPortal.Own));
        await browser.Open("/lake/account");

        Assert.Equal("/lake/account", browser.Path);
        Assert.Contains(userName, browser.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_does_not_want_to_choose_one_now_signs_out()
    {
        var (_, userName, oneTime) = await portal.Invite();
        using var browser = portal.Browser();
        await browser.SignIn(AccessPortal.Lake, userName, oneTime);

        await browser.Press("form[action$='/sign-out'].entry-help button");

        Assert.Equal("/lake/sign-in?ended=out", browser.Path);
        Assert.StartsWith("/lake/sign-in", (await browser.Open("/lake/account")).Path, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Everything_wrong_is_shown_at_once_and_the_person_stays_there()
    {
        var (_, taken) = await portal.Patient();
        var (_, userName, oneTime) = await portal.Invite();
        using var browser = portal.Browser();
        await browser.SignIn(AccessPortal.Lake, userName, oneTime);

        await browser.Submit(Choice("ketqxle", taken));

        Assert.Equal(
            [
                "The Online Username already exists. Choose another user name.",
                "Password must be at least 8 characters long",
                "Password must contain an uppercase letter",
                "Password must contain a number",
            ],
            browser.Page.QuerySelectorAll(".error-summary li").Select(item => item.TextContent.Trim()));
        Assert.Equal("/lake/first-sign-in", (await browser.Open("/lake/account")).Path);
    }

    [Fact]
    public async Task Two_different_passwords_are_refused()
    {
        var (_, userName, oneTime) = await portal.Invite();
        using var browser = portal.Browser();
        await browser.SignIn(AccessPortal.Lake, userName, oneTime);

        await browser.Submit(new() { ["Input.NewPassword"] = AccessPortal.Own, ["Input.Again"] = "Kettle-4-pines" });

        Assert.Contains("The two passwords are not the same", browser.Text, StringComparison.Ordinal);
        Assert.Equal("/lake/first-sign-in", (await browser.Open("/lake/account")).Path);
    }

    private const string Authorize = "/lake/connect/authorize";

    /// <summary>What OpenIddict answers programs, whoever's session comes along: none of it is for the person of a session.</summary>
    private static readonly string[] _ofPrograms =
    [
        "/lake/.well-known/openid-configuration", "/lake/.well-known/jwks", "/lake/connect/token", "/lake/connect/introspect", "/lake/connect/revoke",
    ];

    /// <summary>A request that names no app is refused before it matters who asks; a page of a person comes only after that.</summary>
    [Fact]
    public async Task An_app_is_asked_about_only_once_it_is_known()
    {
        var (_, userName, oneTime) = await portal.Invite();
        using var browser = portal.Browser();
        await browser.SignIn(AccessPortal.Lake, userName, oneTime);
        using var http = new HttpClient(new HttpClientHandler { CookieContainer = browser.Cookies, AllowAutoRedirect = false }) { BaseAddress = portal.Address };

        using var answer = await http.GetAsync(Authorize);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    /// <summary>Neither the question whether an app may connect nor its answer comes before the own password.</summary>
    [Fact]
    public async Task Whoever_comes_with_a_known_app_chooses_an_own_password_first()
    {
        var (_, userName, oneTime) = await portal.Invite();
        var app = await SmartApp.Register(portal, practice: AccessPortal.Lake);
        var ask = app.Ask();
        ask["aud"] = $"{portal.Address.OriginalString}/lake/fhir/R4";
        using var browser = portal.Browser();
        await browser.SignIn(AccessPortal.Lake, userName, oneTime);
        using var http = new HttpClient(new HttpClientHandler { CookieContainer = browser.Cookies, AllowAutoRedirect = false }) { BaseAddress = portal.Address };

        using var asked = await http.GetAsync(QueryHelpers.AddQueryString(Authorize, ask!));
        ask["Decision"] = "allow";
        using var answered = await http.PostAsync(Authorize, new FormUrlEncodedContent(ask));

        Assert.Equal("/lake/first-sign-in", asked.Headers.Location?.ToString());
        Assert.Equal(HttpStatusCode.Forbidden, answered.StatusCode);
    }

    [Fact]
    public async Task No_address_of_the_practice_goes_round_it()
    {
        var (_, userName, oneTime) = await portal.Invite();
        using var browser = portal.Browser();
        await browser.SignIn(AccessPortal.Lake, userName, oneTime);
        using var http = new HttpClient(new HttpClientHandler { CookieContainer = browser.Cookies, AllowAutoRedirect = false }) { BaseAddress = portal.Address };

        foreach (var endpoint in PracticeEndpoints())
        {
            var path = PathOf(endpoint);
            using var get = await http.GetAsync(path);
            using var post = await http.PostAsync(path, null);

            var isLedAway = get.Headers.Location?.ToString() == "/lake/first-sign-in";
            Assert.True(isLedAway || get.StatusCode is HttpStatusCode.MethodNotAllowed, $"GET {path} answers {get.StatusCode} {get.Headers.Location}");
            Assert.True(post.StatusCode is HttpStatusCode.Forbidden or HttpStatusCode.MethodNotAllowed, $"POST {path} answers {post.StatusCode}");
        }
    }

    [Fact]
    public async Task A_second_visit_finds_nothing_to_do_there()
    {
        var (_, userName) = await portal.Patient();
        using var browser = portal.Browser();
        await browser.SignIn(AccessPortal.Lake, userName, AccessPortal.Own);

        Assert.Equal("/lake", (await browser.Open("/lake/first-sign-in")).Path);
    }

    private static Dictionary<string, string> Choice(string password, string userName = "") => new()
    {
        ["Input.NewUserName"] = userName,
        ["Input.NewPassword"] = password,
        ["Input.Again"] = password,
    };

    private RouteEndpoint[] PracticeEndpoints()
    {
        var endpoints = portal.Services.GetServices<EndpointDataSource>().SelectMany(source => source.Endpoints).OfType<RouteEndpoint>()
            .Where(endpoint => endpoint.RoutePattern.Parameters.Any(parameter => parameter.Name == "practice"))
            .Where(endpoint => endpoint.Metadata.GetMetadata<BeforeOwnPasswordAttribute>() is null)
            .Where(endpoint => PathOf(endpoint) is var path && path != Authorize && !_ofPrograms.Contains(path))
            .ToArray();
        Assert.True(endpoints.Length > 10);
        return endpoints;
    }

    private static string PathOf(RouteEndpoint endpoint)
    {
        var parts = endpoint.RoutePattern.PathSegments.Select(segment => string.Concat(segment.Parts.Select(part => part switch
        {
            RoutePatternLiteralPart literal => literal.Content,
            RoutePatternParameterPart { Name: "practice" } => AccessPortal.Lake,
            RoutePatternSeparatorPart separator => separator.Content,
            _ => "1",
        })));
        return "/" + string.Join('/', parts);
    }
}
