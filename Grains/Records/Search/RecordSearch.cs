using System.Collections.Immutable;
using Portal.Grains.Interfaces.Records.Search;

namespace Portal.Grains.Records.Search;

/// <summary>Finds resources among those that are held.</summary>
public static class RecordSearch
{
    /// <param name="held">Those that the caller may have.</param>
    /// <param name="search">What is asked.</param>
    public static (ImmutableArray<HeldResource> Page, int Total, string? Next) Find(IEnumerable<HeldResource> held, ResourceSearch search)
    {
        var order = new SearchOrder(search.Type, search.Sort, search.Clock);
        var fitting = held
            .Where(resource => resource.Type == search.Type && Fits(resource, search.Filters, search.Clock))
            .Select(resource => (Resource: resource, Key: order.KeyOf(resource)))
            .ToList();
        if (search.Count == 0)
            return ([], fitting.Count, null);
        fitting.Sort((left, right) => order.Compare(left.Key, right.Key));
        var after = SearchCursor.Read(search.After, SearchCursor.PartsOf(search.Sort));
        var rest = after is { } key ? fitting.SkipWhile(found => order.Compare(found.Key, key) <= 0) : fitting;
        var page = ImmutableArray.CreateBuilder<HeldResource>();
        var (bytes, last, hasMore) = (0L, ImmutableArray<string>.Empty, false);
        foreach (var found in rest)
        {
            bytes += found.Resource.Served.Json.Length;
            hasMore = page.Count == search.Count || (page.Count > 0 && bytes > ResourceSearch.LargestPageBytes);
            if (hasMore)
                break;
            page.Add(found.Resource);
            last = found.Key;
        }

        return (page.ToImmutable(), fitting.Count, hasMore ? SearchCursor.Of(last) : null);
    }

    public static bool Fits(HeldResource resource, ImmutableArray<SearchFilter> filters) => Fits(resource, filters, TimeZoneInfo.Utc);

    public static bool Fits(HeldResource resource, ImmutableArray<SearchFilter> filters, TimeZoneInfo zone)
    {
        foreach (var filter in filters)
        {
            var parameter = SearchParameters.Find(resource.Type, filter.Parameter);
            if (parameter is null || !FilterMatch.Fits(filter, parameter, resource.Values(parameter), zone))
                return false;
        }

        return true;
    }
}
