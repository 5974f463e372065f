using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.Net.Http.Headers;
using Portal.Grains.Interfaces.Records.Search;

namespace Portal.WebFront.Records.Rest;

/// <summary>
/// A Binary as the file that it holds: with its own media type, its version as the tag, and in parts when parts are
/// asked for. A browser saves it and never runs it.
/// </summary>
internal sealed class BinaryAnswer(ServedResource binary) : IResult
{
    private static readonly string[] _fhir =
        ["application/fhir+json", "application/fhir+xml", "application/json", "application/json+fhir", "application/xml+fhir"];

    /// <summary>FHIR gives the resource to whoever asks for a FHIR format, and to whoever says nothing.</summary>
    public static bool IsWanted(HttpRequest request) =>
        !request.Query.ContainsKey("_format")
        && request.GetTypedHeaders().Accept is { Count: > 0 } accepted
        && !accepted.Any(type => _fhir.Contains(type.MediaType.Value, StringComparer.OrdinalIgnoreCase));

    public System.Threading.Tasks.Task ExecuteAsync(HttpContext httpContext)
    {
        var resource = JsonNode.Parse(binary.Json)!;
        var content = Convert.FromBase64String((string?)resource["data"] ?? "");
        var type = MediaTypeHeaderValue.TryParse((string?)resource["contentType"], out var known) ? known.ToString() : "application/octet-stream";
        httpContext.Response.Headers.ContentSecurityPolicy = "default-src 'none'; sandbox";
        httpContext.Response.Headers.ContentDisposition = "attachment";
        return TypedResults.Bytes(
            content,
            type,
            enableRangeProcessing: true,
            lastModified: binary.LastUpdated,
            entityTag: new EntityTagHeaderValue($"\"{binary.Version.ToString(CultureInfo.InvariantCulture)}\"")).ExecuteAsync(httpContext);
    }
}
