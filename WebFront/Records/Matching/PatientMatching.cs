using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
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
    /// <summary>Identifiers that are looked for; each is a search through the practice's patients.</summary>
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
        FhirRest.Serve(context, practice, "Patient", async (caller, format) =>
        {
            if (!caller.Is(Audience.Staff | Audience.Integrator) || caller.OnlyPatientId is not null)
                return new FhirRefusal(StatusCodes.Status403Forbidden, "forbidden", "Matching is for the practice's own programs and its staff.").Answer();
            var (asked, refusal) = await MatchRequest.Read(context);
            if (asked is null)
                return refusal!.Answer();
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
            .Take(MostIdentifiers)
            .ToList();
        var found = told.Where(identifier => identifier.System == own && GrainKey.TryParse($"{practice}/{identifier.Value}", out _)).Select(identifier => identifier.Value).ToHashSet(StringComparer.Ordinal);
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

/// <summary>What a match is asked with.</summary>
/// <param name="Patient">What is known of the person.</param>
/// <param name="Count">Matches wanted.</param>
/// <param name="OnlyCertain">Only the one that is certain.</param>
internal sealed record MatchRequest(Patient Patient, int Count, bool OnlyCertain)
{
    public static async Task<(MatchRequest? Request, FhirRefusal? Refusal)> Read(HttpContext context)
    {
        var (text, refusal) = await ResourceBody.Text(context);
        if (text is null)
            return (null, refusal);
        JsonObject? body;
        try
        {
            body = JsonNode.Parse(text, documentOptions: InputReader.Strictly) as JsonObject;
        }
        catch (JsonException)
        {
            body = null;
        }

        return body is not null && InputReader.Text(body, "resourceType") is "Parameters"
            ? Of((body["parameter"] as JsonArray ?? []).OfType<JsonObject>().ToList())
            : (null, new(StatusCodes.Status400BadRequest, "structure", "Send a Parameters resource with the Patient in its parameter \"resource\"."));
    }

    private static (MatchRequest? Request, FhirRefusal? Refusal) Of(List<JsonObject> parameters)
    {
        var count = MatchQuery.MostMatches;
        if (Value(parameters, "count", "valueInteger") is { } wanted && (!wanted.TryGetValue(out count) || count < 1))
            return (null, FhirRefusal.BadValue("count", "How many matches are wanted is a number from 1."));
        var onlyCertain = false;
        if (Value(parameters, "onlyCertainMatches", "valueBoolean") is { } only && !only.TryGetValue(out onlyCertain))
            return (null, FhirRefusal.BadValue("onlyCertainMatches", "This is true or false."));
        if (parameters.Find(parameter => InputReader.Text(parameter, "name") is "resource")?["resource"] is not JsonObject resource)
            return (null, FhirRefusal.BadValue("resource", "Send the Patient in the parameter \"resource\"."));
        using var document = JsonDocument.Parse(resource.ToJsonString());
        var (read, problems) = FhirReader.Read(document.RootElement, "Patient");
        if (!problems.IsEmpty)
            return (null, new(StatusCodes.Status422UnprocessableEntity, "invalid", $"{problems[0].Reason} {problems[0].Advice}", problems[0].Place));
        return read is Patient patient
            ? (new(patient, Math.Min(count, MatchQuery.MostMatches), onlyCertain), null)
            : (null, FhirRefusal.BadValue("resource", "The resource has to be a Patient."));
    }

    private static JsonValue? Value(List<JsonObject> parameters, string name, string type) =>
        parameters.Find(parameter => InputReader.Text(parameter, "name") == name)?[type] as JsonValue;
}
