using System.Collections.Immutable;
using Hl7.Fhir.Model;
using Portal.Grains.Interfaces;
using Portal.Grains.Interfaces.Access;
using Portal.Grains.Interfaces.Patients;
using Portal.Grains.Interfaces.Records;
using Portal.Grains.Interfaces.Records.Search;
using Portal.WebFront.Records.Mapping;
using Portal.WebFront.Records.Rest;

namespace Portal.WebFront.Records.Matching;

/// <summary>FHIR <c>Patient/$match</c>: who of the practice's patients a person is.</summary>
internal static class PatientMatching
{
    /// <summary>Identifiers that are looked for; each may be one that a search through the practice's patients finds.</summary>
    private const int MostIdentifiers = 5;

    private const int MostPages = 20;

    public static void MapPatientMatch(this IEndpointRouteBuilder routes) =>
        routes.MapPost("Patient/$match", Match).DisableAntiforgery();

    /// <summary>
    /// POST /Patient/$match with Parameters: <c>resource</c> (a Patient with what is known), <c>onlyCertainMatches</c>,
    /// <c>count</c>. Answers a searchset, the best first, each with <c>search.score</c> and the extension match-grade. For
    /// the practice's own programs, registered systems and staff. 400 not readable, 403 not for this caller, 422 nothing to
    /// search by.
    /// </summary>
    private static System.Threading.Tasks.Task<IResult> Match(HttpContext context, string practice, IGrainFactory grains) =>
        FhirRest.Serve(context, practice, "Patient", ResourceRights.Search, async (caller, format) =>
        {
            if (!caller.Is(Audience.Staff | Audience.Integrator) || caller.OnlyPatientId is not null)
                return new FhirRefusal(StatusCodes.Status403Forbidden, "forbidden", "Matching is for the practice's own programs and its staff.").Answer();
            var (asked, refusal) = await MatchRequest.Read(context);
            if (asked is null)
                return refusal!.Answer();
            if (asked.Patient.Identifier.Count > MostIdentifiers)
            {
                return new FhirRefusal(
                    StatusCodes.Status422UnprocessableEntity, "too-costly",
                    $"A match looks for {MostIdentifiers} identifiers at most. Send those that the practice is likely to know.", "Patient.identifier").Answer();
            }

            var query = new MatchQuery
            {
                Person = PatientMapping.DemographicsOf(asked.Patient),
                Identified = await Identified(grains, practice, asked.Patient),
                Count = asked.Count,
                OnlyCertain = asked.OnlyCertain,
            };
            var found = await grains.GetGrain<IPatientDirectoryGrain>(GrainKey.For(practice, IPatientDirectoryGrain.Id)).Match(query);
            if (!found.Succeeded)
                return new FhirRefusal(StatusCodes.Status422UnprocessableEntity, "required", found.Problems[0].Message, "Patient").Answer();
            return await Answer(context, practice, grains, format, found.Value);
        });

    private static async Task<IResult> Answer(HttpContext context, string practice, IGrainFactory grains, FhirFormat format, ImmutableArray<PatientMatch> matches)
    {
        var served = new List<(ServedResource Resource, PatientMatch Match)>();
        foreach (var match in matches)
        {
            if (await grains.GetGrain<IRecordGrain>(GrainKey.For(practice, match.Id)).Fetch("Patient", match.Id) is { Deleted: false } patient)
                served.Add((patient, match));
        }

        var address = FhirAddress.Of(context, practice);
        return new BundleAnswer
        {
            Type = "searchset",
            Base = address,
            Format = format,
            Matches = [.. served.Select(one => one.Resource)],
            Grades = [.. served.Select(one => one.Match)],
            Total = served.Count,
            Self = $"{address}/Patient/$match",
        };
    }

    /// <summary>Patients with one of the identifiers. The portal's own identifier is the id.</summary>
    private static async Task<ImmutableArray<string>> Identified(IGrainFactory grains, string practice, Patient patient)
    {
        var own = $"urn:portal:{practice}:patient";
        var told = patient.Identifier
            .Select(identifier => (System: identifier.System ?? "", Value: identifier.Value ?? ""))
            .Where(identifier => identifier.System.Length > 0 && identifier.Value.Length > 0)
            .ToList();
        var found = told
            .Where(identifier => identifier.System == own && GrainKey.TryParse($"{practice}/{identifier.Value}", out _))
            .Select(identifier => identifier.Value)
            .ToHashSet(StringComparer.Ordinal);
        var values = told.Where(identifier => identifier.System != own)
            .Select(identifier => $"{SearchValue.Escaped(identifier.System)}|{SearchValue.Escaped(identifier.Value)}").ToImmutableArray();
        if (values.IsEmpty)
            return [.. found];
        var search = new ResourceSearch { Type = "Patient", Filters = [new("identifier", SearchModifier.None, values)], Count = MatchQuery.MostMatches };
        // On the portal's own behalf: what is looked through is not shown; what is shown is read for the caller.
        using var system = CallerScope.Use(Caller.System(practice));
        var directory = grains.GetGrain<IRecordDirectoryGrain>(GrainKey.For(practice, IRecordDirectoryGrain.Id));
        for (var pages = 0; pages < MostPages; pages++)
        {
            var page = await directory.Search(search);
            found.UnionWith(page.Matches.Select(match => match.Id));
            if (page.Next is null || found.Count >= MatchQuery.MostMatches)
                break;
            search = search with { After = page.Next };
        }

        return [.. found];
    }
}
