using System.Text.Json.Nodes;

namespace Portal.WebFront.Apps;

/// <summary>What the CapabilityStatement says of security: SMART on FHIR, and where.</summary>
internal static class SmartSecurity
{
    private const string Uris = "http://fhir-registry.smarthealthit.org/StructureDefinition/oauth-uris";

    /// <param name="address">The practice's FHIR address.</param>
    public static JsonObject Of(string address)
    {
        var root = address[..^"fhir/R4".Length];
        return new()
        {
            ["extension"] = new JsonArray(new JsonObject
            {
                ["url"] = Uris,
                ["extension"] = new JsonArray(
                    Address("authorize", root + SmartServer.Authorize),
                    Address("token", root + SmartServer.Token),
                    Address("introspect", root + SmartServer.Introspect),
                    Address("revoke", root + SmartServer.Revoke),
                    Address("manage", root + "account/apps")),
            }),
            ["cors"] = true,
            ["service"] = new JsonArray(new JsonObject
            {
                ["coding"] = new JsonArray(new JsonObject
                {
                    ["system"] = "http://terminology.hl7.org/CodeSystem/restful-security-service",
                    ["code"] = "SMART-on-FHIR",
                }),
                ["text"] = "OAuth2 using SMART on FHIR",
            }),
        };
    }

    private static JsonObject Address(string name, string address) => new() { ["url"] = name, ["valueUri"] = address };
}
