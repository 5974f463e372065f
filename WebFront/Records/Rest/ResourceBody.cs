using System.Net.Mime;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Xml;
using Hl7.Fhir.Model;
using Hl7.Fhir.Serialization;
using Hl7.Fhir.Utility;
using Hl7.Fhir.Validation;
using Microsoft.AspNetCore.Http.Features;
using Portal.Grains.Interfaces.Records;

namespace Portal.WebFront.Records.Rest;

/// <summary>Reads the one resource that a request brings, as JSON or XML.</summary>
internal static class ResourceBody
{
    private static readonly string[] _json = ["application/fhir+json", MediaTypeNames.Application.Json, "text/json"];
    private static readonly string[] _xml = ["application/fhir+xml", MediaTypeNames.Application.Xml, MediaTypeNames.Text.Xml];
    private static readonly UTF8Encoding _utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>No document type: so no entity is ever expanded and nothing is fetched.</summary>
    private static readonly XmlReaderSettings _plainXml = new() { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, Async = false };

    private static readonly FhirXmlDeserializer _xmlReader = new(
        new DeserializerSettings().UsingMode(DeserializationMode.Strict, NarrativeValidationKind.None));

    private static readonly FhirJsonSerializer _jsonWriter = new();

    /// <summary>The resource, with its faults found, or why it is none.</summary>
    /// <param name="context">The request.</param>
    /// <param name="type">The type that the address names.</param>
    /// <param name="id">The id that the address names; none for a resource that is made, which gets one.</param>
    public static async Task<(InputEntry? Entry, FhirRefusal? Refusal)> Read(HttpContext context, string type, string? id)
    {
        var (text, refusal) = await Text(context);
        return text is null ? (null, refusal) : Entry(text, type, id);
    }

    /// <summary>The resource as JSON text, whichever way it comes.</summary>
    public static async Task<(string? Text, FhirRefusal? Refusal)> Text(HttpContext context)
    {
        var isXml = IsXml(context.Request);
        if (!isXml && !_json.Contains(KindOf(context.Request)))
            return (null, new(StatusCodes.Status415UnsupportedMediaType, "not-supported", "Send application/fhir+json or application/fhir+xml.", "Content-Type"));
        var (text, refusal) = await TextOf(context);
        return text is not null && isXml ? FromXml(text) : (text, refusal);
    }

    /// <summary>The body of a request that brings JSON.</summary>
    public static async Task<(string? Text, FhirRefusal? Refusal)> JsonText(HttpContext context) =>
        _json.Contains(KindOf(context.Request))
            ? await TextOf(context)
            : (null, new(StatusCodes.Status415UnsupportedMediaType, "not-supported", "Send application/fhir+json.", "Content-Type"));

    public static bool IsXml(HttpRequest request) => _xml.Contains(KindOf(request));

    private static string? KindOf(HttpRequest request) =>
        FhirFormat.IsOfAnotherRelease(request.ContentType) ? null : request.ContentType?.Split(';')[0].Trim().ToLowerInvariant();

    private static async Task<(string? Text, FhirRefusal? Refusal)> TextOf(HttpContext context)
    {
        if (context.Request.ContentLength > FhirLimits.ResourceBytes)
            return (null, TooLarge());
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
            limit.MaxRequestBodySize = null;
        try
        {
            await using var body = new LimitedStream(context.Request.Body, FhirLimits.ResourceBytes);
            using var reader = new StreamReader(body, _utf8);
            return (await reader.ReadToEndAsync(context.RequestAborted), null);
        }
        catch (InputTooLargeException)
        {
            return (null, TooLarge());
        }
        catch (DecoderFallbackException)
        {
            return (null, NotReadable("The text is not UTF-8."));
        }
    }

    /// <summary>The same resource as JSON. Depth is looked at first: the parser would follow it without a bound.</summary>
    private static (string? Text, FhirRefusal? Refusal) FromXml(string text)
    {
        try
        {
            using (var depth = XmlReader.Create(new StringReader(text), _plainXml))
            {
                while (depth.Read())
                {
                    if (depth.Depth > InputReader.Depth)
                        return (null, NotReadable($"Elements stand more than {InputReader.Depth} deep."));
                }
            }

            using var reader = XmlReader.Create(new StringReader(text), _plainXml);
            return _xmlReader.TryDeserializeResource(reader, out var resource, out var issues)
                ? (_jsonWriter.SerializeToString(resource), null)
                : (null, Faulty(resource, issues));
        }
        catch (XmlException fault)
        {
            return (null, NotReadable($"This is not valid XML without a document type (line {fault.LineNumber}, column {fault.LinePosition})."));
        }
    }

    private static (InputEntry? Entry, FhirRefusal? Refusal) Entry(string text, string type, string? id)
    {
        JsonObject json;
        try
        {
            json = InputReader.ObjectOf(text);
        }
        catch (JsonException fault)
        {
            return (null, BadJson(fault));
        }

        var told = InputReader.Text(json, "resourceType");
        if (told != type)
            return (null, new(StatusCodes.Status400BadRequest, "invalid", $"The address is one of {type}; the resource has to say this resourceType.", "resourceType"));
        if (id is not null && InputReader.Text(json, "id") != id)
            return (null, new(StatusCodes.Status400BadRequest, "invalid", "The resource has to have the id that the address names.", $"{type}.id"));
        if (id is null)
            json["id"] = Ulid.NewUlid().ToString().ToLowerInvariant();
        var entry = InputReader.Whole(InputReader.OfResource(type, json.ToJsonString(ResourceText.Plain)));
        return entry.Problems.FirstOrDefault(problem => problem.Code is "import.bad_json") is { } unreadable
            ? (null, NotReadable(unreadable.Reason))
            : (entry, null);
    }

    private static FhirRefusal Faulty(Resource? resource, IEnumerable<CodedException> issues)
    {
        var problem = FhirFaults.Describe(issues.First(), resource?.TypeName ?? "");
        return new(StatusCodes.Status422UnprocessableEntity, "invalid", $"{problem.Reason} {problem.Advice}", problem.Place);
    }

    /// <summary>Where the text of a resource stops being one.</summary>
    public static FhirRefusal BadJson(JsonException fault) => NotReadable(fault.LineNumber is { } line
        ? $"This is not valid JSON of a resource (line {line + 1}, byte {fault.BytePositionInLine ?? 0})."
        : "This is not the JSON of a resource, or it names a property twice, or holds a character that cannot be stored.");

    private static FhirRefusal NotReadable(string text) => new(StatusCodes.Status400BadRequest, "structure", text);

    private static FhirRefusal TooLarge() => new(
        StatusCodes.Status413PayloadTooLarge, "too-long", $"One resource may be {FhirLimits.ResourceBytes / 1024 / 1024} MB at most.");
}
