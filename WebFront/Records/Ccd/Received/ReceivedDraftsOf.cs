using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using Portal.Grains.Interfaces.Records;
using Portal.WebFront.Records.Mapping;

namespace Portal.WebFront.Records.Ccd.Received;

/// <summary>
/// What of a received document goes into the record: the document, each thing that was chosen, and a Provenance that
/// names the office it came from. All ids follow from the document's, so that it can be stored once more.
/// </summary>
internal static class ReceivedDraftsOf
{
    private const string AgentTypes = "http://terminology.hl7.org/CodeSystem/provenance-participant-type";
    private const string Transmitters = "http://hl7.org/fhir/us/core/CodeSystem/us-core-provenance-participant-type";

    /// <param name="practice">The practice's slug.</param>
    /// <param name="received">The document as it stands.</param>
    /// <param name="document">What it tells.</param>
    /// <param name="xml">Its bytes.</param>
    /// <param name="chosen">The things to be added.</param>
    /// <param name="now">When they are.</param>
    public static ImmutableArray<ResourceDraft> All(
        string practice, ReceivedDocumentView received, ReceivedCcd document, byte[] xml, IEnumerable<ReceivedItem> chosen, DateTimeOffset now)
    {
        var patient = new JsonObject { ["reference"] = $"Patient/{received.PatientId}" };
        var items = chosen.Select(item => Item(item, received, patient)).ToList();
        var source = $"received-{received.Id}";
        return
        [
            .. items.Select(Draft),
            Draft(Binary(source, xml, patient)),
            Draft(Reference(source, practice, received, document, xml.Length, patient)),
            Draft(Provenance(source, practice, document, items, now)),
        ];
    }

    private static JsonObject Item(ReceivedItem item, ReceivedDocumentView received, JsonObject patient)
    {
        var resource = item.Resource.DeepClone().AsObject();
        resource["id"] = $"{received.Id}-{item.Key}";
        resource[item.Kind is ReceivedKind.Allergy or ReceivedKind.Immunization ? "patient" : "subject"] = patient.DeepClone();
        return resource;
    }

    private static JsonObject Binary(string id, byte[] xml, JsonObject patient) => new()
    {
        ["resourceType"] = "Binary",
        ["id"] = id,
        ["contentType"] = KeptCcd.MediaType,
        ["securityContext"] = patient.DeepClone(),
        ["data"] = Convert.ToBase64String(xml),
    };

    private static JsonObject Reference(
        string id, string practice, ReceivedDocumentView received, ReceivedCcd document, int size, JsonObject patient)
    {
        var attachment = new JsonObject
        {
            ["contentType"] = KeptCcd.MediaType,
            ["url"] = $"Binary/{id}",
            ["size"] = size,
            ["title"] = $"Health summary of {document.Source}",
        };
        if (document.MadeAt.Length > 0)
            attachment["creation"] = document.MadeAt;
        return new()
        {
            ["resourceType"] = "DocumentReference",
            ["id"] = id,
            ["meta"] = new JsonObject { ["profile"] = new JsonArray("http://hl7.org/fhir/us/core/StructureDefinition/us-core-documentreference") },
            ["status"] = "current",
            ["type"] = Concept("http://loinc.org", "34133-9", "Summary of episode note"),
            ["category"] = new JsonArray(Concept("http://hl7.org/fhir/us/core/CodeSystem/us-core-documentreference-category", "clinical-note", "Clinical Note")),
            ["subject"] = patient.DeepClone(),
            ["date"] = FhirInstant.Of(received.ReceivedAt),
            ["author"] = new JsonArray(new JsonObject { ["display"] = document.Source }),
            ["custodian"] = new JsonObject { ["reference"] = $"Organization/{practice}" },
            ["description"] = $"Health summary that came from {document.Source}",
            ["content"] = new JsonArray(new JsonObject
            {
                ["attachment"] = attachment,
                ["format"] = new JsonObject
                {
                    ["system"] = "http://ihe.net/fhir/ihe.formatcode.fhir/CodeSystem/formatcode",
                    ["code"] = "urn:ihe:iti:xds:2017:mimeTypeSufficient",
                    ["display"] = "mimeType Sufficient",
                },
            }),
        };
    }

    private static JsonObject Provenance(string id, string practice, ReceivedCcd document, List<JsonObject> items, DateTimeOffset now) => new()
    {
        ["resourceType"] = "Provenance",
        ["id"] = id,
        ["meta"] = new JsonObject { ["profile"] = new JsonArray("http://hl7.org/fhir/us/core/StructureDefinition/us-core-provenance") },
        ["target"] = new JsonArray(
            [.. items.Select(item => new JsonObject { ["reference"] = item.ReferenceOf() }), new JsonObject { ["reference"] = $"DocumentReference/{id}" }]),
        ["recorded"] = FhirInstant.Of(now),
        ["agent"] = new JsonArray(
            Agent(AgentTypes, "author", "Author", new() { ["display"] = document.Source }),
            Agent(Transmitters, "transmitter", "Transmitter", new() { ["reference"] = $"Organization/{practice}" })),
        ["entity"] = new JsonArray(new JsonObject { ["role"] = "source", ["what"] = new JsonObject { ["reference"] = $"DocumentReference/{id}" } }),
    };

    private static JsonObject Agent(string system, string code, string display, JsonObject who) =>
        new() { ["type"] = Concept(system, code, display), ["who"] = who };

    private static JsonObject Concept(string system, string code, string display) => new()
    {
        ["coding"] = new JsonArray(new JsonObject { ["system"] = system, ["code"] = code, ["display"] = display }),
    };

    private static ResourceDraft Draft(JsonObject resource)
    {
        var json = resource.ToJsonString();
        using var document = JsonDocument.Parse(json);
        return new() { Type = resource.Text("resourceType"), Id = resource.Text("id"), Json = json, Facts = Facts.Of(document.RootElement) };
    }
}
