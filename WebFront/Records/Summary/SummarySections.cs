using System.Collections.Immutable;
using System.Text.Json.Nodes;

namespace Portal.WebFront.Records.Summary;

/// <summary>The sections of the International Patient Summary (IPS 1.1.0) that a dental record can fill.</summary>
internal static class SummarySections
{
    private const string Absent = "http://hl7.org/fhir/uv/ips/CodeSystem/absent-unknown-uv-ips";

    public static ImmutableArray<SummarySection> All { get; } =
    [
        new("Problems", "11450-4", "Problem list - Reported", ["Problem", "Where", "Since", "Status"],
            one => Is(one, "Condition") && Standing(one, "clinicalStatus") is not ("inactive" or "remission" or "resolved") && IsValid(one),
            one => [Name(one), Sites(one), Date(one, "onsetDateTime", "recordedDate"), Standing(one, "clinicalStatus")],
            patient => new()
            {
                ["resourceType"] = "Condition",
                ["clinicalStatus"] = Code("http://terminology.hl7.org/CodeSystem/condition-clinical", "active"),
                ["code"] = Nothing("no-problem-info", "No information about problems"),
                ["subject"] = Reference(patient),
            }),
        new("Allergies and intolerances", "48765-2", "Allergies and adverse reactions Document", ["Allergy", "Reaction", "Status"],
            one => Is(one, "AllergyIntolerance") && IsValid(one),
            one => [Name(one), Reactions(one), Standing(one, "clinicalStatus")],
            patient => new()
            {
                ["resourceType"] = "AllergyIntolerance",
                ["clinicalStatus"] = Code("http://terminology.hl7.org/CodeSystem/allergyintolerance-clinical", "active"),
                ["code"] = Nothing("no-allergy-info", "No information about allergies"),
                ["patient"] = Reference(patient),
            }),
        new("Medications", "10160-0", "History of Medication use Narrative", ["Medication", "Dosage", "Since", "Status"],
            one => (Is(one, "MedicationStatement") && Text(one, "status") is "active" or "intended" or "unknown" or "on-hold")
                || (Is(one, "MedicationRequest") && Text(one, "status") is "active" or "on-hold" or "unknown"),
            one => [Name(one, "medicationCodeableConcept"), Dosage(one), Date(one, "effectiveDateTime", "authoredOn", "dateAsserted"), Text(one, "status")],
            patient => new()
            {
                ["resourceType"] = "MedicationStatement",
                ["status"] = "unknown",
                ["medicationCodeableConcept"] = Nothing("no-medication-info", "No information about medications"),
                ["subject"] = Reference(patient),
                ["_effectiveDateTime"] = DataAbsent(),
            }),
        new("Immunizations", "11369-6", "History of Immunization Narrative", ["Vaccine", "Date", "Status"],
            one => Is(one, "Immunization") && Text(one, "status") is not "entered-in-error",
            one => [Name(one, "vaccineCode"), Date(one, "occurrenceDateTime"), Text(one, "status")]),
        new("Procedures", "47519-4", "History of Procedures Document", ["Procedure", "Date", "Tooth"],
            one => Is(one, "Procedure") && Text(one, "status") is "completed" or "in-progress",
            one => [Name(one), Date(one, "performedDateTime", "performedPeriod"), Sites(one)]),
        new("Results", "30954-2", "Relevant diagnostic tests/laboratory data Narrative", ["Test", "Result", "Date"],
            one => Is(one, "Observation") && IsResult(one) && IsFinal(one), Measured),
        new("Vital signs", "8716-3", "Vital signs", ["Measurement", "Result", "Date"],
            one => Is(one, "Observation") && InCategory(one, "vital-signs") && IsFinal(one), Measured),
        new("Past problems", "11348-0", "History of Past illness Narrative", ["Problem", "Where", "Since", "Status"],
            one => Is(one, "Condition") && Standing(one, "clinicalStatus") is "inactive" or "remission" or "resolved" && IsValid(one),
            one => [Name(one), Sites(one), Date(one, "onsetDateTime", "recordedDate"), Standing(one, "clinicalStatus")]),
        new("Plan of care", "18776-5", "Plan of care note", ["Plan", "Since", "Status"],
            one => Is(one, "CarePlan") && Text(one, "status") is "active" or "on-hold",
            one => [CarePlan(one), Date(one, "period"), Text(one, "status")]),
    ];

    public static SummarySection Of(string loinc) => All.Single(section => section.Loinc == loinc);

    public static JsonObject Reference(string target) => new() { ["reference"] = target };

    public static JsonObject DataAbsent() => new()
    {
        ["extension"] = new JsonArray(new JsonObject
        {
            ["url"] = "http://hl7.org/fhir/StructureDefinition/data-absent-reason",
            ["valueCode"] = "unknown",
        }),
    };

    /// <summary>The words of a concept: its text, or the first coding that has any.</summary>
    public static string Words(JsonNode? concept) => concept is not JsonObject known
        ? ""
        : Text(known, "text") is { Length: > 0 } text
            ? text
            : (known["coding"] as JsonArray)?.OfType<JsonObject>().Select(coding => Text(coding, "display")).FirstOrDefault(words => words.Length > 0)
              ?? (known["coding"] as JsonArray)?.OfType<JsonObject>().Select(coding => Text(coding, "code")).FirstOrDefault(words => words.Length > 0)
              ?? "";

    private static bool Is(JsonObject resource, string type) => Text(resource, "resourceType") == type;

    private static bool IsValid(JsonObject resource) => Standing(resource, "verificationStatus") is not ("entered-in-error" or "refuted");

    public static bool IsFinal(JsonObject resource) => Text(resource, "status") is "final" or "amended" or "corrected";

    private static string Name(JsonObject resource, string property = "code") =>
        Words(resource[property]) is { Length: > 0 } words ? words : Text(resource["medicationReference"] as JsonObject, "display");

    private static string CarePlan(JsonObject plan) => Text(plan, "title") is { Length: > 0 } title
        ? title
        : (plan["category"] as JsonArray)?.Select(Words).FirstOrDefault(words => words.Length > 0 && words is not "assess-plan") ?? "Care plan";

    private static string Standing(JsonObject resource, string property) =>
        (resource[property]?["coding"] as JsonArray)?.OfType<JsonObject>().Select(coding => Text(coding, "code")).FirstOrDefault() ?? "";

    public static bool InCategory(JsonObject resource, string code) => (resource["category"] as JsonArray)?
        .SelectMany(category => (category?["coding"] as JsonArray)?.OfType<JsonObject>() ?? [])
        .Any(coding => Text(coding, "code") == code) is true;

    /// <summary>Whether it says something itself; the heading of a questionnaire does not.</summary>
    public static bool HasFinding(JsonObject observation) => observation.Any(property =>
        property.Key is "component" or "dataAbsentReason" || property.Key.StartsWith("value", StringComparison.Ordinal));

    public static string[] Measured(JsonObject observation) => [Name(observation), Value(observation), Date(observation, "effectiveDateTime", "effectivePeriod")];

    /// <summary>What a laboratory, an image, an examination of the mouth or another test has found.</summary>
    private static bool IsResult(JsonObject observation) => InCategory(observation, "laboratory") || InCategory(observation, "imaging")
        || InCategory(observation, "clinical-test") || InCategory(observation, "exam") || InCategory(observation, "procedure") || InCategory(observation, "dental");

    private static string Value(JsonObject of) =>
        ValueOf(of, "value") is { Length: > 0 } value || of["component"] is not JsonArray components
            ? ValueOf(of, "value")
            : string.Join("; ", components.OfType<JsonObject>().Select(component => $"{Words(component["code"])} {Value(component)}"));

    /// <summary>The words of a value that may be of several types, by the name that they share.</summary>
    public static string ValueOf(JsonObject of, string name)
    {
        if (of[$"{name}Quantity"] is JsonObject quantity)
            return Quantity(quantity);
        if (of[$"{name}CodeableConcept"] is JsonObject concept)
            return Words(concept);
        if (of[$"{name}Range"] is JsonObject range)
            return string.Join(" to ", new[] { range["low"], range["high"] }.OfType<JsonObject>().Select(Quantity));
        if (of[$"{name}Boolean"] is JsonValue yes && yes.TryGetValue<bool>(out var isSo))
            return isSo ? "Yes" : "No";
        return of[$"{name}Integer"] is JsonValue number ? number.ToJsonString()
            : Text(of, $"{name}String") is { Length: > 0 } text ? text
            : Text(of, $"{name}DateTime");
    }

    private static string Quantity(JsonObject quantity) =>
        $"{Text(quantity, "comparator")}{quantity["value"]?.ToJsonString()} {(Text(quantity, "unit") is { Length: > 0 } unit ? unit : Text(quantity, "code"))}".Trim();

    private static string Reactions(JsonObject allergy) => string.Join(", ", (allergy["reaction"] as JsonArray)?
        .SelectMany(reaction => reaction?["manifestation"] as JsonArray ?? []).Select(Words).Where(words => words.Length > 0) ?? []);

    private static string Dosage(JsonObject medication) => string.Join("; ", ((medication["dosageInstruction"] ?? medication["dosage"]) as JsonArray)?
        .OfType<JsonObject>().Select(dosage => Text(dosage, "text")).Where(text => text.Length > 0) ?? []);

    public static string Sites(JsonObject procedure) =>
        string.Join(", ", (procedure["bodySite"] as JsonArray)?.Select(Words).Where(words => words.Length > 0) ?? []);

    public static string Date(JsonObject resource, params ReadOnlySpan<string> properties)
    {
        foreach (var property in properties)
        {
            var text = resource[property] is JsonObject period ? Text(period, "start") : Text(resource, property);
            if (text.Length > 0)
                return text.Length > 10 ? text[..10] : text;
        }

        return "";
    }

    private static string Text(JsonObject? resource, string property) =>
        resource?[property] is JsonValue value && value.TryGetValue<string>(out var text) ? text : "";

    private static JsonObject Code(string system, string code) =>
        new() { ["coding"] = new JsonArray(new JsonObject { ["system"] = system, ["code"] = code }) };

    private static JsonObject Nothing(string code, string words) => new()
    {
        ["coding"] = new JsonArray(new JsonObject { ["system"] = Absent, ["code"] = code, ["display"] = words }),
        ["text"] = words,
    };
}
