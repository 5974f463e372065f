using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Portal.Browser.Tests;

/// <summary>A search is answered in place, stays over a reload and the way back, and is not in the address.</summary>
[Collection(SharedChromium.Name)]
public sealed class SearchTests(Chromium chromium)
{
    private const string Inbox = "/demo/staff/inbox?box=all&work=All";

    [Fact]
    public async Task Patients_are_found_while_typing_and_again_after_a_reload_and_on_the_way_back()
    {
        await using var desk = await chromium.SignedIn("tomas.rivera");
        await desk.Page.GotoAsync("/demo/staff/patients");
        var rows = desk.Page.Locator("#patients tbody tr");
        var field = desk.Page.Locator("#q");

        await field.PressSequentiallyAsync("bennett");
        await Expect(rows).ToHaveCountAsync(4);
        Assert.EndsWith("/demo/staff/patients", desk.Page.Url, StringComparison.Ordinal);
        await desk.Page.ReloadAsync();
        await Expect(rows).ToHaveCountAsync(4);
        await Expect(field).ToHaveValueAsync("bennett");
        await rows.First.GetByRole(AriaRole.Link).ClickAsync();
        await desk.Page.WaitForURLAsync("**/staff/patients/p1*");
        await desk.Page.GoBackAsync();

        await Expect(rows).ToHaveCountAsync(4);
        await field.FillAsync("");
        await Expect(desk.Page.GetByRole(AriaRole.Link, new() { Name = "More" })).ToBeVisibleAsync();
    }

    [Fact]
    public async Task A_search_from_any_page_of_the_staff_survives_a_reload_and_turns_its_pages()
    {
        await using var desk = await chromium.SignedIn("tomas.rivera");
        await desk.Page.GotoAsync("/demo/staff/day");
        await desk.Page.GetByLabel("Find a patient").FillAsync("423555");
        await desk.Page.GetByLabel("Find a patient").PressAsync("Enter");
        await desk.Page.WaitForURLAsync("**/demo/staff/patients");
        var rows = desk.Page.Locator("#patients tbody tr");
        var first = await rows.First.InnerTextAsync();

        await desk.Page.ReloadAsync();
        await Expect(desk.Page.Locator("#q")).ToHaveValueAsync("423555");
        await Expect(rows.First).ToHaveTextAsync(first, new() { UseInnerText = true });
        await desk.Page.GetByRole(AriaRole.Button, new() { Name = "More" }).ClickAsync();
        await Expect(desk.Page.GetByRole(AriaRole.Button, new() { Name = "First page" })).ToBeVisibleAsync();
        await Expect(rows.First).Not.ToHaveTextAsync(first, new() { UseInnerText = true });
        await desk.Page.GoBackAsync();

        await Expect(rows.First).ToHaveTextAsync(first, new() { UseInnerText = true });
        Assert.EndsWith("/demo/staff/patients", desk.Page.Url, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_list_that_shows_an_answer_follows_the_mail_with_the_same_words()
    {
        var word = $"molar{Guid.CreateVersion7():N}";
        await using var patient = await chromium.SignedIn("emma.bennett");
        await using var dentist = await chromium.SignedIn("priya.raman");
        await dentist.Page.GotoAsync(Inbox);
        await dentist.Connected();
        var list = dentist.Page.Locator("#mail-list");
        await dentist.Page.GetByLabel("Search conversations").FillAsync(word);
        await dentist.Page.GetByLabel("Search conversations").PressAsync("Enter");
        await Expect(list).ToContainTextAsync("Nothing found");

        await Write(patient.Page, "Something else");
        await Write(patient.Page, $"About my {word}");

        await Expect(list).ToContainTextAsync(word);
        await Expect(list.Locator(".message-row")).ToHaveCountAsync(1);
        await list.Locator(".message-row").ClickAsync();
        await Expect(dentist.Page.Locator("#thread")).ToContainTextAsync("A question.");
        Assert.DoesNotContain(word, dentist.Page.Url, StringComparison.Ordinal);
        await dentist.Page.GoBackAsync();
        await Expect(list.Locator(".message-row")).ToHaveCountAsync(1);
    }

    [Fact]
    public async Task A_link_to_the_list_on_the_list_itself_and_a_cleared_field_show_the_whole_list()
    {
        await using var dentist = await chromium.SignedIn("priya.raman");
        await dentist.Page.GotoAsync(Inbox);
        var rows = dentist.Page.Locator("#mail-list .message-row");
        var field = dentist.Page.GetByLabel("Search conversations");
        var whole = await rows.CountAsync();
        await Search("nothinglikethis");

        await dentist.Page.GetByRole(AriaRole.Link, new() { Name = "Whole practice" }).ClickAsync();
        await Expect(rows).ToHaveCountAsync(whole);
        await Expect(field).ToHaveValueAsync("");
        await Search("nothinglikethis");
        await field.FillAsync("");

        await Expect(rows).ToHaveCountAsync(whole);

        async Task Search(string word)
        {
            await field.FillAsync(word);
            await field.PressAsync("Enter");
            await Expect(dentist.Page.Locator("#mail-list")).ToContainTextAsync("Nothing found");
        }
    }

    private static async Task Write(IPage page, string subject)
    {
        await page.GotoAsync("/demo/webmail/compose");
        await page.GetByLabel("To", new() { Exact = true }).SelectOptionAsync("provider:prov-1");
        await page.GetByLabel("Subject").FillAsync(subject);
        await page.GetByLabel("Message").FillAsync("A question.");
        await page.GetByRole(AriaRole.Button, new() { Name = "Send", Exact = true }).ClickAsync();
        await Expect(page.GetByText("Your message was sent.")).ToBeVisibleAsync();
    }
}
