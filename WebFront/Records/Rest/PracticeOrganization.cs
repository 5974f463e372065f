using System.Text.Json.Nodes;
using Portal.Grains.Interfaces;
using Portal.Grains.Interfaces.Access;
using Portal.Grains.Interfaces.Practices;
using Portal.Grains.Interfaces.Records;

namespace Portal.WebFront.Records.Rest;

/// <summary>The practice itself as a FHIR Organization: the one that came, else one made of its profile.</summary>
internal static class PracticeOrganization
{
    public static async Task<JsonObject> Of(IGrainFactory grains, string practice)
    {
        using var system = CallerScope.Use(Caller.System(practice));
        var stored = await grains.GetGrain<IRecordGrain>(GrainKey.For(practice, RecordId.PracticeWide)).Fetch("Organization", practice);
        if (stored is { Deleted: false })
            return JsonNode.Parse(stored.Json)!.AsObject();
        var card = await grains.GetGrain<IPracticeGrain>(GrainKey.For(practice, IPracticeGrain.Id)).Card();
        var made = new JsonObject
        {
            ["resourceType"] = "Organization",
            ["id"] = practice,
            ["meta"] = new JsonObject { ["profile"] = new JsonArray("http://hl7.org/fhir/us/core/StructureDefinition/us-core-organization") },
            ["active"] = true,
            ["name"] = card?.Name is { Length: > 0 } name ? name : practice,
        };
        var contacts = new[] { ("phone", card?.Phone), ("email", card?.Email), ("url", card?.PatientFacingUrl) }
            .Where(contact => !string.IsNullOrEmpty(contact.Item2))
            .Select(contact => (JsonNode)new JsonObject { ["system"] = contact.Item1, ["value"] = contact.Item2 })
            .ToArray();
        if (contacts.Length > 0)
            made["telecom"] = new JsonArray(contacts);
        if (card?.Address is { Length: > 0 } line)
            made["address"] = new JsonArray(new JsonObject { ["text"] = line });
        return made;
    }
}
