using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Portal.Grains.Interfaces.Records;
using Portal.Grains.Interfaces.Records.Search;
using Portal.Grains.Patients;

namespace Portal.Grains.Records.Search;

/// <summary>Reads the values of one search parameter out of a resource.</summary>
internal static class ValueReader
{
    public static ImmutableArray<IndexedValue> Read(SearchParameter parameter, JsonElement resource)
    {
        var elements = parameter.Paths.SelectMany(path => ResourcePath.Of(path).In(resource));
        return parameter.IsPresence
            ? [new IndexedToken(null, elements.Any(element => element.ValueKind is not JsonValueKind.False) ? "true" : "false", "")]
            : [.. elements.SelectMany(element => Of(parameter, element))];
    }

    private static IEnumerable<IndexedValue> Of(SearchParameter parameter, JsonElement element) => parameter.Kind switch
    {
        SearchKind.Token => Tokens(element),
        SearchKind.Reference => References(parameter, element),
        SearchKind.Date => Dates(element),
        SearchKind.Text => Texts(element),
        SearchKind.Uri => Uris(element),
        SearchKind.Number => Numbers(element),
        _ => Quantities(element),
    };

    private static List<IndexedToken> Tokens(JsonElement element)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.String:
                return [new IndexedToken(null, element.GetString()!, "")];
            case JsonValueKind.True or JsonValueKind.False:
                return [new IndexedToken(null, element.GetBoolean() ? "true" : "false", "")];
            case JsonValueKind.Object:
                break;
            default:
                return [];
        }

        var words = Text(element, "text") ?? "";
        if (element.TryGetProperty("coding", out var codings) && codings.ValueKind is JsonValueKind.Array)
        {
            var found = codings.EnumerateArray().Select(coding => Coding(coding, words)).ToList();
            return found.Count > 0 ? found : [new IndexedToken("", "", words)];
        }

        if (Text(element, "value") is { } value)
        {
            var type = element.TryGetProperty("type", out var kind) ? Tokens(kind).FirstOrDefault() : null;
            return [new IndexedToken(Text(element, "system") ?? "", value, type?.Words ?? "", type?.System, type?.Code)];
        }

        return [Coding(element, words)];
    }

    private static IndexedToken Coding(JsonElement coding, string words) => new(
        Text(coding, "system") ?? "",
        Text(coding, "code") ?? "",
        Text(coding, "display") is { Length: > 0 } display ? $"{words}\n{display}" : words);

    private static IEnumerable<IndexedValue> References(SearchParameter parameter, JsonElement element)
    {
        var (system, value) = element.ValueKind is JsonValueKind.Object && element.TryGetProperty("identifier", out var identifier)
            ? (Text(identifier, "system"), Text(identifier, "value"))
            : (null, null);
        var target = Target(Text(element, "reference") ?? (element.ValueKind is JsonValueKind.String ? element.GetString() : null));
        if (target is null && value is null)
            return [];
        return parameter.Targets.IsEmpty || parameter.Targets.Any(type => target?.StartsWith(type + "/", StringComparison.Ordinal) is true)
            ? [new IndexedReference(target ?? "", system, value)]
            : [];
    }

    /// <summary>The last <c>Type/id</c> of the reference; ids beyond FHIR's rule as they are stored.</summary>
    public static string? Target(string? reference)
    {
        if (string.IsNullOrEmpty(reference) || reference[0] == '#')
            return null;
        var parts = reference.Split('/');
        var history = Array.IndexOf(parts, "_history");
        var end = history > 0 ? history : parts.Length;
        return end >= 2 && parts[end - 2].Length > 0 && char.IsAsciiLetterUpper(parts[end - 2][0]) && parts[end - 1].Length > 0
            ? $"{parts[end - 2]}/{RecordId.KeySafe(parts[end - 1])}"
            : reference;
    }

    /// <summary>Where a period has no beginning or no end.</summary>
    private static readonly SearchDate _open = new(DateTime.MinValue.Ticks, DateTime.MaxValue.Ticks, IsOnWall: true);

    private static IEnumerable<IndexedValue> Dates(JsonElement element)
    {
        if (element.ValueKind is JsonValueKind.String)
            return SearchDate.TryParse(element.GetString()!, out var date) ? [new IndexedDate(date, date)] : [];
        if (element.ValueKind is not JsonValueKind.Object)
            return [];
        var start = Date(element, "start");
        var end = Date(element, "end");
        return start is null && end is null
            ? []
            : [new IndexedDate(start ?? _open, end ?? _open, IsPeriod: true)];
    }

    private static SearchDate? Date(JsonElement period, string name) =>
        Text(period, name) is { } text && SearchDate.TryParse(text, out var date) ? date : null;

    private static IEnumerable<IndexedValue> Texts(JsonElement element) =>
        element.ValueKind is JsonValueKind.String && element.GetString() is { } text
            ? [new IndexedText(text, SearchText.Fold(text))]
            : [];

    private static IEnumerable<IndexedValue> Uris(JsonElement element) =>
        element.ValueKind is JsonValueKind.String ? [new IndexedText(element.GetString()!, "")] : [];

    private static IEnumerable<IndexedValue> Numbers(JsonElement element) =>
        element.ValueKind is JsonValueKind.Number && element.TryGetDecimal(out var number) ? [new IndexedNumber(number)] : [];

    private static IEnumerable<IndexedValue> Quantities(JsonElement element) =>
        element.ValueKind is JsonValueKind.Object
        && element.TryGetProperty("value", out var value)
        && value.ValueKind is JsonValueKind.Number
        && value.TryGetDecimal(out var number)
            ? [new IndexedNumber(number, Text(element, "system"), Text(element, "code"), Text(element, "unit"))]
            : [];

    /// <summary>The text of a property; none where it is no text, whatever it is.</summary>
    public static string? Text(JsonElement element, string name) =>
        element.ValueKind is JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.String
            ? value.GetString()
            : null;

    /// <summary>Numbers of a search are read in the same way as those of resources.</summary>
    public static bool TryNumber(string text, out decimal number) =>
        decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out number);
}
