using System.Globalization;
using Microsoft.Extensions.Primitives;
using Portal.Grains.Interfaces;
using Portal.Grains.Interfaces.Access;
using Portal.Grains.Interfaces.Audit;
using Portal.WebFront.Records.Rest;

namespace Portal.WebFront.Records.AuditEvents;

/// <summary>The practice's audit trail as FHIR AuditEvents, for the practice's own programs and its administrators. They are only read.</summary>
internal static class AuditEventEndpoints
{
    private static readonly string[] _reading = [HttpMethods.Get, HttpMethods.Head];

    public static void MapAuditEvents(this IEndpointRouteBuilder routes)
    {
        routes.MapMethods("AuditEvent", _reading, Search);
        routes.MapPost("AuditEvent/_search", SearchByPost).DisableAntiforgery();
        routes.MapMethods("AuditEvent/{id}", _reading, Read);
    }

    /// <summary>
    /// GET /AuditEvent: the entries that fit, the latest first, by <c>patient</c>, <c>agent</c>, <c>agent:identifier</c>,
    /// <c>date</c>, <c>subtype</c> (the act) and <c>_id</c>; <c>_count</c> 200 at most. Reading the trail is an entry itself.
    /// 400 what is not understood, 403 for whom it is not.
    /// </summary>
    private static Task<IResult> Search(HttpContext context, string practice, IGrainFactory grains) =>
        Find(context, practice, context.Request.Query, grains);

    /// <summary>POST /AuditEvent/_search: as GET, with the parameters in the form as well.</summary>
    private static async Task<IResult> SearchByPost(HttpContext context, string practice, IGrainFactory grains)
    {
        if (!context.Request.HasFormContentType)
            return new FhirRefusal(StatusCodes.Status415UnsupportedMediaType, "not-supported", "Send application/x-www-form-urlencoded.").Answer();
        return await Find(context, practice, [.. context.Request.Query, .. await context.Request.ReadFormAsync(context.RequestAborted)], grains);
    }

    /// <summary>GET /AuditEvent/{id}: one entry; 404 when there is none.</summary>
    private static Task<IResult> Read(HttpContext context, string practice, string id, IGrainFactory grains) =>
        PracticeOnly.Serve(context, practice, AuditEventResource.Type, ResourceRights.Read, async format =>
        {
            var found = long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                ? (await Trail(grains, practice).Read(new(Size: 1, Number: number))).Entries
                : [];
            return found is [var entry]
                ? new ResourceAnswer(AuditEventResource.Of(entry, practice), format)
                : FhirRefusal.NotFound(AuditEventResource.Type, id).Answer();
        });

    private static Task<IResult> Find(
        HttpContext context, string practice, IEnumerable<KeyValuePair<string, StringValues>> given, IGrainFactory grains) =>
        PracticeOnly.Serve(context, practice, AuditEventResource.Type, ResourceRights.Search, async format =>
        {
            var strict = SearchRequest.IsStrict(context.Request);
            var (search, refusal) = AuditEventSearch.Read(given, strict, practice, await PracticeZone.Of(grains, practice));
            if (search is null)
                return refusal!.Answer();
            var page = await Trail(grains, practice).Read(search.Query);
            var address = FhirAddress.Of(context, practice);
            return new BundleAnswer
            {
                Type = "searchset",
                Base = address,
                Format = format,
                Matches = [.. page.Entries.Select(entry => AuditEventResource.Of(entry, practice))],
                Self = search.Link($"{address}/{AuditEventResource.Type}", null),
                Next = page.Next is { } next ? search.Link($"{address}/{AuditEventResource.Type}", next) : null,
            };
        });

    private static IAuditTrailGrain Trail(IGrainFactory grains, string practice) =>
        grains.GetGrain<IAuditTrailGrain>(GrainKey.For(practice, IAuditTrailGrain.Id));
}
