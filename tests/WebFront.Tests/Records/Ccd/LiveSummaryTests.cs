using System.Globalization;
using Portal.Grains.Interfaces.Access;
using Portal.Grains.Interfaces.Records;
using Portal.WebFront.Demo;
using Portal.WebFront.Tests.Live;

namespace Portal.WebFront.Tests.Records.Ccd;

[Collection(DemoPortal.Name)]
public sealed class LiveSummaryTests(DemoPortal portal)
{
    private static readonly string _eleanor = DemoSignIns.Patients.Single(patient => patient.UserName == "eleanor.thompson").PatientId;

    [Fact]
    public async Task A_summary_that_is_open_hears_of_what_comes_into_the_record()
    {
        using var browser = await SignedIn();
        await browser.Open("/demo/summary");
        var topic = browser.Page.QuerySelector("#summary")!.GetAttribute("data-live")!;
        await using var socket = await LiveSocket.Open(browser, "demo");
        await socket.Watch(topic);

        var substance = await NewAllergy();

        Assert.Equal(topic, await socket.Hears());
        Assert.Contains(substance, (await browser.Open("/demo/summary")).Text, StringComparison.Ordinal);
    }

    /// <summary>That a page only fetches again what it shows is the browser's word.</summary>
    [Fact]
    public async Task An_edition_that_was_not_seen_is_noted_also_when_an_open_page_asks_for_it()
    {
        using var browser = await SignedIn();
        await NewAllergy();
        var before = await Seen(browser);

        await Fragment(browser);
        await Fragment(browser);

        Assert.Equal(before + 1, await Seen(browser));
    }

    private async Task<PortalBrowser> SignedIn()
    {
        var browser = new PortalBrowser(portal.Address);
        await browser.SignIn("demo", "eleanor.thompson", DemoSignIns.Password);
        return browser;
    }

    private async Task<string> NewAllergy()
    {
        var id = Ulid.NewUlid().ToString().ToLowerInvariant();
        using var system = CallerScope.Use(Caller.System("demo"));
        var json = $$$"""{"resourceType":"AllergyIntolerance","id":"{{{id}}}","code":{"text":"Substance {{{id}}}"},"patient":{"reference":"Patient/{{{_eleanor}}}"}}""";
        await portal.Grain<IRecordGrain>("demo", _eleanor).Store([new() { Type = "AllergyIntolerance", Id = id, Json = json }]);
        return $"Substance {id}";
    }

    private static async Task Fragment(PortalBrowser browser)
    {
        using var ask = new HttpRequestMessage(HttpMethod.Get, "/demo/summary");
        ask.Headers.Add("X-Portal-Fragment", "1");
        using var answer = await browser.Http.SendAsync(ask);
        answer.EnsureSuccessStatusCode();
    }

    /// <summary>How often it was seen, by the history.</summary>
    private static async Task<int> Seen(PortalBrowser browser)
    {
        await browser.Open($"/demo/summary/{_eleanor}/history");
        var counted = browser.Page.QuerySelectorAll(".facts li").Select(line => line.TextContent.Trim()).Single(line => line.Contains("view", StringComparison.Ordinal));
        return int.Parse(counted.Split(' ')[0], CultureInfo.InvariantCulture);
    }
}
