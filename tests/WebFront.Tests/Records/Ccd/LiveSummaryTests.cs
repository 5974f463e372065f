using System.Globalization;
using Portal.Grains.Interfaces.Access;
using Portal.Grains.Interfaces.Records;
using Portal.WebFront.Demo;
using Portal.WebFront.Records.Ccd;
using Portal.WebFront.Tests.Live;

namespace Portal.WebFront.Tests.Records.Ccd;

[Collection(DemoPortal.Name)]
public sealed class LiveSummaryTests(DemoPortal portal)
{
    private static readonly string _eleanor = DemoSignIns.Patients.Single(patient => patient.UserName == "eleanor.thompson").PatientId;

    private static string StaffPage => $"/demo/staff/patients/{_eleanor}/summary";

    [Fact]
    public async Task A_summary_that_is_open_hears_of_what_comes_into_the_record()
    {
        using var browser = await SignedIn();
        await browser.Open("/demo/summary");
        var topic = browser.Page.QuerySelector("#summary")!.GetAttribute("data-live")!;
        await using var socket = await LiveSocket.Open(browser, "demo");
        await socket.Watch(topic.Split(' '));

        var substance = await NewAllergy();

        Assert.Contains(await socket.Hears(), topic, StringComparison.Ordinal);
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

    [Theory]
    [InlineData("#summary")]
    [InlineData("#received")]
    public async Task The_page_of_the_staff_hears_of_what_comes_into_the_record(string part)
    {
        using var desk = await SignedIn("tomas.rivera");
        await desk.Open(StaffPage);
        var topic = desk.Page.QuerySelector(part)!.GetAttribute("data-live")!;
        await using var socket = await LiveSocket.Open(desk, "demo");
        await socket.Watch(topic);

        var substance = await NewAllergy();

        Assert.Equal(topic, await socket.Hears());
        Assert.Contains(substance, (await desk.Open(StaffPage)).Page.QuerySelector("#summary")!.TextContent, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("tomas.rivera")]
    [InlineData("eleanor.thompson")]
    public async Task An_open_history_hears_of_who_sees_the_summary(string userName)
    {
        using var reader = await SignedIn(userName);
        await reader.Open(userName == "tomas.rivera" ? StaffPage : $"/demo/summary/{_eleanor}/history");
        var topics = reader.Page.QuerySelector("#history")!.GetAttribute("data-live")!.Split(' ');
        await using var socket = await LiveSocket.Open(reader, "demo");
        await socket.Watch(topics);
        using var other = await SignedIn();

        await other.Open("/demo/summary");

        Assert.Equal(topics[0], await socket.Hears());
    }

    [Fact]
    public async Task A_page_of_the_staff_that_fetches_the_same_edition_again_is_one_view()
    {
        using var desk = await SignedIn("tomas.rivera");
        using var browser = await SignedIn();
        await desk.Open(StaffPage);
        var before = await Seen(browser);

        await Fragment(desk, StaffPage);
        await Fragment(desk, StaffPage);

        Assert.Equal(before, await Seen(browser));
    }

    /// <summary>What the others have chosen on their open pages is theirs: it stays there, and they are told that it leads nowhere.</summary>
    [Fact]
    public async Task An_open_page_of_a_received_document_is_told_when_somebody_else_is_done()
    {
        using var first = await SignedIn("tomas.rivera");
        using var second = await SignedIn("grace.kim");
        await first.Open(StaffPage);
        await first.Upload([], ("ccd.xml", CcdDocument.Of(CcdSamples.Demo(_eleanor), CcdSamples.Edition(_eleanor))));
        var page = first.Path;
        var topic = first.Page.QuerySelector("#meanwhile")!.GetAttribute("data-live")!;
        await using var socket = await LiveSocket.Open(first, "demo");
        await socket.Watch(topic);
        await second.Open(page);
        Assert.NotEmpty(second.ValuesToSend("RequestId"));

        await second.Submit([], "Refuse");

        Assert.Equal(topic, await socket.Hears());
        Assert.Contains("Grace Kim has done this meanwhile", await Fragment(first, page), StringComparison.Ordinal);
        Assert.DoesNotContain("has done this meanwhile", (await first.Open(page)).Text, StringComparison.Ordinal);
    }

    private async Task<PortalBrowser> SignedIn(string userName = "eleanor.thompson")
    {
        var browser = new PortalBrowser(portal.Address);
        await browser.SignIn("demo", userName, DemoSignIns.Password);
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

    private static async Task<string> Fragment(PortalBrowser browser, string page = "/demo/summary")
    {
        using var ask = new HttpRequestMessage(HttpMethod.Get, page);
        ask.Headers.Add("X-Portal-Fragment", "1");
        using var answer = await browser.Http.SendAsync(ask);
        answer.EnsureSuccessStatusCode();
        return await answer.Content.ReadAsStringAsync();
    }

    /// <summary>How often it was seen, by the history.</summary>
    private static async Task<int> Seen(PortalBrowser browser)
    {
        await browser.Open($"/demo/summary/{_eleanor}/history");
        var counted = browser.Page.QuerySelectorAll(".facts li").Select(line => line.TextContent.Trim()).Single(line => line.Contains("view", StringComparison.Ordinal));
        return int.Parse(counted.Split(' ')[0], CultureInfo.InvariantCulture);
    }
}
