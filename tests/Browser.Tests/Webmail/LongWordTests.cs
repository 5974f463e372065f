using static Microsoft.Playwright.Assertions;

namespace Portal.Browser.Tests.Webmail;

[Collection(SharedChromium.Name)]
public sealed class LongWordTests(Chromium chromium)
{
    [Fact]
    public async Task A_word_without_an_end_stays_in_its_bubble_on_both_sides()
    {
        await using var patient = await chromium.SignedIn("emma.bennett");
        await using var dentist = await chromium.SignedIn("priya.raman");
        const string subject = "A link without a break";
        await Mail.Write(patient.Page, subject, "See " + string.Concat(Enumerable.Repeat("verylongword", 40)));
        await dentist.Page.GotoAsync("/demo/staff/inbox");
        await dentist.Page.GetByText(subject).First.ClickAsync();
        await dentist.Page.WaitForURLAsync("**/staff/inbox/*");

        await patient.Page.GotoAsync("/demo/webmail");
        await patient.Page.GetByText(subject).First.ClickAsync();
        await patient.Page.WaitForURLAsync("**/webmail/*");

        foreach (var page in new[] { patient, dentist })
        {
            await Expect(page.Page.Locator(".bubble-body", new() { HasText = "verylongword" }).First).ToBeVisibleAsync();
            foreach (var width in new[] { 1280, 390, 320 })
            {
                await page.Page.SetViewportSizeAsync(width, 800);
                await page.FitsTheWindow();
            }
        }
    }
}
