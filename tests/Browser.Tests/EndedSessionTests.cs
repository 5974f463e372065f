using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Portal.Browser.Tests;

[Collection(SharedChromium.Name)]
public sealed class EndedSessionTests(Chromium chromium)
{
    [Fact]
    public async Task A_page_whose_session_was_ended_elsewhere_says_so_and_is_cut_off()
    {
        // Two sign-ins of this test's own; those that other tests keep of the same person end with them.
        await using var here = await chromium.NewPerson();
        await here.SignIn("minh.nguyen");
        await using var there = await chromium.NewPerson();
        await there.SignIn("minh.nguyen");
        chromium.Forget("minh.nguyen");
        await there.Page.GotoAsync("/demo/webmail");
        await there.Connected();

        await here.Page.GotoAsync("/demo/account");
        await here.Page.GetByRole(AriaRole.Button, new() { Name = "Sign out everywhere" }).ClickAsync();

        var ended = there.Page.GetByRole(AriaRole.Dialog, new() { Name = "You are signed out" });
        await Expect(ended).ToBeVisibleAsync();
        await there.Page.Keyboard.PressAsync("Escape");
        await there.Page.Keyboard.PressAsync("Escape");
        await Expect(ended).ToBeVisibleAsync();
        await Expect(there.Page.Locator("main")).ToHaveCountAsync(0);
        await Expect(there.Page.Locator("body")).Not.ToContainTextAsync("Night guard");
        await Expect(there.Page.Locator("html[data-connection]")).ToHaveCountAsync(0);
        // Where it was ended, a part of the page may just have been asked for again.
        here.Forgive(text => text.Contains("401", StringComparison.Ordinal));
        there.Forgive(text => text.Contains("401", StringComparison.Ordinal) || text.Contains("WebSocket", StringComparison.Ordinal));
    }
}
