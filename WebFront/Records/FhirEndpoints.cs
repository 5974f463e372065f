using System.Net.Mime;
using Microsoft.AspNetCore.Http.Features;
using Portal.Grains.Interfaces;
using Portal.Grains.Interfaces.Access;
using Portal.Grains.Interfaces.Records;
using Portal.WebFront.Records.Rest;

namespace Portal.WebFront.Records;

/// <summary>The import operations of a practice's FHIR address.</summary>
public static class FhirEndpoints
{
    private const string Base = "/{practice}/fhir/R4";
    private static readonly TimeSpan _patience = TimeSpan.FromMinutes(2);
    private static readonly string[] _json = ["application/fhir+json", MediaTypeNames.Application.Json];
    private static readonly string[] _lines = ["application/fhir+ndjson", "application/x-ndjson", "application/ndjson"];

    public static IServiceCollection AddPortalRecords(this IServiceCollection services) => services
        .AddSingleton<ImportIntake>()
        .AddSingleton<ImportWatch>()
        .AddSingleton<BridgeTokens>()
        .AddFhirTransport();

    public static void MapFhir(this IEndpointRouteBuilder routes)
    {
        routes.MapPost(Base, Post).DisableAntiforgery();
        routes.MapPost(Base + "/$import", Import).DisableAntiforgery();
        routes.MapGet(Base + "/$import/{id}", Progress);
        routes.MapGroup(Base).WithFhirTransport().MapFhirRest();
    }

    /// <summary>Takes a Bundle, waits for the end and answers what became of each entry.</summary>
    private static Task<IResult> Post(HttpContext context, string practice, ImportIntake intake, ImportWatch watch, IGrainFactory grains) =>
        AsCaller(context, practice, async () =>
        {
            var (refusal, taken) = await Take(context, practice, intake, lines: false);
            if (taken is null)
                return refusal!;
            var view = await watch.Wait(practice, taken.ImportId, _patience, context.RequestAborted);
            if (view?.EndedAt is null)
                return Accepted(context, practice, taken.ImportId);
            var import = grains.GetGrain<IImportGrain>(GrainKey.For(practice, taken.ImportId));
            if (view.Status is not ImportStatus.Done)
                return FhirAnswers.Json(FhirAnswers.OutcomeOf(await import.Problems()), StatusCodes.Status422UnprocessableEntity);
            var outcomes = new List<ItemOutcome>();
            for (var chunk = 0; chunk < view.Chunks; chunk++)
                outcomes.AddRange(await import.Outcomes(chunk));
            return FhirAnswers.Json(FhirAnswers.Response(taken.Type, outcomes), StatusCodes.Status200OK);
        });

    /// <summary>Takes a Bundle or NDJSON and answers at once where to ask for the progress.</summary>
    private static Task<IResult> Import(HttpContext context, string practice, ImportIntake intake) =>
        AsCaller(context, practice, async () =>
        {
            var (refusal, taken) = await Take(context, practice, intake, lines: true);
            return taken is null ? refusal! : Accepted(context, practice, taken.ImportId);
        });

    /// <summary>Where an import stands: 202 while it is at work, then 200 with the report.</summary>
    private static Task<IResult> Progress(HttpContext context, string practice, string id, IGrainFactory grains) =>
        AsCaller(context, practice, async () =>
        {
            if (!GrainKey.TryParse($"{practice}/{id}", out var key)
                || grains.GetGrain<IImportGrain>(key.ToString()) is var import && await import.View() is not { } view)
            {
                return FhirAnswers.Outcome(StatusCodes.Status404NotFound, "not-found", "There is no such import.");
            }

            var ended = view.EndedAt is not null;
            context.Response.Headers["X-Progress"] = $"{view.EntriesDone} of {view.Entries} entries";
            return FhirAnswers.Json(
                FhirAnswers.Report(view, ended ? await import.Problems() : [], ended ? await import.Warnings() : []),
                ended ? StatusCodes.Status200OK : StatusCodes.Status202Accepted);
        });

    private static IResult Accepted(HttpContext context, string practice, string importId)
    {
        context.Response.Headers.ContentLocation = $"{FhirBase(context, practice)}/$import/{importId}";
        return Results.StatusCode(StatusCodes.Status202Accepted);
    }

    /// <summary>The practice's own bridge, or an administrator of the practice who is signed in.</summary>
    private static async Task<IResult> AsCaller(HttpContext context, string practice, Func<Task<IResult>> operation)
    {
        var bridge = context.RequestServices.GetRequiredService<BridgeTokens>().Of(practice, context.Request.Headers.Authorization);
        var caller = bridge ?? CallerScope.Required;
        if (caller.Practice != practice || !caller.Is(Audience.Integrator | Audience.Staff | Audience.Patient))
        {
            context.Response.Headers.WWWAuthenticate = "Bearer";
            return FhirAnswers.Outcome(StatusCodes.Status401Unauthorized, "login", "A token of this practice is needed, or an administrator who is signed in.");
        }

        if (!caller.Is(Audience.Integrator | Audience.Administrator))
            return FhirAnswers.Outcome(StatusCodes.Status403Forbidden, "forbidden", "Only administrators of the practice may import.");
        using var scope = CallerScope.Use(caller);
        return await operation();
    }

    private static async Task<(IResult? Refusal, Intake? Taken)> Take(HttpContext context, string practice, ImportIntake intake, bool lines)
    {
        var request = context.Request;
        var type = request.ContentType?.Split(';')[0].Trim().ToLowerInvariant();
        var asLines = lines && _lines.Contains(type);
        if (!asLines && !_json.Contains(type))
            return (FhirAnswers.Outcome(StatusCodes.Status415UnsupportedMediaType, "not-supported", "Send application/fhir+json, or application/fhir+ndjson to $import."), null);
        if (request.ContentLength > ImportLimits.Bytes)
            return (TooLarge(), null);
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
            limit.MaxRequestBodySize = null;
        var from = new IntakeFrom(practice, NewId(), ImportSource.Program, FhirBase(context, practice));
        try
        {
            await using var body = new LimitedStream(request.Body, ImportLimits.Bytes);
            var taken = asLines
                ? await intake.TakeLines(from, body, context.RequestAborted)
                : await intake.TakeBundle(from, body, context.RequestAborted);
            return taken.Succeeded ? (null, taken.Value) : (Refused(taken.Problems[0]), null);
        }
        catch (InputTooLargeException)
        {
            return (TooLarge(), null);
        }
    }

    private static IResult Refused(Problem problem) => problem.Code is "import.bad_json"
        ? FhirAnswers.Outcome(StatusCodes.Status400BadRequest, "structure", problem.Message)
        : FhirAnswers.Outcome(StatusCodes.Status422UnprocessableEntity, "invalid", problem.Message);

    private static IResult TooLarge() => FhirAnswers.Outcome(
        StatusCodes.Status413PayloadTooLarge, "too-long",
        $"An input may be {ImportLimits.Bytes / 1024 / 1024} MB at most. Send it in parts.");

    private static string FhirBase(HttpContext context, string practice) =>
        $"{context.Request.Scheme}://{context.Request.Host}/{practice}/fhir/R4";

    private static string NewId() => Ulid.NewUlid().ToString().ToLowerInvariant();
}
