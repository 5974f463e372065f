using System.Collections.Immutable;
using Orleans.Concurrency;
using Portal.Grains.Documents;
using Portal.Grains.Interfaces;
using Portal.Grains.Interfaces.Access;
using Portal.Grains.Interfaces.Records;
using Portal.Grains.Interfaces.Records.Search;
using Portal.Grains.Records.Messages;
using Portal.Grains.Records.Search;

namespace Portal.Grains.Records;

[StatelessWorker, GrainType("record-directory")]
public sealed class RecordDirectoryGrain(DocumentQueries queries, IGrainFactory grains) : Grain, IRecordDirectoryGrain
{
    private const int LargestPage = 100;
    private const int RowsAtOnce = 500;
    private const int MostLookedAt = 20 * RowsAtOnce;
    private const int MostPatients = 200;
    private readonly RecordQueries _records = new(queries);

    private string Practice => GrainKey.Parse(this.GetPrimaryKeyString()).Practice;

    public async Task<ImmutableArray<string>> Missing(ImmutableArray<string> references)
    {
        var found = await Owners(references);
        return [.. references.Except(found.Select(owned => owned.Reference), StringComparer.Ordinal)];
    }

    public Task<ImmutableArray<OwnedResource>> Owners(ImmutableArray<string> references) => _records.Owners(Practice, references);

    public Task<ImmutableArray<SamePerson>> SamePersons(ImmutableArray<string> relatedPersonIds) =>
        _records.SamePersons(Practice, relatedPersonIds);

    public async Task<ResourcesFound> Search(ResourceSearch search)
    {
        if (search.Type == MessageResource.Type)
            return await SearchMessages(search);
        var caller = CallerScope.Required;
        if (search is { Count: 0, Filters.IsEmpty: true } && caller.Scope is null)
            return new() { Total = await _records.Count(Practice, search.Type) };
        var (patientId, id) = SearchCursor.Read(search.After, SearchCursor.DirectoryParts) is [var lastPatient, var lastId] ? (lastPatient, lastId) : ("", "");
        var found = ImmutableArray.CreateBuilder<ServedResource>();
        var total = 0;
        var most = search.Count == 0 ? IRecordDirectoryGrain.MostCounted : MostLookedAt;
        var identified = IdentifierIndex.ValuesOf(search.Filters);
        for (var looked = 0; looked < most; looked += RowsAtOnce)
        {
            var rows = identified is { } values
                ? await _records.Identified(Practice, search.Type, values, patientId, id, RowsAtOnce)
                : await _records.OfType(Practice, search.Type, patientId, id, RowsAtOnce);
            foreach (var (owner, served) in rows)
            {
                (patientId, id) = (owner, served.Id);
                var resource = new HeldResource(served);
                if (served.Deleted || !RecordAccess.MayHave(caller, ResourceRights.Search, resource, owner) || !RecordSearch.Fits(resource, search.Filters))
                    continue;
                total++;
                if (search.Count > 0)
                    found.Add(served);
                if (search.Count > 0 && found.Count == search.Count)
                    return new() { Matches = found.ToImmutable(), Next = SearchCursor.Of([patientId, id]) };
            }

            if (rows.Length < RowsAtOnce)
                return new() { Matches = found.ToImmutable(), Total = search.Count == 0 ? total : null };
        }

        return new() { Matches = found.ToImmutable(), Next = search.Count == 0 ? null : SearchCursor.Of([patientId, id]) };
    }

    /// <summary>Messages are in no rows of the record: each patient's is asked, one after the other.</summary>
    private async Task<ResourcesFound> SearchMessages(ResourceSearch search)
    {
        if (search.Count == 0)
            throw new ArgumentOutOfRangeException(nameof(search), "Messages are counted for one patient at a time.");
        var (patientId, within) = SearchCursor.Read(search.After, SearchCursor.DirectoryParts) is [var lastPatient, var lastWithin] ? (lastPatient, lastWithin) : ("", "");
        var found = ImmutableArray.CreateBuilder<ServedResource>();
        for (var looked = 0; looked < MostPatients; looked++)
        {
            if (within.Length == 0)
            {
                if (await _records.Patients(Practice, null, patientId, 1) is not [var following])
                    return new() { Matches = found.ToImmutable() };
                patientId = following;
            }

            var page = await grains.GetGrain<IRecordGrain>(GrainKey.For(Practice, patientId)).Search(search with
            {
                Count = search.Count - found.Count,
                After = within.Length == 0 ? null : within,
            });
            found.AddRange(page.Matches);
            within = page.Next ?? "";
            if (found.Count == search.Count)
                break;
        }

        return new() { Matches = found.ToImmutable(), Next = SearchCursor.Of([patientId, within]) };
    }

    public async Task<ResourcePage> List(ResourceQuery query)
    {
        var size = Math.Clamp(query.Size, 1, LargestPage);
        var (date, id) = ResourceCursor.Read(query.After);
        var rows = await queries.List(
            """
            select id, date, status, category, title from resource_index
            where practice = @practice and patient_id = @patient and type = @type
              and (@id = '' or (date, id) < (@date, @id))
            order by date desc, id desc
            limit @limit
            """,
            row => new ResourceRow(row.GetString(0), row.GetString(1), row.GetString(2), row.GetString(3), row.GetString(4)),
            ("practice", Practice),
            ("patient", query.PatientId),
            ("type", query.Type),
            ("date", date),
            ("id", id),
            ("limit", size + 1));
        return rows.Length > size
            ? new(rows[..size], ResourceCursor.Of(rows[size - 1]))
            : new(rows, null);
    }
}
