using System.Net;
using Portal.Grains.Interfaces.Access;

namespace Portal.WebFront.Tests.Access;

[Collection(SharedAccessPortal.Name)]
public sealed class SessionTests(AccessPortal portal)
{
    private const string Cookie = "portal.session";

    [Fact]
    public async Task A_session_ends_at_once_when_access_is_taken_away()
    {
        var (userId, userName) = await portal.Patient();
        using var browser = await SignedIn(userName);

        await AccessPortal.AsSystem(AccessPortal.Lake, () => portal.User(AccessPortal.Lake, userId).Close("close"));

        Assert.False(await IsSignedIn(browser));
    }

    [Fact]
    public async Task Signing_out_everywhere_ends_the_other_browsers_session_at_once()
    {
        var (_, userName) = await portal.Patient();
        using var here = await SignedIn(userName);
        using var there = await SignedIn(userName);

        await here.Open("/lake/account");
        await here.Submit([], "Everywhere");

        Assert.Equal("/lake/sign-in?ended=everywhere", here.Path);
        Assert.False(await IsSignedIn(here));
        Assert.False(await IsSignedIn(there));
    }

    [Fact]
    public async Task After_signing_out_a_copy_of_the_cookie_opens_nothing()
    {
        var (_, userName) = await portal.Patient();
        using var browser = await SignedIn(userName);
        var copy = CookieOf(browser);

        await browser.Open("/lake/account");
        using var answer = await SubmitSignOut(browser);

        Assert.Equal("\"cache\", \"storage\"", answer.Headers.GetValues("Clear-Site-Data").Single());
        Assert.Equal(HttpStatusCode.Redirect, await Status("/lake/account", copy));
    }

    [Fact]
    public async Task The_cookie_is_sent_to_its_own_practice_only()
    {
        var (_, userName) = await portal.Patient();
        using var browser = await SignedIn(userName);

        var cookie = browser.Cookies.GetAllCookies().Single(cookie => cookie.Name == Cookie);

        Assert.Equal("/lake", cookie.Path);
        Assert.True(cookie.HttpOnly);
        Assert.Equal("", CookieOf(browser, "/hill"));
        Assert.Equal("", CookieOf(browser, "/lakeside"));
    }

    [Fact]
    public async Task A_cookie_carried_over_to_another_practice_opens_nothing_there()
    {
        var (_, userName) = await portal.Patient();
        using var browser = await SignedIn(userName);

        Assert.Equal(HttpStatusCode.OK, await Status("/lake/account", CookieOf(browser)));
        Assert.Equal(HttpStatusCode.Redirect, await Status("/hill/account", CookieOf(browser)));
    }

    [Fact]
    public async Task One_browser_can_be_signed_in_at_two_practices()
    {
        var (_, lake) = await portal.Patient();
        var (_, hill) = await portal.Patient(AccessPortal.Hill);
        using var browser = await SignedIn(lake);

        await browser.SignIn(AccessPortal.Hill, hill, AccessPortal.Own);
        await browser.Open("/hill/account");
        using var answer = await SubmitSignOut(browser);

        Assert.Equal(HttpStatusCode.Redirect, await Status("/hill/account", CookieOf(browser, "/hill")));
        Assert.True(await IsSignedIn(browser));
    }

    [Fact]
    public async Task Signing_in_once_more_ends_the_session_whose_cookie_is_written_over()
    {
        var (_, userName) = await portal.Patient();
        using var browser = await SignedIn(userName);
        var before = CookieOf(browser);

        await browser.Open("/lake/sign-in?again=true");
        await browser.Submit(new() { ["Input.UserName"] = userName, ["Input.Password"] = AccessPortal.Own });

        Assert.True(await IsSignedIn(browser));
        Assert.NotEqual(before, CookieOf(browser));
        Assert.Equal(HttpStatusCode.Redirect, await Status("/lake/account", before));
    }

    [Fact]
    public async Task Twenty_quiet_minutes_end_the_session_and_every_visit_renews_it()
    {
        var (_, userName) = await portal.Patient();
        using var browser = await SignedIn(userName);

        for (var i = 0; i < 3; i++)
        {
            portal.Time.Advance(TimeSpan.FromMinutes(19));
            Assert.True(await IsSignedIn(browser));
        }

        portal.Time.Advance(TimeSpan.FromMinutes(20) + TimeSpan.FromSeconds(1));
        Assert.False(await IsSignedIn(browser));
    }

    [Fact]
    public async Task What_a_page_fetches_by_itself_does_not_renew_the_session()
    {
        var (_, userName) = await portal.Patient();
        using var browser = await SignedIn(userName);
        browser.Http.DefaultRequestHeaders.Add("X-Portal-Fragment", "1");

        portal.Time.Advance(TimeSpan.FromMinutes(12));
        await browser.Open("/lake/account");
        Assert.Equal(HttpStatusCode.OK, browser.Status);
        portal.Time.Advance(TimeSpan.FromMinutes(12));
        await browser.Open("/lake/account");

        Assert.Equal(HttpStatusCode.Unauthorized, browser.Status);
    }

    [Fact]
    public async Task The_page_can_say_that_its_person_is_still_there()
    {
        var (_, userName) = await portal.Patient();
        using var browser = await SignedIn(userName);

        for (var i = 0; i < 3; i++)
        {
            portal.Time.Advance(TimeSpan.FromMinutes(12));
            using var stay = await browser.Http.PostAsync("/lake/keep-alive", null);
            Assert.Equal("1200", await stay.Content.ReadAsStringAsync());
        }

        portal.Time.Advance(TimeSpan.FromMinutes(21));
        using var late = await browser.Http.PostAsync("/lake/keep-alive", null);
        Assert.Equal(HttpStatusCode.Unauthorized, late.StatusCode);
    }

    [Fact]
    public async Task The_cookie_is_renewed_once_a_minute_at_most()
    {
        var (_, userName) = await portal.Patient();
        using var browser = await SignedIn(userName);
        var first = CookieOf(browser);

        portal.Time.Advance(TimeSpan.FromSeconds(50));
        await browser.Open("/lake/account");
        var soon = CookieOf(browser);
        portal.Time.Advance(TimeSpan.FromSeconds(20));
        await browser.Open("/lake/account");

        Assert.Equal(first, soon);
        Assert.NotEqual(first, CookieOf(browser));
    }

    /// <summary>The page counts down to what the server told it, so it must be told of the cookie that it leaves behind.</summary>
    [Fact]
    public async Task A_page_is_told_when_its_session_ends_whether_or_not_it_renewed_it()
    {
        var (_, userName) = await portal.Patient();
        using var browser = await SignedIn(userName);
        Assert.Equal("1200", SecondsLeft(browser));

        portal.Time.Advance(TimeSpan.FromSeconds(50));
        await browser.Open("/lake/account");
        Assert.Equal("1150", SecondsLeft(browser));
        portal.Time.Advance(TimeSpan.FromSeconds(20));
        await browser.Open("/lake/account");
        Assert.Equal("1200", SecondsLeft(browser));

        portal.Time.Advance(TimeSpan.FromMinutes(5));
        using var ask = new HttpRequestMessage(HttpMethod.Post, "/lake/keep-alive") { Headers = { { "X-Portal-Fragment", "1" } } };
        using var told = await browser.Http.SendAsync(ask);
        Assert.Equal("900", await told.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task A_page_is_told_of_the_last_end_that_no_renewal_moves()
    {
        var (_, userName) = await portal.Patient();
        using var browser = await SignedIn(userName);
        for (var minutes = 0; minutes < (12 * 60) - 15; minutes += 15)
        {
            portal.Time.Advance(TimeSpan.FromMinutes(15));
            Assert.True(await IsSignedIn(browser));
        }

        portal.Time.Advance(TimeSpan.FromMinutes(5));
        await browser.Open("/lake/account");

        Assert.Equal("600", SecondsLeft(browser));
    }

    [Fact]
    public async Task Twelve_hours_end_the_session_however_busy_it_was()
    {
        var (_, userName) = await portal.Patient();
        using var browser = await SignedIn(userName);

        for (var minutes = 0; minutes < (12 * 60) - 15; minutes += 15)
        {
            portal.Time.Advance(TimeSpan.FromMinutes(15));
            Assert.True(await IsSignedIn(browser));
        }

        portal.Time.Advance(TimeSpan.FromMinutes(15));
        Assert.False(await IsSignedIn(browser));
    }

    private async Task<PortalBrowser> SignedIn(string userName)
    {
        var browser = portal.Browser();
        await browser.SignIn(AccessPortal.Lake, userName, AccessPortal.Own);
        Assert.True(await IsSignedIn(browser));
        return browser;
    }

    private static string? SecondsLeft(PortalBrowser browser) => browser.Page.Body!.GetAttribute("data-session-seconds");

    private static async Task<bool> IsSignedIn(PortalBrowser browser) =>
        (await browser.Open("/lake/account")).Path == "/lake/account";

    private string CookieOf(PortalBrowser browser, string path = "/lake") =>
        browser.Cookies.GetCookies(new Uri(portal.Address, path + "/account"))[Cookie]?.Value ?? "";

    private static async Task<HttpResponseMessage> SubmitSignOut(PortalBrowser browser)
    {
        var form = browser.Page.QuerySelector("form[action$='/sign-out']")!;
        var token = form.QuerySelector("input[name=__RequestVerificationToken]")!.GetAttribute("value")!;
        using var handler = new HttpClientHandler { CookieContainer = browser.Cookies, AllowAutoRedirect = false };
        using var http = new HttpClient(handler) { BaseAddress = browser.Http.BaseAddress };
        using var content = new FormUrlEncodedContent([new("__RequestVerificationToken", token)]);
        return await http.PostAsync(form.GetAttribute("action"), content);
    }

    private async Task<HttpStatusCode> Status(string path, string cookie)
    {
        using var http = Plain();
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Add("Cookie", $"{Cookie}={cookie}");
        using var answer = await http.SendAsync(request);
        return answer.StatusCode;
    }

    private HttpClient Plain() => new(new HttpClientHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = portal.Address };
}
