using System.Net.Mime;
using System.Text.Json;
using Microsoft.AspNetCore.Http.Features;
using Portal.Grains.Interfaces;
using Portal.Grains.Interfaces.Access;
using Portal.Grains.Interfaces.Records;
using Portal.WebFront.Apps;
using Portal.WebFront.Records.Ccd;
using Portal.WebFront.Records.Ccd.Received;
using Portal.WebFront.Records.Rest;
using Portal.WebFront.Records.Subscriptions;

namespace Portal.WebFront.Records;

/// <summary>The import operations of a practice's FHIR address.</summary>
public static class FhirEndpoints
{
    private const string Base = "/{practice}/fhir/R4";
    private static readonly FhirRefusal _notForYou = FhirGate.Forbidden("Only administrators of the practice may import.");
    private static readonly TimeSpan _patience = TimeSpan.FromMinutes(2);
    private static readonly string[] _json = ["application/fhir+json", MediaTypeNames.Application.Json];
    private static readonly string[] _lines = ["application/fhir+ndjson", "application/x-ndjson", "application/ndjson"];

    public static IServiceCollection AddPortalRecords(this IServiceCollection services) => services
        .AddSingleton<ImportIntake>()
        .AddSingleton<ImportWatch>()
        .AddSingleton<BridgeTokens>()
        .AddSingleton<InnerRequests>()
        .AddSingleton<MixedBatch>()
        .AddSingleton<CcdKeeper>()
        .AddSingleton<SeenEditions>()
        .AddSingleton<CcdFiles>()
        .AddSingleton<ReceivedIntake>()
        .AddSingleton<SubscriptionTokens>()
        .AddSingleton<SubscriptionSockets>()
        .AddHostedService<BridgeStandings>()
        .AddFhirTransport();

    public static void MapFhir(this IEndpointRouteBuilder routes)
    {
        var fhir = routes.MapGroup(Base).WithFhirTransport().WithAppCallers();
        fhir.MapPost("", Post).DisableAntiforgery();
        fhir.MapPost("$import", Begin).DisableAntiforgery();
        fhir.MapGet("$import/{id}", Progress);
        fhir.MapFhirRest();
    }

    /// <summary>
    /// Takes a Bundle, waits for the end and answers what became of each entry. A batch that reads, deletes or has
    /// conditions is open to every caller: each of its entries is answered as if it had come alone. As XML it comes whole or
    /// not at all, and is no larger than one resource. NDJSON, which may be long, is taken as by <c>$import</c>.
    /// </summary>
    private static async Task<IResult> Post(
        HttpContext context, string practice, ImportIntake intake, ImportWatch watch, MixedBatch batch, IGrainFactory grains)
    {
        if (_lines.Contains(TypeOf(context.Request)))
            return await Begin(context, practice, intake);
        var (caller, stranger) = FhirCaller.Of(context, practice);
        if (caller is null)
            return stranger!.Answer();
        var isXml = ResourceBody.IsXml(context.Request);
        if (!isXml && !_json.Contains(TypeOf(context.Request)))
            return NotTaken("Send application/fhir+json, application/fhir+xml or application/fhir+ndjson.");
        if (!FhirFormat.TryRead(context.Request, out _, out var unknown))
            return unknown.Answer();
        var mayImport = MayImport(caller);
        var (refusal, bundle) = isXml ? await ReadXml(context) : await Read(context, mayImport ? ImportLimits.Bytes : FhirLimits.ResourceBytes);
        if (bundle is null)
            return refusal!;
        using (bundle)
        using (CallerScope.Use(caller))
        {
            if (MixedBatch.Is(bundle.RootElement, oneByOne: !mayImport))
                return await batch.Run(context, practice, bundle.RootElement);
            return mayImport ? await Import(context, practice, bundle, intake, watch, grains) : _notForYou.Answer();
        }
    }

    private static async Task<IResult> Import(
        HttpContext context, string practice, JsonDocument bundle, ImportIntake intake, ImportWatch watch, IGrainFactory grains)
    {
        var taken = await intake.TakeBundle(From(context, practice), bundle, context.RequestAborted);
        if (!taken.Succeeded)
            return Refused(taken.Problems[0]);
        var view = await watch.Wait(practice, taken.Value.ImportId, _patience, context.RequestAborted);
        if (view?.EndedAt is null)
            return Accepted(context, practice, taken.Value.ImportId);
        var import = grains.GetGrain<IImportGrain>(GrainKey.For(practice, taken.Value.ImportId));
        if (view.Status is not ImportStatus.Done)
            return FhirAnswers.Told(FhirAnswers.OutcomeOf(await import.Problems()), StatusCodes.Status422UnprocessableEntity);
        var outcomes = new List<ItemOutcome>();
        for (var chunk = 0; chunk < view.Chunks; chunk++)
            outcomes.AddRange(await import.Outcomes(chunk));
        return FhirAnswers.Told(FhirAnswers.Response(taken.Value.Type, outcomes), StatusCodes.Status200OK);
    }

    /// <summary>Takes a Bundle or NDJSON and answers at once where to ask for the progress.</summary>
    private static Task<IResult> Begin(HttpContext context, string practice, ImportIntake intake) =>
        AsCaller(context, practice, async () =>
        {
            var isLines = _lines.Contains(TypeOf(context.Request));
            if (!isLines && !_json.Contains(TypeOf(context.Request)))
                return NotTaken("Send application/fhir+json or application/fhir+ndjson.");
            if (context.Request.ContentLength > ImportLimits.Bytes)
                return TooLarge(ImportLimits.Bytes);
            LiftLimit(context);
            try
            {
                await using var body = new LimitedStream(context.Request.Body, ImportLimits.Bytes);
                var taken = isLines
                    ? await intake.TakeLines(From(context, practice), body, context.RequestAborted)
                    : await intake.TakeBundle(From(context, practice), body, context.RequestAborted);
                return taken.Succeeded ? Accepted(context, practice, taken.Value.ImportId) : Refused(taken.Problems[0]);
            }
            catch (InputTooLargeException)
            {
                return TooLarge(ImportLimits.Bytes);
            }
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
            return FhirAnswers.Told(
                FhirAnswers.Report(view, ended ? await import.Problems() : [], ended ? await import.Warnings() : []),
                ended ? StatusCodes.Status200OK : StatusCodes.Status202Accepted);
        });

    private static IResult Accepted(HttpContext context, string practice, string importId)
    {
        context.Response.Headers.ContentLocation = $"{FhirAddress.Of(context, practice)}/$import/{importId}";
        return Results.StatusCode(StatusCodes.Status202Accepted);
    }

    /// <summary>The practice's own bridge, or an administrator of the practice who is signed in.</summary>
    private static Task<IResult> AsCaller(HttpContext context, string practice, Func<Task<IResult>> operation) =>
        FhirGate.Serve(context, practice, caller => MayImport(caller) ? null : _notForYou, _ => operation());

    /// <summary>An app whose scopes reach only some types may write those one by one, but not import.</summary>
    private static bool MayImport(Caller caller) => caller.Is(Audience.Integrator | Audience.Administrator) && caller.OnlyPatientId is null
        && (caller.Scope is not { } scope || ResourceScope.In(scope).Any(reach =>
            reach is { Type: "*", Category: null } && reach.Rights.HasFlag(ResourceRights.Create | ResourceRights.Update)));

    private static async Task<(IResult? Refusal, JsonDocument? Bundle)> Read(HttpContext context, int bytes)
    {
        if (context.Request.ContentLength > bytes)
            return (TooLarge(bytes), null);
        LiftLimit(context);
        try
        {
            await using var body = new LimitedStream(context.Request.Body, bytes);
            var bundle = await ImportIntake.ReadBundle(body, context.RequestAborted);
            return bundle.Succeeded ? (null, bundle.Value) : (Refused(bundle.Problems[0]), null);
        }
        catch (InputTooLargeException)
        {
            return (TooLarge(bytes), null);
        }
    }

    private static async Task<(IResult? Refusal, JsonDocument? Bundle)> ReadXml(HttpContext context)
    {
        var (text, refusal) = await ResourceBody.Text(context);
        if (text is not null)
            return (null, JsonDocument.Parse(text, ResourceText.Deep));
        return (refusal!.Status is StatusCodes.Status413PayloadTooLarge ? TooLarge(FhirLimits.ResourceBytes) : refusal.Answer(), null);
    }

    private static string? TypeOf(HttpRequest request) => request.ContentType?.Split(';')[0].Trim().ToLowerInvariant();

    private static void LiftLimit(HttpContext context)
    {
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
            limit.MaxRequestBodySize = null;
    }

    private static IntakeFrom From(HttpContext context, string practice) =>
        new(practice, NewId(), ImportSource.Program, FhirAddress.Of(context, practice));

    private static IResult NotTaken(string text) => FhirAnswers.Outcome(StatusCodes.Status415UnsupportedMediaType, "not-supported", text, "Content-Type");

    private static IResult Refused(Problem problem) => problem.Code is "import.bad_json"
        ? FhirAnswers.Outcome(StatusCodes.Status400BadRequest, "structure", problem.Message)
        : FhirAnswers.Outcome(StatusCodes.Status422UnprocessableEntity, "invalid", problem.Message, problem.Field ?? "");

    private static IResult TooLarge(int bytes) => FhirAnswers.Outcome(
        StatusCodes.Status413PayloadTooLarge, "too-long", $"An input may be {bytes / 1024 / 1024} MB at most. Send it in parts.");

    private static string NewId() => Ulid.NewUlid().ToString().ToLowerInvariant();
}
