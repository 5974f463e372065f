using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Portal.Browser.Tests.Webmail;

/// <summary>What comes while nobody looks stays unread, what could not be sent stays a draft, and a note stays a note.</summary>
[Collection(SharedChromium.Name)]
public sealed class UnseenMailTests(Chromium chromium)
{
    /// <summary>The test browser shows every tab as if it were in front, so the page is told what a real one would tell it.</summary>
    private const string Show = """
        visible => {
          Object.defineProperty(document, 'visibilityState', { configurable: true, get: () => visible ? 'visible' : 'hidden' });
          document.dispatchEvent(new Event('visibilitychange'));
        }
        """;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_message_that_comes_into_a_background_tab_is_unread_until_the_tab_is_shown(bool toPatient)
    {
        await using var patient = await chromium.SignedIn("emma.bennett");
        await using var dentist = await chromium.SignedIn("priya.raman");
        var id = await Begin(patient.Page);
        await dentist.Page.GotoAsync($"/demo/staff/inbox/{id}");
        var (reader, writer, label, send) = toPatient
            ? (patient, dentist, "Answer", "Send answer")
            : (dentist, patient, "Your reply", "Send reply");
        await reader.Connected();
        var row = reader.Page.Locator($"#row-{id}");
        await reader.Page.EvaluateAsync(Show, false);

        await writer.Page.GetByLabel(label).FillAsync("Come in at three today.");
        await writer.Page.GetByRole(AriaRole.Button, new() { Name = send }).ClickAsync();
        await Expect(reader.Page.Locator("#thread")).ToContainTextAsync("Come in at three today.");
        await Expect(row).ToContainTextAsync("Unread");
        await reader.Page.EvaluateAsync(Show, true);

        await Expect(row).Not.ToContainTextAsync("Unread");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task After_a_file_that_did_not_go_what_is_typed_is_kept_again(bool refused)
    {
        await using var patient = await chromium.SignedIn("emma.bennett");
        await using var dentist = await chromium.SignedIn("priya.raman");
        var page = dentist.Page;
        await page.GotoAsync($"/demo/staff/inbox/{await Begin(patient.Page)}");
        await page.GetByLabel("Answer").FillAsync("See the plan.");
        await page.GetByLabel("Files").SetInputFilesAsync(new FilePayload { Name = "plan.pdf", MimeType = "application/pdf", Buffer = "<script>"u8.ToArray() });
        if (!refused)
            await page.RouteAsync("**/staff/inbox/*", route => IsUpload(route.Request) ? route.AbortAsync() : route.ContinueAsync());

        await page.GetByRole(AriaRole.Button, new() { Name = "Send answer" }).ClickAsync();
        await Expect(refused ? page.Locator(".error-summary") : page.Locator("[data-upload-text]"))
            .ToContainTextAsync(refused ? "plan.pdf cannot be attached" : "It is not known whether this arrived.");
        await page.RunAndWaitForResponseAsync(
            () => page.GetByLabel("Answer").FillAsync("See the plan below."),
            response => response.Ok && response.Request.PostData?.Contains("plan+below", StringComparison.Ordinal) is true);
        await page.ReloadAsync();

        await Expect(page.GetByLabel("Answer")).ToHaveValueAsync("See the plan below.");
        dentist.Forgive(text => text.Contains("ERR_FAILED", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_note_with_a_file_is_kept_and_not_sent_to_the_patient()
    {
        await using var patient = await chromium.SignedIn("emma.bennett");
        await using var dentist = await chromium.SignedIn("priya.raman");
        await dentist.Page.GotoAsync($"/demo/staff/inbox/{await Begin(patient.Page)}");
        await dentist.Page.GetByLabel("Answer").FillAsync("Her insurer wrote.");
        await dentist.Page.GetByLabel("Files").SetInputFilesAsync(new FilePayload { Name = "letter.pdf", MimeType = "application/pdf", Buffer = "%PDF-1.7 A letter."u8.ToArray() });

        await dentist.Page.GetByRole(AriaRole.Button, new() { Name = "Keep as internal note" }).ClickAsync();

        await Expect(dentist.Page.Locator(".bubble-note")).ToContainTextAsync("letter.pdf");
        await patient.Page.ReloadAsync();
        await Expect(patient.Page.Locator("#thread")).Not.ToContainTextAsync("Her insurer wrote.");
    }

    private static bool IsUpload(Microsoft.Playwright.IRequest request) =>
        request.Method == "POST" && request.Headers.GetValueOrDefault("content-type")?.StartsWith("multipart/", StringComparison.Ordinal) is true;

    /// <summary>The patient writes to the dentist and opens the conversation.</summary>
    private static async Task<string> Begin(IPage page)
    {
        var subject = $"Unseen {Guid.CreateVersion7()}";
        await page.GotoAsync("/demo/webmail/compose");
        await page.GetByLabel("To", new() { Exact = true }).SelectOptionAsync("provider:prov-1");
        await page.GetByLabel("Subject").FillAsync(subject);
        await page.GetByLabel("Message").FillAsync("It came loose.");
        await page.GetByRole(AriaRole.Button, new() { Name = "Send", Exact = true }).ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { NameRegex = new(Regex.Escape(subject)) }).ClickAsync();
        await Expect(page.Locator("#thread")).ToContainTextAsync("It came loose.");
        return new Uri(page.Url).Segments[^1];
    }
}
