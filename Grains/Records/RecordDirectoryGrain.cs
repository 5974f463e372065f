using System.Collections.Immutable;
using System.Text.Json;
using Orleans.Concurrency;
using Portal.Grains.Documents;
using Portal.Grains.Interfaces;
using Portal.Grains.Interfaces.Records;

namespace Portal.Grains.Records;

[StatelessWorker, GrainType("record-directory")]
public sealed class RecordDirectoryGrain(DocumentQueries queries) : Grain, IRecordDirectoryGrain
{
    private const int LargestPage = 100;
    private const int ReferencesAtOnce = 50;

    private string Practice => GrainKey.Parse(this.GetPrimaryKeyString()).Practice;

    public async Task<ImmutableArray<string>> Missing(ImmutableArray<string> references)
    {
        var found = await Owners(references);
        return [.. references.Except(found.Select(owned => owned.Reference), StringComparer.Ordinal)];
    }

    public async Task<ImmutableArray<OwnedResource>> Owners(ImmutableArray<string> references)
    {
        var owners = ImmutableArray.CreateBuilder<OwnedResource>();
        foreach (var some in references.Distinct(StringComparer.Ordinal).Chunk(ReferencesAtOnce))
        {
            var names = some.Select((_, index) => $"@r{index}");
            var arguments = some.Select((reference, index) => ($"r{index}", (object?)reference)).Append(("practice", Practice));
            owners.AddRange(await queries.List(
                $"select reference, patient_id from resource_index where practice = @practice and reference in ({string.Join(", ", names)})",
                row => new OwnedResource(row.GetString(0), row.GetString(1)),
                [.. arguments]));
        }

        return owners.ToImmutable();
    }

    /// <summary>Looks through the practice's Patients; an import asks once, and only when it tells half of a relation.</summary>
    public async Task<ImmutableArray<SamePerson>> SamePersons(ImmutableArray<string> relatedPersonIds)
    {
        const string mark = ResourceFacts.SamePersonSystem + "|";
        var patients = await queries.List(
            "select id, cast(codes as text) from resource_index where practice = @practice and type = 'Patient' and cast(codes as text) like @mark",
            row => (Id: row.GetString(0), Codes: row.GetString(1)),
            ("practice", Practice),
            ("mark", $"%{mark}%"));
        var wanted = relatedPersonIds.ToHashSet(StringComparer.Ordinal);
        return [.. patients
            .SelectMany(patient => JsonSerializer.Deserialize<ImmutableArray<string>>(patient.Codes, DocumentJson.Options), (patient, code) => (patient.Id, Code: code))
            .Where(said => said.Code.StartsWith(mark, StringComparison.Ordinal) && wanted.Contains(said.Code[mark.Length..]))
            .Select(said => new SamePerson(said.Code[mark.Length..], said.Id))];
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
