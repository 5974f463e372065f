using System.Text.Json.Nodes;

namespace Portal.Grains.Interfaces.Records;

/// <summary>
/// The e-mail addresses of those who treat are for the practice, not for its patients (docs/decisions/0005). Phones
/// stay: they are the practice's own.
/// </summary>
public static class ProviderAddresses
{
    /// <summary>Whether resources of the type can have such an address.</summary>
    public static bool AreIn(string type) => type is "Practitioner" or "PractitionerRole";

    /// <summary>Takes them out of the resource.</summary>
    /// <returns>Whether there was one.</returns>
    public static bool Remove(JsonObject resource)
    {
        if (!AreIn((string?)resource["resourceType"] ?? "") || resource["telecom"] is not JsonArray contacts)
            return false;
        var addresses = contacts.Where(contact => (string?)contact?["system"] == "email").ToList();
        foreach (var address in addresses)
            contacts.Remove(address);
        if (contacts.Count == 0)
            resource.Remove("telecom");
        return addresses.Count > 0;
    }
}
