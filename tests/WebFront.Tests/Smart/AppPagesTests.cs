using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using AngleSharp.Dom;
using Portal.WebFront.Apps;
using Portal.WebFront.Demo;
using Portal.WebFront.Tests.Live;
using Portal.WebFront.Tests.Records;

namespace Portal.WebFront.Tests.Smart;

/// <summary>Where people see what is connected, and end it.</summary>
[Collection(DemoPortal.Name)]
public sealed class AppPagesTests(DemoPortal portal)
{
    private static readonly string _minh = DemoPerson.Minh;

    [Fact]
    public async Task A_patient_sees_what_an_app_may_see_and_stops_it_at_once()
    {
        var begun = ThisSecond;
        var app = await SmartApp.Register(portal, new() { Name = "Stop Me", Redirects = [SmartApp.Redirect], Scopes = SmartApp.PatientScopes });
        var token = await app.Token("launch/patient offline_access patient/AllergyIntolerance.rs patient/Patient.rs", "minh.nguyen");
        Assert.Equal(HttpStatusCode.OK, (await app.Read(token, $"Patient/{_minh}")).Status);
        using var browser = await SignedIn("minh.nguyen");

        await browser.Open("/demo/account/apps");
        var card = browser.Page.QuerySelectorAll("section.card").First(section => section.TextContent.Contains("Stop Me", StringComparison.Ordinal));
        Assert.Contains("Minh Nguyen", card.TextContent, StringComparison.Ordinal);
        Assert.Contains("Personal details, Allergies", card.TextContent, StringComparison.Ordinal);
        Assert.InRange(LastUse(card.QuerySelectorAll("dt").Single(term => term.TextContent == "Last use").NextElementSibling!), begun, TimeProvider.System.GetUtcNow());
        await browser.Submit(new() { ["grant"] = card.QuerySelector("input[name=grant]")!.GetAttribute("value")! });

        Assert.Contains("The app has no access any more.", browser.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Stop Me", browser.Text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Unauthorized, (await app.Read(token, $"Patient/{_minh}")).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await app.Post("token", app.Renew(token))).Status);
    }

    [Fact]
    public async Task The_list_that_is_open_hears_of_a_connection_that_is_made_elsewhere()
    {
        var app = await SmartApp.Register(portal, new() { Name = "Hear Me", Redirects = [SmartApp.Redirect], Scopes = SmartApp.PatientScopes });
        using var browser = await SignedIn("minh.nguyen");
        await browser.Open("/demo/account/apps");
        var topic = browser.Page.QuerySelector("#connected-apps")!.GetAttribute("data-live")!;
        await using var socket = await LiveSocket.Open(browser, "demo");
        await socket.Watch(topic);

        await app.Token("launch/patient offline_access patient/Patient.rs", "minh.nguyen");

        Assert.Equal(topic, await socket.Hears());
        Assert.Contains("Hear Me", (await browser.Open("/demo/account/apps")).Page.QuerySelector("#connected-apps")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_administrator_registers_an_app_with_a_secret_that_is_shown_once_and_stops_it()
    {
        using var browser = await SignedIn("grace.kim");
        await browser.Open("/demo/staff/settings/apps/new");

        await browser.Submit(new() { ["Input.Name"] = "Server App", ["Input.Proof"] = "Secret", ["Input.Redirects"] = SmartApp.Redirect });
        var secret = browser.Page.QuerySelector("#app-secret")!.TextContent;
        var clientId = browser.Page.QuerySelector(".summary-list dd")!.TextContent;
        await browser.Open("/demo/staff/settings/apps");
        var link = browser.Page.QuerySelectorAll("table a").First(one => one.TextContent == "Server App").GetAttribute("href")!;
        await browser.Open(link);
        Assert.DoesNotContain(secret, browser.Page.Source.Text, StringComparison.Ordinal);
        Assert.Equal(link.Split('/')[^1], clientId);
        var app = new SmartApp(portal, clientId, secret);
        var token = await app.Token();
        await browser.Submit(new() { ["stopped"] = "true" });
        Assert.Contains("subscriptions", browser.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("The app was stopped.", browser.Text, StringComparison.Ordinal);
        await browser.Submit(new() { ["Input.Name"] = "Server App Two" });
        Assert.Contains("The app was saved.", browser.Text, StringComparison.Ordinal);
        await browser.Open(link);
        await browser.Submit(new() { ["stopped"] = "true" });
        await browser.Submit(new() { ["stopped"] = "true", ["Sure"] = "yes" });

        Assert.Contains("The app was stopped.", browser.Text, StringComparison.Ordinal);
        var row = browser.Page.QuerySelectorAll("tbody tr").First(one => one.TextContent.Contains("Server App", StringComparison.Ordinal));
        Assert.Contains("Stopped", row.TextContent, StringComparison.Ordinal);
        Assert.Equal("1", row.QuerySelector("td[data-label='People connected']")!.TextContent);
        Assert.Equal(HttpStatusCode.Unauthorized, (await app.Read(token, "Condition")).Status);
    }

    [Fact]
    public async Task Administrators_see_when_an_app_was_last_used()
    {
        var begun = ThisSecond;
        var app = await SmartApp.Register(portal, new() { Name = "Used Today", Redirects = [SmartApp.Redirect], Scopes = SmartApp.PatientScopes });
        using var browser = await SignedIn("grace.kim");
        Assert.Equal("Never", (await Told()).TextContent);

        Assert.Equal(HttpStatusCode.OK, (await app.Read(await app.Token(), "Condition")).Status);

        Assert.InRange(LastUse(await Told()), begun, TimeProvider.System.GetUtcNow());

        async Task<IElement> Told()
        {
            await browser.Open("/demo/staff/settings/apps");
            return browser.Page.QuerySelectorAll("tbody tr").First(one => one.TextContent.Contains("Used Today", StringComparison.Ordinal)).QuerySelector("td[data-label='Last use']")!;
        }
    }

    [Fact]
    public async Task What_the_maker_of_a_new_app_needs_stands_in_the_confirmation()
    {
        using var browser = await SignedIn("grace.kim");
        await browser.Open("/demo/staff/settings/apps/new");

        await browser.Submit(new() { ["Input.Name"] = "Phone App", ["Input.Proof"] = "Public", ["Input.Redirects"] = SmartApp.Redirect });

        var id = browser.Page.QuerySelectorAll("table a").First(one => one.TextContent == "Phone App").GetAttribute("href")!.Split('/')[^1];
        Assert.Contains($"needs the client_id {id}.", browser.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_wrong_with_a_registration_stands_beside_it()
    {
        using var browser = await SignedIn("grace.kim");
        await browser.Open("/demo/staff/settings/apps/new");

        await browser.Submit(new() { ["Input.Name"] = "", ["Input.Redirects"] = "http://app.example/", ["Input.Scopes"] = "everything" });

        Assert.Equal(3, browser.Page.QuerySelectorAll(".error-summary li").Length);
        Assert.Contains("everything is no scope of SMART App Launch.", browser.Text, StringComparison.Ordinal);
        await browser.Submit(new() { ["Input.Scopes"] = "launch/patient patient/Patient.rs patient/Foo.rs" });
        Assert.Contains("patient/Foo.rs names a type that this portal does not have.", browser.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_administrators_at_one_app_lose_nothing()
    {
        var app = await SmartApp.Register(portal, new() { Name = "At Once", Redirects = [SmartApp.Redirect], Scopes = "patient/*.rs launch/patient" });
        using var first = await SignedIn("grace.kim");
        using var second = await SignedIn("grace.kim");
        var page = $"/demo/staff/settings/apps/{app.Id}";
        await first.Open(page);
        await second.Open(page);

        await first.Submit(new() { ["Input.Scopes"] = "launch/patient" });
        await second.Submit(new() { ["Input.Redirects"] = "https://at-once.example/back" });
        await second.Open(page);

        Assert.Equal("launch/patient", second.Page.QuerySelector("#Input_Scopes")!.TextContent.Trim());
        Assert.Equal("https://at-once.example/back", second.Page.QuerySelector("#Input_Redirects")!.TextContent.Trim());
        await first.Open(page);
        await second.Submit(new() { ["Input.Homepage"] = "https://at-once.example/second" });
        await first.Submit(new() { ["Input.Homepage"] = "https://at-once.example/first" });
        Assert.Contains("It is “https://at-once.example/second” now.", first.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("tomas.rivera")]
    [InlineData("emma.bennett")]
    public async Task Apps_are_registered_by_administrators(string userName)
    {
        using var browser = await SignedIn(userName);

        await browser.Open("/demo/staff/settings/apps");

        Assert.Equal(HttpStatusCode.NotFound, browser.Status);
    }

    [Fact]
    public async Task Makers_of_apps_draw_a_token_for_trying_at_the_sandbox()
    {
        using var browser = new PortalBrowser(portal.Address);
        await browser.Open("/demo/developers");
        Assert.Contains("/demo/fhir/R4", browser.Text, StringComparison.Ordinal);

        await browser.Press("form button");
        using var http = new HttpClient { BaseAddress = portal.Address };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", browser.Page.QuerySelector("#trial-token")!.TextContent);
        using var own = await http.GetAsync($"/demo/fhir/R4/Patient/{TrialTokens.PatientId}");
        using var other = await http.GetAsync($"/demo/fhir/R4/Patient/{_minh}");
        using var elsewhere = await http.GetAsync($"/birch/fhir/R4/Patient/{TrialTokens.PatientId}");

        Assert.Equal(HttpStatusCode.OK, own.StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, other.StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, elsewhere.StatusCode);
    }

    [Fact]
    public async Task A_registration_is_listed_in_the_audit_trail_and_so_is_a_connection()
    {
        const string name = "Told by name";
        var app = await SmartApp.Register(portal, new() { Name = name, Redirects = [SmartApp.Redirect], Scopes = SmartApp.PatientScopes });
        await app.Read(await app.Token(), "Condition");
        using var browser = await SignedIn("grace.kim");

        await Eventually.Holds(
            async () => (await browser.Open("/demo/staff/audit")).Text.Contains("Connect an app", StringComparison.Ordinal)
                && browser.Text.Contains("Search a health record", StringComparison.Ordinal),
            "the connection in the audit trail");
        Assert.Contains($"through {name}", browser.Text, StringComparison.Ordinal);
        Assert.Contains($"Connect an app: {name}", browser.Text, StringComparison.Ordinal);
        Assert.Contains($"Register or change an app: {name}", browser.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_connects_an_app_again_sees_what_it_has_and_may_end_that()
    {
        var app = await SmartApp.Register(portal);
        var first = await app.Token();
        var second = await app.Token("launch/patient patient/Appointment.rs");
        using var browser = await SignedIn("emma.bennett");
        await browser.Open(SmartApp.AuthorizeUrl(app.Ask("launch/patient patient/Appointment.rs")));
        Assert.Contains("is connected already", browser.Text, StringComparison.Ordinal);
        Assert.Contains("Emma Bennett: The whole record", browser.Text, StringComparison.Ordinal);
        Assert.Contains("Emma Bennett: Appointments and visits", browser.Text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await app.Read(first, "Condition")).Status);

        var third = await app.Token("launch/patient patient/Appointment.rs", change: fields => fields["EndBefore"] = ["true"]);

        Assert.Equal(HttpStatusCode.Unauthorized, (await app.Read(first, "Condition")).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await app.Read(second, "Appointment")).Status);
        Assert.Equal(HttpStatusCode.OK, (await app.Read(third, "Appointment")).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await app.Post("token", app.Renew(first))).Status);
    }

    private static DateTimeOffset ThisSecond => DateTimeOffset.FromUnixTimeSeconds(TimeProvider.System.GetUtcNow().ToUnixTimeSeconds());

    private static DateTimeOffset LastUse(IElement told) =>
        DateTimeOffset.Parse(told.QuerySelector("time")!.GetAttribute("datetime")!, CultureInfo.InvariantCulture);

    private async Task<PortalBrowser> SignedIn(string userName)
    {
        var browser = new PortalBrowser(portal.Address);
        await browser.SignIn("demo", userName, DemoSignIns.Password);
        return browser;
    }
}
