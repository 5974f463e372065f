using System.Globalization;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Portal.Browser.Tests.Scheduling;

[Collection(SharedChromium.Name)]
public sealed class LiveVisitTests(Chromium chromium)
{
    private static readonly TimeZoneInfo _zone = TimeZoneInfo.FindSystemTimeZoneById("America/New_York");

    [Fact]
    public async Task A_patients_confirmation_appears_in_the_open_day_of_the_practice()
    {
        await using var patient = await chromium.SignedIn("emma.bennett");
        await using var desk = await chromium.SignedIn("tomas.rivera");
        await patient.Page.GotoAsync("/demo/appointments");
        var confirms = patient.Page.GetByRole(AriaRole.Button, new() { NameRegex = new("^Confirm the visit") });
        var shown = patient.Page.Locator(".visit-hero, .visit-card").Filter(new() { Has = confirms }).First;
        var machine = await shown.Locator("time[datetime]").First.GetAttributeAsync("datetime");
        var start = TimeZoneInfo.ConvertTime(DateTimeOffset.Parse(machine!, CultureInfo.InvariantCulture), _zone);
        var location = (await shown.InnerTextAsync()).Contains("River Road", StringComparison.Ordinal) ? "river-road" : "maple-street";
        await desk.Page.GotoAsync($"/demo/staff/day?location={location}&date={start:yyyy-MM-dd}");
        await desk.Connected();
        var visit = desk.Page.Locator($"#day .visit[data-at='{start:HH:mm}']", new() { HasText = "Bennett" });
        await Expect(visit).ToBeVisibleAsync();
        await Expect(visit).Not.ToContainTextAsync("Confirmed");

        await confirms.First.ClickAsync();

        await Expect(visit).ToContainTextAsync("Confirmed");
    }

    [Fact]
    public async Task A_visit_that_the_practice_cancels_says_so_at_once_in_the_open_page_of_its_patient()
    {
        await using var patient = await chromium.SignedIn("eleanor.thompson");
        await using var desk = await chromium.SignedIn("tomas.rivera");
        await patient.Page.GotoAsync("/demo/appointments");
        await patient.Connected();
        var calendar = await patient.Page.Locator("#next-visit a[href$='/calendar.ics']").GetAttributeAsync("href");
        var id = calendar!.Split('/')[^2];
        await desk.Page.GotoAsync($"/demo/staff/day/visits/{id}");

        await desk.Page.GetByRole(AriaRole.Button, new() { Name = "Cancelled" }).ClickAsync();
        await desk.Page.GetByRole(AriaRole.Button, new() { Name = "Yes, cancel it" }).ClickAsync();

        await Expect(patient.Page.Locator($"#called-off #visit-{id}")).ToContainTextAsync("This visit was cancelled.");
        await Expect(patient.Page.Locator("#toasts")).ToContainTextAsync("A visit was called off");
        await Expect(patient.Page.Locator($"#next-visit a[href='{calendar}']")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task A_wish_for_a_call_appears_on_the_open_first_page_of_the_practice()
    {
        await using var patient = await chromium.SignedIn("minh.nguyen");
        await using var desk = await chromium.SignedIn("grace.kim");
        await desk.Page.GotoAsync("/demo/staff");
        await desk.Connected();
        var calls = desk.Page.Locator("#today section", new() { HasText = "Please call back" });
        await Expect(calls).Not.ToContainTextAsync("Nguyen");

        await patient.Page.GotoAsync("/demo/appointments");
        await patient.Page.GetByRole(AriaRole.Button, new() { NameRegex = new("^Ask for a call") }).First.ClickAsync();

        await Expect(calls).ToContainTextAsync("Nguyen");
    }
}
