using System.Text.Json;
using Portal.Grains.Interfaces.Records;

namespace Portal.WebFront.Records.Mapping;

/// <summary>Finds out to whom a resource belongs: to one patient, or to the practice.</summary>
internal static class Owners
{
    private static readonly string[] _byPatient = ["patient", "subject", "beneficiary", "for", "individual"];

    private static readonly HashSet<string> _practiceWide = new(StringComparer.Ordinal)
    {
        "ActivityDefinition", "ChargeItemDefinition", "CodeSystem", "Endpoint", "HealthcareService", "InsurancePlan", "Library",
        "Location", "Measure", "Medication", "Organization", "OrganizationAffiliation", "PlanDefinition", "Practitioner",
        "PractitionerRole", "Questionnaire", "Schedule", "Slot", "StructureDefinition", "Substance", "ValueSet",
    };

    /// <summary>The patient's id, <see cref="RecordId.PracticeWide"/>, or none when it cannot be told.</summary>
    public static string? Of(InputEntry entry, ImportContext context) => entry.Type switch
    {
        "Patient" => entry.Id,
        "Binary" => context.PatientOf(At(entry.Json, "securityContext")) ?? context.BinaryOwner(entry.Id) ?? context.OwnerOf(entry.Reference),
        "Appointment" => Several(entry.Json, "participant", "actor").Select(context.PatientOf).FirstOrDefault(id => id is not null),
        "Provenance" => Targets(entry.Json).Select(target => context.PatientOf(target) ?? context.OwnerOf(target)).FirstOrDefault(id => id is not null),
        _ => _byPatient.SelectMany(property => References(entry.Json, property)).Select(context.PatientOf).FirstOrDefault(id => id is not null)
            ?? (_practiceWide.Contains(entry.Type) ? RecordId.PracticeWide : null),
    };

    public static ImportProblem Unknown(InputEntry entry) => new(
        entry.Place,
        "import.no_owner",
        "It is not kept: it names no patient by a reference, and things of this type do not belong to a practice.",
        "Add a reference to the patient (Patient/id), or leave the entry out.");

    public static ImportProblem NotServed(InputEntry entry) => new(
        entry.Place,
        "import.not_served",
        $"It is kept, but {entry.Type} cannot be read or searched by itself here; what is a patient's comes with the whole record.",
        "The CapabilityStatement lists the types that can.");

    private static IEnumerable<string?> References(JsonElement json, string property)
    {
        if (!json.TryGetProperty(property, out var value))
            return [];
        return value.ValueKind is JsonValueKind.Array
            ? value.EnumerateArray().Select(item => InputReader.Text(item, "reference"))
            : [InputReader.Text(value, "reference")];
    }

    private static IEnumerable<string?> Targets(JsonElement json) => References(json, "target");

    private static IEnumerable<string?> Several(JsonElement json, string list, string property) =>
        json.TryGetProperty(list, out var items) && items.ValueKind is JsonValueKind.Array
            ? items.EnumerateArray().Select(item => At(item, property))
            : [];

    private static string? At(JsonElement json, string property) =>
        json.ValueKind is JsonValueKind.Object && json.TryGetProperty(property, out var value)
            ? InputReader.Text(value, "reference")
            : null;
}
