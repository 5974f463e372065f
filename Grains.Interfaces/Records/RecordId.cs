using System.Collections.Frozen;
using System.Security.Cryptography;
using System.Text;

namespace Portal.Grains.Interfaces.Records;

/// <summary>The ids of clinical resources, and the keys of their rows.</summary>
public static class RecordId
{
    /// <summary>The types of which every resource belongs to the practice, and none to a patient.</summary>
    public static FrozenSet<string> TypesOfPractice { get; } = new[]
    {
        "Endpoint", "HealthcareService", "Location", "Medication", "Organization", "Practitioner", "PractitionerRole", "Questionnaire", "Schedule", "Slot",
    }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>In place of a patient's id: what belongs to the practice and to no patient.</summary>
    public const string PracticeWide = "_";

    /// <summary>The longest id that FHIR allows.</summary>
    public const int MaxLength = 64;

    private const int LongestInKey = 36;

    /// <summary>Whether the text is an id by FHIR's rule: letters, digits, hyphen, dot, 1 to 64 of them.</summary>
    public static bool IsFhirId(string id) =>
        id.Length is > 0 and <= MaxLength && id.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '.');

    /// <summary>The id itself when FHIR allows it, else an id made from it; the same text gives the same id.</summary>
    public static string KeySafe(string id)
    {
        ArgumentException.ThrowIfNullOrEmpty(id);
        return IsFhirId(id) ? id : "x-" + Short(id);
    }

    /// <summary>
    /// The key of a resource's row. Ids that would make it too long are replaced by their hash; the row's document
    /// tells the full ones.
    /// </summary>
    public static string RowKey(string practice, string patientId, string type, string id)
    {
        var patient = patientId.Length > LongestInKey ? "x-" + Short(patientId) : patientId;
        var whole = $"{patient}/{type}/{id}";
        return GrainKey.For(
            practice,
            practice.Length + 1 + whole.Length <= GrainKey.MaxLength ? whole : $"{patient}/{type}/{Short(id)}");
    }

    /// <summary>The key of the row that keeps an older version of a resource.</summary>
    public static string VersionKey(string practice, string patientId, string type, string id, int version) =>
        RowKey(practice, patientId, type, $"{id}/{version}");

    private static string Short(string text) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 12));
}
