using Microsoft.AspNetCore.ResponseCompression;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Primitives;

namespace Portal.WebFront.Records.Rest;

/// <summary>What every answer of a FHIR address has beside its content: compression, other origins, the request's id.</summary>
public static class FhirTransport
{
    private const string RequestId = "X-Request-Id";
    private const int LongestRequestId = 128;
    private static readonly string[] _types = ["application/fhir+json", "application/fhir+xml", "application/fhir+ndjson"];

    public static IServiceCollection AddFhirTransport(this IServiceCollection services) => services
        .AddResponseCompression(options =>
        {
            // Only answers to programs are packed. Pages, which hold secrets beside what a visitor typed, are not.
            options.EnableForHttps = true;
            options.MimeTypes = _types;
            options.Providers.Add<GzipCompressionProvider>();
            options.Providers.Add<BrotliCompressionProvider>();
        })
        .AddCors();

    /// <summary>Before routing: answers are packed from the first byte on.</summary>
    public static IApplicationBuilder UseFhirCompression(this IApplicationBuilder app) => app.UseWhen(
        context => context.Request.Path.Value?.Contains("/fhir/R4", StringComparison.Ordinal) is true,
        fhir => fhir.UseResponseCompression());

    /// <summary>
    /// Any origin may ask, because a browser sends no cookies along: only a token that the page has opens anything.
    /// </summary>
    public static TBuilder WithFhirTransport<TBuilder>(this TBuilder routes)
        where TBuilder : IEndpointConventionBuilder => routes
        .RequireCors(policy => policy
            .AllowAnyOrigin()
            .WithMethods("GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS")
            .WithHeaders("authorization", "content-type", "accept", "prefer", "if-match", "if-none-match", "if-none-exist", "if-modified-since", "x-request-id")
            .WithExposedHeaders("ETag", "Last-Modified", "Location", "Content-Location", "Retry-After", "X-Progress", RequestId)
            .SetPreflightMaxAge(TimeSpan.FromHours(1)))
        .AddEndpointFilter(async (context, next) =>
        {
            Echo(context.HttpContext);
            TellNamesApart(context.HttpContext.Request);
            return await next(context);
        });

    /// <summary>
    /// The names of FHIR's parameters are told apart by case: one that is unknown for its spelling must not take the values of
    /// the right one with it.
    /// </summary>
    private static void TellNamesApart(HttpRequest request)
    {
        if (!request.QueryString.HasValue)
            return;
        var query = new Dictionary<string, StringValues>(StringComparer.Ordinal);
        foreach (var parameter in new QueryStringEnumerable(request.QueryString.Value))
        {
            var name = parameter.DecodeName().ToString();
            query[name] = StringValues.Concat(query.GetValueOrDefault(name), parameter.DecodeValue().ToString());
        }

        request.Query = new QueryCollection(query);
    }

    /// <summary>The id that the caller gave, when it can stand in a header, else our own.</summary>
    private static void Echo(HttpContext context)
    {
        var given = context.Request.Headers[RequestId].ToString();
        var fits = given.Length is > 0 and <= LongestRequestId && given.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.');
        context.Response.Headers[RequestId] = fits ? given : context.TraceIdentifier;
    }
}
