using System.Collections.Immutable;
using Portal.Grains.Interfaces.Records.Search;

namespace Portal.Grains.Records.Search;

/// <summary>The order of an answer, as keys that are compared part by part; the id comes last, so that no two are alike.</summary>
internal sealed class SearchOrder(string type, ImmutableArray<SearchSort> sort, TimeZoneInfo zone)
{
    public ImmutableArray<string> KeyOf(HeldResource resource) =>
        [.. sort.Select(by => Part(resource, by)), resource.Served.Id];

    public int Compare(ImmutableArray<string> left, ImmutableArray<string> right)
    {
        for (var i = 0; i < left.Length; i++)
        {
            var order = string.CompareOrdinal(left[i], right[i]);
            if (order != 0)
                return i < sort.Length && sort[i].Descending ? -order : order;
        }

        return 0;
    }

    /// <summary>The least value when ascending, the greatest when descending; resources without one come last.</summary>
    private string Part(HeldResource resource, SearchSort by)
    {
        var values = resource.Values(SearchParameters.Find(type, by.Parameter)!);
        if (values.IsEmpty)
            return by.Descending ? "" : "\uffff";
        var keys = values.Select(value => value.SortKeyIn(zone));
        return by.Descending ? keys.Max(StringComparer.Ordinal)! : keys.Min(StringComparer.Ordinal)!;
    }
}
