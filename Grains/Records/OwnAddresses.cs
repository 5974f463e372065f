using System.Text;
using System.Text.Json.Nodes;
using Portal.Grains.Interfaces.Records;
using Portal.Grains.Interfaces.Records.Search;
using Portal.Grains.Records.Search;

namespace Portal.Grains.Records;

/// <summary>Keeps <see cref="ProviderAddresses"/> from patients.</summary>
public static class OwnAddresses
{
    /// <summary>The resource as a patient may have it; the same one when there is nothing to leave out.</summary>
    public static ServedResource Without(ServedResource resource)
    {
        if (!ProviderAddresses.AreIn(resource.Type) || resource.Deleted)
            return resource;
        var json = JsonNode.Parse(resource.Json)!.AsObject();
        return ProviderAddresses.Remove(json) ? resource with { Json = Encoding.UTF8.GetBytes(json.ToJsonString(ServedJson.Options)) } : resource;
    }
}
