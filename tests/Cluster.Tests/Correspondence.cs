using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using Portal.WebFront.Demo;

namespace Portal.Cluster.Tests;

/// <summary>
/// One conversation of a patient who sends one message after another. What is not acknowledged is sent again under the
/// same request id, at whichever web front answers, as a browser does.
/// </summary>
public sealed partial class Correspondence : IDisposable
{
    private const string Webmail = $"/{PortalCluster.Practice}/webmail";

    /// <summary>A limit for what must happen at all.</summary>
    private static readonly TimeSpan _patience = TimeSpan.FromMinutes(2);

    private readonly PortalBrowser _browser;
    private readonly HttpClientHandler _handler;
    private readonly HttpClient _http;
    private readonly List<int> _acknowledged = [];
    private readonly List<Dictionary<string, string>> _forms = [];

    private Correspondence(PortalBrowser browser, string id)
    {
        _browser = browser;
        Id = id;
        _handler = new() { CookieContainer = browser.Cookies, AllowAutoRedirect = false };
        _http = new(_handler) { Timeout = TimeSpan.FromSeconds(30) };
    }

    public string Id { get; }

    /// <summary>The numbers of the messages that the portal has taken.</summary>
    public IReadOnlyList<int> Acknowledged => _acknowledged;

    public static async Task<Correspondence> Begin(PortalNode front, DemoPatientSignIn patient, string subject)
    {
        var browser = await PortalCluster.SignIn(front, patient.UserName);
        await browser.Open($"{Webmail}/compose");
        var id = Field(browser, "RequestId");
        await browser.Submit(new()
        {
            ["Input.To"] = "pool:front-desk",
            ["Input.Subject"] = subject,
            ["Input.Body"] = "The first of many.",
        });
        await browser.Open($"{Webmail}/{id}");
        Assert.Equal(HttpStatusCode.OK, browser.Status);
        return new(browser, id);
    }

    public static string Field(PortalBrowser browser, string name) =>
        browser.Page.QuerySelector($"form[method=post] input[name={name}]")!.GetAttribute("value")!;

    /// <summary>Sends message after message until so many are acknowledged.</summary>
    public async Task Send(IReadOnlyList<PortalNode> fronts, int count, Action acknowledged)
    {
        for (var number = 1; number <= count; number++)
        {
            await Send(fronts, number);
            _acknowledged.Add(number);
            acknowledged();
        }
    }

    /// <summary>Sends once more what was acknowledged last, as a browser that never heard of it, or a second click.</summary>
    public async Task SendAgain(PortalNode front, int count)
    {
        using var limit = new CancellationTokenSource(_patience);
        foreach (var form in _forms.TakeLast(count))
            Assert.True(await IsTaken(front, form, limit.Token), "The portal took it before and does not take it again.");
    }

    /// <summary>The numbers of the messages that a page of the conversation shows, each as often as it is there.</summary>
    public static IEnumerable<int> Shown(PortalBrowser browser) =>
        Number().Matches(browser.Page.QuerySelector("#thread")!.TextContent)
            .Select(match => int.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture));

    public void Dispose()
    {
        _http.Dispose();
        _handler.Dispose();
        _browser.Dispose();
    }

    private async Task Send(IReadOnlyList<PortalNode> fronts, int number)
    {
        using var limit = new CancellationTokenSource(_patience);
        var form = new Dictionary<string, string>
        {
            ["__RequestVerificationToken"] = Field(_browser, "__RequestVerificationToken"),
            ["RequestId"] = Ulid.NewUlid().ToString().ToLowerInvariant(),
            ["Input.Body"] = $"Message [{number}]",
        };
        var attempt = 0;
        while (!await IsTaken(fronts[attempt % fronts.Count], form, limit.Token))
            attempt++;
        _forms.Add(form);
    }

    private async Task<bool> IsTaken(PortalNode front, Dictionary<string, string> form, CancellationToken limit)
    {
        try
        {
            using var content = new FormUrlEncodedContent(form);
            using var answer = await _http.PostAsync(new Uri(front.Address, $"{Webmail}/{Id}"), content, limit);
            return answer.StatusCode is HttpStatusCode.Redirect
                && answer.Headers.Location?.OriginalString.EndsWith(Id, StringComparison.Ordinal) is true;
        }
        catch (Exception failure) when (failure is HttpRequestException or TaskCanceledException && !limit.IsCancellationRequested)
        {
            return false;
        }
    }

    [GeneratedRegex(@"Message \[(\d+)\]")]
    private static partial Regex Number();
}
