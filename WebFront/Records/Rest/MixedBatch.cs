using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.WebUtilities;

namespace Portal.WebFront.Records.Rest;

/// <summary>
/// A batch that reads, deletes or writes on conditions: each entry is a request of its own, one after the other. A batch
/// that only writes is an import, which may be large and goes on after a crash.
/// </summary>
internal sealed class MixedBatch(InnerRequests requests)
{
    /// <summary>An entry's conditions and the headers they are.</summary>
    private static readonly (string Element, string Header)[] _conditions =
    [
        ("ifMatch", "If-Match"), ("ifNoneExist", "If-None-Exist"), ("ifNoneMatch", "If-None-Match"), ("ifModifiedSince", "If-Modified-Since"),
    ];

    private static readonly string[] _methods = ["GET", "HEAD", "POST", "PUT", "DELETE"];

    /// <param name="bundle">The Bundle.</param>
    /// <param name="oneByOne">Whether the caller may not import: then every batch is one of single requests.</param>
    public static bool Is(JsonElement bundle, bool oneByOne) => InputReader.Text(bundle, "type") is "batch"
        && (oneByOne || Entries(bundle).Any(entry => RequestOf(entry) is { } request && IsMore(request)));

    public async Task<IResult> Run(HttpContext context, string practice, JsonElement bundle)
    {
        var entries = Entries(bundle).ToList();
        if (entries.Count > FhirLimits.BatchEntries)
        {
            return new FhirRefusal(
                StatusCodes.Status422UnprocessableEntity, "too-costly",
                $"A batch that reads, deletes or has conditions holds {FhirLimits.BatchEntries} entries at most. Send it in parts.", "Bundle.entry").Answer();
        }

        var answers = new JsonArray();
        foreach (var entry in entries)
            answers.Add(await Answer(context, practice, entry));
        return FhirAnswers.Json(
            new JsonObject { ["resourceType"] = "Bundle", ["type"] = "batch-response", ["entry"] = answers }, StatusCodes.Status200OK);
    }

    /// <summary>More than to store a resource.</summary>
    private static bool IsMore(JsonElement request) => InputReader.Text(request, "method") is "GET" or "HEAD" or "DELETE"
        || _conditions.Any(condition => InputReader.Text(request, condition.Element) is not null);

    private async Task<JsonNode> Answer(HttpContext context, string practice, JsonElement entry)
    {
        if (RequestOf(entry) is not { } request || Target(practice, request) is not { } target)
            return Refused("The request of an entry has a method (GET, HEAD, POST, PUT, DELETE) and an address below this one, such as Patient/123.");
        var (method, path, query) = target;
        var headers = _conditions
            .Select(condition => (condition.Header, Value: InputReader.Text(request, condition.Element)))
            .Where(header => header.Value is not null)
            .Select(header => (header.Header, header.Value!));
        var body = entry.TryGetProperty("resource", out var resource) ? resource.GetRawText() : null;
        var (response, answer) = await requests.Send(context, method, path, query, headers, body);
        return Entry(response, answer.Length == 0 ? null : JsonNode.Parse(answer));
    }

    /// <summary>Only addresses of resources below the same base: no batch within a batch, no import.</summary>
    private static (string Method, string Path, string Query)? Target(string practice, JsonElement request)
    {
        var method = InputReader.Text(request, "method");
        if (!_methods.Contains(method) || InputReader.Text(request, "url") is not { } url)
            return null;
        var mark = url.IndexOf('?', StringComparison.Ordinal);
        var path = mark < 0 ? url : url[..mark];
        var isOurs = path.Length > 0 && path[0] is not ('/' or '$') && !path.Contains("..", StringComparison.Ordinal) && !path.Contains(':', StringComparison.Ordinal);
        return isOurs ? (method!, $"/{practice}/fhir/R4/{Uri.UnescapeDataString(path)}", mark < 0 ? "" : url[mark..]) : null;
    }

    private static JsonObject Entry(HttpResponse response, JsonNode? body)
    {
        var told = new JsonObject { ["status"] = $"{response.StatusCode.ToString(CultureInfo.InvariantCulture)} {ReasonPhrases.GetReasonPhrase(response.StatusCode)}".TrimEnd() };
        if (response.Headers.Location is [{ Length: > 0 } location])
            told["location"] = location;
        if (response.Headers.ETag is [{ Length: > 0 } tag])
            told["etag"] = tag;
        if (response.GetTypedHeaders().LastModified is { } at)
            told["lastModified"] = FhirInstant.Of(at);
        var isOutcome = (string?)body?["resourceType"] is "OperationOutcome";
        if (isOutcome)
            told["outcome"] = body;
        var entry = new JsonObject();
        if (body is not null && !isOutcome)
            entry["resource"] = body;
        entry["response"] = told;
        return entry;
    }

    private static JsonObject Refused(string text) => new()
    {
        ["response"] = new JsonObject
        {
            ["status"] = "400 Bad Request",
            ["outcome"] = FhirAnswers.OutcomeOf("invalid", text, "Bundle.entry.request"),
        },
    };

    private static JsonElement? RequestOf(JsonElement entry) =>
        entry.ValueKind is JsonValueKind.Object && entry.TryGetProperty("request", out var request) && request.ValueKind is JsonValueKind.Object
            ? request
            : null;

    private static JsonElement.ArrayEnumerator Entries(JsonElement bundle) =>
        bundle.TryGetProperty("entry", out var entries) && entries.ValueKind is JsonValueKind.Array ? entries.EnumerateArray() : default;
}
