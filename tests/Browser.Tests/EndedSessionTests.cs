using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Portal.Browser.Tests;

[Collection(SharedChromium.Name)]
public sealed class EndedSessionTests(Chromium chromium)
{
    [Fact]
    public async Task A_page_whose_session_was_ended_elsewhere_says_so_and_is_cut_off()
    {
        await using var here = await chromium.SignedIn("minh.nguyen");
        await using var there = await chromium.SignedIn("minh.nguyen");
        await there.Page.GotoAsync("/demo/webmail");
        await there.Connected();

        await here.Page.GotoAsync("/demo/account");
        await here.Page.GetByRole(AriaRole.Button, new() { Name = "Sign out everywhere" }).ClickAsync();

        await Expect(there.Page.GetByRole(AriaRole.Dialog, new() { Name = "You are signed out" })).ToBeVisibleAsync();
        await Expect(there.Page.Locator("html[data-connection]")).ToHaveCountAsync(0);
        there.Forgive(text => text.Contains("401", StringComparison.Ordinal) || text.Contains("WebSocket", StringComparison.Ordinal));
    }
}
