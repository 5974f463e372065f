using System.Text.Json.Nodes;

namespace Portal.WebFront.Demo;

/// <summary>The demo practice as a FHIR collection. The same instant gives the same Bundle.</summary>
public static class DemoBundle
{
    public static JsonObject At(DateTimeOffset now)
    {
        // To the minute: nothing in a practice happens more exactly.
        var instant = new DateTimeOffset(now.UtcTicks - (now.UtcTicks % TimeSpan.TicksPerMinute), TimeSpan.Zero);
        var calendar = new DemoCalendar(instant);
        var resources = DemoPractice.Resources()
            .Concat(DemoPeople.Resources(calendar.Today))
            .Concat(DemoHealth.Resources(calendar.Today))
            .Concat(DemoVisits.Resources(calendar))
            .Concat(DemoMessages.Resources(instant));
        return new()
        {
            ["resourceType"] = "Bundle",
            ["type"] = "collection",
            ["entry"] = new JsonArray([.. resources.Select(resource => new JsonObject { ["resource"] = resource })]),
        };
    }
}
