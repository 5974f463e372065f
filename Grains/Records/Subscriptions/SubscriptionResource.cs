using System.Globalization;
using System.Text.Json.Nodes;
using Portal.Grains.Documents;
using Portal.Grains.Records.Search;

namespace Portal.Grains.Records.Subscriptions;

/// <summary>The Subscription as it is served: as it came, with where it stands, and without what is secret.</summary>
internal static class SubscriptionResource
{
    public static string Of(string id, SubscriptionState state)
    {
        var json = JsonNode.Parse(state.Draft!.Json)!.AsObject();
        json["id"] = id;
        var meta = json["meta"] as JsonObject ?? [];
        meta["versionId"] = state.VersionId.ToString(CultureInfo.InvariantCulture);
        meta["lastUpdated"] = DocumentJson.TextOf(state.LastUpdated);
        json.Remove("meta");
        json["meta"] = meta;
        json["status"] = SubscriptionNotice.Word(state.Status);
        if (state.Reason is { } reason)
            json["error"] = reason;
        return json.ToJsonString(ServedJson.Options);
    }
}
