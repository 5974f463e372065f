using System.Buffers.Text;
using System.Text.Json;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Portal.Browser.Tests.Sharing;

[Collection(SharedChromium.Name)]
public sealed class SharedSummaryTests(Chromium chromium)
{
    [Fact]
    public async Task A_link_opens_in_another_browser_tells_the_patient_and_is_dead_when_revoked()
    {
        await using var patient = await chromium.SignedIn("emma.bennett");
        await using var dentist = await chromium.NewPerson(new() { ColorScheme = ColorScheme.Dark });
        var link = await Make(patient.Page, "For Dr. Weber", passcode: "Tulip 42");
        await patient.IsAccessible();
        await patient.Page.SetViewportSizeAsync(390, 800);
        await patient.FitsTheWindow();
        await patient.Page.GotoAsync("/demo/share");
        await patient.Connected();

        await dentist.Page.GotoAsync(link);
        // The key leaves the address before the link is opened.
        await Expect(dentist.Page.GetByLabel("Your name or your office")).ToBeVisibleAsync();
        Assert.DoesNotContain("#", dentist.Page.Url, StringComparison.Ordinal);
        await Expect(dentist.Page.Locator("main")).ToContainTextAsync("For Dr. Weber");
        await Open(dentist.Page, "Dr. Weber", "Rose 43");
        await Expect(dentist.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("9 tries are left");
        await Open(dentist.Page, "Dr. Weber", "Tulip 42");

        var summary = dentist.Page.Locator("article");
        await Expect(summary.GetByRole(AriaRole.Heading, new() { Name = "Health summary" })).ToBeFocusedAsync();
        await Expect(summary).ToContainTextAsync("For Dr. Weber");
        await Expect(summary).ToContainTextAsync("Emma");
        await Expect(summary.GetByRole(AriaRole.Heading, new() { Name = "Allergies and intolerances" })).ToBeVisibleAsync();
        await Expect(summary.Locator("table").First).ToBeVisibleAsync();
        await dentist.IsAccessible();
        await dentist.Page.SetViewportSizeAsync(390, 800);
        await dentist.FitsTheWindow();
        await Expect(patient.Page.Locator("#health-links")).ToContainTextAsync("by “Dr. Weber”");

        await dentist.Page.GotoAsync(link);
        var card = patient.Page.Locator("section.card", new() { HasText = "For Dr. Weber" }).First;
        await card.GetByText("Revoke").First.ClickAsync();
        await card.GetByRole(AriaRole.Button, new() { Name = "Yes, revoke it" }).ClickAsync();
        await Expect(patient.Page.GetByText("The link is revoked.")).ToBeVisibleAsync();
        // The page was open all the time.
        await Open(dentist.Page, "Dr. Weber", "Tulip 42");

        await Expect(dentist.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("This link does not work any more: it was revoked, its time is over, a wrong passcode was entered too often");
        dentist.Forgive(text => text.Contains("401", StringComparison.Ordinal) || text.Contains("404", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_link_that_is_cut_or_leads_elsewhere_is_refused_in_words_and_a_lost_connection_can_be_tried_again()
    {
        await using var patient = await chromium.SignedIn("emma.bennett");
        await using var reader = await chromium.NewPerson();
        var link = await Make(patient.Page, "Cut off");
        var (alert, page) = (reader.Page.GetByRole(AriaRole.Alert), reader.Page);

        await page.GotoAsync(link.Split('#')[0]);
        await Expect(alert).ToContainTextAsync("what follows the # is missing");
        await page.GotoAsync(link[..^60]);
        await Expect(alert).ToContainTextAsync("The link is damaged.");
        await page.GotoAsync(link);
        await page.RouteAsync("**/shl/*", route => route.AbortAsync());
        await Open(page, "Dr. Weber");
        await Expect(alert).ToContainTextAsync("There is no connection right now.");
        await page.UnrouteAsync("**/shl/*");
        await page.GetByRole(AriaRole.Button, new() { Name = "Open the summary" }).ClickAsync();

        await Expect(page.Locator("article")).ToContainTextAsync("Emma");
        reader.Forgive(text => text.Contains("ERR_FAILED", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Of_a_narrative_only_words_and_plain_elements_reach_the_page()
    {
        await using var reader = await chromium.NewPerson();
        const string hostile = """
            <div xmlns="http://www.w3.org/1999/xhtml"><script>document.title = "taken"</script><p onclick="x()" style="color: red">Good <b id="main">words</b>
            <img src="/demo/taken" onerror="x()"><a href="javascript:x()">and more</a></p><form action="/x"><input name="y"></form><svg><script>x()</script></svg>
            <table><thead><tr><th>Allergy</th></tr></thead><tbody><tr><td colspan="2" class="hidden">Latex</td></tr></tbody></table></div>
            """;
        var file = SealedSummary.With(hostile, out var key);
        var payload = JsonSerializer.SerializeToUtf8Bytes(new { url = $"{chromium.Address}demo/shl/{new string('x', 43)}", key, v = 1 });
        await reader.Page.RouteAsync("**/shl/*", route => route.FulfillAsync(new()
        {
            ContentType = "application/json",
            Body = JsonSerializer.Serialize(new { files = new[] { new { contentType = "application/fhir+json", embedded = file } } }),
        }));

        await reader.Page.GotoAsync($"/demo/shared#shlink:/{Base64Url.EncodeToString(payload)}");
        await Open(reader.Page, "Dr. Weber");

        var section = reader.Page.Locator("article section", new() { HasText = "Good words" });
        await Expect(section).ToContainTextAsync("and more");
        Assert.Equal(
            "B DIV H2 HEADER P TABLE TBODY TD TH THEAD TR",
            await section.EvaluateAsync<string>("section => [...new Set([...section.querySelectorAll('*')].map(one => one.tagName))].filter(name => name !== 'SECTION').sort().join(' ')"));
        Assert.Equal(
            "class colspan data-label scope",
            await section.EvaluateAsync<string>("section => [...new Set([...section.querySelectorAll('*')].flatMap(one => one.getAttributeNames()))].sort().join(' ')"));
        Assert.DoesNotContain("taken", await reader.Page.TitleAsync(), StringComparison.Ordinal);
        // The browser tells of what it did not run already when it parses.
        reader.Forgive(text => text.Contains("violates the following Content Security Policy", StringComparison.Ordinal));
    }

    /// <returns>The link that the page shows.</returns>
    private static async Task<string> Make(IPage page, string label, string? passcode = null)
    {
        await page.GotoAsync("/demo/share/new");
        await page.GetByLabel("What is it for?").FillAsync(label);
        if (passcode is not null)
            await page.GetByLabel("Passcode").FillAsync(passcode);
        await page.GetByRole(AriaRole.Button, new() { Name = "Make the link" }).ClickAsync();
        return await page.Locator("#health-link").InnerTextAsync();
    }

    private static async Task Open(IPage page, string recipient, string? passcode = null)
    {
        await page.GetByLabel("Your name or your office").FillAsync(recipient);
        if (passcode is not null)
            await page.GetByLabel("Passcode", new() { Exact = true }).FillAsync(passcode);
        await page.GetByRole(AriaRole.Button, new() { Name = "Open the summary" }).ClickAsync();
    }
}
