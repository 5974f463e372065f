using System.Net;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.StaticAssets;
using Microsoft.Extensions.DependencyInjection;
using Portal.Grains.Interfaces.Access;

namespace Portal.WebFront.Tests.Access;

[Collection(SharedAccessPortal.Name)]
public sealed class AuthorizationTests(AccessPortal portal)
{
    private static readonly string[] _open =
    [
        "{practice}/.well-known/jwks", "{practice}/.well-known/openid-configuration",
        "{practice}/connect/authorize", "{practice}/connect/introspect", "{practice}/connect/revoke", "{practice}/connect/token",
        "{practice}/developers", "{practice}/shared", "{practice}/shl/{secret}", "{practice}/shl/{secret}/{ticket}",
        "{practice}/sign-in", "{practice}/sign-out", "{practice}/smart-style.json",
    ];

    private RouteEndpoint[] Endpoints =>
        [.. portal.Services.GetServices<EndpointDataSource>().SelectMany(source => source.Endpoints).OfType<RouteEndpoint>()];

    private static string Template(RouteEndpoint endpoint) => endpoint.RoutePattern.RawText?.Trim('/') ?? "";

    [Fact]
    public void Only_the_way_in_and_programs_with_a_token_pass_without_a_session()
    {
        var anonymous = Endpoints
            .Where(endpoint => Template(endpoint).StartsWith("{practice}", StringComparison.Ordinal))
            .Where(endpoint => endpoint.Metadata.GetMetadata<IAllowAnonymous>() is not null)
            .Select(Template)
            .Where(template => !template.StartsWith("{practice}/fhir/", StringComparison.Ordinal));

        Assert.Equal(_open, anonymous.Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Files_are_those_of_the_build_and_none_that_is_looked_for_on_the_disk_at_each_request()
    {
        var files = Endpoints.Where(endpoint => endpoint.Metadata.GetMetadata<StaticAssetDescriptor>() is not null).Select(Template).ToArray();

        Assert.Contains(files, template => template.EndsWith(".css", StringComparison.Ordinal));
        Assert.DoesNotContain(Endpoints, endpoint => Template(endpoint).StartsWith("{**", StringComparison.Ordinal) && endpoint.RoutePattern.ParameterPolicies.Count > 0);
    }

    [Fact]
    public void Every_page_under_the_staff_address_demands_a_role_of_the_staff()
    {
        var staff = Endpoints.Where(endpoint => Template(endpoint).StartsWith("{practice}/staff", StringComparison.Ordinal)).ToArray();

        Assert.NotEmpty(staff);
        Assert.All(staff, endpoint => Assert.Contains(
            endpoint.Metadata.GetOrderedMetadata<IAuthorizeData>(), data => data.Policy == WebFront.Access.PracticeRole.Staff));
    }

    [Theory]
    [InlineData("GET", "/lake/keep-alive", "Nothing can be sent there")]
    [InlineData("POST", "/lake/smart-style.json", "Nothing can be sent there")]
    [InlineData("PROPFIND", "/lake/fhir/R4/Patient/p1", "OperationOutcome")]
    [InlineData("TRACE", "/lake/fhir/R4/metadata", "OperationOutcome")]
    public async Task What_an_address_does_not_take_it_does_not_take_from_anybody(string method, string path, string told)
    {
        using var http = new HttpClient { BaseAddress = portal.Address };
        using var request = new HttpRequestMessage(new(method), path);

        using var answer = await http.SendAsync(request);

        Assert.Equal(HttpStatusCode.MethodNotAllowed, answer.StatusCode);
        Assert.NotEmpty(answer.Content.Headers.Allow);
        Assert.Contains(told, await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task For_a_patient_the_pages_of_the_staff_do_not_exist()
    {
        var (_, userName) = await portal.Patient();
        using var browser = portal.Browser();
        await browser.SignIn(AccessPortal.Lake, userName, AccessPortal.Own);

        Assert.Equal(HttpStatusCode.NotFound, (await browser.Open("/lake/staff/inbox")).Status);
    }

    [Fact]
    public async Task Staff_open_the_pages_of_the_staff()
    {
        var userName = await portal.Staff(Audience.FrontDesk);
        using var browser = portal.Browser();
        await browser.SignIn(AccessPortal.Lake, userName, AccessPortal.Own);

        await browser.Open("/lake/staff/inbox");

        Assert.Equal((HttpStatusCode.OK, "/lake/staff/inbox"), (browser.Status, browser.Path));
    }

    [Fact]
    public async Task A_script_without_a_session_is_told_so_and_a_visitor_is_led_to_the_sign_in()
    {
        using var http = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = portal.Address };
        using var fragment = new HttpRequestMessage(HttpMethod.Get, "/lake/account");
        fragment.Headers.Add("X-Portal-Fragment", "1");

        using var script = await http.SendAsync(fragment);
        using var visitor = await http.GetAsync("/lake/account?x=1");
        using var socket = await http.PostAsync("/lake/live/negotiate", null);

        Assert.Equal(HttpStatusCode.Unauthorized, script.StatusCode);
        Assert.Equal("/lake/sign-in?returnUrl=%2Flake%2Faccount%3Fx%3D1", visitor.Headers.Location?.ToString());
        Assert.Equal(HttpStatusCode.Unauthorized, socket.StatusCode);
    }
}
