using System.Globalization;
using Microsoft.AspNetCore.Http.Features;
using Portal.Grains.Interfaces;
using Portal.Grains.Interfaces.Access;
using Portal.Grains.Interfaces.Records;
using Portal.Grains.Interfaces.Records.Search;
using Portal.WebFront.Access;
using Portal.WebFront.Records.AuditEvents;
using Portal.WebFront.Records.Export;
using Portal.WebFront.Records.Matching;
using Portal.WebFront.Records.Subscriptions;

namespace Portal.WebFront.Records.Rest;

/// <summary>Reading from a practice's FHIR address: read, vread, history and search.</summary>
public static class FhirRest
{
    private static readonly string[] _reading = [HttpMethods.Get, HttpMethods.Head];

    public static void MapFhirRest(this IEndpointRouteBuilder routes)
    {
        routes.MapMethods("metadata", _reading, Metadata).OfKnownPractice();
        routes.MapMethods("{type}", _reading, Search);
        routes.MapPost("{type}/_search", SearchByPost).DisableAntiforgery();
        routes.MapMethods("{type}/{id}", _reading, Read);
        routes.MapMethods("{type}/{id}/_history", _reading, History);
        routes.MapMethods("{type}/{id}/_history/{version}", _reading, ReadVersion);
        routes.MapFhirOperations();
        routes.MapPatientMatch();
        routes.MapFhirWrite();
        routes.MapExport();
        routes.MapGroups();
        routes.MapAuditEvents();
        routes.MapSubscriptions();
        routes.MapMethods("Patient/{id}/{type:regex(^[A-Z])}", _reading, Compartment);
        routes.MapMethods("{**rest}", [.. _reading, HttpMethods.Post, HttpMethods.Put, HttpMethods.Delete, HttpMethods.Patch], Nothing).DisableAntiforgery();
    }

    /// <summary>What this address can do: GET /metadata, without a token.</summary>
    private static IResult Metadata(HttpContext context, string practice) =>
        FhirFormat.TryRead(context.Request, out var format, out var refusal)
            ? new TextAnswer(Capability.Statement(FhirAddress.Of(context, practice)), format)
            : refusal.Answer();

    /// <summary>GET /{type}/{id}: the latest version. 404 unknown or not for this caller, 410 deleted, 304 unchanged.</summary>
    private static Task<IResult> Read(HttpContext context, string practice, string type, string id, IGrainFactory grains) =>
        type is "Binary" && BinaryAnswer.IsWanted(context.Request) ? Content(context, practice, id, grains) : Serve(context, practice, type, ResourceRights.Read, async (caller, format) =>
        {
            var record = await new RecordRoute(grains, practice, caller).Of(type, id);
            return One(record is null ? null : await record.Fetch(type, id), type, id, FhirRefusal.NotFound(type, id), format);
        });

    /// <summary>GET /Binary/{id} for something else than FHIR: the file itself.</summary>
    private static Task<IResult> Content(HttpContext context, string practice, string id, IGrainFactory grains) =>
        FhirGate.Serve(context, practice, caller => Refusal(caller, "Binary", ResourceRights.Read), async caller =>
        {
            var record = await new RecordRoute(grains, practice, caller).Of("Binary", id);
            return (record is null ? null : await record.Fetch("Binary", id)) switch
            {
                null => FhirRefusal.NotFound("Binary", id).Answer(),
                { Deleted: true } => FhirRefusal.Gone("Binary", id).Answer(),
                { } binary => new BinaryAnswer(binary),
            };
        });

    /// <summary>GET /{type}/{id}/_history/{version}: one version, as it was.</summary>
    private static Task<IResult> ReadVersion(HttpContext context, string practice, string type, string id, string version, IGrainFactory grains) =>
        Serve(context, practice, type, ResourceRights.Read, async (caller, format) =>
        {
            var record = await new RecordRoute(grains, practice, caller).Of(type, id);
            var found = record is not null && int.TryParse(version, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                ? await record.FetchVersion(type, id, number)
                : null;
            return One(found, type, id, FhirRefusal.NoVersion(type, id, version), format);
        });

    /// <summary>GET /{type}/{id}/_history: a page of the versions, the latest first, with <c>_since</c> and <c>_count</c>.</summary>
    private static Task<IResult> History(HttpContext context, string practice, string type, string id, IGrainFactory grains) =>
        Serve(context, practice, type, ResourceRights.Read, async (caller, format) =>
        {
            if (OperationParameters.Unknown(context.Request, HistoryRequest.Names) is { } unknown)
                return unknown.Answer();
            var (query, refusal) = HistoryRequest.Read(type, id, context.Request.Query);
            if (query is null)
                return refusal!.Answer();
            var record = await new RecordRoute(grains, practice, caller).Of(type, id);
            if (record is null || await record.History(query) is not { } found)
                return FhirRefusal.NotFound(type, id).Answer();
            var address = $"{FhirAddress.Of(context, practice)}/{type}/{id}/_history";
            var used = context.Request.Query.Where(parameter => HistoryRequest.Names.Contains(parameter.Key) || FhirFormat.IsOfFormat(parameter.Key)).ToList();
            return new BundleAnswer
            {
                Type = "history",
                Base = FhirAddress.Of(context, practice),
                Format = format,
                Matches = found.Matches,
                Total = found.Next is null && query.Before is null ? found.Matches.Length : null,
                Self = EverythingRequest.Link(address, used, query.Before?.ToString(CultureInfo.InvariantCulture)),
                Next = found.Next is { } next ? EverythingRequest.Link(address, used, next) : null,
            };
        });

    /// <summary>GET /{type}?…: a page of the resources that fit, as a searchset.</summary>
    private static Task<IResult> Search(HttpContext context, string practice, string type, IGrainFactory grains) =>
        Find(context, practice, type, context.Request.Query, grains);

    /// <summary>POST /{type}/_search: as GET, with the parameters in the form as well, so that no personal data is in the address.</summary>
    private static async Task<IResult> SearchByPost(HttpContext context, string practice, string type, IGrainFactory grains)
    {
        if (context.Features.Get<IHttpRequestBodyDetectionFeature>() is not { CanHaveBody: true })
            return await Find(context, practice, type, context.Request.Query, grains);
        if (!context.Request.HasFormContentType)
            return new FhirRefusal(StatusCodes.Status415UnsupportedMediaType, "not-supported", "Send application/x-www-form-urlencoded.").Answer();
        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        // A form takes names in other letters for the same one, so an unknown spelling would take the right one with it.
        if (SearchParameters.IsServed(type) && form.Keys.Select(name => FhirRefusal.OtherLetters(name.Split(':')[0], SearchRequest.Names(type))).FirstOrDefault(found => found is not null) is { } otherLetters)
            return otherLetters.Answer();
        return await Find(context, practice, type, [.. context.Request.Query, .. form], grains);
    }

    /// <summary>GET /Patient/{id}/{type}?…: a search within one patient's record.</summary>
    private static Task<IResult> Compartment(HttpContext context, string practice, string id, string type, IGrainFactory grains) =>
        type == "Patient" ? Find(context, practice, type, [.. context.Request.Query, new("_id", id)], grains)
        : type == "Binary" ? Find(context, practice, type, context.Request.Query, grains, within: id)
        : SearchParameters.Find(type, "patient") is not null ? Find(context, practice, type, [.. context.Request.Query, new("patient", id)], grains)
        : Task.FromResult(NoCompartment(context, practice, type));

    /// <summary>What belongs to no patient is not looked for in a record: all of the practice's would be given for one patient's.</summary>
    private static IResult NoCompartment(HttpContext context, string practice, string type)
    {
        var (caller, refusal) = FhirCaller.Of(context, practice);
        return caller is null ? refusal!.Answer()
            : !SearchParameters.IsServed(type) ? FhirRefusal.UnknownType(type).Answer()
            : new FhirRefusal(StatusCodes.Status404NotFound, "not-found", $"The record of a patient holds no {type}. Search {type} itself.").Answer();
    }

    /// <summary>Every other address below, as an outcome and only to who is known: 405 where another method leads to something, else 404.</summary>
    private static IResult Nothing(HttpContext context, string practice)
    {
        var (caller, refusal) = FhirCaller.Of(context, practice);
        if (caller is null)
            return refusal!.Answer();
        var allowed = AllowedMethods.At(context);
        if (allowed.Count == 0 || _reading.Contains(context.Request.Method))
            return new FhirRefusal(StatusCodes.Status404NotFound, "not-found", "There is nothing at this address.").Answer();
        context.Response.Headers.Allow = string.Join(", ", allowed);
        return new FhirRefusal(StatusCodes.Status405MethodNotAllowed, "not-supported", $"This address takes no {context.Request.Method}.").Answer();
    }

    private static Task<IResult> Find(
        HttpContext context, string practice, string type,
        IEnumerable<KeyValuePair<string, Microsoft.Extensions.Primitives.StringValues>> parameters, IGrainFactory grains, string? within = null) =>
        Serve(context, practice, type, ResourceRights.Search, async (caller, format) =>
        {
            var strict = SearchRequest.IsStrict(context.Request);
            var address = FhirAddress.Of(context, practice);
            var (asked, refusal) = SearchRequest.Read(type, address, parameters, strict);
            if (asked is null)
                return refusal!.Answer();
            var (record, unclear) = await new RecordRoute(grains, practice, caller).Of(asked.Search, within);
            if (unclear is not null)
                return unclear.Answer();
            var place = within is null ? $"{address}/{type}" : $"{address}/Patient/{within}/{type}";
            var (request, undone) = record is null ? asked.ThroughAll(strict) : (asked, null);
            if (request is null)
                return undone!.Answer();
            request = await request.ByClockOf(grains, practice);
            var found = record is not null
                ? await record.Search(request.Search)
                : await grains.GetGrain<IRecordDirectoryGrain>(GrainKey.For(practice, IRecordDirectoryGrain.Id)).Search(request.Search);
            if (record is null && request.Search.Count == 0 && found.Total is null)
            {
                return new FhirRefusal(
                    StatusCodes.Status422UnprocessableEntity, "too-costly",
                    $"There are more than {IRecordDirectoryGrain.MostCounted} {type} to look through. Count one patient's, or without conditions.",
                    "_summary").Answer();
            }

            return new BundleAnswer
            {
                Type = "searchset",
                Base = address,
                Format = format,
                Matches = found.Matches,
                Included = found.Included,
                Total = found.Total,
                Self = request.Link(place, null),
                Next = found.Next is { } next ? request.Link(place, next) : null,
            };
        });

    private static IResult One(ServedResource? resource, string type, string id, FhirRefusal none, FhirFormat format) => resource switch
    {
        null => none.Answer(),
        { Deleted: true } => FhirRefusal.Gone(type, id).Answer(),
        _ => new ResourceAnswer(resource, format),
    };

    /// <summary>Runs the request on behalf of its caller, when there is one, the type is served and the format is one of ours.</summary>
    internal static Task<IResult> Serve(
        HttpContext context, string practice, string type, ResourceRights right, Func<Caller, FhirFormat, Task<IResult>> serve) =>
        FhirGate.Serve(context, practice, caller => Refusal(caller, type, right), serve);

    private static FhirRefusal? Refusal(Caller caller, string type, ResourceRights right) => !SearchParameters.IsServed(type)
        ? FhirRefusal.UnknownType(type)
        : FhirGate.Refusal(caller, right, type);
}
