using System.Collections.Immutable;
using Portal.Grains.Interfaces.Records.Search;

namespace Portal.WebFront.Apps.Consent;

/// <summary>A type of resource, or those of one category of it.</summary>
/// <param name="Type">The FHIR type.</param>
/// <param name="Category">As <c>system|code</c>; none for all.</param>
public sealed record DataPart(string Type, string? Category = null);

/// <summary>Data as people think of it: one thing to tick or not.</summary>
/// <param name="Key">In the form.</param>
/// <param name="Text">What it is.</param>
/// <param name="Hint">A few words more.</param>
/// <param name="Parts">What it is in FHIR.</param>
public sealed record DataGroup(string Key, string Text, string Hint, ImmutableArray<DataPart> Parts)
{
    /// <summary>
    /// The groups of the page: so few that a phone shows them at once. Each has a tick of its own, and those of what is in it
    /// folded below.
    /// </summary>
    public static ImmutableArray<(string Key, string Text, ImmutableArray<string> Of)> Chapters { get; } =
    [
        ("all-person", "Personal details and family", ["person", "family"]),
        ("all-health", "Health", ["allergies", "medicines", "problems", "concerns", "vaccines", "devices", "habits", "surveys"]),
        ("all-care", "Visits, treatments and results", ["visits", "treatments", "diagnoses", "vitals", "laboratory", "findings", "plans"]),
        ("all-papers", "Documents, messages and forms", ["documents", "messages", "forms"]),
        ("all-money", "Insurance and bills", ["money"]),
        ("all-rest", "Who treated, and where entries come from", ["practice", "origin", "rest"]),
    ];

    /// <summary>The line that tells of no patient.</summary>
    public const string OfPractice = "practice";

    private const string ConditionCategory = "http://terminology.hl7.org/CodeSystem/condition-category|";
    private const string ObservationCategory = "http://terminology.hl7.org/CodeSystem/observation-category|";

    /// <summary>All of them, in the order of the page. Every type that is served is in one.</summary>
    public static ImmutableArray<DataGroup> All { get; } = WithTheRest(
    [
        Of("person", "Personal details", "Name, birth date, address, phone", "Patient"),
        Of("allergies", "Allergies", "", "AllergyIntolerance"),
        Of("medicines", "Medicines", "Prescriptions and what is taken", "MedicationRequest", "MedicationStatement", "MedicationDispense", "MedicationAdministration", "Medication"),
        new("problems", "Health problems", "The list of problems, dental and medical", [new("Condition", ConditionCategory + "problem-list-item")]),
        new("concerns", "Health concerns", "", [new("Condition", "http://hl7.org/fhir/us/core/CodeSystem/condition-category|health-concern")]),
        new("diagnoses", "Diagnoses made at visits", "", [new("Condition", ConditionCategory + "encounter-diagnosis")]),
        Of("treatments", "Treatments that were done", "", "Procedure"),
        new("vitals", "Vital signs", "Such as blood pressure", [new("Observation", ObservationCategory + "vital-signs")]),
        new("laboratory", "Laboratory results", "", [new("Observation", ObservationCategory + "laboratory"), new("DiagnosticReport"), new("Specimen")]),
        new("habits", "Habits", "Such as smoking", [new("Observation", ObservationCategory + "social-history")]),
        new("surveys", "Answers about your situation", "Screenings and assessments", [new("Observation", ObservationCategory + "survey")]),
        new("findings", "Findings of examinations", "Teeth, gums, X-rays",
        [
            new("Observation", ObservationCategory + "exam"), new("Observation", ObservationCategory + "imaging"), new("Observation", ObservationCategory + "procedure"),
        ]),
        Of("vaccines", "Vaccines", "", "Immunization"),
        Of("visits", "Appointments and visits", "", "Appointment", "AppointmentResponse", "Encounter", "Schedule", "Slot"),
        Of("plans", "Care and treatment plans", "Goals, referrals, who takes care", "CarePlan", "CareTeam", "Goal", "ServiceRequest", "NutritionOrder", "CommunicationRequest"),
        Of("family", "Family and contacts", "", "RelatedPerson", "FamilyMemberHistory"),
        Of("money", "Insurance and bills", "", "Coverage", "Account", "Invoice", "Claim", "ClaimResponse", "ExplanationOfBenefit", "ChargeItem", "PaymentNotice"),
        Of("documents", "Documents and pictures", "They can tell of anything, your health as well", "DocumentReference", "Binary", "Media", "ImagingStudy", "Composition"),
        Of("messages", "Messages with the practice", "", "Communication"),
        Of("forms", "Forms and consents", "", "Questionnaire", "QuestionnaireResponse", "Consent"),
        Of("devices", "Implants and devices", "", "Device", "DeviceUseStatement", "DeviceRequest"),
        Of(OfPractice, "The practice and its people", "Who treated, and where", "Organization", "Location", "Practitioner", "PractitionerRole", "HealthcareService"),
        Of("origin", "Where entries come from", "Who wrote what, and who looked at it", "Provenance", "AuditEvent"),
    ]);

    private static DataGroup Of(string key, string text, string hint, params ImmutableArray<string> types) =>
        new(key, text, hint, [.. types.Select(type => new DataPart(type))]);

    private static ImmutableArray<DataGroup> WithTheRest(ImmutableArray<DataGroup> groups)
    {
        var named = groups.SelectMany(group => group.Parts).Select(part => part.Type).ToHashSet(StringComparer.Ordinal);
        var rest = SearchParameters.Types.Where(type => !named.Contains(type)).ToImmutableArray();
        return rest.IsEmpty ? groups : groups.Add(Of("rest", "Everything else in the record", string.Join(", ", rest), rest));
    }
}
