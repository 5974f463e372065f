using System.Net;
using Portal.Grains.Interfaces.Audit;
using Portal.WebFront.Audit;

namespace Portal.WebFront.Tests.Audit;

/// <summary>The demo practice with its sign-ins.</summary>
public sealed class DemoPortal : EmbeddedPortal
{
    public const string Password = "Copper-Lantern-42";

    protected override Dictionary<string, string?> Settings => new() { ["Portal:Demo"] = "true" };

    protected override Task Seed() => DemoIsReady();

    public async Task<PortalBrowser> SignIn(string userName)
    {
        var browser = new PortalBrowser(Address);
        return await browser.SignIn("demo", userName, Password);
    }
}

public sealed class AuditPageTests(DemoPortal portal) : IClassFixture<DemoPortal>
{
    [Fact]
    public async Task An_administrator_sees_who_did_what_with_names()
    {
        using var browser = await portal.SignIn("grace.kim");
        await browser.Open("/demo/staff/audit");
        await browser.Open("/demo/staff/audit?act=audit.read");

        Assert.Equal(HttpStatusCode.OK, browser.Status);
        var row = browser.Page.QuerySelector("tbody tr")!;
        Assert.Contains("Grace Kim", row.TextContent, StringComparison.Ordinal);
        Assert.Contains("Read the audit trail", row.TextContent, StringComparison.Ordinal);
    }

    /// <summary>A new act needs its words in <see cref="AuditWords"/>, for the list and for the filter.</summary>
    [Fact]
    public void Every_act_that_can_be_in_the_trail_has_plain_words_of_its_own()
    {
        Assert.All(AuditAction.All, act => Assert.Matches("^[A-Z][A-Za-z ,'-]+$", AuditWords.Act(act)));
        Assert.Equal(AuditAction.All.Select(AuditWords.Act).Distinct(), AuditAction.All.Select(AuditWords.Act));
    }

    [Fact]
    public async Task A_last_day_before_the_first_one_is_told()
    {
        using var browser = await portal.SignIn("grace.kim");

        await browser.Open("/demo/staff/audit?from=2026-03-02&until=2026-03-01");

        Assert.Contains("The last day lies before the first one.", browser.Page.QuerySelector(".error-summary")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("The last day lies before the first one.", browser.Page.QuerySelector("#Until-error")!.TextContent, StringComparison.Ordinal);
        Assert.Equal("2026-03-01", browser.Page.QuerySelector("#Until")!.GetAttribute("value"));
        Assert.DoesNotContain("No entries", browser.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_filters_narrow_the_list_to_one_patient_and_are_kept_on_the_next_page()
    {
        using var browser = await portal.SignIn("grace.kim");
        await browser.Open("/demo/staff/audit?act=access.provide");
        var patient = browser.Page.QuerySelector("td[data-label=Patient] a")!;
        var name = patient.TextContent;

        await browser.Open(patient.GetAttribute("href")!);

        Assert.All(
            browser.Page.QuerySelectorAll("td[data-label=Patient]"),
            cell => Assert.Equal(name, cell.TextContent.Trim()));
        Assert.Contains("act=access.provide", browser.Path, StringComparison.Ordinal);
        Assert.Contains($"Patient: {name}", browser.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_opened_list_is_one_view_however_often_the_page_fetches_it_again()
    {
        using var desk = await portal.SignIn("priya.raman");
        using var admin = await portal.SignIn("grace.kim");
        // The page that she comes to lists mail, too.
        Assert.Equal("/demo/staff", desk.Path);
        await desk.Open("/demo/staff/inbox?box=all");
        for (var notice = 0; notice < 3; notice++)
        {
            using var refresh = new HttpRequestMessage(HttpMethod.Get, "/demo/staff/inbox?box=all") { Headers = { { "X-Portal-Fragment", "1" } } };
            using var refreshed = await desk.Http.SendAsync(refresh);
            Assert.Equal(HttpStatusCode.OK, refreshed.StatusCode);
        }

        await desk.Open("/demo/staff/day");
        await Eventually.Holds(async () => await Entries(admin, "appointment.day", "Priya Raman") > 0, "what was done last is in the trail");
        Assert.Equal(2, await Entries(admin, "webmail.list", "Priya Raman"));
    }

    [Fact]
    public async Task A_long_trail_has_older_pages()
    {
        using var browser = await portal.SignIn("grace.kim");
        await browser.Open("/demo/staff/audit");
        var first = Numbers(browser);
        await browser.Open(browser.Page.QuerySelector(".pager a[rel=next]")!.GetAttribute("href")!);

        Assert.Equal(50, first.Length);
        Assert.All(Numbers(browser), number => Assert.True(number < first.Min()));
    }

    [Fact]
    public async Task Checking_the_chain_tells_that_it_is_whole()
    {
        using var browser = await portal.SignIn("grace.kim");
        await browser.Open("/demo/staff/audit");
        await browser.Submit([], handler: "Check");

        Assert.Contains("The chain is whole", browser.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/demo/staff/audit", "tomas.rivera")]
    [InlineData("/demo/staff/audit", "emma.bennett")]
    [InlineData("/demo/staff/deliveries", "tomas.rivera")]
    [InlineData("/demo/staff/deliveries", "emma.bennett")]
    public async Task Nobody_but_an_administrator_opens_it(string path, string userName)
    {
        using var browser = await portal.SignIn(userName);
        await browser.Open(path);

        Assert.False(browser.Status is HttpStatusCode.OK && browser.Path.StartsWith(path, StringComparison.Ordinal));
        Assert.Null(browser.Page.QuerySelector("table, .empty"));
    }

    [Fact]
    public async Task Deliveries_says_when_nothing_is_left()
    {
        using var browser = await portal.SignIn("grace.kim");
        await browser.Open("/demo/staff/deliveries");

        Assert.Contains("Everything is delivered", browser.Text, StringComparison.Ordinal);
        Assert.Null(browser.Page.QuerySelector(".pager"));
    }

    private static async Task<int> Entries(PortalBrowser admin, string act, string who)
    {
        await admin.Open($"/demo/staff/audit?act={act}");
        return admin.Page.QuerySelectorAll("td[data-label=Who]").Count(cell => cell.TextContent.Contains(who, StringComparison.Ordinal));
    }

    private static long[] Numbers(PortalBrowser browser) =>
        [.. browser.Page.QuerySelectorAll("td[data-label=Entry]").Select(cell => long.Parse(cell.TextContent, null))];
}
