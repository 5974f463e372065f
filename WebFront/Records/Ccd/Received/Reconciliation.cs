using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Portal.WebFront.Records.Summary;

namespace Portal.WebFront.Records.Ccd.Received;

/// <summary>One thing of a received document beside what the record has of it.</summary>
/// <param name="Item">What the document tells.</param>
/// <param name="Known">What of the record seems to be the same, in words; none when nothing does.</param>
public sealed record ReconciledItem(ReceivedItem Item, ImmutableArray<string> Known);

/// <summary>Sets a received document beside the record.</summary>
internal static class Reconciliation
{
    private static readonly Dictionary<ReceivedKind, string[]> _types = new()
    {
        [ReceivedKind.Allergy] = ["AllergyIntolerance"],
        [ReceivedKind.Medication] = ["MedicationStatement", "MedicationRequest"],
        [ReceivedKind.Problem] = ["Condition"],
        [ReceivedKind.Immunization] = ["Immunization"],
        [ReceivedKind.Procedure] = ["Procedure"],
    };

    public static ImmutableArray<ReconciledItem> Of(ReceivedCcd received, ImmutableArray<JsonObject> record) =>
        [.. received.Items.Select(item => new ReconciledItem(item, [.. record.Where(one => IsSame(item, one)).Select(Words)]))];

    /// <summary>What the record has of a list, for reading beside it.</summary>
    public static ImmutableArray<string> Known(ReceivedKind kind, ImmutableArray<JsonObject> record) =>
        [.. record.Where(one => IsOf(kind, one)).Select(Words).Where(words => words.Length > 0).Distinct(StringComparer.Ordinal)];

    private static bool IsOf(ReceivedKind kind, JsonObject one) => _types[kind].Contains(one.Text("resourceType")) && one.Text("status") is not "entered-in-error";

    /// <summary>
    /// The same code of the same system, or the same words. What is done or given can happen again, so there the day must be
    /// the same too.
    /// </summary>
    private static bool IsSame(ReceivedItem item, JsonObject one)
    {
        if (!IsOf(item.Kind, one))
            return false;
        var (theirs, ours) = (ConceptOf(item.Resource), ConceptOf(one));
        var same = Codes(theirs).Overlaps(Codes(ours))
            || string.Equals(SummarySections.Words(theirs), SummarySections.Words(ours), StringComparison.OrdinalIgnoreCase);
        return same && (item.Kind is not (ReceivedKind.Immunization or ReceivedKind.Procedure) || Day(item.Resource) == Day(one));
    }

    private static JsonObject? ConceptOf(JsonObject resource) =>
        resource.Part("code") ?? resource.Part("vaccineCode") ?? resource.Part("medicationCodeableConcept");

    private static HashSet<string> Codes(JsonObject? concept) => [.. concept.Parts("coding").Select(coding => $"{coding.Text("system")}|{coding.Text("code")}")];

    private static string Day(JsonObject resource)
    {
        var at = CcdOrder.DateOf(resource);
        return at.Length > 10 ? at[..10] : at;
    }

    private static string Words(JsonObject one)
    {
        var words = SummarySections.Words(ConceptOf(one));
        if (words.Length == 0)
            words = one.Part("medicationReference").Text("display");
        return Day(one) is { Length: > 0 } day ? $"{words}, {day}" : words;
    }
}
