using System.Net;
using Portal.WebFront.Demo;
using Portal.WebFront.Tests.Records;

namespace Portal.WebFront.Tests.Smart;

/// <summary>What an administrator writes on the page is what the app can do then.</summary>
[Collection(DemoPortal.Name)]
public sealed class AppRegistrationTests(DemoPortal portal)
{
    private string TokenUrl => $"{portal.Address.OriginalString}/demo/connect/token";

    [Fact]
    public async Task An_app_of_people_is_registered_by_its_key()
    {
        var key = KeyedApp.Elliptic();

        var app = await Register(new()
        {
            ["Input.Name"] = "Signs Itself", ["Input.Proof"] = "Key", ["Input.Keys"] = key.PublicKeys, ["Input.Redirects"] = SmartApp.Redirect, ["Input.Scopes"] = SmartApp.PatientScopes,
        });

        var redeem = app.Redeem(await app.Code());
        Assert.Equal("invalid_client", (string)(await app.Post("token", redeem)).Body["error"]!);
        redeem = app.Redeem(await app.Code());
        redeem["client_assertion_type"] = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
        redeem["client_assertion"] = key.Assertion(app.Id, TokenUrl);
        var (status, token) = await app.Post("token", redeem);
        Assert.True(status is HttpStatusCode.OK, token.ToJsonString());
        Assert.Equal(HttpStatusCode.OK, (await app.Read(token, $"Patient/{DemoPerson.Emma}")).Status);
    }

    [Fact]
    public async Task A_program_without_people_is_registered_by_its_key()
    {
        var key = KeyedApp.Rsa();

        var app = await Register(new()
        {
            ["Input.Name"] = "Works At Night", ["Input.Proof"] = "Backend", ["Input.Keys"] = key.PublicKeys, ["Input.Redirects"] = "", ["Input.Scopes"] = "system/Condition.rs",
        });

        var (status, token) = await app.Post("token", KeyedApp.Ask(key.Assertion(app.Id, TokenUrl)));
        Assert.True(status is HttpStatusCode.OK, token.ToJsonString());
        Assert.Equal("system/Condition.rs", (string)token["scope"]!);
        Assert.Equal(HttpStatusCode.OK, (await app.Read(token, "Condition?_count=1")).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await app.Read(token, "Procedure?_count=1")).Status);
    }

    [Theory]
    [InlineData("no keys at all", "Input.Keys")]
    [InlineData("", "Input.Keys")]
    public async Task Without_a_key_that_can_be_read_it_is_not_registered(string keys, string field)
    {
        using var browser = await Administrator();

        await browser.Submit(new() { ["Input.Name"] = "Cannot Sign", ["Input.Proof"] = "Backend", ["Input.Keys"] = keys, ["Input.Redirects"] = "", ["Input.Scopes"] = "system/*.rs" });

        Assert.NotNull(browser.Page.QuerySelector($"[name='{field}'][aria-invalid]"));
        await browser.Open("/demo/staff/settings/apps");
        Assert.DoesNotContain("Cannot Sign", browser.Text, StringComparison.Ordinal);
    }

    /// <summary>The app that the page has made, by the id that its maker is given.</summary>
    private async Task<SmartApp> Register(Dictionary<string, string> fields)
    {
        using var browser = await Administrator();
        await browser.Submit(fields);
        Assert.Contains("The app was saved.", browser.Text, StringComparison.Ordinal);
        return new(portal, browser.Page.QuerySelectorAll("table a").First(one => one.TextContent == fields["Input.Name"]).GetAttribute("href")!.Split('/')[^1]);
    }

    private async Task<PortalBrowser> Administrator()
    {
        var browser = new PortalBrowser(portal.Address);
        await browser.SignIn("demo", "grace.kim", DemoSignIns.Password);
        return await browser.Open("/demo/staff/settings/apps/new");
    }
}
