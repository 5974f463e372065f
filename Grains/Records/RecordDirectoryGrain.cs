using System.Collections.Immutable;
using Orleans.Concurrency;
using Portal.Grains.Documents;
using Portal.Grains.Interfaces;
using Portal.Grains.Interfaces.Records;
using Portal.Grains.Interfaces.Records.Search;
using Portal.Grains.Records.Search;

namespace Portal.Grains.Records;

[StatelessWorker, GrainType("record-directory")]
public sealed class RecordDirectoryGrain(DocumentQueries queries, IGrainFactory grains) : Grain, IRecordDirectoryGrain
{
    private const int LargestPage = 100;
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

    public Task<ResourcesFound> Search(ResourceSearch search) => new DirectorySearch(_records, grains, Practice).Find(search);

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
