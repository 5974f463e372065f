using System.Collections.Immutable;
using System.Globalization;
using Portal.Grains.Interfaces;
using Portal.Grains.Interfaces.Records.Search;

namespace Portal.Grains.Records;

/// <summary>The versions of a resource in pages, the latest first. A page goes through the cluster as one message.</summary>
internal static class RecordHistory
{
    /// <summary>Versions read at once: they may be files.</summary>
    private const int AtOnce = 10;

    /// <param name="queries">Reads the rows.</param>
    /// <param name="record">The record.</param>
    /// <param name="latest">The resource as it is now.</param>
    /// <param name="asGiven">An earlier version as the caller may have it, if at all.</param>
    /// <param name="query">Which of them.</param>
    public static async Task<ResourcesFound> Page(RecordQueries queries, GrainKey record, ServedResource latest, Func<ServedResource, ServedResource?> asGiven, HistoryQuery query)
    {
        if (query.Count is < 1 or > HistoryQuery.LargestPage)
            throw new ArgumentOutOfRangeException(nameof(query));
        var page = ImmutableArray.CreateBuilder<ServedResource>();
        var bytes = 0L;
        if (query.Before is null && IsWanted(latest))
        {
            page.Add(latest);
            bytes = latest.Json.Length;
        }

        for (var below = Math.Min(query.Before ?? latest.Version, latest.Version); ;)
        {
            var some = await queries.History(record, latest.Type, latest.Id, below, AtOnce);
            foreach (var version in some)
            {
                below = version.Version;
                if (!IsWanted(version) || asGiven(version) is not { } given)
                    continue;
                bytes += given.Json.Length;
                if (page.Count == query.Count || (page.Count > 0 && bytes > ResourceSearch.LargestPageBytes))
                    return new() { Matches = page.ToImmutable(), Next = page[^1].Version.ToString(CultureInfo.InvariantCulture) };
                page.Add(given);
            }

            if (some.Length < AtOnce)
                return new() { Matches = page.ToImmutable() };
        }

        bool IsWanted(ServedResource version) => query.Since is not { } since || version.LastUpdated >= since;
    }
}
