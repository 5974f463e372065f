using Microsoft.Playwright;
using Portal.Browser.Tests.Live;
using static Microsoft.Playwright.Assertions;

namespace Portal.Browser.Tests;

/// <summary>An act that cannot be undone is asked about once: by the dialog, and then not by the server as well.</summary>
[Collection(SharedChromium.Name)]
public sealed class SureTests(Chromium chromium)
{
    /// <summary>Also where the live connection does not come through, and each form asks first whether the portal is there.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Online_access_is_removed_after_one_question(bool cut)
    {
        await using var desk = await chromium.SignedIn("grace.kim");
        var page = desk.Page;
        if (cut)
            await LiveLine.Under(page, cut: true);
        await page.GotoAsync("/demo/staff/patients");
        await page.Locator("tr", new() { HasText = "No access" }).First.GetByRole(AriaRole.Link).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Provide Online Access" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Remove Online Access" })).ToBeVisibleAsync();
        if (cut)
            await Expect(page.Locator("html[data-lost]")).ToHaveCountAsync(1);
        await page.GetByRole(AriaRole.Button, new() { Name = "Remove Online Access" }).ClickAsync();
        var dialog = page.GetByRole(AriaRole.Dialog);
        await Expect(dialog).ToContainTextAsync("Remove online access?");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Keep" }).ClickAsync();
        await Expect(dialog).ToBeHiddenAsync();

        await page.GetByRole(AriaRole.Button, new() { Name = "Remove Online Access" }).ClickAsync();
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Remove" }).ClickAsync();

        await Expect(page.GetByText("Online access was removed.")).ToBeVisibleAsync();
        desk.Forgive(text => cut && ConnectionTests.IsOfTheLine(text));
    }
}
