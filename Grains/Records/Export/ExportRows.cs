using System.Collections.Immutable;
using Portal.Grains.Interfaces;
using Portal.Grains.Interfaces.Access;
using Portal.Grains.Interfaces.Records;
using Portal.Grains.Interfaces.Records.Export;
using Portal.Grains.Interfaces.Records.Search;
using Portal.Grains.Records.Messages;
using Portal.Grains.Records.Reflection;
using Portal.Grains.Records.Search;

namespace Portal.Grains.Records.Export;

/// <summary>Reads the files of an export page by page, by patient and id: what was there at its time.</summary>
internal sealed class ExportRows(RecordQueries records, IGrainFactory grains, string practice, ExportOrder order, Caller caller)
{
    /// <summary>Records read for a page of what is made of them.</summary>
    private const int PatientsAtOnce = 20;

    public Task<ExportPage> Page(string file, string? after) => file switch
    {
        ExportFile.Deletions => Deletions(after),
        ProvenanceOf.Type or MessageResource.Type => OfPatients(file, after),
        _ => OfType(file, after),
    };

    private async Task<ExportPage> OfType(string type, string? after)
    {
        var (found, next) = await Rows(type, SearchCursor.Read(after, 2), deleted: false);
        if (next is null && type == PracticeReflection.Type)
            found = found.AddRange(await Practice());
        return new(found, next);
    }

    private async Task<ExportPage> Deletions(string? after)
    {
        var cursor = SearchCursor.Read(after, 3);
        var type = cursor is null ? order.Types.FirstOrDefault() : cursor.Value[0];
        if (type is null)
            return new([], null);
        var (found, next) = await Rows(type, cursor is null || cursor.Value[1].Length == 0 ? null : [cursor.Value[1], cursor.Value[2]], deleted: true);
        if (next is not null)
            return new(found, SearchCursor.Of([type, .. SearchCursor.Read(next, 2)!.Value]));
        var following = order.Types.IndexOf(type) + 1;
        return new(found, following < order.Types.Length ? SearchCursor.Of([order.Types[following], "", ""]) : null);
    }

    private async Task<(ImmutableArray<ServedResource> Found, string? Next)> Rows(string type, ImmutableArray<string>? after, bool deleted)
    {
        var (rows, isEnd) = await records.OfType(
            practice, type, order.ProviderId, after is { } last ? (last[0], last[1]) : ("", ""), ExportLimits.PageSize, ExportLimits.PageBytes);
        var found = ImmutableArray.CreateBuilder<ServedResource>();
        foreach (var (patientId, latest) in rows)
        {
            var then = latest.LastUpdated <= order.AsOf ? latest : await records.AsOf(practice, patientId, type, latest.Id, order.AsOf);
            if (then is not null && then.Deleted == deleted && IsFresh(then) && (deleted || MayHave(then, patientId)))
                found.Add(then);
        }

        return (found.ToImmutable(), isEnd ? null : SearchCursor.Of([rows[^1].PatientId, rows[^1].Resource.Id]));
    }

    /// <summary>
    /// Those that came, and those that are made: both only whole records tell. They are as they are when they are fetched.
    /// What belongs to no patient comes first. A page ends with the record that fills it: it is one message of the cluster,
    /// and a large record takes its time.
    /// </summary>
    private async Task<ExportPage> OfPatients(string type, string? after)
    {
        var patients = await records.Patients(practice, order.ProviderId, after ?? "", PatientsAtOnce);
        var isEnd = patients.Length < PatientsAtOnce;
        if (after is null)
            patients = patients.Insert(0, RecordId.PracticeWide);
        var (found, bytes, last) = (ImmutableArray.CreateBuilder<ServedResource>(), 0L, after);
        foreach (var patientId in patients)
        {
            if (bytes >= ExportLimits.PageBytes)
                return new(found.ToImmutable(), last);
            var record = GrainKey.Parse(GrainKey.For(practice, patientId));
            var held = await new RecordMemory(records, record).All();
            if (patientId != RecordId.PracticeWide)
                held = await new RecordMessages(records, grains, record).With(held, CallerScope.Required);
            var ofType = held.Values
                .Where(resource => resource.Type == type && !resource.Served.Deleted && IsFresh(resource.Served))
                .Select(resource => resource.Served).ToList();
            found.AddRange(ofType);
            bytes += ofType.Sum(resource => (long)resource.Json.Length);
            last = patientId == RecordId.PracticeWide ? "" : patientId;
        }

        return new(found.ToImmutable(), isEnd ? null : last);
    }

    private bool MayHave(ServedResource resource, string patientId) =>
        ExportRules.MayExportSummaries(caller) || !KeptSummary.Is(resource.Type, resource.Id, patientId);

    private bool IsFresh(ServedResource resource) => order.Since is not { } since || resource.LastUpdated > since;

    /// <summary>The practice itself, where no system had sent it by then.</summary>
    private async Task<ImmutableArray<ServedResource>> Practice()
    {
        if (order.Since is not null)
            return [];
        using var system = CallerScope.Use(Caller.System(practice));
        var record = grains.GetGrain<IRecordGrain>(GrainKey.For(practice, RecordId.PracticeWide));
        var isStored = (await record.Read(PracticeReflection.Type, practice) is { } stored && stored.LastUpdated <= order.AsOf)
            || await records.AsOf(practice, RecordId.PracticeWide, PracticeReflection.Type, practice, order.AsOf) is not null;
        return isStored ? [] : await record.Several([$"{PracticeReflection.Type}/{practice}"]);
    }
}
