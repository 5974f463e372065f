using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Portal.Grains.Interfaces.Records;

namespace Portal.WebFront.Records.Mapping;

/// <summary>Takes from a resource of any type what lists show and sort by.</summary>
internal static class Facts
{
    private const int MostCodes = 8;
    private const int LongestTitle = 200;

    private static readonly string[] _dates =
    [
        "effectiveDateTime", "performedDateTime", "occurrenceDateTime", "onsetDateTime", "effectiveInstant", "authoredOn", "sent",
        "start", "date", "recordedDate", "recorded", "authored", "created", "issued", "started", "dateAsserted", "birthDate",
    ];

    private static readonly string[] _periods =
        ["effectivePeriod", "performedPeriod", "occurrencePeriod", "onsetPeriod", "period", "billablePeriod", "servicePeriod"];

    private static readonly string[] _concepts =
        ["code", "medicationCodeableConcept", "vaccineCode", "type", "serviceType", "topic", "class"];

    public static ResourceFacts Of(JsonElement json) => new()
    {
        Date = Date(json),
        Status = InputReader.Text(json, "status") ?? Codings(json, "clinicalStatus").Select(coding => coding.Code).FirstOrDefault() ?? "",
        Category = Codings(json, "category").Select(coding => coding.Code).FirstOrDefault() ?? InputReader.Text(FirstOf(json, "category"), "text") ?? "",
        Codes = [.. _concepts.SelectMany(concept => Codings(json, concept)).Take(MostCodes).Select(coding => $"{coding.System}|{coding.Code}")],
        Title = Title(json),
    };

    private static string Date(JsonElement json)
    {
        var text = _dates.Select(name => InputReader.Text(json, name)).FirstOrDefault(found => found is not null)
            ?? _periods.Select(name => Start(json, name)).FirstOrDefault(found => found is not null)
            ?? "";
        return text.Contains('T', StringComparison.Ordinal)
            && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var instant)
                ? FhirInstant.Of(instant)
                : text;
    }

    private static string? Start(JsonElement json, string period) =>
        json.TryGetProperty(period, out var value) ? InputReader.Text(value, "start") : null;

    private static string Title(JsonElement json)
    {
        var title = _concepts
            .Select(concept => FirstOf(json, concept))
            .Select(concept => InputReader.Text(concept, "text") ?? CodingsOf(concept).Select(coding => coding.Display).FirstOrDefault(display => display.Length > 0))
            .FirstOrDefault(found => found is not null)
            ?? InputReader.Text(json, "description")
            ?? InputReader.Text(json, "title")
            ?? "";
        return title.Length > LongestTitle ? title[..LongestTitle] : title;
    }

    private static IEnumerable<(string System, string Code, string Display)> Codings(JsonElement json, string property) =>
        CodingsOf(FirstOf(json, property));

    private static IEnumerable<(string System, string Code, string Display)> CodingsOf(JsonElement concept)
    {
        if (concept.ValueKind is not JsonValueKind.Object)
            return [];
        var codings = concept.TryGetProperty("coding", out var list) && list.ValueKind is JsonValueKind.Array
            ? list.EnumerateArray().ToImmutableArray()
            : [concept];
        return codings
            .Select(coding => (
                InputReader.Text(coding, "system") ?? "",
                InputReader.Text(coding, "code") ?? "",
                InputReader.Text(coding, "display") ?? ""))
            .Where(coding => coding.Item2.Length > 0);
    }

    private static JsonElement FirstOf(JsonElement json, string property)
    {
        if (!json.TryGetProperty(property, out var value))
            return default;
        return value.ValueKind is JsonValueKind.Array
            ? value.EnumerateArray().FirstOrDefault()
            : value;
    }
}
