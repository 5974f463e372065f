using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Portal.Grains.Documents;
using Portal.Grains.Interfaces.Records;
using Portal.Grains.Interfaces.Records.Search;
using Portal.Grains.Records.Search;

namespace Portal.Grains.Records;

/// <summary>
/// Who wrote a resource and who passed it on (US Core Provenance), made from the resource where none came with it: the
/// author is the person whom the resource names, else the practice; the practice passes it on.
/// </summary>
public static class ProvenanceOf
{
    public const string Type = "Provenance";
    private const string AgentType = "http://terminology.hl7.org/CodeSystem/provenance-participant-type";
    private const string Transmitter = "http://hl7.org/fhir/us/core/CodeSystem/us-core-provenance-participant-type";

    private static readonly string[] _authors =
    [
        "recorder", "asserter", "requester", "performer.actor", "performer", "author", "participant.individual", "participant.actor", "sender",
        "informationSource",
    ];

    /// <summary>The id of the one that is made for a resource: it tells the record in which the resource is, if there is room.</summary>
    public static string IdFor(string reference, string patientId)
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(reference)).AsSpan(0, 12));
        var whole = $"{hash}.{patientId}";
        return RecordId.IsFhirId(whole) ? whole : hash;
    }

    public static ServedResource For(ServedResource resource, string patientId, string organization)
    {
        var reference = $"{resource.Type}/{resource.Id}";
        var author = Author(resource.Json) ?? organization;
        var json = new JsonObject
        {
            ["resourceType"] = Type,
            ["meta"] = new JsonObject { ["profile"] = new JsonArray("http://hl7.org/fhir/us/core/StructureDefinition/us-core-provenance") },
            ["target"] = new JsonArray(Reference(reference)),
            ["recorded"] = DocumentJson.TextOf(resource.LastUpdated),
            ["agent"] = new JsonArray(
                Agent(AgentType, "author", "Author", author, author == organization ? null : organization),
                Agent(Transmitter, "transmitter", "Transmitter", organization, null)),
        };
        var id = IdFor(reference, patientId);
        return new()
        {
            Type = Type,
            Id = id,
            Version = resource.Version,
            LastUpdated = resource.LastUpdated,
            Json = ServedJson.Of(json.ToJsonString(), id, resource.Version, resource.LastUpdated),
        };
    }

    private static JsonObject Agent(string system, string code, string display, string who, string? onBehalfOf)
    {
        var agent = new JsonObject
        {
            ["type"] = new JsonObject
            {
                ["coding"] = new JsonArray(new JsonObject { ["system"] = system, ["code"] = code, ["display"] = display }),
            },
            ["who"] = Reference(who),
        };
        if (onBehalfOf is not null)
            agent["onBehalfOf"] = Reference(onBehalfOf);
        return agent;
    }

    private static JsonObject Reference(string target) => new() { ["reference"] = target };

    private static string? Author(byte[] json)
    {
        using var document = JsonDocument.Parse(json);
        return _authors
            .SelectMany(path => ResourcePath.Of(path).In(document.RootElement))
            .Select(element => ValueReader.Target(ValueReader.Text(element, "reference")))
            .FirstOrDefault(target => target is not null
                && (target.StartsWith("Practitioner/", StringComparison.Ordinal) || target.StartsWith("Patient/", StringComparison.Ordinal)));
    }
}
