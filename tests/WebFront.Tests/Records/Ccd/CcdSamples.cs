using System.Text;
using System.Text.Json.Nodes;
using Portal.WebFront.Demo;
using Portal.WebFront.Records.Ccd;
using Portal.WebFront.Records.Summary;

namespace Portal.WebFront.Tests.Records.Ccd;

/// <summary>Records from which documents are made without a portal: those of the demo, and real examples.</summary>
internal static class CcdSamples
{
    public static readonly DateTimeOffset Now = new(2026, 11, 27, 15, 0, 0, TimeSpan.Zero);

    private static readonly JsonObject _practice = new()
    {
        ["resourceType"] = "Organization",
        ["id"] = "birch",
        ["name"] = "Birch Dental",
        ["telecom"] = new JsonArray(new JsonObject { ["system"] = "phone", ["value"] = "(423) 555-0199" }),
    };

    public static JsonObject Dentist => new()
    {
        ["resourceType"] = "Practitioner",
        ["id"] = "raman",
        ["identifier"] = new JsonArray(new JsonObject { ["system"] = "http://hl7.org/fhir/sid/us-npi", ["value"] = "9000000003" }),
        ["name"] = new JsonArray(new JsonObject { ["prefix"] = new JsonArray("Dr."), ["given"] = new JsonArray("Priya"), ["family"] = "Raman" }),
    };

    public static CcdEdition Edition(string patientId, int version = 1) => new("birch", patientId, version, Now);

    /// <param name="patientId">Whose.</param>
    /// <param name="at">When the demo was made: its people are as old as they are on any day.</param>
    public static RecordSnapshot Demo(string patientId, DateTimeOffset? at = null)
    {
        var resources = Resources(DemoBundle.At(at ?? Now));
        var practice = resources.Single(one => one["resourceType"]!.GetValue<string>() == "Organization" && one["id"]!.GetValue<string>() == "demo");
        return RecordSnapshot.Of(patientId, [.. resources.Where(one => Concerns(one, patientId))], practice);
    }

    /// <summary>Whatever the demo has of anybody.</summary>
    public static IEnumerable<JsonObject> WholeDemo() => Resources(DemoBundle.At(Now));

    public static RecordSnapshot Of(string file)
    {
        var resources = Resources(SharedData.Read(file));
        var patient = resources.Single(one => one["resourceType"]!.GetValue<string>() == "Patient")["id"]!.GetValue<string>();
        return RecordSnapshot.Of(patient, [.. resources], _practice);
    }

    /// <summary>A record of a long life: the longest of the shared data makes a tenth of it.</summary>
    public static RecordSnapshot Large() => Holding([.. Enumerable.Range(0, 2_000).Select(number => new JsonObject
    {
        ["resourceType"] = "Procedure", ["id"] = $"p{number}", ["status"] = "completed", ["performedDateTime"] = $"{1930 + (number / 25)}-05-01",
        ["code"] = new JsonObject
        {
            ["text"] = "Resin-based composite, one surface",
            ["coding"] = new JsonArray(new JsonObject { ["system"] = "http://www.ada.org/cdt", ["code"] = "D2330" }),
        },
    })]);

    /// <summary>All examples of US Core that are about its one patient: some of every kind.</summary>
    public static RecordSnapshot UsCore() => RecordSnapshot.Of(
        "example",
        [.. SharedData.Files("uscore-6.1.0-examples").Where(file => !Path.GetFileName(file).StartsWith("Bundle-", StringComparison.Ordinal)).Select(SharedData.Read).Where(one => Concerns(one, "example"))],
        _practice);

    /// <summary>A patient of whom nothing is known but these.</summary>
    public static RecordSnapshot Holding(params JsonObject[] resources) => RecordSnapshot.Of("nobody", [Empty("nobody").Patient, .. resources], _practice);

    /// <summary>What says only that nothing is known of allergies, medicines and problems.</summary>
    public static RecordSnapshot NoInformation() => Holding([.. SharedData
        .Read(SharedData.Files("ips-1.1.0-examples", "Bundle-bundle-no-info-required-sections.json").Single())["entry"]!.AsArray()
        .Select(entry => entry!["resource"]!.AsObject())
        .Where(one => one["resourceType"]!.GetValue<string>() is not "Patient")]);

    /// <summary>What records hold seldom, and documents must tell rightly all the same.</summary>
    public static RecordSnapshot Odd() => Holding([.. JsonNode.Parse("""
        [
          {
            "resourceType": "AllergyIntolerance", "id": "a1", "code": { "text": "Penicillin" }, "criticality": "high", "onsetDateTime": "2010-05",
            "clinicalStatus": { "coding": [{ "code": "resolved" }] },
            "reaction": [{ "severity": "severe", "manifestation": [{ "text": "Anaphylaxis" }, { "text": "Hives" }] }]
          },
          {
            "resourceType": "MedicationStatement", "id": "m1", "status": "active", "medicationCodeableConcept": { "text": "Amoxicillin" },
            "effectivePeriod": { "end": "2027-01-01" },
            "dosage": [{ "doseAndRate": [{ "doseQuantity": { "value": 1, "unit": "tablet", "system": "http://snomed.info/sct", "code": "428673006" } }], "timing": { "repeat": { "period": 8, "periodUnit": "h" } } }]
          },
          {
            "resourceType": "MedicationStatement", "id": "m2", "status": "active", "medicationCodeableConcept": { "text": "Salbutamol" }, "effectivePeriod": { "start": "2026-01-01" },
            "dosage": [{
              "asNeededCodeableConcept": { "coding": [{ "system": "http://snomed.info/sct", "code": "56018004", "display": "Wheezing" }] }, "route": { "text": "Inhalation" },
              "doseAndRate": [{ "doseRange": { "low": { "value": 1, "unit": "Puff" }, "high": { "value": 2, "unit": "mg", "system": "http://unitsofmeasure.org", "code": "mg" } } }],
              "timing": { "repeat": { "frequency": 1, "period": 4, "periodMax": 6, "periodUnit": "h" } }
            }]
          },
          { "resourceType": "MedicationStatement", "id": "m3", "status": "active", "medicationCodeableConcept": { "text": "Ibuprofen" }, "dosage": [{ "asNeededBoolean": true }] },
          { "resourceType": "Observation", "id": "o1", "status": "final", "category": [{ "coding": [{ "code": "vital-signs" }] }], "code": { "text": "Pressure" }, "valueQuantity": { "value": 120, "unit": "mmHg" } },
          {
            "resourceType": "Observation", "id": "o2", "status": "final", "category": [{ "coding": [{ "code": "laboratory" }] }], "code": { "text": "Sugar" }, "effectiveInstant": "2026-01-02T03:04:05Z",
            "valueQuantity": { "comparator": "<", "value": 5, "unit": "mg/dL", "code": "mg/dL" },
            "referenceRange": [{ "high": { "value": 9, "unit": "mmol" } }, { "text": "none" }],
            "component": [{ "code": { "text": "Free" }, "valueRange": { "low": { "value": 1, "code": "mg/dL" } } }, { "code": { "text": "Titre" }, "valueRatio": { "numerator": { "value": 1 }, "denominator": { "value": 128 } } }]
          },
          {
            "resourceType": "Observation", "id": "o3", "status": "final", "category": [{ "coding": [{ "code": "laboratory" }] }], "effectiveDateTime": "2026-01-02",
            "code": { "coding": [{ "system": "http://dicom.nema.org/resources/ontology/DCM", "code": "113014", "display": "Study" }] },
            "component": [{ "code": { "coding": [{ "system": "http://dicom.nema.org/resources/ontology/DCM", "code": "121073", "display": "Impression" }] }, "valueString": "none" }]
          },
          { "resourceType": "Procedure", "id": "p1", "status": "stopped", "code": { "text": "Root canal" } },
          { "resourceType": "ServiceRequest", "id": "s1", "status": "active", "intent": "plan", "code": { "text": "Crown" } },
          { "resourceType": "Coverage", "id": "c1", "status": "active", "contained": [{ "resourceType": "Organization", "id": "x", "name": "Payer" }], "payor": [{ "reference": "#x" }] },
          { "resourceType": "Encounter", "id": "e1", "status": "finished", "participant": [{ "individual": { "display": "Dr. A" } }] },
          { "resourceType": "RelatedPerson", "id": "r1", "relationship": [{ "coding": [{ "code": "GUARD" }] }], "name": [{ "given": ["Ana"], "family": "Ortiz" }] },
          { "resourceType": "Immunization", "id": "i1", "status": "completed", "vaccineCode": { "coding": [{ "system": "http://hl7.org/fhir/uv/ips/CodeSystem/absent-unknown-uv-ips", "code": "no-known-immunizations" }] }, "occurrenceString": "unknown" }
        ]
        """)!.AsArray().Select(one => one!.DeepClone().AsObject())]);

    public static RecordSnapshot Empty(string patientId) => RecordSnapshot.Of(
        patientId, [new JsonObject { ["resourceType"] = "Patient", ["id"] = patientId }], _practice);

    /// <summary>The resources as an import stores them: ids for the addresses within the bundle.</summary>
    private static List<JsonObject> Resources(JsonObject bundle)
    {
        var text = new StringBuilder(bundle.ToJsonString());
        foreach (var entry in bundle["entry"]!.AsArray())
        {
            var resource = entry!["resource"]!;
            if (entry["fullUrl"]?.GetValue<string>() is { } address && address.StartsWith("urn:uuid:", StringComparison.Ordinal))
                text.Replace($"\"reference\":\"{address}\"", $"\"reference\":\"{resource["resourceType"]}/{resource["id"]}\"");
        }

        return [.. JsonNode.Parse(text.ToString())!["entry"]!.AsArray().Select(entry => entry!["resource"]!.AsObject())];
    }

    private static bool Concerns(JsonObject resource, string patientId)
    {
        var own = resource["resourceType"]!.GetValue<string>() is "Practitioner" or "Organization" or "Location";
        return own || resource["id"]!.GetValue<string>() == patientId || resource.ToJsonString().Contains($"\"Patient/{patientId}\"", StringComparison.Ordinal);
    }
}
