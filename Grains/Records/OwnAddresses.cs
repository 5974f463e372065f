using System.Text;
using System.Text.Json.Nodes;
using Portal.Grains.Interfaces.Records.Search;
using Portal.Grains.Records.Search;

namespace Portal.Grains.Records;

/// <summary>
/// The e-mail addresses of those who treat are for the practice, not for its patients (docs/decisions/0005). Phones
/// stay: they are the practice's own.
/// </summary>
public static class OwnAddresses
{
    private static readonly string[] _types = ["Practitioner", "PractitionerRole"];

    /// <summary>The resource as a patient may have it; the same one when there is nothing to leave out.</summary>
    public static ServedResource Without(ServedResource resource)
    {
        if (!_types.Contains(resource.Type) || resource.Deleted)
            return resource;
        var json = JsonNode.Parse(resource.Json)!.AsObject();
        if (json["telecom"] is not JsonArray contacts)
            return resource;
        var addresses = contacts.Where(contact => (string?)contact?["system"] == "email").ToList();
        if (addresses.Count == 0)
            return resource;
        foreach (var address in addresses)
            contacts.Remove(address);
        if (contacts.Count == 0)
            json.Remove("telecom");
        return resource with { Json = Encoding.UTF8.GetBytes(json.ToJsonString(ServedJson.Options)) };
    }
}
