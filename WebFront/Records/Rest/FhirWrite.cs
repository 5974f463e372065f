using System.Collections.Immutable;
using System.Globalization;
using Microsoft.AspNetCore.WebUtilities;
using Portal.Grains.Interfaces;
using Portal.Grains.Interfaces.Access;
using Portal.Grains.Interfaces.Practices;
using Portal.Grains.Interfaces.Records;
using Portal.Grains.Interfaces.Records.Search;
using Portal.Grains.Records.Reflection;
using Portal.WebFront.Records.Mapping;

namespace Portal.WebFront.Records.Rest;

/// <summary>Single resources of the practice's own system: create, update and delete.</summary>
internal static class FhirWrite
{
    private const string IfMatch = "If-Match";
    private const string IfNoneExist = "If-None-Exist";

    public static void MapFhirWrite(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("{type}", Create).DisableAntiforgery();
        routes.MapPut("{type}/{id}", Update).DisableAntiforgery();
        routes.MapDelete("{type}/{id}", Delete).DisableAntiforgery();
    }

    /// <summary>
    /// POST /{type}: a new resource with an id of the portal, 201 with Location. With <c>If-None-Exist</c> (a search) only
    /// when nothing fits: 200 with the one that does, 412 when several do. 400 unreadable, 413 too large, 415 another
    /// format, 422 against FHIR or the rules of the portal.
    /// </summary>
    private static Task<IResult> Create(HttpContext context, string practice, string type, IGrainFactory grains) =>
        Serve(context, practice, type, ResourceRights.Create, async (caller, format) =>
        {
            var (entry, refusal) = await ResourceBody.Read(context, type, null);
            if (entry is null)
                return refusal!.Answer();
            var (condition, unclear) = await Condition(context, grains, practice, caller, type);
            return unclear is not null ? unclear.Answer() : await Write(context, practice, entry, grains, format, null, condition);
        });

    /// <summary>
    /// PUT /{type}/{id}: the next version of the resource, or the first one under this id. With <c>If-Match</c> only over
    /// that version, with <c>If-None-Match: *</c> only as the first one, else 412. Errors as for POST; 422 also when the id belongs to another patient.
    /// </summary>
    private static Task<IResult> Update(HttpContext context, string practice, string type, string id, IGrainFactory grains) =>
        Serve(context, practice, type, ResourceRights.Update, async (_, format) =>
        {
            if (!RecordId.IsFhirId(id))
                return new FhirRefusal(StatusCodes.Status400BadRequest, "value", "An id is 1 to 64 letters, digits, hyphens and dots.", $"{type}.id").Answer();
            var (version, unclear) = Version(context.Request, type);
            if (unclear is not null)
                return unclear.Answer();
            var (entry, refusal) = await ResourceBody.Read(context, type, id);
            return entry is null ? refusal!.Answer() : await Write(context, practice, entry, grains, format, version, null);
        });

    /// <summary>
    /// DELETE /{type}/{id}: 204; from then on 410, with its history. With <c>If-Match</c> only over that version. What
    /// the portal keeps (patients, visits, messages, the practice's own) is refused with 422: its status ends it.
    /// </summary>
    private static Task<IResult> Delete(HttpContext context, string practice, string type, string id, IGrainFactory grains) =>
        Serve(context, practice, type, ResourceRights.Delete, async (caller, format) =>
        {
            var (version, unclear) = Version(context.Request, type);
            if (unclear is not null)
                return unclear.Answer();
            if (await new RecordRoute(grains, practice, caller).OwnerOf(type, id) is not { } patientId)
                return FhirRefusal.NotFound(type, id).Answer();
            var outcome = await grains.GetGrain<IRecordWriterGrain>(GrainKey.For(practice, patientId))
                .Delete(new(patientId, type, RecordId.KeySafe(id), version));
            return WriteAnswer.Of(context, practice, type, id, outcome, format);
        });

    private static async Task<IResult> Write(
        HttpContext context, string practice, InputEntry entry, IGrainFactory grains, FhirFormat format, int? version, WriteCondition? condition)
    {
        if (!entry.Problems.IsEmpty)
            return WriteAnswer.Refused(entry.Problems);
        var now = context.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow();
        var item = await Item(practice, FhirAddress.Of(context, practice), entry, grains, now);
        var lane = condition is null ? item.PatientId : RecordId.PracticeWide;
        var outcome = await grains.GetGrain<IRecordWriterGrain>(GrainKey.For(practice, lane)).Write(new(item, version, condition));
        return WriteAnswer.Of(context, practice, entry.Type, entry.Id, outcome, format);
    }

    /// <summary>What an import of this one entry would do with it.</summary>
    private static async Task<ImportItem> Item(string practice, string address, InputEntry entry, IGrainFactory grains, DateTimeOffset now)
    {
        var context = new ImportContext(practice, address, await grains.GetGrain<IPracticeGrain>(GrainKey.For(practice, IPracticeGrain.Id)).View(), now);
        context.References.Add(entry);
        context.Note(entry);
        await new StoredOrganizations(grains, context).Find([entry]);
        await new Relatives(grains, context).Find([entry]);
        await new StandingRoles(grains, context).Find([entry]);
        if (entry.Type is "Binary" or "Provenance")
            await NoteOwners(context, entry, grains);
        return new EntryMapper(context).Map(entry, []).Item;
    }

    /// <summary>These belong to whom belongs what they are about; here it is stored, in a Bundle it comes with them.</summary>
    private static async Task NoteOwners(ImportContext context, InputEntry entry, IGrainFactory grains)
    {
        var about = References.In(entry.Json).Select(found => context.References.Resolve(found.Reference)).OfType<string>().Append(entry.Reference);
        var owners = await grains.GetGrain<IRecordDirectoryGrain>(GrainKey.For(context.Slug, IRecordDirectoryGrain.Id)).Owners([.. about.Distinct()]);
        foreach (var owned in owners)
            context.NoteOwner(owned.Reference, owned.PatientId);
    }

    /// <summary>
    /// The version that the request is to write over, by If-Match; 0 when there must be none. The practice's own Organization is
    /// served as version 0 while it is in no row: its ETag is good as well.
    /// </summary>
    public static (int? Version, FhirRefusal? Refusal) Version(HttpRequest request, string type)
    {
        var text = request.Headers.IfMatch.ToString().Trim();
        if (text.Length == 0)
            return (HttpMethods.IsPut(request.Method) && request.Headers.IfNoneMatch.ToString().Trim() == "*" ? 0 : null, null);
        var inner = text.StartsWith("W/", StringComparison.Ordinal) ? text[2..] : text;
        return inner is ['"', .. var number, '"'] && int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var version)
                && (version > 0 || type == RosterChanges.Organization)
            ? (version, null)
            : (null, new(StatusCodes.Status400BadRequest, "value", $"If-Match is the ETag of a {type}, such as W/\"3\".", IfMatch));
    }

    private static async Task<(WriteCondition? Condition, FhirRefusal? Refusal)> Condition(
        HttpContext context, IGrainFactory grains, string practice, Caller caller, string type)
    {
        var text = context.Request.Headers[IfNoneExist].ToString();
        if (text.Length == 0)
            return (null, null);
        // A condition that may not be searched would always hold, and each repetition would make one more.
        if (caller.Scope is { } scope && !ResourceScope.Allow(ResourceScope.In(scope), ResourceRights.Search, type, []))
            return (null, new(StatusCodes.Status403Forbidden, "forbidden", $"The token's scopes do not let it search all {type}, which If-None-Exist needs.", IfNoneExist));
        var query = text[(text.IndexOf('?', StringComparison.Ordinal) + 1)..];
        var parameters = QueryHelpers.ParseQuery(query);
        if (SearchRequest.WithoutValue(parameters) is { } empty)
            return (null, FhirRefusal.BadValue(IfNoneExist, $"The condition has no value for {empty}: without it something else would be looked for."));
        // Strict: a condition that was only half understood would let a second one in.
        var (search, refusal) = SearchRequest.Read(type, FhirAddress.Of(context, practice), parameters, strict: true);
        if (search is null)
            return (null, refusal);
        if (search.Search.Filters.IsEmpty)
            return (null, FhirRefusal.BadValue(IfNoneExist, $"If-None-Exist is a search of {type}, such as identifier=system|value."));
        search = await search.ByClockOf(grains, practice);
        var (place, unclear) = await new RecordRoute(grains, practice, caller).PlaceOf(search.Search);
        if (place is null && search.Search.IsOfRecords)
            unclear = FhirRefusal.BadValue(IfNoneExist, $"Name the patient in the condition: {type} is looked for in one record at a time.");
        return unclear is not null ? (null, unclear) : (new(search.Search, place), null);
    }

    /// <summary>Only the practice's own system and its administrators write, and only with the scopes for it.</summary>
    private static Task<IResult> Serve(
        HttpContext context, string practice, string type, ResourceRights right, Func<Caller, FhirFormat, Task<IResult>> serve) =>
        FhirGate.Serve(context, practice, caller => Refusal(caller, type, right), serve);

    private static FhirRefusal? Refusal(Caller caller, string type, ResourceRights right)
    {
        if (!FhirGate.IsOfPractice(caller))
            return FhirGate.Forbidden("Only the practice's own system and its administrators write here.");
        if (!SearchParameters.IsServed(type))
            return FhirRefusal.UnknownType(type);
        return FhirGate.Reaches(caller, right, type) ? null : FhirGate.Forbidden($"The token's scopes do not let it write {type}.");
    }
}
