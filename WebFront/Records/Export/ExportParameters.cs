using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Primitives;
using Portal.WebFront.Records.Rest;

namespace Portal.WebFront.Records.Export;

/// <summary>Reads what an export is asked with: the address, and of a POST a form or a FHIR Parameters resource.</summary>
internal static class ExportParameters
{
    public static async Task<(IReadOnlyList<KeyValuePair<string, StringValues>>? Parameters, FhirRefusal? Refusal)> Read(HttpContext context)
    {
        var request = context.Request;
        // Clients name the type of what they do not send, too.
        if (!HttpMethods.IsPost(request.Method))
            return ([.. request.Query], null);
        if (request.HasFormContentType)
            return ([.. request.Query, .. await request.ReadFormAsync(context.RequestAborted)], null);
        if (request.ContentLength is null or 0 && request.ContentType is null)
            return ([.. request.Query], null);
        var (text, refusal) = await ResourceBody.JsonText(context);
        if (text is null)
            return (null, refusal);
        try
        {
            return InputReader.ObjectOf(text) is var body && InputReader.Text(body, "resourceType") is "Parameters"
                ? ([.. request.Query, .. Of(body)], null)
                : (null, NotParameters());
        }
        catch (JsonException)
        {
            return (null, NotParameters());
        }
    }

    private static IEnumerable<KeyValuePair<string, StringValues>> Of(JsonObject body) =>
        (body["parameter"] as JsonArray ?? []).OfType<JsonObject>().Select(parameter => new KeyValuePair<string, StringValues>(
            InputReader.Text(parameter, "name") ?? "",
            parameter.FirstOrDefault(property => property.Key.StartsWith("value", StringComparison.Ordinal)).Value?.ToString() ?? ""));

    private static FhirRefusal NotParameters() =>
        new(StatusCodes.Status400BadRequest, "structure", "Send a Parameters resource as application/fhir+json, or a form.");
}
