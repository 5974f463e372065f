using Portal.WebFront.Tests.Access;

namespace Portal.WebFront.Tests.Live;

/// <summary>The live connection lives no longer than the session that opened it.</summary>
[Collection(SharedAccessPortal.Name)]
public sealed class EndedSessionTests(AccessPortal portal)
{
    [Fact]
    public async Task Signing_out_everywhere_closes_the_connections_of_every_browser()
    {
        var (_, userName) = await portal.Patient();
        using var here = await SignedIn(userName);
        using var there = await SignedIn(userName);
        await using var socketHere = await LiveSocket.Open(here, AccessPortal.Lake);
        await using var socketThere = await LiveSocket.Open(there, AccessPortal.Lake);

        await here.Open("/lake/account");
        await here.Submit([], "Everywhere");

        await socketThere.IsClosed();
        await socketHere.IsClosed();
    }

    [Fact]
    public async Task Signing_out_closes_the_own_connection_and_no_other()
    {
        var (_, userName) = await portal.Patient();
        using var leaving = await SignedIn(userName);
        using var staying = await SignedIn(userName);
        await using var left = await LiveSocket.Open(leaving, AccessPortal.Lake);
        await using var stayed = await LiveSocket.Open(staying, AccessPortal.Lake);

        await leaving.Open("/lake/account");
        await leaving.Press("form[action$='/sign-out'] button");

        await left.IsClosed();
        Assert.Empty(await stayed.Watch());
    }

    [Fact]
    public async Task Access_taken_away_closes_the_connection()
    {
        var (userId, userName) = await portal.Patient();
        using var browser = await SignedIn(userName);
        await using var socket = await LiveSocket.Open(browser, AccessPortal.Lake);

        await AccessPortal.AsSystem(AccessPortal.Lake, () => portal.User(AccessPortal.Lake, userId).Close("close"));

        await socket.IsClosed();
    }

    [Fact]
    public async Task Twenty_quiet_minutes_close_the_connection()
    {
        var (_, userName) = await portal.Patient();
        using var browser = await SignedIn(userName);
        await using var socket = await LiveSocket.Open(browser, AccessPortal.Lake);

        portal.Time.Advance(TimeSpan.FromMinutes(19));
        Assert.Empty(await socket.Watch());
        portal.Time.Advance(TimeSpan.FromMinutes(1) + TimeSpan.FromSeconds(10));

        await socket.IsClosed();
    }

    [Fact]
    public async Task Whoever_renewed_the_session_comes_back_when_the_first_cookie_runs_out()
    {
        var (_, userName) = await portal.Patient();
        using var browser = await SignedIn(userName);
        await using var socket = await LiveSocket.Open(browser, AccessPortal.Lake, comesBack: true);

        portal.Time.Advance(TimeSpan.FromMinutes(12));
        using var stay = await browser.Http.PostAsync("/lake/keep-alive", null);
        portal.Time.Advance(TimeSpan.FromMinutes(9));

        await socket.IsBackAgain();
        Assert.Empty(await socket.Watch());
    }

    [Fact]
    public async Task A_connection_that_comes_back_does_not_renew_the_session()
    {
        var (_, userName) = await portal.Patient();
        using var browser = await SignedIn(userName);

        portal.Time.Advance(TimeSpan.FromMinutes(12));
        await using var socket = await LiveSocket.Open(browser, AccessPortal.Lake);
        portal.Time.Advance(TimeSpan.FromMinutes(9));
        await browser.Open("/lake/account");

        Assert.StartsWith("/lake/sign-in", browser.Path, StringComparison.Ordinal);
    }

    private async Task<PortalBrowser> SignedIn(string userName)
    {
        var browser = portal.Browser();
        await browser.SignIn(AccessPortal.Lake, userName, AccessPortal.Own);
        return browser;
    }
}
