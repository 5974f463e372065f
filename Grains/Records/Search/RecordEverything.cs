using System.Collections.Immutable;
using Portal.Grains.Interfaces.Records.Search;
using Portal.Grains.Interfaces.Scheduling;

namespace Portal.Grains.Records.Search;

/// <summary>A patient's whole record in pages, the Patient first, what it refers to in the practice last.</summary>
internal static class RecordEverything
{
    /// <summary>By what care is dated; what else a resource tells (when it was recorded) does not count.</summary>
    private static readonly string[] _careDates = ["date", "onset-date", "effective", "effective-time", "occurrence", "started", "sent", "authoredon", "period", "created", "start"];

    /// <summary>Of these it is when somebody wrote it down: a penicillin allergy of ten years ago counts today.</summary>
    private static readonly string[] _dateOfRecording = ["AllergyIntolerance", "FamilyMemberHistory"];

    public static ResourcesFound Page(IEnumerable<HeldResource> held, ImmutableArray<ServedResource> elsewhere, EverythingQuery query)
    {
        var all = held
            .Where(resource => !resource.Served.Deleted && InCareDates(resource, query))
            .Select(resource => resource.Served)
            .Select(served => (Served: served, Key: Key(served.Type == "Patient" ? "0" : "1", served)))
            .Concat(elsewhere.Select(served => (Served: served, Key: Key("2", served))))
            .Where(entry => Wanted(entry.Served, query))
            .OrderBy(entry => entry.Key, Comparer<ImmutableArray<string>>.Create(Compare))
            .ToList();
        var rest = SearchCursor.Read(query.After, SearchCursor.EverythingParts) is { } after ? all.SkipWhile(entry => Compare(entry.Key, after) <= 0) : all;
        var page = ImmutableArray.CreateBuilder<ServedResource>();
        var (bytes, last, hasMore) = (0L, ImmutableArray<string>.Empty, false);
        foreach (var (served, key) in rest)
        {
            bytes += served.Json.Length;
            hasMore = page.Count == query.Count || (page.Count > 0 && bytes > ResourceSearch.LargestPageBytes);
            if (hasMore)
                break;
            page.Add(served);
            last = key;
        }

        return new() { Matches = page.ToImmutable(), Total = all.Count, Next = hasMore ? SearchCursor.Of(last) : null };
    }

    private static bool Wanted(ServedResource served, EverythingQuery query) =>
        (query.Types.IsEmpty || query.Types.Contains(served.Type)) && !query.Without.Contains(served.Type) && (query.Since is null || served.LastUpdated >= query.Since);

    private static bool InCareDates(HeldResource resource, EverythingQuery query)
    {
        if (query.Start is null && query.End is null)
            return true;
        var dates = _careDates
            .Where(name => name is not "date" || !_dateOfRecording.Contains(resource.Type))
            .Select(name => SearchParameters.Find(resource.Type, name))
            .OfType<SearchParameter>()
            .Where(parameter => parameter.Kind is SearchKind.Date)
            .SelectMany(parameter => resource.Values(parameter))
            .OfType<IndexedDate>()
            .ToList();
        var zone = query.Zone is { } name ? LocalTime.Zone(name) : TimeZoneInfo.Utc;
        var from = query.Start?.ToDateTime(TimeOnly.MinValue).Ticks ?? 0;
        var until = query.End?.ToDateTime(TimeOnly.MaxValue).Ticks ?? DateTime.MaxValue.Ticks;
        var days = new SearchDate(from, until, IsOnWall: true);
        return dates.Count == 0 || dates.Exists(date => IsWithin(date, days, zone));
    }

    private static bool IsWithin(IndexedDate date, SearchDate days, TimeZoneInfo zone)
    {
        var (from, until) = date.Ticks(isOnWall: true, zone);
        var asked = date.From.IsOnWall && date.Until.IsOnWall ? days : days.In(zone);
        return until >= asked.From && from <= asked.Until;
    }

    private static ImmutableArray<string> Key(string place, ServedResource served) => [place, served.Type, served.Id];

    private static int Compare(ImmutableArray<string> left, ImmutableArray<string> right)
    {
        for (var i = 0; i < SearchCursor.EverythingParts; i++)
        {
            var order = string.CompareOrdinal(left[i], right[i]);
            if (order != 0)
                return order;
        }

        return 0;
    }
}
