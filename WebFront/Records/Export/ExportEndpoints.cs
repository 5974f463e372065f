using System.Globalization;
using System.Text.Json.Nodes;
using Portal.Grains.Interfaces;
using Portal.Grains.Interfaces.Access;
using Portal.Grains.Interfaces.Records.Export;
using Portal.WebFront.Records.Rest;

namespace Portal.WebFront.Records.Export;

/// <summary>Bulk Data Access 2.0: the export of many patients' resources for the practice's own programs.</summary>
internal static class ExportEndpoints
{
    private const int RetryAfterSeconds = 2;
    private const string Extension = ".ndjson";
    private static readonly string[] _kickOff = [HttpMethods.Get, HttpMethods.Post];

    public static void MapExport(this IEndpointRouteBuilder routes)
    {
        routes.MapMethods("$export", _kickOff, System).DisableAntiforgery();
        routes.MapMethods("Patient/$export", _kickOff, Patients).DisableAntiforgery();
        routes.MapMethods("Group/{group}/$export", _kickOff, OfGroup).DisableAntiforgery();
        routes.MapGet("$export/{id}", Status);
        routes.MapDelete("$export/{id}", Cancel).DisableAntiforgery();
        routes.MapMethods("$export/{id}/{file}", [HttpMethods.Get, HttpMethods.Head], File);
    }

    /// <summary>
    /// GET or POST /$export: everything of the practice. <c>Prefer: respond-async</c> is needed; <c>_type</c>, <c>_since</c>,
    /// <c>_outputFormat</c>. 202 with Content-Location, where the progress is asked for. 400 what is not understood, 403
    /// for whom it is not.
    /// </summary>
    private static Task<IResult> System(HttpContext context, string practice, IGrainFactory grains) =>
        Begin(context, practice, grains, ExportLevel.System, null);

    /// <summary>GET or POST /Patient/$export: all patients, and whom and what their records name; else as /$export.</summary>
    private static Task<IResult> Patients(HttpContext context, string practice, IGrainFactory grains) =>
        Begin(context, practice, grains, ExportLevel.Patient, null);

    /// <summary>GET or POST /Group/{group}/$export: the patients of a group; else as /Patient/$export. 404 unknown group.</summary>
    private static Task<IResult> OfGroup(HttpContext context, string practice, string group, IGrainFactory grains) =>
        Begin(context, practice, grains, ExportLevel.Group, group);

    private static Task<IResult> Begin(HttpContext context, string practice, IGrainFactory grains, ExportLevel level, string? group) =>
        AsCaller(context, practice, async () =>
        {
            var prefer = context.Request.Headers["Prefer"].ToString();
            if (!prefer.Contains("respond-async", StringComparison.OrdinalIgnoreCase))
                return new FhirRefusal(StatusCodes.Status400BadRequest, "required", "An export takes a while: ask with Prefer: respond-async.", "Prefer").Answer();
            if (group is not null && await PatientGroups.Find(grains, practice, group) is null)
                return FhirRefusal.NotFound("Group", group).Answer();
            var (parameters, unreadable) = await ExportParameters.Read(context);
            if (parameters is null)
                return unreadable!.Answer();
            var (request, refusal) = ExportRequest.Read(parameters, SearchRequest.IsStrict(context.Request));
            if (request is null)
                return refusal!.Answer();
            var id = Ulid.NewUlid().ToString().ToLowerInvariant();
            var address = FhirAddress.Of(context, practice);
            var asked = $"{context.Request.Scheme}://{context.Request.Host}{context.Request.Path}{context.Request.QueryString}";
            var begun = await grains.GetGrain<IExportGrain>(GrainKey.For(practice, id)).Begin(new(level, group, request.Types, request.Since, asked));
            if (!begun.Succeeded)
                return new FhirRefusal(StatusCodes.Status403Forbidden, "forbidden", begun.Problems[0].Message).Answer();
            context.Response.Headers.ContentLocation = $"{address}/$export/{id}";
            return Results.StatusCode(StatusCodes.Status202Accepted);
        });

    /// <summary>GET /$export/{id}: 202 with X-Progress while it is found out which files there are, then 200 with the manifest.</summary>
    private static Task<IResult> Status(HttpContext context, string practice, string id, IGrainFactory grains) =>
        AsCaller(context, practice, async () =>
        {
            if (Export(grains, practice, id) is not { } export || await export.View() is not { } view)
                return Unknown();
            if (view.Stuck)
                return new FhirRefusal(StatusCodes.Status500InternalServerError, "exception", "The export stopped after failures. Give it up and begin another one, or tell the practice.").Answer();
            if (view.Files is not { } files)
            {
                context.Response.Headers["X-Progress"] = "counting";
                context.Response.Headers.RetryAfter = RetryAfterSeconds.ToString(CultureInfo.InvariantCulture);
                return Results.StatusCode(StatusCodes.Status202Accepted);
            }

            context.Response.Headers.Expires = view.Expires!.Value.ToString("R", CultureInfo.InvariantCulture);
            var address = $"{FhirAddress.Of(context, practice)}/$export/{id}";
            return Results.Text(Manifest(view, files, address).ToJsonString(), "application/json");
        });

    /// <summary>DELETE /$export/{id}: 202; from then on it is 404.</summary>
    private static Task<IResult> Cancel(HttpContext context, string practice, string id, IGrainFactory grains) =>
        AsCaller(context, practice, async () =>
            Export(grains, practice, id) is { } export && (await export.Cancel()).Succeeded
                ? Results.StatusCode(StatusCodes.Status202Accepted)
                : Unknown());

    /// <summary>GET /$export/{id}/{file}: a resource a line, with the same token as the export.</summary>
    private static Task<IResult> File(HttpContext context, string practice, string id, string file, IGrainFactory grains) =>
        AsCaller(context, practice, async () =>
        {
            var name = file.EndsWith(Extension, StringComparison.Ordinal) ? file[..^Extension.Length] : file;
            if (Export(grains, practice, id) is not { } export)
                return Unknown();
            // To ask whether it is there takes nothing out, and is noted nowhere.
            if (HttpMethods.IsHead(context.Request.Method))
            {
                context.Response.ContentType = ExportFileAnswer.ContentType;
                return (await export.View())?.Files?.Any(known => known.Name == name) is true ? Results.Empty : Unknown();
            }

            return await export.Page(name, null) is { } first ? new ExportFileAnswer(export, name, first) : Unknown();
        });

    private static JsonObject Manifest(ExportView view, IEnumerable<ExportFile> files, string address) => new()
    {
        ["transactionTime"] = FhirInstant.Of(view.AsOf),
        ["request"] = view.Request,
        ["requiresAccessToken"] = true,
        ["output"] = new JsonArray([.. files.Where(file => file.Name != ExportFile.Deletions).Select(file => Output(file, file.Name, address))]),
        ["deleted"] = new JsonArray([.. files.Where(file => file.Name == ExportFile.Deletions).Select(file => Output(file, "Bundle", address))]),
        ["error"] = new JsonArray(),
    };

    private static JsonObject Output(ExportFile file, string type, string address) =>
        new() { ["type"] = type, ["url"] = $"{address}/{file.Name}{Extension}" };

    private static IExportGrain? Export(IGrainFactory grains, string practice, string id) =>
        GrainKey.TryParse($"{practice}/{id}", out var key) ? grains.GetGrain<IExportGrain>(key.ToString()) : null;

    private static Task<IResult> AsCaller(HttpContext context, string practice, Func<Task<IResult>> operation) => FhirGate.Serve(
        context, practice,
        caller => FhirGate.IsOfPractice(caller) ? null : FhirGate.Forbidden("Exports are for the practice's own programs and its administrators."),
        _ => operation());

    private static IResult Unknown() =>
        new FhirRefusal(StatusCodes.Status404NotFound, "not-found", "There is no such export. It may have been given up, or its time is over.").Answer();
}
