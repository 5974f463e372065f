using System.Text.Json.Nodes;

namespace Portal.WebFront.Tests.Records.Subscriptions;

/// <summary>Subscriptions as their subscribers write them.</summary>
internal static class SubscriptionJson
{
    public const string Profiles = "http://hl7.org/fhir/uv/subscriptions-backport/StructureDefinition/";

    public static JsonObject Hook(string fhir, string endpoint, string topic = "appointment-change", string content = "id-only", string? filter = null)
    {
        var subscription = Bare(fhir, topic, "rest-hook", content, filter);
        subscription["channel"]!["endpoint"] = endpoint;
        return subscription;
    }

    public static JsonObject Socket(string fhir, string topic = "appointment-change", string content = "id-only", int? heartbeat = null)
    {
        var subscription = Bare(fhir, topic, "websocket", content, null);
        if (heartbeat is { } seconds)
            subscription["channel"]!["extension"] = new JsonArray(new JsonObject { ["url"] = Profiles + "backport-heartbeat-period", ["valueUnsignedInt"] = seconds });
        return subscription;
    }

    private static JsonObject Bare(string fhir, string topic, string channel, string content, string? filter)
    {
        var subscription = new JsonObject
        {
            ["resourceType"] = "Subscription",
            ["meta"] = new JsonObject { ["profile"] = new JsonArray(Profiles + "backport-subscription") },
            ["status"] = "requested",
            ["reason"] = "A test",
            ["criteria"] = $"{fhir}/SubscriptionTopic/{topic}",
            ["channel"] = new JsonObject
            {
                ["type"] = channel,
                ["payload"] = "application/fhir+json",
                ["_payload"] = Extended("backport-payload-content", "valueCode", content),
            },
        };
        if (filter is not null)
            subscription["_criteria"] = Extended("backport-filter-criteria", "valueString", filter);
        return subscription;
    }

    private static JsonObject Extended(string name, string type, string value) =>
        new() { ["extension"] = new JsonArray(new JsonObject { ["url"] = Profiles + name, [type] = value }) };
}
