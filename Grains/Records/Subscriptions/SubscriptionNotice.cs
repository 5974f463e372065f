using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;
using Portal.Grains.Documents;
using Portal.Grains.Interfaces.Records.Search;
using Portal.Grains.Interfaces.Records.Subscriptions;
using Portal.Grains.Records.Search;

namespace Portal.Grains.Records.Subscriptions;

/// <summary>Notices as FHIR: a Bundle of the type history, which begins with the SubscriptionStatus as Parameters.</summary>
/// <param name="id">The subscription's id.</param>
/// <param name="state">Where it stands.</param>
internal sealed class SubscriptionNotice(string id, SubscriptionState state)
{
    private const string Profiles = "http://hl7.org/fhir/uv/subscriptions-backport/StructureDefinition/";

    /// <summary>A whole notice.</summary>
    /// <param name="kind">Which.</param>
    /// <param name="events">Its events.</param>
    /// <param name="resources">What the subscriber may have of their resources, by reference.</param>
    /// <param name="content">How much of them.</param>
    /// <param name="now">The time.</param>
    public string Bundle(
        NoticeKind kind, ImmutableArray<SubscriptionEvent> events, IReadOnlyDictionary<string, ServedResource> resources, NoticeContent content, DateTimeOffset now)
    {
        var told = content is NoticeContent.Empty ? [] : events.Where(one => resources.ContainsKey(one.Change.Reference())).ToList();
        var status = Status(kind, content, events, told);
        var bundle = new JsonObject
        {
            ["resourceType"] = "Bundle",
            ["id"] = NewId(),
            ["meta"] = Profile("backport-subscription-notification-r4"),
            ["type"] = "history",
            ["timestamp"] = DocumentJson.TextOf(now),
            ["entry"] = new JsonArray(
            [
                new JsonObject
                {
                    ["fullUrl"] = $"urn:uuid:{status["id"]}",
                    ["resource"] = status,
                    ["request"] = new JsonObject { ["method"] = "GET", ["url"] = $"Subscription/{id}/$status" },
                    ["response"] = new JsonObject { ["status"] = "200" },
                },
                .. told.Select(one => (JsonNode)Entry(one, resources[one.Change.Reference()], content)),
            ]),
        };
        return bundle.ToJsonString(ServedJson.Options);
    }

    /// <summary>Where the subscription stands.</summary>
    public string Status() => Status(NoticeKind.QueryStatus, state.Draft?.Content ?? NoticeContent.Empty, [], []).ToJsonString(ServedJson.Options);

    private JsonObject Status(NoticeKind kind, NoticeContent content, ImmutableArray<SubscriptionEvent> events, IReadOnlyCollection<SubscriptionEvent> told)
    {
        var parameters = new JsonArray(
            Parameter("subscription", "valueReference", new JsonObject { ["reference"] = $"{state.Address}/Subscription/{id}" }));
        // An empty notice is to say nothing, not even of what.
        if (content is not NoticeContent.Empty && SubscriptionTopic.Find(state.Draft?.Topic ?? "") is { } topic)
            parameters.Add(Parameter("topic", "valueCanonical", topic.Url(state.Address)));
        parameters.Add(Parameter("status", "valueCode", Word(state.Status)));
        parameters.Add(Parameter("type", "valueCode", Word(kind)));
        parameters.Add(Parameter("events-since-subscription-start", "valueString", Text(state.Events)));
        foreach (var one in events)
            parameters.Add(new JsonObject { ["name"] = "notification-event", ["part"] = Parts(one, told.Contains(one)) });
        if (state.Reason is { } reason)
            parameters.Add(Parameter("error", "valueCodeableConcept", new JsonObject { ["text"] = reason }));
        return new() { ["resourceType"] = "Parameters", ["id"] = NewId(), ["meta"] = Profile("backport-subscription-status-r4"), ["parameter"] = parameters };
    }

    private JsonArray Parts(SubscriptionEvent one, bool isTold)
    {
        var parts = new JsonArray(
            Parameter("event-number", "valueString", Text(one.Number)), Parameter("timestamp", "valueInstant", DocumentJson.TextOf(one.Change.At)));
        if (isTold)
            parts.Add(Parameter("focus", "valueReference", new JsonObject { ["reference"] = $"{state.Address}/{one.Change.Reference()}" }));
        return parts;
    }

    private JsonObject Entry(SubscriptionEvent one, ServedResource resource, NoticeContent content)
    {
        var isNew = one.Change.Version == 1;
        var entry = new JsonObject { ["fullUrl"] = $"{state.Address}/{one.Change.Reference()}" };
        if (content is NoticeContent.FullResource)
            entry["resource"] = JsonNode.Parse(resource.Json);
        entry["request"] = new JsonObject { ["method"] = isNew ? "POST" : "PUT", ["url"] = isNew ? one.Change.Type : one.Change.Reference() };
        entry["response"] = new JsonObject { ["status"] = isNew ? "201" : "200" };
        return entry;
    }

    public static string Word(SubscriptionStatus status) => status switch
    {
        SubscriptionStatus.Requested => "requested",
        SubscriptionStatus.Active => "active",
        SubscriptionStatus.Error => "error",
        _ => "off",
    };

    private static string Word(NoticeKind kind) => kind switch
    {
        NoticeKind.Handshake => "handshake",
        NoticeKind.Heartbeat => "heartbeat",
        NoticeKind.Event => "event-notification",
        NoticeKind.QueryStatus => "query-status",
        _ => "query-event",
    };

    private static JsonObject Profile(string name) => new() { ["profile"] = new JsonArray(Profiles + name) };

    private static JsonObject Parameter(string name, string type, JsonNode value) => new() { ["name"] = name, [type] = value };

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static string NewId() => new Guid(System.Security.Cryptography.RandomNumberGenerator.GetBytes(16)).ToString();
}
