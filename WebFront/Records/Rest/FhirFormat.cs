using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Net.Http.Headers;

namespace Portal.WebFront.Records.Rest;

/// <summary>How an answer is to be written: <c>_format</c> or Accept, <c>_pretty</c>, <c>_summary</c>, <c>_elements</c>.</summary>
internal sealed record FhirFormat(bool Xml, string ContentType, bool Pretty, string? Summary, IReadOnlyList<string> Elements)
{
    public const string Json = "application/fhir+json; charset=utf-8";
    private const string XmlType = "application/fhir+xml; charset=utf-8";
    private const string Release = "4.0";

    /// <summary>Whole, as XML.</summary>
    public static readonly FhirFormat PlainXml = new(true, XmlType, false, null, []);

    private static readonly FhirFormat _plainJson = new(false, Json, false, null, []);

    private static readonly string[] _summaries = ["true", "false", "text", "data", "count"];

    /// <summary>Whether a parameter says how an answer is written, and nothing of what is in it.</summary>
    public static bool IsOfFormat(string parameter) => parameter is "_format" or "_pretty" or "_summary" or "_elements";

    /// <summary>Nothing is cut and nothing is written anew: the stored bytes are the answer.</summary>
    public bool AsStored => !Xml && !Pretty && Summary is null or "false" or "count" && Elements.Count == 0;

    /// <summary>Reads the wish from the address, or from the form of a search by POST.</summary>
    public static bool TryRead(HttpRequest request, [NotNullWhen(true)] out FhirFormat? format, [NotNullWhen(false)] out FhirRefusal? refusal)
    {
        format = null;
        refusal = null;
        var given = (request.HasFormContentType ? request.Query.Concat(request.Form) : request.Query)
            .GroupBy(entry => entry.Key, StringComparer.Ordinal)
            .ToDictionary(entries => entries.Key, entries => entries.First().Value.ToString(), StringComparer.Ordinal);
        var wish = given.GetValueOrDefault("_format");
        var xml = wish is { Length: > 0 } ? OfFormat(wish) : OfAccept(request);
        if (xml is null)
        {
            refusal = new(StatusCodes.Status406NotAcceptable, "not-supported", "Answers are application/fhir+json or application/fhir+xml, of FHIR 4.0.", wish is null ? "Accept" : "_format");
            return false;
        }

        var summary = given.GetValueOrDefault("_summary") is { Length: > 0 } text ? text : null;
        if (summary is not null && !_summaries.Contains(summary))
        {
            refusal = FhirRefusal.BadValue("_summary", "_summary is true, false, text, data or count.");
            return false;
        }

        var elements = (given.GetValueOrDefault("_elements") ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        format = new(xml.Value, xml.Value ? XmlType : Json, given.GetValueOrDefault("_pretty") is "true", summary, elements);
        return true;
    }

    /// <summary>
    /// For what has to be told in any case: whole, and as JSON where the request wants nothing that there is. A form that
    /// nobody has read yet is not waited for.
    /// </summary>
    public static FhirFormat OfTold(HttpRequest request)
    {
        var wish = request.Query["_format"].ToString() is { Length: > 0 } asked
            ? asked
            : request.HttpContext.Features.Get<IFormFeature>()?.Form?["_format"].ToString();
        return (wish is { Length: > 0 } ? OfFormat(wish) : OfAccept(request)) is true ? PlainXml : _plainJson;
    }

    /// <summary>Whether a media type asks for, or brings, another release of FHIR than ours.</summary>
    public static bool IsOfAnotherRelease(string? mediaType) => (mediaType ?? "").Split(';').Skip(1)
        .Select(parameter => parameter.Split('=', 2, StringSplitOptions.TrimEntries))
        .Any(parameter => parameter is [var name, var value] && name.Equals("fhirVersion", StringComparison.OrdinalIgnoreCase) && value.Trim('"') is not Release);

    private static bool? OfFormat(string text) => text.Replace(' ', '+').Split(';')[0].Trim().ToLowerInvariant() switch
    {
        "json" or "application/json" or "application/fhir+json" or "text/json" => false,
        "xml" or "application/xml" or "application/fhir+xml" or "text/xml" => true,
        _ => null,
    };

    private static bool? OfAccept(HttpRequest request)
    {
        var accepted = request.GetTypedHeaders().Accept;
        if (accepted is null or { Count: 0 })
            return false;
        return accepted
            .Where(type => (type.Quality is null or > 0) && !IsOfAnotherRelease(type.ToString()))
            .OrderByDescending(type => type.Quality ?? 1)
            .Select(Of)
            .FirstOrDefault(xml => xml is not null);
    }

    private static bool? Of(MediaTypeHeaderValue type) => type.MediaType.Value?.ToLowerInvariant() switch
    {
        "*/*" or "application/*" or "application/json" or "application/fhir+json" or "text/json" or "application/json+fhir" or "text/html" => false,
        "application/xml" or "application/fhir+xml" or "text/xml" or "application/xml+fhir" => true,
        _ => null,
    };
}
