using System.Text.Json.Nodes;
using Portal.WebFront.Records.Ccd;

namespace Portal.WebFront.Records.Summary;

/// <summary>The latest comes first, by what the resource is dated with, in every form of the summary.</summary>
internal static class SummaryOrder
{
    public static IEnumerable<JsonObject> LatestFirst(IEnumerable<JsonObject> resources) => resources
        .OrderByDescending(DateOf, StringComparer.Ordinal)
        .ThenBy(ResourceParts.ReferenceOf, StringComparer.Ordinal);

    public static string DateOf(JsonObject resource) => CdaTime.Start(resource.First(
        "performedDateTime", "performedPeriod", "effectiveDateTime", "effectivePeriod", "occurrenceDateTime", "onsetDateTime", "onsetPeriod",
        "recordedDate", "authoredOn", "dateAsserted", "period", "start", "issued", "startDate", "date", "manufactureDate"));
}
