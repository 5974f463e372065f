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
        var (parameters, fault) = ParametersBody.Read(text);
        return parameters is null ? (null, fault) : ([.. request.Query, .. parameters.Select(Of)], null);
    }

    private static KeyValuePair<string, StringValues> Of(JsonObject parameter) => new(
        InputReader.Text(parameter, "name")!,
        parameter.FirstOrDefault(property => property.Key.StartsWith("value", StringComparison.Ordinal)).Value?.ToString() ?? "");
}
