using System.Collections.Frozen;
using System.Text.Json.Nodes;
using Portal.WebFront.Records.Ccd;

namespace Portal.WebFront.Records.Summary;

/// <summary>What an observation has found, in words: its value, those of its parts, how they are judged and what is usual.</summary>
internal static class SummaryFindings
{
    /// <summary>Codes of HL7 that come without words.</summary>
    private static readonly FrozenDictionary<string, string> _interpretations = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["H"] = "high",
        ["HH"] = "critically high",
        ["HU"] = "significantly high",
        ["L"] = "low",
        ["LL"] = "critically low",
        ["LU"] = "significantly low",
        ["N"] = "normal",
        ["A"] = "abnormal",
        ["AA"] = "critically abnormal",
        ["POS"] = "positive",
        ["NEG"] = "negative",
        ["IND"] = "indeterminate",
        ["R"] = "resistant",
        ["S"] = "susceptible",
        ["I"] = "intermediate",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    public static string Of(JsonObject observation) => InParts(observation, Judged);

    /// <summary>The ranges in which the values would be usual.</summary>
    public static string Ranges(JsonObject observation) => InParts(
        observation, one => string.Join(", ", one.Parts("referenceRange").Select(Range).Where(words => words.Length > 0)));

    private static string InParts(JsonObject observation, Func<JsonObject, string> tell) => string.Join("; ", observation
        .Parts("component")
        .Select(part => (Name: SummarySections.Words(part["code"]), Words: tell(part)))
        .Where(part => part.Words.Length > 0)
        .Select(part => $"{part.Name} {part.Words}".Trim())
        .Prepend(tell(observation))
        .Where(words => words.Length > 0));

    private static string Judged(JsonObject one)
    {
        var value = SummaryValue.Of(one)?.Words ?? "";
        var judgement = string.Join(", ", one.Parts("interpretation").Select(Interpretation).Where(words => words.Length > 0));
        return judgement.Length == 0 ? value : $"{value} ({judgement})".Trim();
    }

    private static string Interpretation(JsonObject concept)
    {
        var words = SummarySections.Words(concept);
        return _interpretations.GetValueOrDefault(words, words);
    }

    private static string Range(JsonObject range) => range.Text("text") is { Length: > 0 } text ? text : RangeValue.Of(range)?.Words ?? "";
}
