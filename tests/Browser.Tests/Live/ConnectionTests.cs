using Microsoft.Playwright;
using Portal.Browser.Tests.Webmail;
using static Microsoft.Playwright.Assertions;

namespace Portal.Browser.Tests.Live;

/// <summary>What a page does when its live connection is away: it says so, it goes on by itself, it catches up.</summary>
[Collection(SharedChromium.Name)]
public sealed class ConnectionTests(Chromium chromium)
{
    private const string Inbox = "/demo/staff/inbox?box=all";

    [Fact]
    public async Task A_page_says_that_it_lost_its_connection_and_catches_up_once_it_is_back()
    {
        var subject = $"Cut off {Guid.CreateVersion7()}";
        await using var patient = await chromium.SignedIn("eleanor.thompson");
        await using var desk = await chromium.SignedIn("tomas.rivera");
        var line = await LiveLine.Under(desk.Page);
        var pill = desk.Page.Locator("#connection");
        var list = desk.Page.Locator("#mail-list");
        await desk.Page.GotoAsync(Inbox);
        await desk.Connected();
        await Expect(pill).ToBeHiddenAsync();

        await line.Cut();
        await Expect(pill).ToBeVisibleAsync();
        await Expect(pill).ToContainTextAsync("Not connected");
        await Mail.Write(patient.Page, subject, "Are you there?", to: "Front desk");
        await Expect(list).Not.ToContainTextAsync(subject);
        line.Mend();

        await Expect(pill).ToBeHiddenAsync();
        await Expect(list).ToContainTextAsync(subject);
        desk.Forgive(IsOfTheLine);
    }

    [Theory]
    [InlineData("emma.bennett", "/demo/webmail")]
    [InlineData("grace.kim", "/demo/staff/inbox")]
    public async Task What_says_that_it_is_lost_lies_beside_the_bar_of_a_phone_and_not_over_it(string who, string address)
    {
        await using var person = await chromium.SignedIn(who, new() { ViewportSize = new() { Width = 390, Height = 844 } });
        await LiveLine.Under(person.Page, cut: true);
        await person.Page.GotoAsync(address);
        var pill = person.Page.Locator("#connection");
        await Expect(pill).ToBeVisibleAsync();

        var said = (await pill.BoundingBoxAsync())!;
        var bar = (await person.Page.GetByRole(AriaRole.Navigation, new() { Name = "Main" }).BoundingBoxAsync())!;

        Assert.True(bar.Y > 700, "The bar is at the foot of a phone.");
        Assert.True(said.Y + said.Height <= bar.Y, $"The pill ends at {said.Y + said.Height}, the bar begins at {bar.Y}.");
        person.Forgive(IsOfTheLine);
    }

    [Fact]
    public async Task Without_a_network_a_page_says_so_and_holds_what_is_written_until_it_is_sent()
    {
        var subject = $"Held {Guid.CreateVersion7()}";
        await using var patient = await chromium.SignedIn("eleanor.thompson");
        var page = patient.Page;
        var pill = page.Locator("#connection");
        await Mail.Write(page, subject, "Before the storm.", to: "Front desk");
        await page.GetByRole(AriaRole.Link, new() { Name = subject }).ClickAsync();
        await patient.Connected();
        await page.GetByLabel("Your reply").FillAsync("In the storm.");

        await page.Context.SetOfflineAsync(true);
        await Expect(pill).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Send reply" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Alert).Filter(new() { HasText = "This was not sent. What you have written stays here" })).ToBeVisibleAsync();
        await Expect(page.GetByLabel("Your reply")).ToHaveValueAsync("In the storm.");
        await page.Context.SetOfflineAsync(false);

        await Expect(pill).ToBeHiddenAsync();
        await Expect(page.Locator("[data-held]")).ToHaveCountAsync(0);
        await page.GetByRole(AriaRole.Button, new() { Name = "Send reply" }).ClickAsync();
        await Expect(page.Locator("#thread")).ToContainTextAsync("In the storm.");
        patient.Forgive(text => IsOfTheLine(text) || text.Contains("ERR_INTERNET_DISCONNECTED", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Where_no_socket_gets_through_nobody_is_asked_before_leaving()
    {
        await using var desk = await chromium.SignedIn("tomas.rivera");
        var questions = new List<string>();
        desk.Page.Dialog += (_, dialog) =>
        {
            questions.Add(dialog.Type);
            _ = dialog.AcceptAsync();
        };
        await LiveLine.Under(desk.Page, cut: true);
        await desk.Page.GotoAsync("/demo/staff/patients/p1010/edit");
        await Expect(desk.Page.Locator("#connection")).ToBeVisibleAsync();
        await desk.Page.GetByLabel("City").FillAsync("Elsewhere");

        await desk.Page.GetByRole(AriaRole.Link, new() { Name = "Cancel" }).ClickAsync();

        await Expect(desk.Page.GetByRole(AriaRole.Heading, new() { Name = "Edit patient" })).ToBeHiddenAsync();
        Assert.Empty(questions);
        desk.Forgive(IsOfTheLine);
    }

    [Fact]
    public async Task Where_no_socket_gets_through_a_page_looks_every_minute()
    {
        var subject = $"No socket {Guid.CreateVersion7()}";
        await using var patient = await chromium.SignedIn("eleanor.thompson");
        await using var desk = await chromium.SignedIn("tomas.rivera");
        await LiveLine.Under(desk.Page, cut: true);
        var list = desk.Page.Locator("#mail-list");
        await desk.Page.Clock.InstallAsync();
        await desk.Page.GotoAsync(Inbox);
        await Expect(desk.Page.Locator("#connection")).ToBeVisibleAsync();
        await Mail.Write(patient.Page, subject, "Do you see this?", to: "Front desk");
        await Expect(list).Not.ToContainTextAsync(subject);

        await desk.Page.Clock.FastForwardAsync("01:01");

        await Expect(list).ToContainTextAsync(subject);
        desk.Forgive(IsOfTheLine);
    }

    /// <summary>The socket is up all the while, and no version tells of it.</summary>
    [Theory]
    [InlineData("when its tab comes back", "/demo/staff/inbox?box=all", "mail-list")]
    [InlineData("within a minute", "/demo/staff/inbox?box=all", "mail-list")]
    [InlineData("within a minute", "/demo/staff/patients", "nav-unread")]
    public async Task A_page_shows_what_no_notice_told_of(string when, string address, string element)
    {
        var subject = $"Untold {Guid.CreateVersion7()}";
        await using var patient = await chromium.SignedIn("eleanor.thompson");
        await using var desk = await chromium.SignedIn("tomas.rivera");
        await desk.Page.Clock.InstallAsync();
        await desk.Page.GotoAsync(address);
        await desk.Connected();
        await desk.Page.WaitForLoadStateAsync(LoadState.NetworkIdle);
        var shown = desk.Page.Locator($"#{element}");
        var before = await shown.TextContentAsync();
        using (chromium.Notices.Lose())
            await Mail.Write(patient.Page, subject, "Nobody tells of this.", to: "Front desk");
        await Expect(shown).ToHaveTextAsync(before!);

        if (when == "within a minute")
            await desk.Page.Clock.FastForwardAsync("01:01");
        else
            await desk.Page.EvaluateAsync("document.dispatchEvent(new Event('visibilitychange'))");

        await (element == "mail-list" ? Expect(shown).ToContainTextAsync(subject) : Expect(shown).Not.ToHaveTextAsync(before!));
    }

    /// <summary>Nothing happened to these pages but that time went by. What the server says then is put in by the test.</summary>
    [Theory]
    [InlineData("emma.bennett", "/demo", "home-visits", "/demo")]
    [InlineData("emma.bennett", "/demo/appointments", "coming", "/demo/appointments")]
    [InlineData("grace.kim", "/demo/staff", "today", "/demo/staff")]
    [InlineData("grace.kim", "/demo/staff/day", "day-all", "date=")]
    public async Task What_only_the_clock_changes_is_fetched_every_minute(string who, string address, string element, string fetched)
    {
        await using var person = await chromium.SignedIn(who);
        var passed = false;
        await person.Page.RouteAsync(url => url.Contains(fetched, StringComparison.Ordinal), async route =>
        {
            if (!passed || !IsFragment(route.Request))
            {
                await route.ContinueAsync();
                return;
            }

            var answer = await route.FetchAsync();
            var body = (await answer.TextAsync()).Replace($"id=\"{element}\"", $"id=\"{element}\" data-was=\"later\"", StringComparison.Ordinal);
            await route.FulfillAsync(new() { Response = answer, Body = body });
        });
        await person.Page.Clock.InstallAsync();
        await person.Page.GotoAsync(address);
        await person.Connected();
        // What the page compares when it connects is over.
        await person.Page.WaitForLoadStateAsync(LoadState.NetworkIdle);
        passed = true;
        await Expect(person.Page.Locator($"#{element}[data-was=later]")).ToHaveCountAsync(0);

        await person.Page.Clock.FastForwardAsync("01:01");

        await Expect(person.Page.Locator($"#{element}[data-was=later]")).ToHaveCountAsync(1);
    }

    private static bool IsFragment(Microsoft.Playwright.IRequest request) => request.Headers.ContainsKey("x-portal-fragment");

    internal static bool IsOfTheLine(string text) => text.Contains("WebSocket", StringComparison.Ordinal);
}
