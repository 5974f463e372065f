using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Portal.WebFront.Apps;
using Portal.WebFront.Tests.Access;

namespace Portal.WebFront.Tests.Smart;

[Collection(SharedAccessPortal.Name)]
public sealed class TokenPruningTests(AccessPortal portal)
{
    private const string Scopes = "openid offline_access user/*.rs";

    [Fact]
    public async Task A_refresh_token_that_is_shown_again_days_later_ends_the_connection_as_well()
    {
        var (_, userName) = await portal.Patient();
        using var browser = portal.Browser();
        await browser.SignIn(AccessPortal.Lake, userName, AccessPortal.Own);
        var app = await SmartApp.Register(portal, new() { Name = "Chairside", Redirects = [SmartApp.Redirect], Scopes = Scopes }, AccessPortal.Lake);
        var answer = await app.AllowedBy(browser, app.Ask(Scopes));
        var (_, first) = await app.Post("token", app.Redeem(answer["code"]));
        var (_, second) = await app.Post("token", app.Renew(first));

        portal.Time.Advance(TimeSpan.FromDays(2));
        await Prune();
        var (_, third) = await app.Post("token", app.Renew(second));
        Assert.Equal(HttpStatusCode.OK, (await app.Read(third, "Organization")).Status);
        var (status, body) = await app.Post("token", app.Renew(first));

        Assert.Equal((HttpStatusCode.BadRequest, "invalid_grant"), (status, body["error"]!.GetValue<string>()));
        Assert.Equal(HttpStatusCode.Unauthorized, (await app.Read(third, "Organization")).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await app.Post("token", app.Renew(third))).Status);
    }

    private Task Prune() => portal.Services.GetServices<IHostedService>().OfType<TokenPruning>().Single().Prune(CancellationToken.None);
}
