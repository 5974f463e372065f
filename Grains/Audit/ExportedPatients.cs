using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Portal.Grains.Documents;
using Portal.Grains.Interfaces.Records;
using Portal.Grains.Interfaces.Records.Export;

namespace Portal.Grains.Audit;

/// <summary>Which exports of many patients have held a patient.</summary>
internal sealed class ExportedPatients(DocumentQueries queries, string practice)
{
    private const string Provider = "Practitioner/";

    /// <summary>Since when there is something of the patient to export, and in which groups the patient is or was; none when there is nothing.</summary>
    public async Task<(DateTimeOffset Since, ImmutableArray<string> Groups)?> Held(string patientId)
    {
        var since = await queries.First(
            """
            select min(last_updated) from (
                select last_updated from resource_content where practice = @practice and patient_id = @patient
                union all
                select last_updated from resource_history where practice = @practice and patient_id = @patient) held
            """,
            row => row.IsDBNull(0) ? null : row.GetString(0),
            ("practice", practice),
            ("patient", patientId));
        if (since is null)
            return null;
        var providers = await queries.List(
            "select primary_provider_id from patient_directory where practice = @practice and id = @patient and primary_provider_id is not null",
            row => row.GetString(0),
            ("practice", practice),
            ("patient", patientId));
        return (
            DateTimeOffset.Parse(since, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal),
            [.. providers.Concat(await Before(patientId)).Where(RecordId.IsFhirId).Distinct(StringComparer.Ordinal).Select(PatientGroup.IdFor)]);
    }

    /// <summary>The providers whom the versions of the Patient name.</summary>
    private async Task<IEnumerable<string>> Before(string patientId)
    {
        var versions = await queries.List(
            """
            select json from resource_content where practice = @practice and patient_id = @patient and type = 'Patient' and id = @patient and deleted = 0
            union all
            select json from resource_history where practice = @practice and patient_id = @patient and type = 'Patient' and id = @patient and deleted = 0
            """,
            row => row.GetString(0),
            ("practice", practice),
            ("patient", patientId));
        return versions.SelectMany(ProvidersIn);
    }

    private static List<string> ProvidersIn(string json)
    {
        using var patient = JsonDocument.Parse(json);
        return patient.RootElement.TryGetProperty("generalPractitioner", out var providers) && providers.ValueKind is JsonValueKind.Array
            ? [.. providers.EnumerateArray().Select(ReferenceOf).OfType<string>()]
            : [];
    }

    private static string? ReferenceOf(JsonElement provider) =>
        provider.ValueKind is JsonValueKind.Object && provider.TryGetProperty("reference", out var reference) && reference.GetString() is { } text
            && text.LastIndexOf(Provider, StringComparison.Ordinal) is >= 0 and var place
            ? text[(place + Provider.Length)..].Split('/')[0]
            : null;
}
