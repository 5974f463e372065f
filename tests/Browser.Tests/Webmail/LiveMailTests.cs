using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Portal.Browser.Tests.Webmail;

[Collection(SharedChromium.Name)]
public sealed class LiveMailTests(Chromium chromium)
{
    [Fact]
    public async Task A_message_and_its_answer_appear_on_the_other_side_at_once()
    {
        var subject = $"Loose crown {Guid.CreateVersion7()}";
        await using var patient = await chromium.SignedIn("emma.bennett");
        await using var dentist = await chromium.SignedIn("priya.raman");
        await dentist.Page.GotoAsync("/demo/staff/inbox");
        await dentist.Connected();

        await Mail.Write(patient.Page, subject, "My temporary crown came loose.");
        var row = dentist.Page.GetByRole(AriaRole.Link, new() { NameRegex = new(System.Text.RegularExpressions.Regex.Escape(subject)) });
        await Expect(row).ToContainTextAsync("Unread");
        await row.ClickAsync();
        await Expect(dentist.Page.Locator("#thread")).ToContainTextAsync("My temporary crown came loose.");

        await patient.Page.GetByRole(AriaRole.Link, new() { NameRegex = new(System.Text.RegularExpressions.Regex.Escape(subject)) }).ClickAsync();
        await patient.Connected();
        await dentist.Page.GetByLabel("Answer").FillAsync("Come in at three today.");
        await dentist.Page.GetByRole(AriaRole.Button, new() { Name = "Send answer" }).ClickAsync();

        await Expect(patient.Page.Locator("#thread")).ToContainTextAsync("Come in at three today.");
        var colleague = await dentist.Page.Context.NewPageAsync();
        await colleague.GotoAsync(dentist.Page.Url);
        await colleague.GetByRole(AriaRole.Button, new() { Name = "Done" }).ClickAsync();
        // What was done elsewhere is told by the acts as well.
        await Expect(dentist.Page.GetByRole(AriaRole.Button, new() { Name = "Reopen" })).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Who_is_writing_shows_on_the_other_side()
    {
        var subject = $"Question {Guid.CreateVersion7()}";
        await using var patient = await chromium.SignedIn("emma.bennett");
        await using var dentist = await chromium.SignedIn("priya.raman");
        await Mail.Write(patient.Page, subject, "May I eat now?");
        await patient.Page.GetByRole(AriaRole.Link, new() { NameRegex = new(System.Text.RegularExpressions.Regex.Escape(subject)) }).ClickAsync();
        await patient.Connected();
        await dentist.Page.GotoAsync(new Uri(patient.Page.Url).AbsolutePath.Replace("/webmail/", "/staff/inbox/", StringComparison.Ordinal));
        await dentist.Connected();

        await dentist.Page.GetByLabel("Answer").PressSequentiallyAsync("Yes, ");

        await Expect(patient.Page.Locator("#thread")).ToContainTextAsync("is writing");
    }

    [Fact]
    public async Task A_draft_survives_a_closed_tab()
    {
        await using var patient = await chromium.SignedIn("minh.nguyen");
        await patient.Page.GotoAsync("/demo/webmail/compose");
        await patient.Page.GetByLabel("Subject").FillAsync("Half a thought");
        await patient.Page.GetByLabel("Message").FillAsync("I wanted to ask");
        await Expect(patient.Page.Locator("[data-draft-status]")).ToHaveTextAsync("Draft saved");
        await patient.Page.GotoAsync("about:blank");

        await patient.Page.GotoAsync("/demo/webmail/compose");

        await Expect(patient.Page.GetByLabel("Subject")).ToHaveValueAsync("Half a thought");
        await Expect(patient.Page.GetByLabel("Message")).ToHaveValueAsync("I wanted to ask");
        await patient.Page.GetByRole(AriaRole.Button, new() { Name = "Discard" }).ClickAsync();
    }

    [Fact]
    public async Task Writing_and_answering_work_without_scripts()
    {
        var subject = $"No scripts {Guid.CreateVersion7()}";
        await using var patient = await chromium.SignedIn("emma.bennett", new() { JavaScriptEnabled = false });
        await using var dentist = await chromium.SignedIn("priya.raman", new() { JavaScriptEnabled = false });
        await Mail.Write(patient.Page, subject, "Plain and simple.");

        await dentist.Page.GotoAsync("/demo/staff/inbox");
        await dentist.Page.GetByRole(AriaRole.Link, new() { NameRegex = new(System.Text.RegularExpressions.Regex.Escape(subject)) }).ClickAsync();
        await dentist.Page.GetByLabel("Answer").FillAsync("Understood.");
        await dentist.Page.GetByRole(AriaRole.Button, new() { Name = "Send answer" }).ClickAsync();
        await patient.Page.GotoAsync("/demo/webmail");
        await patient.Page.GetByRole(AriaRole.Link, new() { NameRegex = new(System.Text.RegularExpressions.Regex.Escape(subject)) }).ClickAsync();

        await Expect(patient.Page.Locator("#thread")).ToContainTextAsync("Understood.");
    }
}
