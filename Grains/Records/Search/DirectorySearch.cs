using System.Collections.Immutable;
using Portal.Grains.Audit;
using Portal.Grains.Interfaces;
using Portal.Grains.Interfaces.Access;
using Portal.Grains.Interfaces.Records;
using Portal.Grains.Interfaces.Records.Search;

namespace Portal.Grains.Records.Search;

/// <summary>Finds resources in the records of all patients, in the order of patient and id, and looks at a bounded number of them.</summary>
internal sealed class DirectorySearch(RecordQueries records, IGrainFactory grains, string practice)
{
    private const int RowsAtOnce = 500;
    private const int MostLookedAt = 20 * RowsAtOnce;
    private const int MostRecords = 200;

    /// <summary>Matches of a page that brings others along: each may be in a record of its own, which is asked for them.</summary>
    private const int MostWithOthers = 100;
    private const int RecordsAtOnce = 16;

    public async Task<ResourcesFound> Find(ResourceSearch search)
    {
        search = search with { Sort = [] };
        if (!search.Includes.IsEmpty || !search.ReverseIncludes.IsEmpty)
            search = search with { Count = Math.Min(search.Count, MostWithOthers) };
        if (search.IsOfRecords)
            return await InRecords(search);
        if (search.Count == 0)
            return await Count(search);
        var (found, next) = await InRows(search);
        AuditedCall.About(found.Select(match => match.PatientId).Where(id => id != RecordId.PracticeWide));
        return new()
        {
            Matches = [.. found.Select(match => match.Resource)],
            Included = await Around(found, search),
            Next = next,
        };
    }

    /// <summary>The rows that fit, until the page is full or enough was looked at.</summary>
    private async Task<(List<(string PatientId, ServedResource Resource)> Found, string? Next)> InRows(ResourceSearch search)
    {
        var after = SearchCursor.Read(search.After, SearchCursor.DirectoryParts) is [var lastPatient, var lastId] ? (lastPatient, lastId) : ("", "");
        var (found, bytes) = (new List<(string PatientId, ServedResource Resource)>(), 0L);
        for (var looked = 0; looked < MostLookedAt; looked += RowsAtOnce)
        {
            var (rows, isEnd) = await Rows(search, after);
            foreach (var (patientId, resource) in rows)
            {
                after = (patientId, resource.Id);
                if (!Fits(search, patientId, resource))
                    continue;
                found.Add((patientId, resource));
                bytes += resource.Json.Length;
                if (found.Count == search.Count || bytes >= ResourceSearch.LargestPageBytes)
                    return (found, SearchCursor.Of([patientId, resource.Id]));
            }

            if (isEnd)
                return (found, null);
        }

        return (found, SearchCursor.Of([after.Item1, after.Item2]));
    }

    private async Task<ResourcesFound> Count(ResourceSearch search)
    {
        if (search.Filters.IsEmpty && CallerScope.Required.Scope is null)
            return new() { Total = await records.Count(practice, search.Type) };
        var (total, after) = (0, ("", ""));
        for (var looked = 0; looked < IRecordDirectoryGrain.MostCounted;)
        {
            var (rows, isEnd) = await Rows(search, after);
            total += rows.Count(row => Fits(search, row.PatientId, row.Resource));
            if (isEnd)
                return new() { Total = total };
            after = (rows[^1].PatientId, rows[^1].Resource.Id);
            looked += rows.Length;
        }

        return new();
    }

    /// <summary>Rows are read whole before they are looked at, so a round ends by bytes too: they may be files.</summary>
    private async Task<(ImmutableArray<(string PatientId, ServedResource Resource)> Rows, bool IsEnd)> Rows(ResourceSearch search, (string PatientId, string Id) after)
    {
        if (IdentifierIndex.ValuesOf(search.Filters) is not { } values)
            return await records.OfType(practice, search.Type, null, after, RowsAtOnce, ResourceSearch.LargestPageBytes);
        var rows = await records.Identified(practice, search.Type, values, after.PatientId, after.Id, RowsAtOnce);
        return (rows, rows.Length < RowsAtOnce);
    }

    private static bool Fits(ResourceSearch search, string patientId, ServedResource served)
    {
        var resource = new HeldResource(served);
        return !served.Deleted
            && RecordAccess.MayHave(CallerScope.Required, ResourceRights.Search, resource, patientId)
            && RecordSearch.Fits(resource, search.Filters, search.Clock);
    }

    /// <summary>What comes with the matches: each record is asked for what goes with those that are in it.</summary>
    private async Task<ImmutableArray<ServedResource>> Around(List<(string PatientId, ServedResource Resource)> found, ResourceSearch search)
    {
        if (search.Includes.IsEmpty && search.ReverseIncludes.IsEmpty)
            return [];
        var included = new List<ServedResource>();
        foreach (var some in found.GroupBy(match => match.PatientId, match => match.Resource.Id).Chunk(RecordsAtOnce))
        {
            var others = await Task.WhenAll(some.Select(ids => Record(ids.Key).Around([.. ids], search)));
            included.AddRange(others.SelectMany(resources => resources));
        }

        return Others(included, found.Select(match => match.Resource));
    }

    /// <summary>Messages and Provenance are made while they are read: each record is asked, one after the other, the practice's own at the end.</summary>
    private async Task<ResourcesFound> InRecords(ResourceSearch search)
    {
        if (search.Count == 0)
            throw new ArgumentOutOfRangeException(nameof(search), "What is made while it is read is counted for one patient at a time.");
        var (recordId, within) = SearchCursor.Read(search.After, SearchCursor.DirectoryParts) is [var lastRecord, var lastWithin]
            && GrainKey.TryParse($"{practice}/{lastRecord}", out _) ? (lastRecord, lastWithin) : ("", "");
        var (found, included, bytes) = (new List<ServedResource>(), new List<ServedResource>(), 0L);
        for (var looked = 0; looked < MostRecords && found.Count < search.Count && bytes < ResourceSearch.LargestPageBytes; looked++)
        {
            if (within.Length == 0)
            {
                if (recordId == RecordId.PracticeWide)
                    break;
                recordId = await records.Patients(practice, null, recordId, 1) is [var following] ? following : RecordId.PracticeWide;
            }

            var page = await Record(recordId).Search(search with
            {
                Count = search.Count - found.Count,
                After = within.Length == 0 ? null : within,
            });
            found.AddRange(page.Matches);
            included.AddRange(page.Included);
            bytes += page.Matches.Sum(match => (long)match.Json.Length);
            within = page.Next ?? "";
        }

        var isEnd = recordId == RecordId.PracticeWide && within.Length == 0;
        return new() { Matches = [.. found], Included = Others(included, found), Next = isEnd ? null : SearchCursor.Of([recordId, within]) };
    }

    /// <summary>Each once, and none that is a match itself: of the practice's own every record tells.</summary>
    private static ImmutableArray<ServedResource> Others(IEnumerable<ServedResource> included, IEnumerable<ServedResource> matches) =>
    [
        .. included.DistinctBy(resource => (resource.Type, resource.Id)).ExceptBy(matches.Select(match => (match.Type, match.Id)), resource => (resource.Type, resource.Id)),
    ];

    private IRecordGrain Record(string id) => grains.GetGrain<IRecordGrain>(GrainKey.For(practice, id));
}
