using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Portal.WebFront.Records.Ccd;

namespace Portal.WebFront.Records.Summary;

/// <summary>The sections of the International Patient Summary (IPS 1.1.0) that a dental record can fill.</summary>
public static class SummarySections
{
    private const string Absent = "http://hl7.org/fhir/uv/ips/CodeSystem/absent-unknown-uv-ips";

    public static ImmutableArray<SummarySection> All { get; } =
    [
        new("Problems", "11450-4", "Problem list - Reported", ["Problem", "Where", "Since", "Recorded", "Status"],
            one => Is(one, "Condition") && Standing(one, "clinicalStatus") is not ("inactive" or "remission" or "resolved") && IsValid(one),
            Problem,
            patient => new()
            {
                ["resourceType"] = "Condition",
                ["clinicalStatus"] = Code("http://terminology.hl7.org/CodeSystem/condition-clinical", "active"),
                ["code"] = Nothing("no-problem-info", "No information about problems"),
                ["subject"] = Reference(patient),
            },
            ["Condition"]),
        new("Allergies and intolerances", "48765-2", "Allergies and adverse reactions Document", ["Allergy", "Reaction", "Risk", "Since", "Status"],
            one => Is(one, "AllergyIntolerance") && IsValid(one),
            one => [Name(one), Reactions(one), Text(one, "criticality").Replace('-', ' '), SummaryTimes.Day(SummaryTimes.Onset(one)), InWords(Standing(one, "clinicalStatus"))],
            patient => new()
            {
                ["resourceType"] = "AllergyIntolerance",
                ["clinicalStatus"] = Code("http://terminology.hl7.org/CodeSystem/allergyintolerance-clinical", "active"),
                ["code"] = Nothing("no-allergy-info", "No information about allergies"),
                ["patient"] = Reference(patient),
            },
            ["AllergyIntolerance"]),
        new("Medications", "10160-0", "History of Medication use Narrative", ["Medication", "Dosage", "Since", "Status"],
            one => (Is(one, "MedicationStatement") && Text(one, "status") is "active" or "intended" or "unknown" or "on-hold")
                || (Is(one, "MedicationRequest") && Text(one, "status") is "active" or "on-hold" or "unknown" && !IsForbidden(one)),
            one => [Name(one, "medicationCodeableConcept"), SummaryDosage.Of(one), SummaryTimes.SpanTaken(one), InWords(Text(one, "status"))],
            patient => new()
            {
                ["resourceType"] = "MedicationStatement",
                ["status"] = "unknown",
                ["medicationCodeableConcept"] = Nothing("no-medication-info", "No information about medications"),
                ["subject"] = Reference(patient),
                ["_effectiveDateTime"] = DataAbsent(),
            },
            ["MedicationStatement", "MedicationRequest"]),
        new("Immunizations", "11369-6", "History of Immunization Narrative", ["Vaccine", "Date", "Dose", "Lot", "Status"],
            one => Is(one, "Immunization") && Text(one, "status") is not "entered-in-error",
            one => [Name(one, "vaccineCode"), Date(one, "occurrenceDateTime"), Dose(one), Text(one, "lotNumber"), InWords(Text(one, "status"))],
            Tells: ["Immunization"]),
        new("Procedures", "47519-4", "History of Procedures Document", ["Procedure", "Date", "Where", "Status"],
            one => Is(one, "Procedure") && Text(one, "status") is "completed" or "in-progress" or "on-hold" or "stopped",
            one => [Name(one), SummaryTimes.Day(SummaryTimes.Done(one)), Sites(one), InWords(Text(one, "status"))],
            Tells: ["Procedure"]),
        new("Results", "30954-2", "Relevant diagnostic tests/laboratory data Narrative", ["Test", "Result", "Normal range", "Date"],
            one => Is(one, "Observation") && IsResult(one) && IsFinal(one),
            one => [Name(one), SummaryFindings.Of(one), SummaryFindings.Ranges(one), SummaryTimes.Day(SummaryTimes.Found(one))],
            Tells: ["Observation"]),
        new("Vital signs", "8716-3", "Vital signs", ["Measurement", "Result", "Date"],
            one => Is(one, "Observation") && InCategory(one, "vital-signs") && IsFinal(one), Measured, Tells: ["Observation"]),
        new("Past problems", "11348-0", "History of Past illness Narrative", ["Problem", "Where", "Since", "Recorded", "Status"],
            one => Is(one, "Condition") && Standing(one, "clinicalStatus") is "inactive" or "remission" or "resolved" && IsValid(one),
            Problem, Tells: ["Condition"]),
        new("Plan of care", "18776-5", "Plan of care note", ["Plan", "Since", "Status"],
            one => Is(one, "CarePlan") && Text(one, "status") is "active" or "on-hold",
            one => [CarePlan(one), Date(one, "period"), InWords(Text(one, "status"))],
            Tells: ["CarePlan"]),
    ];

    public static SummarySection Of(string loinc) => All.Single(section => section.Loinc == loinc);

    public static JsonObject Reference(string target) => new() { ["reference"] = target };

    public static JsonObject DataAbsent(string reason = "unknown") => new()
    {
        ["extension"] = new JsonArray(new JsonObject
        {
            ["url"] = "http://hl7.org/fhir/StructureDefinition/data-absent-reason",
            ["valueCode"] = reason,
        }),
    };

    /// <summary>Says of what must stand in a section that nothing is told here, in place of that nothing is known.</summary>
    public static void Withhold(JsonObject nothing)
    {
        var withheld = DataAbsent("masked");
        withheld["text"] = "Withheld";
        nothing[nothing.ContainsKey("code") ? "code" : "medicationCodeableConcept"] = withheld;
    }

    /// <summary>The words of a concept: its text, or the first coding that has any.</summary>
    public static string Words(JsonNode? concept) => concept is not JsonObject known
        ? ""
        : Text(known, "text") is { Length: > 0 } text
            ? text
            : (known["coding"] as JsonArray)?.OfType<JsonObject>().Select(coding => Text(coding, "display")).FirstOrDefault(words => words.Length > 0)
              ?? (known["coding"] as JsonArray)?.OfType<JsonObject>().Select(coding => Text(coding, "code")).FirstOrDefault(words => words.Length > 0)
              ?? "";

    private static bool Is(JsonObject resource, string type) => Text(resource, "resourceType") == type;

    /// <summary>Whether it is the order not to give something.</summary>
    public static bool IsForbidden(JsonObject request) => request["doNotPerform"] is JsonValue value && value.TryGetValue<bool>(out var isForbidden) && isForbidden;

    public static bool IsFinal(JsonObject resource) => Text(resource, "status") is "final" or "amended" or "corrected";

    private static string Name(JsonObject resource, string property = "code") =>
        Words(resource[property]) is { Length: > 0 } words ? words : Text(resource["medicationReference"] as JsonObject, "display");

    private static string CarePlan(JsonObject plan) => Text(plan, "title") is { Length: > 0 } title
        ? title
        : (plan["category"] as JsonArray)?.Select(Words).FirstOrDefault(words => words.Length > 0 && words is not "assess-plan") ?? "Care plan";

    /// <summary>
    /// Whether it only says that nothing is known of its kind: a row for people, no entry for programs, which would take
    /// it for an allergy, a problem or a medicine.
    /// </summary>
    public static bool SaysNothing(JsonObject resource) => IsAbsent(resource, code => code.EndsWith("-info", StringComparison.Ordinal));

    /// <summary>Whether it says that there is none of its kind.</summary>
    public static bool SaysNone(JsonObject resource) => IsAbsent(resource, code => code.StartsWith("no-known-", StringComparison.Ordinal));

    private static bool IsAbsent(JsonObject resource, Func<string, bool> says) =>
        ((resource["code"] ?? resource["vaccineCode"] ?? resource["medicationCodeableConcept"]) as JsonObject)
        .Parts("coding")
        .Any(coding => Text(coding, "system") == Absent && says(Text(coding, "code")));

    /// <summary>How it stands with it, in FHIR's words.</summary>
    public static string Standing(JsonObject resource) => Standing(resource, "clinicalStatus") is { Length: > 0 } standing ? standing : Text(resource, "status");

    /// <summary>"In progress", of a code of FHIR such as <c>in-progress</c>.</summary>
    public static string InWords(string code) => code.Length == 0 ? "" : char.ToUpperInvariant(code[0]) + code[1..].Replace('-', ' ');

    /// <summary>Whether it was neither a mistake nor found to be wrong.</summary>
    public static bool IsValid(JsonObject resource) =>
        Standing(resource, "verificationStatus") is not ("entered-in-error" or "refuted") && Text(resource, "status") is not "entered-in-error";

    private static string Standing(JsonObject resource, string property) =>
        (resource[property]?["coding"] as JsonArray)?.OfType<JsonObject>().Select(coding => Text(coding, "code")).FirstOrDefault() ?? "";

    public static bool InCategory(JsonObject resource, string code) => (resource["category"] as JsonArray)?
        .SelectMany(category => (category?["coding"] as JsonArray)?.OfType<JsonObject>() ?? [])
        .Any(coding => Text(coding, "code") == code) is true;

    /// <summary>Whether it says something itself; the heading of a questionnaire does not.</summary>
    public static bool HasFinding(JsonObject observation) => observation.Any(property =>
        property.Key is "component" or "dataAbsentReason" || property.Key.StartsWith("value", StringComparison.Ordinal));

    /// <summary>What a laboratory, an image, an examination of the mouth or another test has found.</summary>
    private static bool IsResult(JsonObject observation) => InCategory(observation, "laboratory") || InCategory(observation, "imaging")
        || InCategory(observation, "clinical-test") || InCategory(observation, "exam") || InCategory(observation, "procedure") || InCategory(observation, "dental");

    public static string[] Measured(JsonObject observation) => [Name(observation), SummaryFindings.Of(observation), SummaryTimes.Day(SummaryTimes.Found(observation))];

    /// <summary>How it shows, each with how bad that is.</summary>
    public static string Reactions(JsonObject allergy) => string.Join(", ", ((allergy["reaction"] as JsonArray)?.OfType<JsonObject>() ?? [])
        .SelectMany(reaction => (reaction["manifestation"] as JsonArray ?? []).Select(Words).Where(words => words.Length > 0)
            .Select(words => Text(reaction, "severity") is { Length: > 0 } severity ? $"{words} ({severity})" : words)));

    private static string[] Problem(JsonObject one) =>
    [
        Name(one), Sites(one), SummaryTimes.Span(CdaTime.Start(SummaryTimes.Onset(one)), SummaryTimes.Abatement(one)), Date(one, "recordedDate"),
        InWords(Standing(one, "clinicalStatus")),
    ];

    private static string Dose(JsonObject vaccination) => string.Join(
        ", ", new[] { SummaryQuantity.Of(vaccination["doseQuantity"] as JsonObject)?.Words ?? "", Words(vaccination["route"]) }.Where(part => part.Length > 0));

    public static string Sites(JsonObject procedure) =>
        string.Join(", ", procedure.Parts("bodySite").Select(Place).Where(words => words.Length > 0));

    /// <summary>The number of a tooth tells where it is, a code of SNOMED CT alone tells nobody.</summary>
    private static string Place(JsonObject site)
    {
        var words = Words(site);
        return site.Parts("coding").Any(coding => Text(coding, "code") == words && Text(coding, "system") is CodeSystems.Snomed) ? "" : words;
    }

    public static string Date(JsonObject resource, params ReadOnlySpan<string> properties)
    {
        foreach (var property in properties)
        {
            var text = resource[property] is JsonObject period ? Text(period, "start") : Text(resource, property);
            if (text.Length > 0)
                return SummaryTimes.Day(text);
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
