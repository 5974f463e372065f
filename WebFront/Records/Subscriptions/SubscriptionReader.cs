using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.WebUtilities;
using Portal.Grains.Interfaces.Records;
using Portal.Grains.Interfaces.Records.Search;
using Portal.Grains.Interfaces.Records.Subscriptions;
using Portal.WebFront.Records.Rest;

namespace Portal.WebFront.Records.Subscriptions;

/// <summary>Reads what a Subscription by the R5 backport asks for. Everything that would not be done is refused, with the element.</summary>
/// <param name="address">The practice's FHIR address.</param>
/// <param name="now">The time.</param>
internal sealed class SubscriptionReader(string address, DateTimeOffset now)
{
    public const string Profiles = "http://hl7.org/fhir/uv/subscriptions-backport/StructureDefinition/";
    private const string Json = "application/fhir+json";
    private const string Xml = "application/fhir+xml";

    private static readonly (string Name, string Value, int Least, int Most)[] _numbers =
    [
        ("backport-heartbeat-period", "valueUnsignedInt", SubscriptionLimits.ShortestHeartbeat, SubscriptionLimits.LongestHeartbeat),
        ("backport-timeout", "valueUnsignedInt", 1, SubscriptionLimits.LongestTimeout),
        ("backport-max-count", "valuePositiveInt", 1, SubscriptionLimits.MostEventsAtOnce),
    ];

    private readonly ImmutableArray<ImportProblem>.Builder _problems = ImmutableArray.CreateBuilder<ImportProblem>();

    /// <param name="resource">A Subscription without faults of structure. It is changed: what is secret is taken out.</param>
    /// <param name="isNew">Whether it is to be made.</param>
    /// <returns>What is asked for, or everything that stands in the way.</returns>
    public (SubscriptionDraft? Draft, ImmutableArray<ImportProblem> Problems) Read(JsonObject resource, bool isNew)
    {
        if (resource.ToJsonString(ResourceText.Plain).Length > SubscriptionLimits.Resource)
            Refuse("Subscription", "The resource is too large.", $"It has {SubscriptionLimits.Resource} characters at most.");
        var status = InputReader.Text(resource, "status");
        if (isNew && status is not "requested")
            Refuse("Subscription.status", "A Subscription is made with the status requested.", "The portal sets it to active.");
        var topic = Topic(resource);
        var channel = resource["channel"] as JsonObject ?? [];
        var way = Way(channel);
        var isHook = way is NoticeChannel.Hook;
        var numbers = Numbers(channel);
        var draft = new SubscriptionDraft
        {
            Topic = topic?.Id ?? "",
            Filters = topic is null ? [] : Filters(resource, topic),
            Channel = way ?? NoticeChannel.Socket,
            Endpoint = way is null ? "" : Endpoint(channel, isHook),
            Headers = way is null ? [] : Headers(channel, isHook),
            Content = Content(channel),
            Xml = InputReader.Text(channel, "payload") is Xml ? true : null,
            Heartbeat = numbers[0],
            Timeout = numbers[1],
            MaxCount = numbers[2],
            End = End(resource),
            Off = status is "off",
        };
        return _problems.Count > 0 ? (null, _problems.ToImmutable()) : (draft with { Json = Served(resource) }, []);
    }

    private SubscriptionTopic? Topic(JsonObject resource)
    {
        var criteria = InputReader.Text(resource, "criteria");
        var topic = SubscriptionTopic.All.FirstOrDefault(topic => topic.Url(address) == criteria);
        if (topic is null)
            Refuse("Subscription.criteria", "The criteria are no topic of this portal.", $"There are {string.Join(" and ", SubscriptionTopic.All.Select(topic => topic.Url(address)))}.");
        return topic;
    }

    private ImmutableArray<SearchFilter> Filters(JsonObject resource, SubscriptionTopic topic)
    {
        var filters = ImmutableArray.CreateBuilder<SearchFilter>();
        foreach (var (extension, index) in Extensions(resource["_criteria"]).Select((extension, index) => (extension, index)))
            filters.AddRange(Filter(extension, topic, $"Subscription.criteria.extension[{index}]"));
        if (filters.Count > SubscriptionLimits.Filters)
            Refuse("Subscription.criteria.extension", "There are too many filters.", $"A Subscription has {SubscriptionLimits.Filters} at most.");
        return filters.ToImmutable();
    }

    /// <summary>A filter that was only half understood would tell more than was asked for.</summary>
    private ImmutableArray<SearchFilter> Filter(JsonObject extension, SubscriptionTopic topic, string place)
    {
        if (InputReader.Text(extension, "url") != Profiles + "backport-filter-criteria" || InputReader.Text(extension, "valueString") is not { } text)
            return Refuse(place, "This does not narrow the criteria.", "They are narrowed by backport-filter-criteria with a valueString.");
        if (text.Split('?', 2) is not [var type, var query] || type != topic.Type)
            return Refuse(place, "The filter is none of this topic.", $"It is a search of {topic.Type}, such as {topic.Type}?patient=Patient/123.");
        var parameters = QueryHelpers.ParseQuery(query);
        if (parameters.Count == 0 || parameters.Keys.Any(name => !topic.Filters.Contains(name.Split(':')[0])))
            return Refuse(place, "The filter is by something that this topic cannot be filtered by.", $"There are {string.Join(", ", topic.Filters)}.");
        if (SearchRequest.WithoutValue(parameters) is { } empty)
            return Refuse(place, $"The filter has no value for {empty}.", "Give it one, or leave it out.");
        var (search, refusal) = SearchRequest.Read(topic.Type, address, parameters, strict: true);
        return search is { Search.Filters.IsEmpty: false } ? search.Search.Filters : Refuse(place, "The filter cannot be read.", refusal?.Text ?? "Give it a value.");
    }

    private NoticeChannel? Way(JsonObject channel)
    {
        const string place = "Subscription.channel.type";
        if (Extensions(channel["_type"]).Any())
            Refuse($"{place}.extension", "Channels of one's own are not supported.", "Leave the extension out.");
        switch (InputReader.Text(channel, "type"))
        {
            case "rest-hook":
                return NoticeChannel.Hook;
            case "websocket":
                return NoticeChannel.Socket;
            default:
                Refuse(place, "This channel is not supported.", "Channels are rest-hook and websocket.");
                return null;
        }
    }

    private string Endpoint(JsonObject channel, bool isHook)
    {
        const string place = "Subscription.channel.endpoint";
        var endpoint = InputReader.Text(channel, "endpoint") ?? "";
        if (!isHook && endpoint.Length > 0)
            Refuse(place, "A websocket has no endpoint: the subscriber opens it.", "Leave the endpoint out.");
        if (isHook && endpoint.Length == 0)
            Refuse(place, "A rest-hook needs an endpoint.", "Give the address that notices are posted to.");
        if (endpoint.Length > SubscriptionLimits.Endpoint)
            Refuse(place, "The endpoint is too long.", $"It has {SubscriptionLimits.Endpoint} characters at most.");
        return endpoint;
    }

    private ImmutableArray<string> Headers(JsonObject channel, bool isHook)
    {
        const string place = "Subscription.channel.header";
        var headers = HeadersIn(channel);
        if (headers.Length > (isHook ? SubscriptionLimits.Headers : 0))
            Refuse(place, "There are too many headers.", $"A rest-hook has {SubscriptionLimits.Headers} at most, a websocket none.");
        for (var index = 0; index < headers.Length; index++)
        {
            if (!IsHeader(headers[index]))
                Refuse($"{place}[{index}]", "This header cannot be sent.", $"A header is Authorization: value, or X-Name: value, of {SubscriptionLimits.Header} visible characters at most.");
        }

        return headers;
    }

    /// <summary>Others would change what is sent, or to whom.</summary>
    private static bool IsHeader(string header) =>
        header.Length <= SubscriptionLimits.Header
        && header.All(character => character is >= ' ' and <= '~')
        && header.Split(':', 2) is [var name, var value]
        && value.Trim().Length > 0
        && name.All(character => char.IsAsciiLetterOrDigit(character) || character is '-')
        && (name.Equals("Authorization", StringComparison.OrdinalIgnoreCase) || (name.StartsWith("X-", StringComparison.OrdinalIgnoreCase) && name.Length > 2));

    private NoticeContent Content(JsonObject channel)
    {
        if (InputReader.Text(channel, "payload") is not (Json or Xml))
            Refuse("Subscription.channel.payload", "Notices of this kind are not made.", $"They are {Json} or {Xml}.");
        var content = Extensions(channel["_payload"]).FirstOrDefault(extension => InputReader.Text(extension, "url") == Profiles + "backport-payload-content");
        switch (content is null ? null : InputReader.Text(content, "valueCode"))
        {
            case "id-only":
                return NoticeContent.IdOnly;
            case "full-resource":
                return NoticeContent.FullResource;
            case "empty":
                break;
            default:
                Refuse("Subscription.channel.payload.extension", "It is not said how much a notice holds.", "backport-payload-content is empty, id-only or full-resource.");
                break;
        }

        return NoticeContent.Empty;
    }

    /// <summary>Heartbeat, timeout and count.</summary>
    private int?[] Numbers(JsonObject channel)
    {
        var found = new int?[_numbers.Length];
        foreach (var (extension, index) in Extensions(channel).Select((extension, index) => (extension, index)))
        {
            var place = $"Subscription.channel.extension[{index}]";
            var which = Array.FindIndex(_numbers, known => InputReader.Text(extension, "url") == Profiles + known.Name);
            if (which < 0)
            {
                Refuse(place, "This extension of the channel is not supported.", $"There are {string.Join(", ", _numbers.Select(known => known.Name))}.");
                continue;
            }

            var (name, element, least, most) = _numbers[which];
            if (extension[element] is JsonValue value && value.TryGetValue<int>(out var number) && number >= least && number <= most)
                found[which] = number;
            else
                Refuse(place, $"{name} cannot be this.", $"It is a {element} of {least} to {most}.");
        }

        return found;
    }

    private DateTimeOffset? End(JsonObject resource)
    {
        if (InputReader.Text(resource, "end") is not { } text)
            return null;
        if (DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var end) && end > now)
            return end.ToUniversalTime();
        Refuse("Subscription.end", "The end is over already.", "Give a time that is still to come, or none.");
        return null;
    }

    /// <summary>As it is given out again.</summary>
    private static string Served(JsonObject resource)
    {
        resource.Remove("status");
        resource.Remove("_status");
        resource.Remove("error");
        if (resource["channel"] is JsonObject channel && channel["header"] is JsonArray)
            channel["header"] = new JsonArray([.. HeadersIn(channel).Select(header => (JsonNode)$"{header.Split(':')[0]}: {SubscriptionDraft.Kept}")]);
        return resource.ToJsonString(ResourceText.Plain);
    }

    private static ImmutableArray<string> HeadersIn(JsonObject channel) =>
        [.. (channel["header"] as JsonArray ?? []).Select(header => header?.GetValue<string>() ?? "")];

    private static IEnumerable<JsonObject> Extensions(JsonNode? element) => ((element as JsonObject)?["extension"] as JsonArray ?? []).OfType<JsonObject>();

    /// <returns>Nothing, for whoever has nothing to go on with.</returns>
    private ImmutableArray<SearchFilter> Refuse(string place, string reason, string advice)
    {
        _problems.Add(new(place, "subscription.not_taken", reason, advice));
        return [];
    }
}
