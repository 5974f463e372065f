using System.Net;
using System.Text.Json.Nodes;
using Portal.WebFront.Tests.Access;

namespace Portal.WebFront.Tests.Smart;

/// <summary>An app with <c>online_access</c> is connected for as long as its person is signed in, and no longer.</summary>
[Collection(SharedAccessPortal.Name)]
public sealed class OnlineAccessTests(AccessPortal portal)
{
    private const string Scopes = "openid online_access user/*.rs";

    [Fact]
    public async Task It_goes_on_while_the_person_does_something_here()
    {
        var (_, userName) = await portal.Patient();
        using var browser = await SignedIn(userName);
        var (app, token) = await Connected(browser);
        for (var quarter = 0; quarter < 6; quarter++)
        {
            portal.Time.Advance(TimeSpan.FromMinutes(15));
            await browser.Open("/lake/account");
        }

        var (status, renewed) = await app.Post("token", app.Renew(token));

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal(Scopes, renewed["scope"]!.GetValue<string>());
        Assert.NotNull(renewed["refresh_token"]);
        Assert.Equal(HttpStatusCode.OK, (await app.Read(renewed, "Organization")).Status);
    }

    [Fact]
    public async Task It_ends_when_the_person_has_done_nothing_for_a_while()
    {
        var (_, userName) = await portal.Patient();
        using var browser = await SignedIn(userName);
        var (app, token) = await Connected(browser);

        portal.Time.Advance(TimeSpan.FromMinutes(21));

        await IsOver(app, token);
    }

    [Fact]
    public async Task It_ends_when_the_person_signs_out()
    {
        var (_, userName) = await portal.Patient();
        using var browser = await SignedIn(userName);
        var (app, token) = await Connected(browser);
        await browser.Open("/lake/account/apps");
        Assert.Contains("When you sign out, at the latest", browser.Text, StringComparison.Ordinal);

        await browser.Submit([], "sign-out");

        await IsOver(app, token);
        using var again = await SignedIn(userName);
        await again.Open("/lake/account/apps");
        Assert.Contains("No app is connected", again.Text, StringComparison.Ordinal);
    }

    /// <summary>The session that the app hangs on is over then.</summary>
    [Fact]
    public async Task It_ends_when_the_person_signs_in_again_in_the_same_browser()
    {
        var (_, userName) = await portal.Patient();
        using var browser = await SignedIn(userName);
        var (app, token) = await Connected(browser);

        await browser.Open(SmartApp.AuthorizeUrl(new(app.Ask(Scopes)) { ["prompt"] = "login" }, AccessPortal.Lake));
        await browser.Submit(new() { ["Input.UserName"] = userName, ["Input.Password"] = AccessPortal.Own });

        Assert.Contains("sign in again", browser.Text, StringComparison.Ordinal);
        await IsOver(app, token);
    }

    [Fact]
    public async Task It_ends_when_the_person_signs_out_everywhere()
    {
        var (_, userName) = await portal.Patient();
        using var browser = await SignedIn(userName);
        var (app, token) = await Connected(browser);
        using var elsewhere = await SignedIn(userName);
        await elsewhere.Open("/lake/account");

        await elsewhere.Submit([], "Everywhere");

        await IsOver(app, token);
    }

    [Fact]
    public async Task It_ends_with_the_persons_access()
    {
        var (userId, userName) = await portal.Patient();
        using var browser = await SignedIn(userName);
        var (app, token) = await Connected(browser);

        await AccessPortal.AsSystem(AccessPortal.Lake, () => portal.User(AccessPortal.Lake, userId).Close("close"));

        await IsOver(app, token);
    }

    [Fact]
    public async Task It_is_another_session_that_ends_without_it()
    {
        var (_, userName) = await portal.Patient();
        using var browser = await SignedIn(userName);
        var (app, token) = await Connected(browser);
        using var elsewhere = await SignedIn(userName);
        await elsewhere.Open("/lake/account");

        await elsewhere.Submit([], "sign-out");

        Assert.Equal(HttpStatusCode.OK, (await app.Post("token", app.Renew(token))).Status);
    }

    [Fact]
    public async Task Without_its_tick_there_is_no_refresh_token()
    {
        var (_, userName) = await portal.Patient();
        using var browser = await SignedIn(userName);

        var (_, token) = await Connected(browser, fields => fields["Ticked"].Remove("online"));

        Assert.False(token.ContainsKey("refresh_token"));
        Assert.DoesNotContain("online_access", token["scope"]!.GetValue<string>(), StringComparison.Ordinal);
    }

    private static async Task IsOver(SmartApp app, JsonObject token)
    {
        Assert.Equal(HttpStatusCode.Unauthorized, (await app.Read(token, "Organization")).Status);
        var (status, body) = await app.Post("token", app.Renew(token));
        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Equal("invalid_grant", body["error"]!.GetValue<string>());
    }

    private async Task<(SmartApp App, JsonObject Token)> Connected(PortalBrowser browser, Action<Dictionary<string, List<string>>>? change = null)
    {
        var app = await SmartApp.Register(portal, new() { Name = "Chairside", Redirects = [SmartApp.Redirect], Scopes = Scopes }, AccessPortal.Lake);
        var answer = await app.AllowedBy(browser, app.Ask(Scopes), change);
        var (status, token) = await app.Post("token", app.Redeem(answer["code"]));
        Assert.True(status is HttpStatusCode.OK, token.ToJsonString());
        return (app, token);
    }

    private async Task<PortalBrowser> SignedIn(string userName)
    {
        var browser = portal.Browser();
        await browser.SignIn(AccessPortal.Lake, userName, AccessPortal.Own);
        return browser;
    }
}
