using System.Collections.Immutable;
using System.Text.Json;
using Portal.Grains.Documents;
using Portal.Grains.Interfaces.Records;

namespace Portal.Grains.Records;

/// <summary>Reads the view over the stored resources.</summary>
public sealed class RecordQueries(DocumentQueries queries)
{
    private const int ReferencesAtOnce = 50;

    public async Task<ImmutableArray<OwnedResource>> Owners(string practice, ImmutableArray<string> references)
    {
        var owners = ImmutableArray.CreateBuilder<OwnedResource>();
        foreach (var some in references.Distinct(StringComparer.Ordinal).Chunk(ReferencesAtOnce))
        {
            var names = some.Select((_, index) => $"@r{index}");
            var arguments = some.Select((reference, index) => ($"r{index}", (object?)reference)).Append(("practice", practice));
            owners.AddRange(await queries.List(
                $"select reference, patient_id from resource_index where practice = @practice and reference in ({string.Join(", ", names)})",
                row => new OwnedResource(row.GetString(0), row.GetString(1)),
                [.. arguments]));
        }

        return owners.ToImmutable();
    }

    /// <summary>Looks through the practice's Patients; an import asks once, and only when it tells half of a relation.</summary>
    public async Task<ImmutableArray<SamePerson>> SamePersons(string practice, ImmutableArray<string> relatedPersonIds)
    {
        const string mark = ResourceFacts.SamePersonSystem + "|";
        var patients = await queries.List(
            "select id, cast(codes as text) from resource_index where practice = @practice and type = 'Patient' and cast(codes as text) like @mark",
            row => (Id: row.GetString(0), Codes: JsonSerializer.Deserialize<ImmutableArray<string>>(row.GetString(1), DocumentJson.Options)),
            ("practice", practice),
            ("mark", $"%{mark}%"));
        var wanted = relatedPersonIds.ToHashSet(StringComparer.Ordinal);
        return [.. patients
            .SelectMany(patient => patient.Codes, (patient, code) => (patient.Id, Code: code))
            .Where(said => said.Code.StartsWith(mark, StringComparison.Ordinal) && wanted.Contains(said.Code[mark.Length..]))
            .Select(said => new SamePerson(said.Code[mark.Length..], said.Id))];
    }
}
