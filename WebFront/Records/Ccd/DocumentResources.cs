using System.Text.Json;
using System.Text.Json.Nodes;
using Portal.Grains.Interfaces.Records;
using Portal.WebFront.Records.Mapping;

namespace Portal.WebFront.Records.Ccd;

/// <summary>A clinical document as a record keeps it: a Binary with the XML, and the DocumentReference that leads to it.</summary>
internal static class DocumentResources
{
    public const string MediaType = "application/xml";

    public static JsonObject Binary(string id, string patientId, byte[] xml) => new()
    {
        ["resourceType"] = "Binary",
        ["id"] = id,
        ["contentType"] = MediaType,
        ["securityContext"] = Reference($"Patient/{patientId}"),
        ["data"] = Convert.ToBase64String(xml),
    };

    /// <param name="id">Of the Binary, and of this.</param>
    /// <param name="practice">The practice that keeps it.</param>
    /// <param name="patientId">Whom it is about.</param>
    /// <param name="at">When it was made or came.</param>
    /// <param name="author">Who wrote it.</param>
    /// <param name="description">What it is, for people.</param>
    /// <param name="content">The attachment with its format.</param>
    public static JsonObject Reference(
        string id, string practice, string patientId, DateTimeOffset at, JsonObject author, string description, JsonObject content) => new()
    {
        ["resourceType"] = "DocumentReference",
        ["id"] = id,
        ["meta"] = new JsonObject { ["profile"] = new JsonArray("http://hl7.org/fhir/us/core/StructureDefinition/us-core-documentreference") },
        ["status"] = "current",
        ["type"] = Concept("http://loinc.org", "34133-9", "Summary of episode note"),
        ["category"] = new JsonArray(Concept("http://hl7.org/fhir/us/core/CodeSystem/us-core-documentreference-category", "clinical-note", "Clinical Note")),
        ["subject"] = Reference($"Patient/{patientId}"),
        ["date"] = FhirInstant.Of(at),
        ["author"] = new JsonArray(author),
        ["custodian"] = Reference($"Organization/{practice}"),
        ["description"] = description,
        ["content"] = new JsonArray(content),
    };

    public static JsonObject Format(string code, string display) => new()
    {
        ["system"] = "http://ihe.net/fhir/ihe.formatcode.fhir/CodeSystem/formatcode",
        ["code"] = code,
        ["display"] = display,
    };

    public static JsonObject Reference(string target) => new() { ["reference"] = target };

    public static JsonObject Concept(string system, string code, string display) => new()
    {
        ["coding"] = new JsonArray(new JsonObject { ["system"] = system, ["code"] = code, ["display"] = display }),
    };

    public static ResourceDraft Draft(JsonObject resource)
    {
        var json = resource.ToJsonString();
        using var document = JsonDocument.Parse(json);
        return new() { Type = resource.Text("resourceType"), Id = resource.Text("id"), Json = json, Facts = Facts.Of(document.RootElement) };
    }
}
