using System.Collections.Immutable;
using System.Text;
using System.Text.Json.Nodes;
using Portal.Grains.Interfaces;
using Portal.Grains.Interfaces.Access;
using Portal.Grains.Interfaces.Records;
using Portal.Grains.Interfaces.Records.Search;
using Portal.Grains.Interfaces.Records.Subscriptions;
using Portal.WebFront.Records.Rest;

namespace Portal.WebFront.Records.Subscriptions;

/// <summary>Topic-based Subscriptions by the R5 backport: create, read, update, delete and search. Everybody finds the own ones.</summary>
internal static class SubscriptionEndpoints
{
    public const string Type = "Subscription";
    private static readonly string[] _reading = [HttpMethods.Get, HttpMethods.Head];

    public static void MapSubscriptions(this IEndpointRouteBuilder routes)
    {
        routes.MapPost(Type, Create).DisableAntiforgery();
        routes.MapMethods(Type, _reading, Search);
        routes.MapPost(Type + "/_search", SearchByPost).DisableAntiforgery();
        routes.MapMethods(Type + "/{id}", _reading, Read);
        routes.MapPut(Type + "/{id}", Update).DisableAntiforgery();
        routes.MapDelete(Type + "/{id}", Delete).DisableAntiforgery();
        routes.MapSubscriptionOperations();
        routes.MapTopics();
    }

    /// <summary>
    /// POST /Subscription: 201 with Location; a rest-hook is <c>requested</c> until its endpoint has taken a handshake. 403 for
    /// whom it is not, or when the scopes do not reach the topic, 422 with the element for what would not be done.
    /// </summary>
    private static Task<IResult> Create(HttpContext context, string practice, IGrainFactory grains, TimeProvider time) =>
        Serve(context, practice, ResourceRights.Create, (_, format) => Save(context, practice, null, grains, time, format));

    /// <summary>PUT /Subscription/{id}: as POST, for one that there is; with <c>If-Match</c> only over that version, else 412.</summary>
    private static Task<IResult> Update(HttpContext context, string practice, string id, IGrainFactory grains, TimeProvider time) =>
        Serve(context, practice, ResourceRights.Update, (_, format) => Save(context, practice, id, grains, time, format));

    /// <summary>DELETE /Subscription/{id}: 204; from then on 404, with its events.</summary>
    private static Task<IResult> Delete(HttpContext context, string practice, string id, IGrainFactory grains) =>
        Serve(context, practice, ResourceRights.Delete, async (_, _) =>
            Grain(grains, practice, id) is { } subscription && (await subscription.Delete()).Succeeded ? Results.NoContent() : NotFound(id));

    /// <summary>GET /Subscription/{id}. What its headers hold is not given out.</summary>
    private static Task<IResult> Read(HttpContext context, string practice, string id, IGrainFactory grains) =>
        Serve(context, practice, ResourceRights.Read, async (_, format) =>
            Grain(grains, practice, id) is { } subscription && await subscription.View() is { } view ? new ResourceAnswer(Served(view), format) : NotFound(id));

    /// <summary>GET /Subscription: the caller's own, by <c>_id</c>, <c>status</c>, <c>type</c>, <c>url</c>, <c>criteria</c> or <c>topic</c>.</summary>
    private static Task<IResult> Search(HttpContext context, string practice, IGrainFactory grains) =>
        Find(context, practice, context.Request.Query, grains);

    /// <summary>POST /Subscription/_search: as GET, with the parameters in the form as well.</summary>
    private static async Task<IResult> SearchByPost(HttpContext context, string practice, IGrainFactory grains)
    {
        if (!context.Request.HasFormContentType)
            return new FhirRefusal(StatusCodes.Status415UnsupportedMediaType, "not-supported", "Send application/x-www-form-urlencoded.").Answer();
        return await Find(context, practice, [.. context.Request.Query, .. await context.Request.ReadFormAsync(context.RequestAborted)], grains);
    }

    /// <summary>The caller's own, in the order of their ids.</summary>
    public static async Task<ImmutableArray<SubscriptionView>> Own(IGrainFactory grains, string practice, Caller caller)
    {
        ImmutableArray<string> ids;
        using (CallerScope.Use(Caller.System(practice)))
            ids = await grains.GetGrain<ISubscriptionRosterGrain>(GrainKey.For(practice, ISubscriptionRosterGrain.Id)).Of(SubscriberName.Of(caller));
        var views = await Task.WhenAll(ids.Select(id => grains.GetGrain<ISubscriptionGrain>(GrainKey.For(practice, id)).View()));
        return [.. views.OfType<SubscriptionView>()];
    }

    public static ISubscriptionGrain? Grain(IGrainFactory grains, string practice, string id) =>
        RecordId.IsFhirId(id) && GrainKey.TryParse($"{practice}/{id}", out var key) ? grains.GetGrain<ISubscriptionGrain>(key.ToString()) : null;

    public static IResult NotFound(string id) => FhirRefusal.NotFound(Type, id).Answer();

    /// <summary>Runs the request on behalf of its caller, if the token's scopes let it do so with Subscriptions.</summary>
    public static async Task<IResult> Serve(HttpContext context, string practice, ResourceRights right, Func<Caller, FhirFormat, Task<IResult>> serve)
    {
        var (caller, stranger) = FhirCaller.Of(context, practice);
        if (caller is null)
            return stranger!.Answer();
        if (!FhirFormat.TryRead(context.Request, out var format, out var refusal))
            return refusal.Answer();
        if (caller.Scope is { } scope && !ResourceScope.Allow(ResourceScope.In(scope), right, Type, []))
            return new FhirRefusal(StatusCodes.Status403Forbidden, "forbidden", $"The token's scopes do not let it do this with a {Type}.").Answer();
        using var scoped = CallerScope.Use(caller);
        return await serve(caller, format);
    }

    private static async Task<IResult> Save(HttpContext context, string practice, string? id, IGrainFactory grains, TimeProvider time, FhirFormat format)
    {
        if (id is not null && Grain(grains, practice, id) is null)
            return NotFound(id);
        var (version, unclear) = FhirWrite.Version(context.Request, Type);
        if (unclear is not null)
            return unclear.Answer();
        var (entry, refusal) = await ResourceBody.Read(context, Type, id);
        if (entry is null)
            return refusal!.Answer();
        if (!entry.Problems.IsEmpty)
            return WriteAnswer.Refused(entry.Problems);
        var address = FhirAddress.Of(context, practice);
        var resource = JsonNode.Parse(entry.Json.GetRawText())!.AsObject();
        var (draft, problems) = new SubscriptionReader(address, time.GetUtcNow()).Read(resource, isNew: id is null);
        if (draft is null)
            return WriteAnswer.Refused(problems);
        var token = context.RequestServices.GetRequiredService<BridgeTokens>().Fingerprint(practice);
        var saved = await Grain(grains, practice, entry.Id)!.Save(new(draft, address, id is null, version, token));
        if (!saved.Succeeded)
            return Refused(saved.Problems[0], entry.Id);
        var served = Served(saved.Value);
        context.Response.Headers.ETag = $"W/\"{served.Version}\"";
        context.Response.Headers.Location = $"{address}/{Type}/{served.Id}";
        context.Response.GetTypedHeaders().LastModified = served.LastUpdated;
        return new WrittenAnswer(served, format, id is null ? StatusCodes.Status201Created : StatusCodes.Status200OK);
    }

    private static IResult Refused(Problem problem, string id) => problem.Code switch
    {
        "subscription.unknown" => NotFound(id),
        "subscription.other_version" => new FhirRefusal(StatusCodes.Status412PreconditionFailed, "conflict", problem.Message, "If-Match").Answer(),
        "subscription.not_for_them" or "subscription.out_of_reach" =>
            new FhirRefusal(StatusCodes.Status403Forbidden, "forbidden", problem.Message, problem.Field ?? "").Answer(),
        "subscription.too_many" => new FhirRefusal(StatusCodes.Status422UnprocessableEntity, "too-costly", problem.Message).Answer(),
        _ => new FhirRefusal(StatusCodes.Status422UnprocessableEntity, "value", problem.Message, problem.Field ?? "").Answer(),
    };

    private static Task<IResult> Find(
        HttpContext context, string practice, IEnumerable<KeyValuePair<string, Microsoft.Extensions.Primitives.StringValues>> parameters, IGrainFactory grains) =>
        Serve(context, practice, ResourceRights.Search, async (caller, format) =>
        {
            var strict = SearchRequest.IsStrict(context.Request);
            var (search, refusal) = SubscriptionSearch.Read(parameters, strict);
            if (search is null)
                return refusal!.Answer();
            var found = (await Own(grains, practice, caller)).Where(search.Fits).Select(Served).ToList();
            var address = FhirAddress.Of(context, practice);
            return new BundleAnswer
            {
                Type = "searchset",
                Base = address,
                Format = format,
                Matches = search.CountOnly ? [] : found,
                Total = found.Count,
                Self = search.Link($"{address}/{Type}"),
            };
        });

    private static ServedResource Served(SubscriptionView view) => new()
    {
        Type = Type,
        Id = view.Id,
        Version = view.Version,
        LastUpdated = view.LastUpdated,
        Json = Encoding.UTF8.GetBytes(view.Json),
    };
}
