using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;

namespace Portal.Grains.Interfaces.Records;

/// <summary>The health summary that the portal keeps of each patient, as a Binary and the DocumentReference that leads to it.</summary>
public static class KeptSummary
{
    /// <summary>Earlier editions that are kept.</summary>
    public const int KeptEditions = 5;

    /// <summary>
    /// The types of a patient's resources that the document tells of: only who may have all of them whole may have it.
    /// </summary>
    public static ImmutableArray<string> Tells { get; } =
    [
        "AllergyIntolerance", "Appointment", "CarePlan", "CareTeam", "Condition", "Coverage", "Device", "DocumentReference", "Encounter", "Goal",
        "Immunization", "MedicationRequest", "MedicationStatement", "Observation", "Patient", "Procedure", "RelatedPerson", "ServiceRequest",
    ];

    private const string Prefix = "ccd-";

    /// <summary>The id of both.</summary>
    public static string IdOf(string patientId) => Prefix.Length + patientId.Length <= RecordId.MaxLength
        ? Prefix + patientId
        : Prefix + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(patientId)).AsSpan(0, 12));

    /// <summary>Whether it is one of the two, which only the portal writes.</summary>
    public static bool Is(string type, string id, string patientId) => type is "Binary" or "DocumentReference" && id == IdOf(patientId);
}
