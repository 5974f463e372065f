using System.Globalization;
using System.Text.Json.Nodes;
using static Portal.WebFront.Demo.Fhir;

namespace Portal.WebFront.Demo;

/// <summary>Conditions, allergies, medicines and vaccinations of the demo's patients.</summary>
internal static class DemoHealth
{
    private static readonly (string Words, string Code)[] _conditions =
        [("High blood pressure", "38341003"), ("Type 2 diabetes", "44054006"), ("Asthma", "195967001"), ("Hay fever", "367498001")];

    private static readonly (string Words, string Code)[] _allergies =
        [("Penicillin", "764146007"), ("Latex", "111088007"), ("Ibuprofen", "387207008"), ("Peanut", "256349002")];

    private static readonly (string Words, string Code)[] _medicines =
        [("Lisinopril 10 mg tablet", "314076"), ("Metformin 500 mg tablet", "861007"), ("Albuterol inhaler", "2123111"), ("Cetirizine 10 mg tablet", "1014678")];

    public static IEnumerable<JsonObject> Resources(DateOnly today)
    {
        foreach (var patient in DemoFamilies.Patients)
        {
            if (patient.Number % 3 == 1)
                yield return Caries(patient, today);
            if (patient.Number % 4 == 0)
                yield return Condition(patient, _conditions[patient.Number / 4 % _conditions.Length], today);
            if (patient.Number % 4 == 0)
                yield return Medicine(patient, _medicines[patient.Number / 4 % _medicines.Length], today);
            if (patient.Number % 5 == 2)
                yield return Ibuprofen(patient, today);
            if (patient.Number % 3 == 0)
                yield return Allergy(patient, _allergies[patient.Number / 3 % _allergies.Length], today);
            if (patient.Number % 2 == 0)
                yield return Vaccination(patient, today);
        }
    }

    private static JsonObject Caries(DemoPatient patient, DateOnly today) => Dental(Resource("Condition", $"caries-{patient.Id}",
        ("clinicalStatus", Code("http://terminology.hl7.org/CodeSystem/condition-clinical", "active")),
        ("verificationStatus", Code("http://terminology.hl7.org/CodeSystem/condition-ver-status", "confirmed")),
        ("category", List(
            Code("http://terminology.hl7.org/CodeSystem/condition-category", "problem-list-item"),
            DentalCategory())),
        ("code", Concept("Tooth decay", Coding(Snomed, "80967001"))),
        ("bodySite", List(DemoTeeth.Tooth(2 + (patient.Number % 28)))),
        ("subject", Ref(patient.Reference)),
        ("recordedDate", Day(today.AddDays(-20 - patient.Number)))));

    private static JsonObject Condition(DemoPatient patient, (string Words, string Code) condition, DateOnly today) => Resource("Condition", $"condition-{patient.Id}",
        ("clinicalStatus", Code("http://terminology.hl7.org/CodeSystem/condition-clinical", "active")),
        ("verificationStatus", Code("http://terminology.hl7.org/CodeSystem/condition-ver-status", "confirmed")),
        ("category", List(Code("http://terminology.hl7.org/CodeSystem/condition-category", "problem-list-item"))),
        ("code", Concept(condition.Words, Coding(Snomed, condition.Code))),
        ("subject", Ref(patient.Reference)),
        ("onsetDateTime", (today.Year - 2 - (patient.Number % 6)).ToString(CultureInfo.InvariantCulture)),
        ("recordedDate", Day(today.AddYears(-1))));

    private static JsonObject Medicine(DemoPatient patient, (string Words, string Code) medicine, DateOnly today) => Resource("MedicationStatement", $"medicine-{patient.Id}",
        ("status", "active"),
        ("medicationCodeableConcept", Concept(medicine.Words, Coding("http://www.nlm.nih.gov/research/umls/rxnorm", medicine.Code))),
        ("subject", Ref(patient.Reference)),
        ("dateAsserted", Day(today.AddDays(-60 - patient.Number))));

    private static JsonObject Ibuprofen(DemoPatient patient, DateOnly today) => Resource("MedicationRequest", $"prescription-{patient.Id}",
        ("status", "completed"),
        ("intent", "order"),
        ("medicationCodeableConcept", Concept("Ibuprofen 400 mg tablet", Coding("http://www.nlm.nih.gov/research/umls/rxnorm", "197805"))),
        ("subject", Ref(patient.Reference)),
        ("authoredOn", Day(today.AddDays(-30 - patient.Number))),
        ("requester", Ref($"Practitioner/{patient.Dentist.Id}", patient.Dentist.Shown)),
        ("dosageInstruction", List(new JsonObject { ["text"] = "One tablet with food every 8 hours for 3 days" })));

    private static JsonObject Allergy(DemoPatient patient, (string Words, string Code) allergy, DateOnly today) => Resource("AllergyIntolerance", $"allergy-{patient.Id}",
        ("clinicalStatus", Code("http://terminology.hl7.org/CodeSystem/allergyintolerance-clinical", "active")),
        ("verificationStatus", Code("http://terminology.hl7.org/CodeSystem/allergyintolerance-verification", "confirmed")),
        ("code", Concept(allergy.Words, Coding(Snomed, allergy.Code))),
        ("patient", Ref(patient.Reference)),
        ("recordedDate", Day(today.AddYears(-2))),
        ("reaction", List(new JsonObject { ["manifestation"] = List(Concept("Rash", Coding(Snomed, "271807003"))), ["severity"] = "moderate" })));

    private static JsonObject Vaccination(DemoPatient patient, DateOnly today) => Resource("Immunization", $"vaccination-{patient.Id}",
        ("status", "completed"),
        ("vaccineCode", Concept("Influenza vaccine", Coding("http://hl7.org/fhir/sid/cvx", "150"))),
        ("patient", Ref(patient.Reference)),
        ("occurrenceDateTime", Day(today.AddDays(-200 + patient.Number))),
        ("primarySource", false));
}
