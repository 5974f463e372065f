using System.Net;
using AngleSharp.Dom;
using Portal.WebFront.Demo;

namespace Portal.WebFront.Tests.Hosting;

/// <summary>Whatever a sender puts into an address or a form, the answer is no failure of the portal.</summary>
public sealed class CraftedValueTests(CraftedPortal portal) : IClassFixture<CraftedPortal>
{
    public static TheoryData<string> Values =>
    [
        "", "0001-01-01", "9999-12-31", "2026-02-30", "25:61", "-1", "9223372036854775807", "-9223372036854775808", "NaN",
        "../x", "a~b:c", "x\0x", "\ud83e\uddb7 '\"<b>\u202e", new string('x', 900),
    ];

    [Theory, MemberData(nameof(Values))]
    public async Task No_page_breaks(string value)
    {
        var pages = await PageSurface.Of(portal.Services);
        var failures = new List<string>();
        foreach (var group in pages.GroupBy(page => Who(page.Template)))
        {
            using var browser = new PortalBrowser(portal.Address);
            await Enter(browser, group.Key);
            await TokenIsTaken(browser, group.Key);
            var known = await Addresses(browser, group);
            foreach (var page in group)
            {
                foreach (var address in new[] { known.GetValueOrDefault(page.Template), page.With(value) }.OfType<string>().Distinct())
                    await Throw(browser, group.Key, page, address, value, failures);
            }
        }

        Assert.True(failures.Count == 0, string.Join("\n", failures));
    }

    private static string Who(string template) => template switch
    {
        "" or "error" or "{practice}/sign-in" => "",
        _ when template.StartsWith("{practice}/staff", StringComparison.Ordinal) => "grace.kim",
        // Their posts may end the session or lock the user name.
        _ when template.StartsWith("{practice}/account", StringComparison.Ordinal) || template.EndsWith("/sign-out", StringComparison.Ordinal) => "minh.nguyen",
        _ => "emma.bennett",
    };

    private static async Task Throw(
        PortalBrowser browser, string who, PageSurface page, string address, string value, List<string> failures)
    {
        var query = string.Join('&', page.Names.Select(name => $"{name}={Uri.EscapeDataString(value)}"));
        foreach (var asked in new[] { $"{address}?{query}", page.With(value, practice: value.Length > 0 ? value : "-") })
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, asked);
            using var answer = await Send(browser, request);
            Note(answer, $"GET {address} with {page.Template}", failures);
        }

        foreach (var handler in page.Handlers)
        {
            using var form = new FormUrlEncodedContent(page.Names.Select(name => KeyValuePair.Create(name, value)));
            using var request = new HttpRequestMessage(HttpMethod.Post, $"{address}?handler={handler}") { Content = form };
            request.Headers.Add("RequestVerificationToken", Token(browser));
            using var answer = await Send(browser, request);
            Note(answer, $"POST {address} {handler}", failures);
            if (who.Length > 0 && answer.RequestMessage!.RequestUri!.AbsolutePath.EndsWith("/sign-in", StringComparison.Ordinal))
                await Enter(browser, who);
        }
    }

    private static async Task<HttpResponseMessage> Send(PortalBrowser browser, HttpRequestMessage request)
    {
        try
        {
            return await browser.Http.SendAsync(request);
        }
        catch (HttpRequestException failure)
        {
            throw new InvalidOperationException($"{request.RequestUri} leads away.", failure);
        }
    }

    private static void Note(HttpResponseMessage answer, string what, List<string> failures)
    {
        if (answer.StatusCode >= HttpStatusCode.InternalServerError)
            failures.Add($"{what}: {(int)answer.StatusCode}");
    }

    /// <summary>Without it every post would be refused before the page sees it, and the test would show nothing.</summary>
    private static async Task TokenIsTaken(PortalBrowser browser, string who)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, who.Length == 0 ? "/demo/sign-in" : "/demo/account/user-name");
        request.Headers.Add("RequestVerificationToken", Token(browser));
        using var answer = await browser.Http.SendAsync(request);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    private static string Token(PortalBrowser browser) =>
        browser.Page.QuerySelector("meta[name='portal-antiforgery']")?.GetAttribute("content")
        ?? browser.Page.QuerySelector("input[name='__RequestVerificationToken']")!.GetAttribute("value")!;

    private static async Task Enter(PortalBrowser browser, string who)
    {
        if (who.Length == 0)
        {
            await browser.Open("/demo/sign-in");
            return;
        }

        if ((await browser.Open("/demo/account")).Path == "/demo/account")
            return;
        await browser.SignIn("demo", who, DemoSignIns.Password);
        await browser.Open("/demo/account");
    }

    /// <summary>An address of each page that stands somewhere as a link.</summary>
    private static async Task<Dictionary<string, string>> Addresses(PortalBrowser browser, IEnumerable<PageSurface> pages)
    {
        var known = new Dictionary<string, string>(StringComparer.Ordinal);
        var waiting = new Queue<string>(["/demo", "/demo/staff", "/demo/staff/settings", "/demo/staff/inbox?box=all&work=All"]);
        while (waiting.TryDequeue(out var address))
        {
            using var reader = new PortalBrowser(browser.Http.BaseAddress!);
            foreach (Cookie cookie in browser.Cookies.GetAllCookies())
                reader.Cookies.Add(cookie);
            await reader.Open(address);
            foreach (var href in reader.Page.QuerySelectorAll("a[href^='/demo']").Select(link => link.GetAttribute("href")!.Split('#')[0]))
            {
                if (pages.FirstOrDefault(page => page.IsAt(href.Split('?')[0])) is { } page && known.TryAdd(page.Template, href.Split('?')[0]))
                    waiting.Enqueue(href);
            }
        }

        return known;
    }
}
