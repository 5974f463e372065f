using System.Collections.Immutable;
using System.Data.Common;
using System.Globalization;
using System.Text.Json;
using Portal.Grains.Documents;
using Portal.Grains.Interfaces;
using Portal.Grains.Interfaces.Records;
using Portal.Grains.Interfaces.Records.Search;
using Portal.Grains.Records.Search;

namespace Portal.Grains.Records;

/// <summary>Reads the view over the stored resources.</summary>
public sealed class RecordQueries(DocumentQueries queries)
{
    private const int ReferencesAtOnce = 50;

    public const string IdentifiedSql =
        """
        select type, id, version_id, last_updated, deleted, json, patient_id from resource_identified
        where practice = @practice and type = @type and value = @value and patient_id >= @patient and (patient_id, id) > (@patient, @id)
        order by patient_id, id
        limit @limit
        """;

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

    /// <summary>All resources of a record, as they are served.</summary>
    public Task<ImmutableArray<ServedResource>> Record(string practice, string patientId) => queries.List(
        "select type, id, version_id, last_updated, deleted, json from resource_content where practice = @practice and patient_id = @patient",
        ReadServed,
        ("practice", practice),
        ("patient", patientId));

    /// <summary>What a resource was before its changes, the latest first.</summary>
    public Task<ImmutableArray<ServedResource>> History(GrainKey record, string type, string id, int before, int limit) => queries.List(
        """
        select type, id, version_id, last_updated, deleted, json from resource_history
        where practice = @practice and patient_id = @patient and type = @type and id = @id and version_id < @before
        order by version_id desc
        limit @limit
        """,
        ReadServed,
        ("practice", record.Practice),
        ("patient", record.Id),
        ("type", type),
        ("id", id),
        ("before", before),
        ("limit", limit));

    /// <summary>What a resource was in one version, unless that is the present one; or nothing.</summary>
    public Task<ImmutableArray<ServedResource>> Version(GrainKey record, string type, string id, int version) => queries.List(
        """
        select type, id, version_id, last_updated, deleted, json from resource_history
        where practice = @practice and patient_id = @patient and type = @type and id = @id and version_id = @version
        """,
        ReadServed,
        ("practice", record.Practice),
        ("patient", record.Id),
        ("type", type),
        ("id", id),
        ("version", version));

    /// <summary>Some resources of a type that have one of the values as an identifier, which the system does not narrow yet.</summary>
    public async Task<ImmutableArray<(string PatientId, ServedResource Resource)>> Identified(
        string practice, string type, ImmutableArray<string> values, string patientId, string id, int limit)
    {
        var found = new List<(string PatientId, ServedResource Resource)>();
        foreach (var value in values)
        {
            found.AddRange(await queries.List(
                IdentifiedSql,
                row => (row.GetString(6), ReadServed(row)),
                ("practice", practice),
                ("type", type),
                ("value", value),
                ("patient", patientId),
                ("id", id),
                ("limit", limit)));
        }

        return [.. found
            .DistinctBy(row => (row.PatientId, row.Resource.Id))
            .OrderBy(row => row.PatientId, StringComparer.Ordinal).ThenBy(row => row.Resource.Id, StringComparer.Ordinal)
            .Take(limit)];
    }

    /// <summary>How many resources of a type all patients have.</summary>
    public Task<int> Count(string practice, string type) => queries.First(
        "select count(*) from resource_content where practice = @practice and type = @type and deleted = 0",
        row => row.GetInt32(0),
        ("practice", practice),
        ("type", type));

    /// <summary>
    /// Some resources of a type of all patients, by patient and id; only of patients of one provider, if one is named, and of
    /// what belongs to no patient. They end with the resource that reaches the bytes. The patient alone is a condition too:
    /// SQLite finds no index by the pair.
    /// </summary>
    public async Task<(ImmutableArray<(string PatientId, ServedResource Resource)> Rows, bool IsEnd)> OfType(
        string practice, string type, string? providerId, (string PatientId, string Id) after, int limit, int bytes)
    {
        var read = 0L;
        var rows = await queries.List(
            $"""
            select type, id, version_id, last_updated, deleted, json, patient_id from resource_content
            where practice = @practice and type = @type and patient_id >= @patient and (patient_id, id) > (@patient, @id) {OfProvider(providerId)}
            order by patient_id, id
            limit @limit
            """,
            row => (PatientId: row.GetString(6), Resource: ReadServed(row)),
            row => (read += row.Resource.Json.Length) >= bytes,
            ("practice", practice),
            ("type", type),
            ("provider", providerId ?? ""),
            ("patient", after.PatientId),
            ("id", after.Id),
            ("limit", limit));
        return (rows, rows.Length < limit && read < bytes);
    }

    /// <summary>When resources of a type changed last, and which are deleted, by patient and id.</summary>
    public Task<ImmutableArray<ResourceMark>> Marks(string practice, string type, string? providerId, (string PatientId, string Id) after, int limit) => queries.List(
        $"""
        select patient_id, id, last_updated, deleted from resource_content
        where practice = @practice and type = @type and patient_id >= @patient and (patient_id, id) > (@patient, @id) {OfProvider(providerId)}
        order by patient_id, id
        limit @limit
        """,
        row => new ResourceMark(row.GetString(0), row.GetString(1), TimeOf(row.GetString(2)), row.GetInt32(3) != 0),
        ("practice", practice),
        ("type", type),
        ("provider", providerId ?? ""),
        ("patient", after.PatientId),
        ("id", after.Id),
        ("limit", limit));

    /// <summary>Whether patients' records hold any of a type that changed after a time, or any at all.</summary>
    public async Task<bool> AnyOfPatients(string practice, string type, string? providerId, DateTimeOffset? since) => (await queries.List(
        $"""
        select 1 from resource_content
        where practice = @practice and type = @type and patient_id <> '{RecordId.PracticeWide}' and deleted = 0 and last_updated > @since {OfProvider(providerId)}
        limit 1
        """,
        row => row.GetInt32(0),
        ("practice", practice),
        ("type", type),
        ("provider", providerId ?? ""),
        ("since", since is { } after ? DocumentJson.TextOf(after) : ""))).Length > 0;

    /// <summary>Whether anything was said after a time, or at all, in a conversation about a patient who has a record.</summary>
    public async Task<bool> AnyMessages(string practice, string? providerId, DateTimeOffset? since) => (await queries.List(
        $"""
        select 1 from mail_practice_side
        where practice = @practice and last_at > @since {OfProvider(providerId)}
          and patient_id in (select patient_id from resource_content where practice = @practice and type = 'Patient')
        limit 1
        """,
        row => row.GetInt32(0),
        ("practice", practice),
        ("provider", providerId ?? ""),
        ("since", since is { } after ? DocumentJson.TextOf(after) : ""))).Length > 0;

    /// <summary>A resource as it was at a time; none when there was none yet.</summary>
    public async Task<ServedResource?> AsOf(string practice, string patientId, string type, string id, DateTimeOffset at) => (await queries.List(
        """
        select type, id, version_id, last_updated, deleted, json from resource_history
        where practice = @practice and patient_id = @patient and type = @type and id = @id and last_updated <= @at
        order by version_id desc limit 1
        """,
        ReadServed,
        ("practice", practice),
        ("patient", patientId),
        ("type", type),
        ("id", id),
        ("at", DocumentJson.TextOf(at)))).FirstOrDefault();

    /// <summary>The ids of the conversations about a patient.</summary>
    public Task<ImmutableArray<string>> Conversations(string practice, string patientId) => queries.List(
        "select conversation_id from mail_practice_side where practice = @practice and patient_id = @patient order by last_at, conversation_id",
        row => row.GetString(0),
        ("practice", practice),
        ("patient", patientId));

    /// <summary>Patients who have a record, in the order of their ids.</summary>
    public Task<ImmutableArray<string>> Patients(string practice, string? providerId, string after, int limit) => queries.List(
        $"""
        select patient_id from resource_content
        where practice = @practice and type = 'Patient' and (patient_id, id) > (@after, @after) and patient_id > @after {OfProvider(providerId)}
        order by patient_id, id
        limit @limit
        """,
        row => row.GetString(0),
        ("practice", practice),
        ("provider", providerId ?? ""),
        ("after", after),
        ("limit", limit));

    private static string OfProvider(string? providerId) => providerId is null
        ? ""
        : "and (patient_id = '_' or patient_id in (select id from patient_directory where practice = @practice and primary_provider_id = @provider))";

    private static DateTimeOffset TimeOf(string text) =>
        DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);

    private static ServedResource ReadServed(DbDataReader row)
    {
        var id = row.GetString(1);
        var version = row.GetInt32(2);
        var lastUpdated = TimeOf(row.GetString(3));
        var deleted = row.GetInt32(4) != 0;
        return new()
        {
            Type = row.GetString(0),
            Id = id,
            Version = version,
            LastUpdated = lastUpdated,
            Deleted = deleted,
            Json = deleted ? [] : ServedJson.Of(row.GetString(5), id, version, lastUpdated),
        };
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

/// <summary>Where a stored resource stands.</summary>
public sealed record ResourceMark(string PatientId, string Id, DateTimeOffset LastUpdated, bool Deleted);
