using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Portal.Grains.Interfaces.Records;
using static Portal.WebFront.Records.Ccd.DocumentResources;

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
        var items = chosen.Select(item => Item(item, received)).ToList();
        var source = ReceivedResources.Document(received.Id);
        return
        [
            .. items.Select(Draft),
            Draft(Binary(source, received.PatientId, xml)),
            Draft(Reference(
                source, practice, received.PatientId, received.ReceivedAt, new() { ["display"] = document.Source },
                $"Health summary that came from {document.Source}", Content(source, document, xml.Length))),
            Draft(Provenance(source, practice, document, items, now)),
        ];
    }

    /// <summary>The id that a thing of the document has in the record.</summary>
    public static string IdOf(string documentId, ReceivedItem item) => $"{documentId}-{item.Key}";

    private static JsonObject Item(ReceivedItem item, ReceivedDocumentView received)
    {
        var resource = item.Resource.DeepClone().AsObject();
        resource["id"] = IdOf(received.Id, item);
        resource[item.PatientElement] = DocumentResources.Reference($"Patient/{received.PatientId}");
        return resource;
    }

    private static JsonObject Content(string id, ReceivedCcd document, int size)
    {
        var attachment = new JsonObject
        {
            ["contentType"] = MediaType,
            ["url"] = $"Binary/{id}",
            ["size"] = size,
            ["title"] = $"Health summary of {document.Source}",
        };
        if (document.MadeAt.Length > 0)
            attachment["creation"] = document.MadeAt;
        return new() { ["attachment"] = attachment, ["format"] = Format("urn:ihe:iti:xds:2017:mimeTypeSufficient", "mimeType Sufficient") };
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
}
