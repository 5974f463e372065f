using System.Collections.Immutable;
using System.Globalization;
using Portal.Grains.Interfaces;
using Portal.Grains.Interfaces.Records.Search;

namespace Portal.Grains.Records;

/// <summary>The versions of a resource in pages, the latest first. A page goes through the cluster as one message.</summary>
internal static class RecordHistory
{
    private const int MostVersions = 100;

    /// <summary>Versions read at once: they may be files.</summary>
    private const int AtOnce = 10;

    /// <param name="queries">Reads the rows.</param>
    /// <param name="record">The record.</param>
    /// <param name="latest">The resource as it is now.</param>
    /// <param name="asGiven">An earlier version as the caller may have it, if at all.</param>
    /// <param name="before">Only versions below this one; none for all.</param>
    public static async Task<ResourcesFound> Page(RecordQueries queries, GrainKey record, ServedResource latest, Func<ServedResource, ServedResource?> asGiven, int? before)
    {
        var page = ImmutableArray.CreateBuilder<ServedResource>();
        var bytes = 0L;
        if (before is null)
        {
            page.Add(latest);
            bytes = latest.Json.Length;
        }

        for (var below = Math.Min(before ?? latest.Version, latest.Version); ;)
        {
            var some = await queries.History(record, latest.Type, latest.Id, below, AtOnce);
            foreach (var version in some)
            {
                bytes += version.Json.Length;
                if (page.Count == MostVersions || (page.Count > 0 && bytes > ResourceSearch.LargestPageBytes))
                    return new() { Matches = page.ToImmutable(), Next = page[^1].Version.ToString(CultureInfo.InvariantCulture) };
                if (asGiven(version) is { } given)
                    page.Add(given);
                below = version.Version;
            }

            if (some.Length < AtOnce)
                return new() { Matches = page.ToImmutable() };
        }
    }
}
