using System.Text.Json.Nodes;
using Portal.Grains.Interfaces.Practices;
using Portal.Grains.Interfaces.Records.Search;
using Portal.Grains.Records.Search;

namespace Portal.Grains.Records.Reflection;

/// <summary>The practice itself as a FHIR Organization, made of its profile where none came from elsewhere.</summary>
internal static class PracticeReflection
{
    public const string Type = "Organization";

    public static ServedResource Of(PracticeCard? card, string practice, DateTimeOffset at)
    {
        var resource = new JsonObject
        {
            ["resourceType"] = Type,
            ["meta"] = new JsonObject { ["profile"] = new JsonArray("http://hl7.org/fhir/us/core/StructureDefinition/us-core-organization") },
            ["active"] = true,
            ["name"] = card?.Name is { Length: > 0 } name ? name : practice,
        };
        (string System, string? Value)[] contacts = [("phone", card?.Phone), ("email", card?.Email), ("url", card?.PatientFacingUrl)];
        foreach (var (system, value) in contacts.Where(contact => !string.IsNullOrEmpty(contact.Value)))
            Elements.List(resource, "telecom").Add(new JsonObject { ["system"] = system, ["value"] = value });
        if (card?.Address is { Length: > 0 } address)
            resource["address"] = new JsonArray(new JsonObject { ["text"] = address });
        return new()
        {
            Type = Type,
            Id = practice,
            Version = 1,
            LastUpdated = at,
            Json = ServedJson.Of(resource.ToJsonString(), practice, 1, at),
        };
    }
}
