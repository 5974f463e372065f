using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Portal.Grains.Interfaces.Patients;
using Portal.Grains.Interfaces.Records.Search;

namespace Portal.WebFront.Records.Rest;

/// <summary>One resource as the answer, with its version and time in the headers.</summary>
internal sealed class ResourceAnswer(ServedResource resource, FhirFormat format) : IResult
{
    public async System.Threading.Tasks.Task ExecuteAsync(HttpContext httpContext)
    {
        var headers = httpContext.Response.GetTypedHeaders();
        var tag = $"W/\"{resource.Version.ToString(CultureInfo.InvariantCulture)}\"";
        httpContext.Response.Headers.ETag = tag;
        headers.LastModified = resource.LastUpdated;
        if (IsKnown(httpContext.Request, tag))
        {
            httpContext.Response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        httpContext.Response.ContentType = format.ContentType;
        await Body.Write(httpContext, ResourceText.Write(resource.Json, format));
    }

    private bool IsKnown(HttpRequest request, string tag)
    {
        if (request.Headers.IfNoneMatch is { Count: > 0 } tags)
            // Compared weakly (RFC 9110, 13.1.2): whether a tag is told as weak or strong says nothing of the content.
            return tags.ToString().Split(',').Select(one => one.Trim()).Any(one => one == "*" || one == tag || "W/" + one == tag);
        // The header knows whole seconds only.
        return request.GetTypedHeaders().IfModifiedSince is { } since
            && resource.LastUpdated.ToUnixTimeSeconds() <= since.ToUnixTimeSeconds();
    }
}

/// <summary>A Bundle of resources as they are stored, joined without reading them again.</summary>
internal sealed class BundleAnswer : IResult
{
    /// <summary>What is larger is sent in parts of this many bytes, and not gathered before.</summary>
    private const int Chunk = 64 * 1024;

    /// <summary>What stands around a resource, roughly.</summary>
    private const int SizeOfEntry = 256;

    private static readonly JsonWriterOptions _plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    /// <summary><c>searchset</c> or <c>history</c>.</summary>
    public required string Type { get; init; }

    public required string Base { get; init; }

    public required FhirFormat Format { get; init; }

    public required IReadOnlyList<ServedResource> Matches { get; init; }

    public IReadOnlyList<ServedResource> Included { get; init; } = [];

    /// <summary>Of a match: how sure each of the matches is.</summary>
    public IReadOnlyList<PatientMatch> Grades { get; init; } = [];

    public int? Total { get; init; }

    public required string Self { get; init; }

    public string? Next { get; init; }

    private bool IsEmpty => Matches.Count + Included.Count == 0;

    private IEnumerable<(ServedResource Resource, string Mode, PatientMatch? Grade)> Entries =>
    [
        .. Matches.Select((resource, place) => (resource, "match", place < Grades.Count ? Grades[place] : null)),
        .. Included.Select(resource => (resource, "include", (PatientMatch?)null)),
    ];

    public async System.Threading.Tasks.Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.ContentType = Format.ContentType;
        var whole = Format with { Summary = null, Elements = [] };
        var size = Matches.Concat(Included).Sum(resource => resource.Json.Length + SizeOfEntry);
        if (size > Chunk && whole.AsStored && !HttpMethods.IsHead(httpContext.Request.Method))
        {
            await Stream(httpContext);
            return;
        }

        using var buffer = new MemoryStream(size + SizeOfEntry);
        using (var writer = new Utf8JsonWriter(buffer, _plain))
        {
            Open(writer);
            foreach (var (resource, mode, grade) in Entries)
                Entry(writer, resource, mode, grade);
            Close(writer);
        }

        await Body.Write(
            httpContext,
            whole.AsStored
                ? buffer.GetBuffer().AsMemory(0, (int)buffer.Length)
                : ResourceText.Write((JsonObject)JsonNode.Parse(buffer.GetBuffer().AsSpan(0, (int)buffer.Length), documentOptions: ResourceText.Deep)!, whole, cut: false));
    }

    /// <summary>A large one goes out as it is written.</summary>
    private async System.Threading.Tasks.Task Stream(HttpContext context)
    {
        var body = context.Response.BodyWriter;
        await using var writer = new Utf8JsonWriter(body, _plain);
        var sent = 0L;
        Open(writer);
        foreach (var (resource, mode, grade) in Entries)
        {
            Entry(writer, resource, mode, grade);
            if (writer.BytesCommitted + writer.BytesPending - sent < Chunk)
                continue;
            await writer.FlushAsync(context.RequestAborted);
            await body.FlushAsync(context.RequestAborted);
            sent = writer.BytesCommitted;
        }

        Close(writer);
        await writer.FlushAsync(context.RequestAborted);
        await body.FlushAsync(context.RequestAborted);
    }

    private void Open(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteString("resourceType", "Bundle");
        writer.WriteString("type", Type);
        if (Total is { } total)
            writer.WriteNumber("total", total);
        writer.WriteStartArray("link");
        Link(writer, "self", Self);
        if (Next is not null)
            Link(writer, "next", Next);
        writer.WriteEndArray();
        if (!IsEmpty)
            writer.WriteStartArray("entry");
    }

    private void Close(Utf8JsonWriter writer)
    {
        if (!IsEmpty)
            writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private void Entry(Utf8JsonWriter writer, ServedResource resource, string mode, PatientMatch? grade)
    {
        writer.WriteStartObject();
        writer.WriteString("fullUrl", $"{Base}/{resource.Type}/{resource.Id}");
        if (!resource.Deleted)
        {
            writer.WritePropertyName("resource");
            writer.WriteRawValue(Part(resource), skipInputValidation: true);
        }

        if (Type == "searchset")
        {
            writer.WriteStartObject("search");
            if (grade is not null)
                Grade(writer, grade);
            writer.WriteString("mode", mode);
            if (grade is not null)
                writer.WriteNumber("score", grade.Percent / 100m);
            writer.WriteEndObject();
        }
        else
        {
            History(writer, resource);
        }

        writer.WriteEndObject();
    }

    private byte[] Part(ServedResource resource) =>
        ResourceText.Write(resource.Json, Format with { Xml = false, Pretty = false });

    private static void Grade(Utf8JsonWriter writer, PatientMatch match)
    {
        writer.WriteStartArray("extension");
        writer.WriteStartObject();
        writer.WriteString("url", "http://hl7.org/fhir/StructureDefinition/match-grade");
        writer.WriteString("valueCode", match.Grade.ToString().ToLowerInvariant());
        writer.WriteEndObject();
        writer.WriteEndArray();
    }

    private static void History(Utf8JsonWriter writer, ServedResource resource)
    {
        writer.WriteStartObject("request");
        writer.WriteString("method", resource.Deleted ? "DELETE" : "PUT");
        writer.WriteString("url", $"{resource.Type}/{resource.Id}");
        writer.WriteEndObject();
        writer.WriteStartObject("response");
        writer.WriteString("status", resource.Deleted ? "204" : resource.Version == 1 ? "201" : "200");
        writer.WriteString("etag", $"W/\"{resource.Version.ToString(CultureInfo.InvariantCulture)}\"");
        writer.WriteString("lastModified", FhirInstant.Of(resource.LastUpdated));
        writer.WriteEndObject();
    }

    private static void Link(Utf8JsonWriter writer, string relation, string url)
    {
        writer.WriteStartObject();
        writer.WriteString("relation", relation);
        writer.WriteString("url", url);
        writer.WriteEndObject();
    }
}

internal static class Body
{
    /// <summary>HEAD gets the headers of GET and no body; what GET would pack has no length that is known before.</summary>
    public static async System.Threading.Tasks.Task Write(HttpContext context, ReadOnlyMemory<byte> bytes)
    {
        var isHead = HttpMethods.IsHead(context.Request.Method);
        if (!isHead || context.Request.Headers.AcceptEncoding.Count == 0)
            context.Response.ContentLength = bytes.Length;
        if (!isHead)
            await context.Response.BodyWriter.WriteAsync(bytes, context.RequestAborted);
    }
}
