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
        await using var patient = await chromium.SignedIn("minh.nguyen");
        await using var desk = await chromium.SignedIn("tomas.rivera");
        await patient.Page.GotoAsync("/demo/appointments");
        var next = patient.Page.Locator("#next-visit");
        var machine = await next.Locator("h2 time").GetAttributeAsync("datetime");
        var start = TimeZoneInfo.ConvertTime(DateTimeOffset.Parse(machine!, CultureInfo.InvariantCulture), _zone);
        var location = (await next.InnerTextAsync()).Contains("River Road", StringComparison.Ordinal) ? "river-road" : "maple-street";
        await desk.Page.GotoAsync($"/demo/staff/day?location={location}&date={start:yyyy-MM-dd}");
        await desk.Connected();
        var visit = desk.Page.Locator($"#day .visit[data-at='{start:HH:mm}']", new() { HasText = "Nguyen" });
        await Expect(visit).Not.ToContainTextAsync("Confirmed");

        await next.GetByRole(AriaRole.Button, new() { Name = "Confirm", Exact = true }).ClickAsync();

        await Expect(patient.Page.Locator("#next-visit")).ToContainTextAsync("Confirmed");
        await Expect(visit).ToContainTextAsync("Confirmed");
    }
}
