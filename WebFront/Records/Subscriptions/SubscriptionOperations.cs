using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Primitives;
using Portal.Grains.Interfaces.Access;
using Portal.Grains.Interfaces.Records.Subscriptions;
using Portal.WebFront.Records.Export;
using Portal.WebFront.Records.Rest;

namespace Portal.WebFront.Records.Subscriptions;

/// <summary>Operations on Subscriptions: where they stand, what happened, and tokens for sockets.</summary>
internal static class SubscriptionOperations
{
    /// <summary>Where the operations are defined; their names follow.</summary>
    public const string Definitions = "http://hl7.org/fhir/uv/subscriptions-backport/OperationDefinition/backport-subscription-";

    /// <summary>The operations.</summary>
    public static readonly ImmutableArray<string> Names = ["status", "events", "get-ws-binding-token"];

    private const string Type = SubscriptionEndpoints.Type;
    private static readonly string[] _methods = [HttpMethods.Get, HttpMethods.Head, HttpMethods.Post];

    public static void MapSubscriptionOperations(this IEndpointRouteBuilder routes)
    {
        routes.MapMethods(Type + "/$status", _methods, StatusOfAll).DisableAntiforgery();
        routes.MapMethods(Type + "/{id}/$status", _methods, Status).DisableAntiforgery();
        routes.MapMethods(Type + "/{id}/$events", _methods, Events).DisableAntiforgery();
        routes.MapMethods(Type + "/$get-ws-binding-token", _methods, TokenForAll).DisableAntiforgery();
        routes.MapMethods(Type + "/{id}/$get-ws-binding-token", _methods, Token).DisableAntiforgery();
        routes.MapGet(SubscriptionSockets.Path, SubscriptionSockets.Open);
    }

    /// <summary>The websocket address of a practice.</summary>
    public static string SocketUrl(string address) => $"ws{address["http".Length..]}/{SubscriptionSockets.Path}";

    /// <summary>GET or POST /Subscription/$status: the SubscriptionStatus of the caller's own, or of those by <c>id</c> and <c>status</c>.</summary>
    private static Task<IResult> StatusOfAll(HttpContext context, string practice, IGrainFactory grains) =>
        WithParameters(context, practice, async (caller, parameters, format) =>
        {
            var (ids, words) = (Values(parameters, "id"), Values(parameters, "status"));
            var own = (await SubscriptionEndpoints.Own(grains, practice, caller))
                .Where(view => (ids.IsEmpty || ids.Contains(view.Id)) && (words.IsEmpty || words.Contains(JsonNode.Parse(view.Json)!["status"]!.GetValue<string>())));
            return await Statuses(grains, practice, own.Select(view => view.Id), format);
        });

    /// <summary>GET or POST /Subscription/{id}/$status: where it stands, as a Bundle with one Parameters.</summary>
    private static Task<IResult> Status(HttpContext context, string practice, string id, IGrainFactory grains) =>
        SubscriptionEndpoints.Serve(context, practice, ResourceRights.Read, async (_, format) =>
            SubscriptionEndpoints.Grain(grains, practice, id) is { } subscription && await subscription.View() is not null
                ? await Statuses(grains, practice, [id], format)
                : SubscriptionEndpoints.NotFound(id));

    /// <summary>
    /// GET or POST /Subscription/{id}/$events: events that happened before, by <c>eventsSinceNumber</c> and
    /// <c>eventsUntilNumber</c>, with <c>content</c> at most as the subscription has it. A page of them, from the first.
    /// </summary>
    private static Task<IResult> Events(HttpContext context, string practice, string id, IGrainFactory grains) =>
        WithParameters(context, practice, async (_, parameters, format) =>
        {
            if (!TryRead(parameters, "eventsSinceNumber", out var since))
                return FhirRefusal.BadValue("eventsSinceNumber", "eventsSinceNumber is the number of the first event.").Answer();
            if (!TryRead(parameters, "eventsUntilNumber", out var until) || until < since)
                return FhirRefusal.BadValue("eventsUntilNumber", "eventsUntilNumber is the number of the last event, and not below that of the first.").Answer();
            NoticeContent? content = Values(parameters, "content") switch
            {
                ["empty"] => NoticeContent.Empty,
                ["id-only"] => NoticeContent.IdOnly,
                _ => null,
            };
            return SubscriptionEndpoints.Grain(grains, practice, id) is { } subscription && await subscription.Events(since ?? 1, until, content) is { } notice
                ? new TextAnswer(JsonNode.Parse(notice)!.AsObject(), format, cut: false)
                : SubscriptionEndpoints.NotFound(id);
        });

    /// <summary>GET or POST /Subscription/$get-ws-binding-token: for all of the caller's own with a websocket, or for those by <c>id</c>.</summary>
    private static Task<IResult> TokenForAll(HttpContext context, string practice, IGrainFactory grains, SubscriptionTokens tokens) =>
        WithParameters(context, practice, async (caller, parameters, format) =>
        {
            var ids = Values(parameters, "id");
            var own = await SubscriptionEndpoints.Own(grains, practice, caller);
            if (ids.FirstOrDefault(id => own.All(view => view.Id != id)) is { } unknown)
                return SubscriptionEndpoints.NotFound(unknown);
            return Drawn(context, practice, own.Where(view => ids.IsEmpty || ids.Contains(view.Id)), tokens, format);
        });

    /// <summary>GET or POST /Subscription/{id}/$get-ws-binding-token: a token with which a socket is bound to it, once.</summary>
    private static Task<IResult> Token(HttpContext context, string practice, string id, IGrainFactory grains, SubscriptionTokens tokens) =>
        SubscriptionEndpoints.Serve(context, practice, ResourceRights.Read, async (_, format) =>
            SubscriptionEndpoints.Grain(grains, practice, id) is { } subscription && await subscription.View() is { } view
                ? Drawn(context, practice, [view], tokens, format)
                : SubscriptionEndpoints.NotFound(id));

    private static IResult Drawn(HttpContext context, string practice, IEnumerable<SubscriptionView> views, SubscriptionTokens tokens, FhirFormat format)
    {
        var ids = views.Where(view => view is { Channel: NoticeChannel.Socket, Status: not SubscriptionStatus.Off }).Select(view => view.Id).ToImmutableArray();
        if (ids.IsEmpty)
            return new FhirRefusal(StatusCodes.Status422UnprocessableEntity, "not-supported", "There is no such subscription with a websocket that is not off.", "id").Answer();
        var (token, until) = tokens.Draw(practice, ids);
        var parameters = new JsonArray(
            Parameter("token", "valueString", token), Parameter("expiration", "valueDateTime", FhirInstant.Of(until)));
        foreach (var id in ids)
            parameters.Add(Parameter("subscription", "valueString", id));
        parameters.Add(Parameter("websocket-url", "valueUrl", SocketUrl(FhirAddress.Of(context, practice))));
        return new TextAnswer(new JsonObject { ["resourceType"] = "Parameters", ["parameter"] = parameters }, format);
    }

    private static async Task<IResult> Statuses(IGrainFactory grains, string practice, IEnumerable<string> ids, FhirFormat format)
    {
        var statuses = await Task.WhenAll(ids.Select(id => SubscriptionEndpoints.Grain(grains, practice, id)!.Status()));
        var entries = statuses.OfType<string>().Select(text => JsonNode.Parse(text)!).Select(status => (JsonNode)new JsonObject
        {
            ["fullUrl"] = $"urn:uuid:{status["id"]}",
            ["resource"] = status,
            ["search"] = new JsonObject { ["mode"] = "match" },
        }).ToArray();
        var bundle = new JsonObject { ["resourceType"] = "Bundle", ["type"] = "searchset", ["total"] = entries.Length };
        if (entries.Length > 0)
            bundle["entry"] = new JsonArray(entries);
        return new TextAnswer(bundle, format, cut: false);
    }

    private static Task<IResult> WithParameters(
        HttpContext context, string practice, Func<Caller, IReadOnlyList<KeyValuePair<string, StringValues>>, FhirFormat, Task<IResult>> operation) =>
        SubscriptionEndpoints.Serve(context, practice, ResourceRights.Read, async (caller, format) =>
        {
            var (parameters, refusal) = await ExportParameters.Read(context);
            return parameters is null ? refusal!.Answer() : await operation(caller, parameters, format);
        });

    private static ImmutableArray<string> Values(IEnumerable<KeyValuePair<string, StringValues>> parameters, string name) =>
        [.. parameters.Where(parameter => parameter.Key == name).SelectMany(parameter => parameter.Value.OfType<string>()).SelectMany(value => value.Split(',')).Where(value => value.Length > 0)];

    private static bool TryRead(IEnumerable<KeyValuePair<string, StringValues>> parameters, string name, out long? number)
    {
        number = null;
        switch (Values(parameters, name))
        {
            case []:
                return true;
            case [var text] when long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var read):
                number = read;
                return true;
            default:
                return false;
        }
    }

    private static JsonObject Parameter(string name, string type, string value) => new() { ["name"] = name, [type] = value };
}
