using System.Net;
using Microsoft.AspNetCore.WebUtilities;
using Portal.Grains.Interfaces.Apps;
using Portal.WebFront.Demo;
using Portal.WebFront.Tests.Records;

namespace Portal.WebFront.Tests.Smart;

/// <summary>The staff opens an app with a patient.</summary>
[Collection(DemoPortal.Name)]
public sealed class EhrLaunchTests(DemoPortal portal)
{
    private const string Scopes = "launch openid fhirUser patient/*.rs";
    private static readonly string _emma = DemoPerson.Emma;

    [Fact]
    public async Task The_app_is_for_the_patient_that_it_was_opened_with()
    {
        var app = await Registered();
        var (iss, launch) = await Open(app, "priya.raman");
        Assert.Equal(app.Fhir, iss);

        var answer = await app.Allowed(new(app.Ask(Scopes)) { ["launch"] = launch }, "priya.raman");
        var (_, token) = await app.Post("token", app.Redeem(answer["code"]));

        Assert.Equal(_emma, token["patient"]!.GetValue<string>());
        Assert.Equal(Scopes, token["scope"]!.GetValue<string>());
        Assert.Equal(HttpStatusCode.OK, (await app.Read(token, $"Patient/{_emma}")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await app.Read(token, $"Patient/{DemoPerson.Minh}")).Status);
    }

    [Fact]
    public async Task A_launch_is_good_once()
    {
        var app = await Registered();
        var (_, launch) = await Open(app, "priya.raman");
        await app.Allowed(new(app.Ask(Scopes)) { ["launch"] = launch }, "priya.raman");

        var again = await app.Allowed(new(app.Ask(Scopes)) { ["launch"] = launch }, "priya.raman");

        Assert.Equal("invalid_request", again["error"]);
    }

    [Theory]
    [InlineData("tomas.rivera")]
    [InlineData("emma.bennett")]
    public async Task A_launch_is_of_the_person_who_opened_the_app(string other)
    {
        var app = await Registered();
        var (_, launch) = await Open(app, "priya.raman");

        var answer = await app.Allowed(new(app.Ask(Scopes)) { ["launch"] = launch }, other);

        Assert.Equal("invalid_scope", answer["error"]);
    }

    [Fact]
    public async Task A_made_up_launch_opens_nothing()
    {
        var app = await Registered();

        var answer = await app.Allowed(new(app.Ask(Scopes)) { ["launch"] = "abc" }, "priya.raman");

        Assert.Equal("invalid_scope", answer["error"]);
    }

    private Task<SmartApp> Registered() => SmartApp.Register(portal, new()
    {
        Name = "Chart Viewer", Redirects = [SmartApp.Redirect], LaunchUrl = "https://app.example/launch?from=portal", Scopes = Scopes,
    });

    private async Task<(string Iss, string Launch)> Open(SmartApp app, string userName)
    {
        using var browser = new PortalBrowser(portal.Address);
        await browser.SignIn("demo", userName, DemoSignIns.Password);
        await browser.Open($"/demo/staff/patients/{_emma}/apps");
        var fields = browser.Page.QuerySelectorAll("form").First(form => form.QuerySelector($"input[value='{app.Id}']") is not null)
            .QuerySelectorAll("input").ToDictionary(input => input.GetAttribute("name")!, input => input.GetAttribute("value")!);
        using var http = app.Plain(browser.Cookies);
        using var opened = await http.PostAsync(browser.Path, new FormUrlEncodedContent(fields));
        Assert.StartsWith("https://app.example/launch?from=portal&", opened.Headers.Location!.OriginalString, StringComparison.Ordinal);
        Assert.DoesNotContain(_emma, opened.Headers.Location.OriginalString, StringComparison.Ordinal);
        var query = QueryHelpers.ParseQuery(opened.Headers.Location.Query);
        return (query["iss"].ToString(), query["launch"].ToString());
    }
}
