using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.RateLimiting;
using Portal.Grains.Interfaces;
using Portal.Grains.Interfaces.Access;
using Portal.Grains.Interfaces.Sharing;
using Portal.WebFront.Records;

namespace Portal.WebFront.Sharing;

/// <summary>
/// What programs of any origin ask of a link: its manifest, and the file for a ticket. Whoever asks is a visitor, also in
/// a browser that is signed in. Whatever is not to be had is answered by one and the same 404.
/// </summary>
public static class HealthLinkEndpoints
{
    /// <summary>The folder of all links of a practice: short, because an address has few characters.</summary>
    public const string Folder = "shl";

    private const int LongestRequest = 16 * 1024;
    private static readonly JsonSerializerOptions _json = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static IServiceCollection AddPortalSharing(this IServiceCollection services, IConfiguration configuration)
    {
        services.Configure<SharingSettings>(configuration.GetSection(SharingSettings.Section));
        services.AddSingleton<SummaryFile>();
        return services.Configure<RateLimiterOptions>(options => options.AddPolicy<string, OpeningLimit>(OpeningLimit.Policy));
    }

    public static void MapHealthLinks(this IEndpointRouteBuilder routes)
    {
        var links = routes.MapGroup("/{practice}/" + Folder)
            .RequireCors(policy => policy.AllowAnyOrigin().WithMethods("GET", "POST").WithHeaders("content-type").WithExposedHeaders("Retry-After").SetPreflightMaxAge(TimeSpan.FromHours(1)))
            .RequireRateLimiting(OpeningLimit.Policy)
            .WithMetadata(new RequestSizeLimitAttribute(LongestRequest));
        links.MapPost("{secret}", Manifest).DisableAntiforgery();
        links.MapGet("{secret}/{ticket}", Fetch);
    }

    /// <summary>POST /{practice}/shl/{secret} with <c>recipient</c>, <c>passcode</c>, <c>embeddedLengthMax</c>: the link's one file.</summary>
    private static async Task<IResult> Manifest(HttpContext context, string practice, string secret, IGrainFactory grains)
    {
        if (LinkOf(grains, practice, secret) is not { } link)
            return Gone();
        var (asked, refusal) = await Read(context.Request);
        if (asked is null)
            return refusal!;
        using var visitor = CallerScope.Use(Caller.Visitor(practice));
        if (await link.Open(asked) is not { } opened)
            return Gone();
        if (!opened.Succeeded)
            return Results.Json(new { remainingAttempts = await link.AttemptsLeft() }, _json, statusCode: StatusCodes.Status401Unauthorized);
        var file = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["contentType"] = "application/fhir+json",
            [opened.Value.Content is null ? "location" : "embedded"] =
                opened.Value.Content ?? $"{LinkText.At(context, practice).AddressOf(secret)}/{opened.Value.Ticket}",
            ["lastUpdated"] = FhirInstant.Of(opened.Value.MadeAt),
            ["status"] = "finalized",
            ["fhirVersion"] = "4.0.1",
        };
        // The published logical model has the status here, the narrative of the standard beside the file: readers follow either.
        return Results.Json(new { status = file["status"], files = new[] { file } }, _json);
    }

    /// <summary>GET /{practice}/shl/{secret}/{ticket}: the file, once.</summary>
    private static async Task<IResult> Fetch(string practice, string secret, string ticket, IGrainFactory grains)
    {
        if (LinkOf(grains, practice, secret) is not { } link || !HealthLinkId.IsSecret(ticket))
            return Gone();
        using var visitor = CallerScope.Use(Caller.Visitor(practice));
        return await link.Fetch(ticket) is { } file ? Results.Bytes(Encoding.ASCII.GetBytes(file), "application/jose") : Gone();
    }

    private static IHealthLinkGrain? LinkOf(IGrainFactory grains, string practice, string secret) =>
        GrainKey.IsSlug(practice) && HealthLinkId.IsSecret(secret)
            ? grains.GetGrain<IHealthLinkGrain>(GrainKey.For(practice, HealthLinkId.Of(secret)))
            : null;

    private static async Task<(OpenHealthLink? Asked, IResult? Refusal)> Read(HttpRequest request)
    {
        if (!request.HasJsonContentType())
            return (null, Refused(StatusCodes.Status415UnsupportedMediaType, "Send application/json."));
        try
        {
            var asked = await request.ReadFromJsonAsync<ManifestRequest>(_json, request.HttpContext.RequestAborted);
            return string.IsNullOrWhiteSpace(asked?.Recipient)
                ? (null, Refused(StatusCodes.Status400BadRequest, "recipient is missing: say who opens the link."))
                : (new(asked.Recipient, asked.Passcode, asked.EmbeddedLengthMax), null);
        }
        catch (JsonException)
        {
            return (null, Refused(StatusCodes.Status400BadRequest, "Send a JSON object with recipient, passcode and embeddedLengthMax."));
        }
        catch (InvalidOperationException)
        {
            // The text is of an encoding that nobody knows.
            return (null, Refused(StatusCodes.Status415UnsupportedMediaType, "Send application/json in UTF-8."));
        }
        catch (BadHttpRequestException failure)
        {
            return (null, Refused(failure.StatusCode, "The request is too long or broke off."));
        }
    }

    private static IResult Gone() => Refused(StatusCodes.Status404NotFound, "There is no such link, or it does not work any more.");

    private static IResult Refused(int status, string message) => Results.Json(new { message }, _json, statusCode: status);

    private sealed record ManifestRequest(string? Recipient, string? Passcode, long? EmbeddedLengthMax);
}
