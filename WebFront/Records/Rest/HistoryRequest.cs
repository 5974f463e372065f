using System.Globalization;
using Microsoft.Extensions.Primitives;
using Portal.Grains.Interfaces.Records.Search;

namespace Portal.WebFront.Records.Rest;

/// <summary>The parameters of the history of a resource.</summary>
internal static class HistoryRequest
{
    public static readonly string[] Names = ["_since", "_count"];

    public static (HistoryQuery? Query, FhirRefusal? Refusal) Read(string type, string id, IEnumerable<KeyValuePair<string, StringValues>> parameters)
    {
        var query = new HistoryQuery { Type = type, Id = id };
        foreach (var (name, values) in parameters)
        {
            var value = values.ToString();
            switch (name)
            {
                case "_since" when EverythingRequest.Instant(value) is { } since:
                    query = query with { Since = since };
                    break;
                case "_count" when Number(value) is > 0 and var count:
                    query = query with { Count = Math.Min(count, HistoryQuery.LargestPage) };
                    break;
                case SearchRequest.Cursor when Number(value) is { } before:
                    query = query with { Before = before };
                    break;
                case "_since":
                    return (null, EverythingRequest.NoInstant(name));
                case "_count":
                    return (null, FhirRefusal.BadValue(name, "_count is a number of versions, 1 or more."));
                case SearchRequest.Cursor:
                    return (null, SearchRequest.BadCursor);
                default:
                    break;
            }
        }

        return (query, null);
    }

    private static int? Number(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
