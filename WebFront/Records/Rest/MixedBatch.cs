using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.WebUtilities;

namespace Portal.WebFront.Records.Rest;

/// <summary>
/// A batch that reads, deletes or writes on conditions: each entry is a request of its own, one after the other. A batch
/// that only writes is an import, which may be large and goes on after a crash.
/// </summary>
internal sealed partial class MixedBatch(InnerRequests requests, ILogger<MixedBatch> log)
{
    /// <summary>An entry's conditions and the headers they are.</summary>
    private static readonly (string Element, string Header)[] _conditions =
    [
        ("ifMatch", "If-Match"), ("ifNoneExist", "If-None-Exist"), ("ifNoneMatch", "If-None-Match"), ("ifModifiedSince", "If-Modified-Since"),
    ];

    private static readonly string[] _methods = ["GET", "HEAD", "POST", "PUT", "DELETE", "PATCH"];

    /// <summary>What works on after the answer has no place in a batch.</summary>
    private static readonly string[] _elsewhere = ["$import", "$export"];

    /// <param name="bundle">The Bundle.</param>
    /// <param name="oneByOne">Whether the caller may not import: then every batch is one of single requests.</param>
    public static bool Is(JsonElement bundle, bool oneByOne) => InputReader.Text(bundle, "resourceType") is "Bundle" && InputReader.Text(bundle, "type") is "batch"
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
        var bytes = 0L;
        foreach (var entry in entries)
        {
            var (answer, size) = bytes > FhirLimits.BatchAnswerBytes
                ? (Refused("413 Payload Too Large", "too-costly", "The answers before this one are as many as one batch may bring. Send the rest in another one."), 0)
                : await Answer(context, practice, entry);
            answers.Add(answer);
            bytes += size;
        }

        return FhirAnswers.Told(FhirAnswers.ResponseOf("batch-response", answers), StatusCodes.Status200OK);
    }

    /// <summary>More than to store a resource.</summary>
    private static bool IsMore(JsonElement request) => InputReader.Text(request, "method") is "GET" or "HEAD" or "DELETE" or "PATCH"
        || InputReader.Text(request, "url")?.Contains('$', StringComparison.Ordinal) is true
        || _conditions.Any(condition => InputReader.Text(request, condition.Element) is not null);

    /// <summary>What became of one entry must be told whatever becomes of the others, so no failure of one ends the batch.</summary>
    private async Task<(JsonNode Answer, int Bytes)> Answer(HttpContext context, string practice, JsonElement entry)
    {
        if (RequestOf(entry) is not { } request || Target(practice, request) is not { } target)
        {
            return (Refused(
                "400 Bad Request", "invalid",
                "The request of an entry has a method of HTTP and an address below this one, such as Patient/123, without _format. Imports and exports are asked for by themselves."), 0);
        }

        var (method, path, query) = target;
        var headers = _conditions
            .Select(condition => (condition.Header, Value: InputReader.Text(request, condition.Element)))
            .Where(header => header.Value is not null)
            .Select(header => (header.Header, header.Header is "If-Modified-Since" ? HttpDate(header.Value!) : header.Value!));
        var body = entry.TryGetProperty("resource", out var resource) ? resource.GetRawText() : null;
        try
        {
            var (response, answer) = await requests.Send(context, method, path, query, headers, body);
            return (Entry(response, answer.Length == 0 ? null : JsonNode.Parse(answer, documentOptions: ResourceText.Deep)), answer.Length);
        }
        catch (Exception failure) when (!context.RequestAborted.IsCancellationRequested)
        {
            EntryFailed(log, method, failure.GetType().Name);
            var told = FhirFailures.Of(failure, isRepeatable: method is not "POST", context.TraceIdentifier);
            return (Refused($"{told.Status.ToString(CultureInfo.InvariantCulture)} {ReasonPhrases.GetReasonPhrase(told.Status)}", told.Code, told.Text), 0);
        }
    }

    /// <summary>In a Bundle it is an instant; a header has whole seconds, in words.</summary>
    private static string HttpDate(string instant) => DateTimeOffset.TryParse(instant, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at)
        ? at.ToString("R", CultureInfo.InvariantCulture)
        : instant;

    /// <summary>Whatever is below the same base: no batch within a batch, no import or export.</summary>
    private static (string Method, string Path, string Query)? Target(string practice, JsonElement request)
    {
        var method = InputReader.Text(request, "method");
        if (!_methods.Contains(method) || InputReader.Text(request, "url") is not { } url)
            return null;
        var mark = url.IndexOf('?', StringComparison.Ordinal);
        var path = Uri.UnescapeDataString(mark < 0 ? url : url[..mark]);
        var query = mark < 0 ? "" : url[mark..];
        var segments = path.Split('/');
        var isOurs = path is not ['.', ..]
            && segments.All(segment => segment.Length > 0 && segment is not ("." or "..") && !_elsewhere.Contains(segment, StringComparer.OrdinalIgnoreCase))
            && !QueryHelpers.ParseQuery(query).ContainsKey("_format");
        return isOurs ? (method!, $"/{practice}/fhir/R4/{path}", query) : null;
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

    private static JsonObject Refused(string status, string code, string text) => new()
    {
        ["response"] = new JsonObject { ["status"] = status, ["outcome"] = FhirAnswers.OutcomeOf(code, text, "Bundle.entry.request") },
    };

    private static JsonElement? RequestOf(JsonElement entry) =>
        entry.ValueKind is JsonValueKind.Object && entry.TryGetProperty("request", out var request) && request.ValueKind is JsonValueKind.Object
            ? request
            : null;

    private static JsonElement.ArrayEnumerator Entries(JsonElement bundle) =>
        bundle.TryGetProperty("entry", out var entries) && entries.ValueKind is JsonValueKind.Array ? entries.EnumerateArray() : default;

    [LoggerMessage(611, LogLevel.Error, "An entry of a batch failed: {Method}, {Failure}")]
    private static partial void EntryFailed(ILogger log, string method, string failure);
}
