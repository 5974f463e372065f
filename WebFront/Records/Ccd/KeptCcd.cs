using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Xml.Linq;
using Portal.Grains.Interfaces.Records;
using Portal.Grains.Interfaces.Records.Search;
using Portal.WebFront.Records.Mapping;

namespace Portal.WebFront.Records.Ccd;

/// <summary>A patient's document as it is kept: a Binary with the XML, and the DocumentReference that leads to it.</summary>
public sealed record KeptCcd(CcdEdition Edition, byte[] Xml)
{
    public const string MediaType = "application/xml";

    /// <summary>The longest patient id for which the document's id can hold it.</summary>
    private const int Room = RecordId.MaxLength - 4;

    /// <summary>The id of the Binary and of the DocumentReference.</summary>
    public static string IdOf(string patientId) => patientId.Length <= Room
        ? $"ccd-{patientId}"
        : "ccd-" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(patientId)).AsSpan(0, 12));

    public string Id => IdOf(Edition.PatientId);

    /// <summary>The edition that is stored; none when what is stored is none of ours.</summary>
    public static KeptCcd? Read(string practice, string patientId, ServedResource? binary)
    {
        if (binary is null or { Deleted: true } || JsonNode.Parse(binary.Json)?["data"]?.GetValue<string>() is not { } data)
            return null;
        var xml = Convert.FromBase64String(data);
        using var stream = new MemoryStream(xml);
        var root = XDocument.Load(stream).Root!;
        var at = (string?)root.Element(Cda.Space + "effectiveTime")?.Attribute("value");
        return DateTimeOffset.TryParseExact(at, "yyyyMMddHHmmss'+0000'", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var made)
            ? new(new(practice, patientId, binary.Version, made), xml)
            : null;
    }

    public ResourceDraft Binary() => Draft(new()
    {
        ["resourceType"] = "Binary",
        ["id"] = Id,
        ["contentType"] = MediaType,
        ["securityContext"] = new JsonObject { ["reference"] = $"Patient/{Edition.PatientId}" },
        ["data"] = Convert.ToBase64String(Xml),
    });

    public ResourceDraft Reference() => Draft(new()
    {
        ["resourceType"] = "DocumentReference",
        ["id"] = Id,
        ["meta"] = new JsonObject { ["profile"] = new JsonArray("http://hl7.org/fhir/us/core/StructureDefinition/us-core-documentreference") },
        ["masterIdentifier"] = Identifier(Edition.Id),
        ["identifier"] = new JsonArray(Identifier(Edition.SetId)),
        ["status"] = "current",
        ["type"] = Concept("http://loinc.org", "34133-9", "Summary of episode note"),
        ["category"] = new JsonArray(Concept("http://hl7.org/fhir/us/core/CodeSystem/us-core-documentreference-category", "clinical-note", "Clinical Note")),
        ["subject"] = new JsonObject { ["reference"] = $"Patient/{Edition.PatientId}" },
        ["date"] = FhirInstant.Of(Edition.At),
        ["author"] = new JsonArray(new JsonObject { ["reference"] = $"Organization/{Edition.Practice}" }),
        ["custodian"] = new JsonObject { ["reference"] = $"Organization/{Edition.Practice}" },
        ["description"] = "Health summary (Continuity of Care Document)",
        ["content"] = new JsonArray(new JsonObject
        {
            ["attachment"] = new JsonObject
            {
                ["contentType"] = MediaType,
                ["language"] = "en-US",
                ["url"] = $"Binary/{Id}",
                ["size"] = Xml.Length,
                ["hash"] = Hash,
                ["title"] = "Health summary",
                ["creation"] = FhirInstant.Of(Edition.At),
            },
            ["format"] = new JsonObject
            {
                ["system"] = "http://ihe.net/fhir/ihe.formatcode.fhir/CodeSystem/formatcode",
                ["code"] = "urn:hl7-org:sdwg:ccda-structuredBody:2.1",
                ["display"] = "For documents following C-CDA R2.1 constraints using a structured body",
            },
        }),
    });

    /// <summary>Whether a stored reference leads to this edition.</summary>
    public bool IsReferredTo(ServedResource? reference) => reference is { Deleted: false }
        && JsonNode.Parse(reference.Json)?["content"]?[0]?["attachment"]?["hash"]?.GetValue<string>() == Hash;

    // FHIR R4 defines an attachment's hash as SHA-1: it tells apart, it does not protect.
#pragma warning disable CA5350
    private string Hash => Convert.ToBase64String(SHA1.HashData(Xml));
#pragma warning restore CA5350

    private static ResourceDraft Draft(JsonObject resource)
    {
        var json = resource.ToJsonString();
        using var document = JsonDocument.Parse(json);
        return new()
        {
            Type = resource.Text("resourceType"),
            Id = resource.Text("id"),
            Json = json,
            Facts = Facts.Of(document.RootElement),
        };
    }

    private static JsonObject Identifier(Guid id) => new() { ["system"] = "urn:ietf:rfc:3986", ["value"] = $"urn:uuid:{id}" };

    private static JsonObject Concept(string system, string code, string display) => new()
    {
        ["coding"] = new JsonArray(new JsonObject { ["system"] = system, ["code"] = code, ["display"] = display }),
    };
}
