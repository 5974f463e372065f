using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Microsoft.Extensions.Primitives;
using Portal.Grains.Interfaces.Records.Search;

namespace Portal.WebFront.Records.Rest;

/// <summary>The parameters of <c>$everything</c>, some of which a history has as well.</summary>
internal static class EverythingRequest
{
    public static (EverythingQuery? Query, FhirRefusal? Refusal) Read(IEnumerable<KeyValuePair<string, StringValues>> parameters)
    {
        var query = new EverythingQuery();
        foreach (var (name, values) in parameters)
        {
            var value = values.ToString();
            switch (name)
            {
                case "_type" when Types(value) is { } types:
                    query = query with { Types = query.Types.IsDefaultOrEmpty ? types : query.Types.AddRange(types) };
                    break;
                case "_since" when Instant(value) is { } since:
                    query = query with { Since = since };
                    break;
                case "start" when Day(value) is { } start:
                    query = query with { Start = start };
                    break;
                case "end" when Day(value) is { } end:
                    query = query with { End = end };
                    break;
                case "_count" when int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count > 0:
                    query = query with { Count = Math.Min(count, ResourceSearch.LargestPage) };
                    break;
                case SearchRequest.Cursor when SearchCursor.Read(value, SearchCursor.EverythingParts) is not null:
                    query = query with { After = value };
                    break;
                case "_since" or "start" or "end":
                    return (null, NoInstant(name));
                case "_type":
                    return (null, FhirRefusal.BadValue(name, "_type names a type that is not served here. The CapabilityStatement lists those that are."));
                case SearchRequest.Cursor:
                    return (null, SearchRequest.BadCursor);
                case "_count":
                    return (null, FhirRefusal.BadValue(name, "_count is a number of resources, 1 or more."));
                default:
                    break;
            }
        }

        return (query, null);
    }

    public static string Link(string address, IEnumerable<KeyValuePair<string, StringValues>> parameters, string? cursor)
    {
        var text = new StringBuilder(address);
        var separator = '?';
        var kept = parameters.Where(parameter => parameter.Key is "_type" or "_since" or "start" or "end" or "_count" || FhirFormat.IsOfFormat(parameter.Key))
            .Select(parameter => (parameter.Key, Value: parameter.Value.ToString()));
        foreach (var (name, value) in cursor is null ? kept : kept.Append((SearchRequest.Cursor, cursor)))
        {
            text.Append(separator).Append(name).Append('=').Append(Uri.EscapeDataString(value));
            separator = '&';
        }

        return text.ToString();
    }

    /// <summary>None when one of them is not served: its absence from the answer would look like a record without it.</summary>
    private static ImmutableArray<string>? Types(string text)
    {
        ImmutableArray<string> types = [.. text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)];
        return types.All(SearchParameters.IsServed) ? types : null;
    }

    public static FhirRefusal NoInstant(string name) => FhirRefusal.BadValue(name, $"{name} is a date or a time, such as 2026-05-31 or 2026-05-31T10:00:00Z.");

    public static DateTimeOffset? Instant(string text) =>
        SearchDate.TryParse(text, out var date) ? new DateTimeOffset(date.From, TimeSpan.Zero) : null;

    private static DateOnly? Day(string text) =>
        SearchDate.TryParse(text, out var date) ? DateOnly.FromDateTime(new DateTime(date.From)) : null;
}
