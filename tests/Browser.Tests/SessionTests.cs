using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Portal.Browser.Tests;

/// <summary>The warning before a quiet session ends. Time goes by in the browser only; the server is asked as always.</summary>
[Collection(SharedChromium.Name)]
public sealed class SessionTests(Chromium chromium)
{
    private const string Kept = "kept as a draft";

    [Fact]
    public async Task A_quiet_page_warns_two_minutes_before_and_lets_the_person_stay()
    {
        await using var person = await Quiet("/demo/staff/patients/p1000");
        var warning = Warning(person);

        await person.Page.Clock.FastForwardAsync("17:50");
        await Expect(warning).ToBeHiddenAsync();
        await person.Page.Clock.FastForwardAsync("00:15");
        await Expect(warning).ToContainTextAsync("2 minutes");
        await Expect(warning.GetByText(Kept)).ToBeHiddenAsync();
        await person.Page.Clock.FastForwardAsync("01:00");
        await Expect(warning).ToContainTextAsync("1 minute");
        await warning.GetByRole(AriaRole.Button, new() { Name = "Stay signed in" }).ClickAsync();
        await Expect(warning).ToBeHiddenAsync();

        await person.Page.Clock.FastForwardAsync("17:50");
        await Expect(warning).ToBeHiddenAsync();
        await person.Page.Clock.FastForwardAsync("00:15");
        await Expect(warning).ToBeVisibleAsync();
    }

    [Fact]
    public async Task A_page_with_a_draft_says_that_it_is_kept()
    {
        await using var person = await Quiet("/demo/staff/inbox/compose?patient=p1000");

        await person.Page.Clock.FastForwardAsync("18:05");

        await Expect(Warning(person).GetByText(Kept)).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Nobody_reads_on_after_the_session_has_ended()
    {
        await using var person = await Quiet("/demo/staff/patients/p1000");

        await person.Page.Clock.FastForwardAsync("19:50");
        await Expect(Warning(person)).ToContainTextAsync("a few seconds");
        // The server's clock stands still: the cookie ends as if its time had come.
        await person.Page.Context.ClearCookiesAsync();
        await person.Page.Clock.FastForwardAsync("00:15");

        await Expect(person.Page.GetByText("signed out after 20 quiet minutes")).ToBeVisibleAsync();
        person.Forgive(text => text.Contains("401", StringComparison.Ordinal) || text.Contains("WebSocket", StringComparison.Ordinal));
    }

    /// <summary>A page may have missed that another one renewed the session; the server knows.</summary>
    [Fact]
    public async Task A_page_whose_session_goes_on_after_all_stays()
    {
        await using var person = await Quiet("/demo/staff/patients/p1000");
        await person.Page.Clock.FastForwardAsync("18:05");
        await Expect(Warning(person)).ToBeVisibleAsync();

        await person.Page.RunAndWaitForResponseAsync(
            () => person.Page.Clock.FastForwardAsync("02:00"),
            answer => answer.Url.EndsWith("/keep-alive", StringComparison.Ordinal));

        await Expect(Warning(person)).ToBeHiddenAsync();
        Assert.EndsWith("/p1000", person.Page.Url, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_is_busy_when_the_time_is_up_is_asked_again()
    {
        await using var person = await Quiet("/demo/staff/patients/p1000");
        // A page that has lost its connection asks as well.
        person.Forgive(text => text.Contains("503", StringComparison.Ordinal) || text.Contains("WebSocket", StringComparison.Ordinal));
        var busy = true;
        await person.Page.RouteAsync("**/keep-alive", route => busy ? route.FulfillAsync(new() { Status = 503 }) : route.ContinueAsync());
        await person.Page.Clock.FastForwardAsync("18:05");
        await Expect(Warning(person)).ToBeVisibleAsync();

        await person.Page.RunAndWaitForResponseAsync(() => person.Page.Clock.FastForwardAsync("02:00"), answer => IsOfTheSession(answer, 503));
        await person.Page.RunAndWaitForResponseAsync(() => person.Page.Clock.FastForwardAsync("00:06"), answer => IsOfTheSession(answer, 503));
        busy = false;
        await person.Page.RunAndWaitForResponseAsync(() => person.Page.Clock.FastForwardAsync("00:06"), answer => IsOfTheSession(answer, 200));

        await Expect(Warning(person)).ToBeHiddenAsync();
        Assert.EndsWith("/p1000", person.Page.Url, StringComparison.Ordinal);
    }

    private static bool IsOfTheSession(IResponse answer, int status) =>
        answer.Status == status && answer.Url.EndsWith("/keep-alive", StringComparison.Ordinal);

    private async Task<Person> Quiet(string address)
    {
        // A session of its own: these tests count from its beginning.
        var person = await chromium.NewPerson();
        await person.SignIn("grace.kim");
        await person.Page.Clock.InstallAsync();
        await person.Page.GotoAsync(address);
        await person.Connected();
        return person;
    }

    private static ILocator Warning(Person person) => person.Page.GetByRole(AriaRole.Dialog, new() { Name = "Are you still there?" });
}
