using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Portal.Browser.Tests.Webmail;

/// <summary>Messages as patients write them.</summary>
internal static class Mail
{
    public static async Task Write(IPage page, string subject, string body, string to = "Dr.")
    {
        await page.GotoAsync("/demo/webmail/compose");
        var addressees = page.GetByLabel("To", new() { Exact = true });
        var choice = await addressees.Locator("option", new() { HasText = to }).First.GetAttributeAsync("value");
        await addressees.SelectOptionAsync(choice!);
        await page.GetByLabel("Subject").FillAsync(subject);
        await page.GetByLabel("Message").FillAsync(body);
        await page.GetByRole(AriaRole.Button, new() { Name = "Send", Exact = true }).ClickAsync();
        await Expect(page.GetByText("Your message was sent.")).ToBeVisibleAsync();
    }
}
