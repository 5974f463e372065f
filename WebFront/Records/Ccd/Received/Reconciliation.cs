using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Portal.WebFront.Records.Summary;

namespace Portal.WebFront.Records.Ccd.Received;

/// <summary>One thing of a received document beside what the record has of it.</summary>
/// <param name="Item">What the document tells.</param>
/// <param name="Known">What of the record seems to be the same, in words with how it stands with it; none when nothing does.</param>
/// <param name="IsThere">Whether it stands with it as the document says: one that is over does not count for one that is not.</param>
public sealed record ReconciledItem(ReceivedItem Item, ImmutableArray<string> Known, bool IsThere);

/// <summary>Sets a received document beside the record.</summary>
public sealed class Reconciliation(RecordSnapshot? record)
{
    private static readonly Dictionary<ReceivedKind, string[]> _types = new()
    {
        [ReceivedKind.Allergy] = ["AllergyIntolerance"],
        [ReceivedKind.Medication] = ["MedicationStatement", "MedicationRequest"],
        [ReceivedKind.Problem] = ["Condition"],
        [ReceivedKind.Immunization] = ["Immunization"],
        [ReceivedKind.Procedure] = ["Procedure"],
    };

    private readonly ImmutableArray<JsonObject> _valid = [.. (record?.Resources ?? [])
        .Where(one => _types.Values.Any(types => types.Contains(one.Text("resourceType"))) && SummarySections.IsValid(one) && !SummarySections.SaysNothing(one) && !SummarySections.IsForbidden(one))];

    private readonly Dictionary<JsonObject, HashSet<string>> _codes = [];

    public ImmutableArray<ReconciledItem> Of(ReceivedCcd received) => [.. received.Items.Select(item =>
    {
        var codes = Codes(ConceptOf(item.Resource));
        var same = _valid.Where(one => IsSame(item, codes, one)).ToList();
        return new ReconciledItem(item, [.. same.Select(Words)], same.Exists(one => IsOver(item.Kind, one) == IsOver(item.Kind, item.Resource)));
    })];

    /// <summary>What the record has of a list, for reading beside it.</summary>
    public ImmutableArray<string> Known(ReceivedKind kind) =>
        [.. _valid.Where(one => IsOf(kind, one)).Select(Words).Where(words => words.Length > 0).Distinct(StringComparer.Ordinal)];

    private static bool IsOf(ReceivedKind kind, JsonObject one) => _types[kind].Contains(one.Text("resourceType"));

    private static bool IsOver(ReceivedKind kind, JsonObject one) => kind switch
    {
        ReceivedKind.Medication => SummarySections.Standing(one) is "completed" or "stopped" or "cancelled" or "not-taken",
        ReceivedKind.Immunization or ReceivedKind.Procedure => SummarySections.Standing(one) is "not-done" or "stopped",
        _ => SummarySections.Standing(one) is "inactive" or "remission" or "resolved",
    };

    /// <summary>
    /// The same code of the same system, or the same words. What is done or given can happen again, so there the day must be
    /// the same too.
    /// </summary>
    private bool IsSame(ReceivedItem item, HashSet<string> codes, JsonObject one)
    {
        if (!IsOf(item.Kind, one))
            return false;
        var (theirs, ours) = (ConceptOf(item.Resource), ConceptOf(one));
        if (!_codes.TryGetValue(one, out var known))
            _codes[one] = known = Codes(ours);
        var same = codes.Overlaps(known)
            || string.Equals(SummarySections.Words(theirs), SummarySections.Words(ours), StringComparison.OrdinalIgnoreCase);
        return same && (item.Kind is not (ReceivedKind.Immunization or ReceivedKind.Procedure) || Day(item.Resource) == Day(one));
    }

    private JsonObject? ConceptOf(JsonObject resource) =>
        resource.Part("code") ?? resource.Part("vaccineCode") ?? (record is null ? resource.Part("medicationCodeableConcept") : record.MedicineOf(resource));

    private static HashSet<string> Codes(JsonObject? concept) => [.. concept.Parts("coding").Select(coding => $"{coding.Text("system")}|{coding.Text("code")}")];

    private static string Day(JsonObject resource) => SummaryTimes.Day(SummaryOrder.DateOf(resource));

    /// <summary>What the day is that of: when something was written down is not since when it is there.</summary>
    private static string When(JsonObject one)
    {
        if (IsOf(ReceivedKind.Immunization, one) || IsOf(ReceivedKind.Procedure, one))
            return Day(one);
        var since = IsOf(ReceivedKind.Medication, one) ? SummaryTimes.Day(SummaryTimes.Taken(one).Start) : SummaryTimes.Day(SummaryTimes.Onset(one));
        if (since.Length > 0)
            return $"since {since}";
        return Day(one) is { Length: > 0 } noted ? $"recorded {noted}" : "";
    }

    private string Words(JsonObject one) =>
        string.Join(", ", new[] { SummarySections.Words(ConceptOf(one)), When(one), SummarySections.Standing(one).Replace('-', ' ') }.Where(part => part.Length > 0));
}
