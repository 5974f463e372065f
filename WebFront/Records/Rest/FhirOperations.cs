using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Portal.Grains.Interfaces;
using Portal.Grains.Interfaces.Access;
using Portal.Grains.Interfaces.Records;
using Portal.Grains.Interfaces.Records.Search;
using Portal.WebFront.Records.Ccd;
using Portal.WebFront.Records.Summary;

namespace Portal.WebFront.Records.Rest;

/// <summary>Operations on a patient's whole record.</summary>
internal static class FhirOperations
{
    private static readonly string[] _methods = [HttpMethods.Get, HttpMethods.Head, HttpMethods.Post];

    public static void MapFhirOperations(this IEndpointRouteBuilder routes)
    {
        routes.MapMethods("Patient/{id}/$everything", _methods, Everything).DisableAntiforgery();
        routes.MapMethods("Patient/{id}/$summary", _methods, Summary).DisableAntiforgery();
        routes.MapMethods("DocumentReference/$docref", _methods, Docref).DisableAntiforgery();
    }

    /// <summary>
    /// GET or POST /Patient/{id}/$everything: the whole record in pages, with <c>start</c>, <c>end</c>, <c>_since</c>,
    /// <c>_type</c> and <c>_count</c>.
    /// </summary>
    private static Task<IResult> Everything(HttpContext context, string practice, string id, IGrainFactory grains) =>
        FhirRest.Serve(context, practice, "Patient", ResourceRights.Read, async (caller, format) =>
        {
            var (given, misunderstood) = await OperationParameters.Read(context, "start", "end", "_since", "_type", "_count");
            if (given is null)
                return misunderstood!.Answer();
            var (query, refusal) = EverythingRequest.Read(given);
            if (query is null)
                return refusal!.Answer();
            var record = await RecordOf(grains, practice, caller, id);
            if (record is null)
                return FhirRefusal.NotFound("Patient", id).Answer();
            if (query.Start is not null || query.End is not null)
                query = query with { Zone = (await PracticeZone.Of(grains, practice)).Id };
            var found = await record.Everything(query);
            var address = FhirAddress.Of(context, practice);
            return new BundleAnswer
            {
                Type = "searchset",
                Base = address,
                Format = format,
                Matches = found.Matches,
                Total = found.Total,
                Self = EverythingRequest.Link($"{address}/Patient/{id}/$everything", given, null),
                Next = found.Next is { } next ? EverythingRequest.Link($"{address}/Patient/{id}/$everything", given, next) : null,
            };
        });

    /// <summary>GET or POST /Patient/{id}/$summary: the International Patient Summary (IPS 1.1.0) as a document Bundle.</summary>
    private static Task<IResult> Summary(HttpContext context, string practice, string id, IGrainFactory grains, TimeProvider time) =>
        FhirRest.Serve(context, practice, "Patient", ResourceRights.Read, async (caller, format) =>
        {
            if (OperationParameters.Unknown(context.Request, "profile") is { } unknown)
                return unknown.Answer();
            var record = await RecordOf(grains, practice, caller, id);
            if (record is null)
                return FhirRefusal.NotFound("Patient", id).Answer();
            if (await RecordSnapshot.Take(grains, practice, id) is not { } snapshot)
                return new FhirRefusal(StatusCodes.Status403Forbidden, "forbidden", "A summary names the practice, and the token's scopes do not reach Organization.").Answer();
            var summary = SummaryDocument.Of(FhirAddress.Of(context, practice), snapshot.Resources, id, snapshot.Practice, time.GetUtcNow(), type => ResourceScope.OpenWhole(RecordId.KeySafe(id), caller, type));
            return new TextAnswer(summary, format with { Summary = null, Elements = [] });
        });

    /// <summary>
    /// GET or POST /DocumentReference/$docref?patient=: references to the patient's documents, among them the Continuity of
    /// Care Document as the record is now, and to the summary that is made when it is asked for. <c>type</c> (a LOINC code), <c>start</c> and <c>end</c> narrow it.
    /// </summary>
    private static Task<IResult> Docref(HttpContext context, string practice, IGrainFactory grains, CcdKeeper ccd, TimeProvider time) =>
        FhirRest.Serve(context, practice, "DocumentReference", ResourceRights.Search, async (caller, format) =>
        {
            var (given, misunderstood) = await OperationParameters.Read(context, "patient", "start", "end", "type", "on-demand", "profile");
            if (given is null)
                return misunderstood!.Answer();
            var parameters = given.GroupBy(entry => entry.Key).ToDictionary(same => same.Key, same => string.Join(',', same.Select(entry => entry.Value.ToString())), StringComparer.Ordinal);
            var id = parameters.GetValueOrDefault("patient", "");
            id = id[(id.LastIndexOf('/') + 1)..];
            if (id.Length == 0)
                return FhirRefusal.BadValue("patient", "Name the patient: $docref?patient=id.").Answer();
            // Of the patient whom its token is for an app may ask for documents, also where it may not read the Patient.
            var reader = await RecordOf(grains, practice, caller, id);
            if ((reader ?? (id == caller.OnlyPatientId ? new RecordRoute(grains, practice, caller).Record(id) : null)) is not { } record)
                return FhirRefusal.NotFound("Patient", id).Answer();
            var address = FhirAddress.Of(context, practice);
            var searches = DocrefSearch.Filters(id, parameters).Select(filters => SearchRequest.Read("DocumentReference", address, filters, strict: false)).ToList();
            if (searches.Find(search => search.Request is null).Refusal is { } refusal)
                return refusal.Answer();
            await ccd.Current(practice, id);
            var found = ImmutableArray<ServedResource>.Empty;
            foreach (var (request, _) in searches)
                found = found.AddRange(await DocrefSearch.All(record, (await request!.ByClockOf(grains, practice)).Search));
            var zone = await PracticeZone.Of(grains, practice);
            ImmutableArray<ServedResource> made = reader is not null && DocrefSearch.WantsSummary(parameters, time.GetUtcNow(), zone) ? [DocrefSearch.SummaryReference(address, practice, id, time.GetUtcNow())] : [];
            return new BundleAnswer
            {
                Type = "searchset",
                Base = address,
                Format = format,
                Matches = found.AddRange(made),
                Total = found.Length + made.Length,
                Self = $"{address}/DocumentReference/$docref?patient={Uri.EscapeDataString(id)}",
            };
        });

    private static async Task<IRecordGrain?> RecordOf(IGrainFactory grains, string practice, Caller caller, string patientId)
    {
        var record = await new RecordRoute(grains, practice, caller).Of("Patient", patientId);
        return record is not null && await record.Fetch("Patient", patientId) is { Deleted: false } ? record : null;
    }
}
