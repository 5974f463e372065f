using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Primitives;

namespace Portal.WebFront.Records.Rest;

/// <summary>
/// The parameters of an operation: in the address, in a form, or in the Parameters resource that FHIR sends by POST. What is
/// not understood in a body is refused, for whoever sends it counts on it.
/// </summary>
internal static class OperationParameters
{
    public static async Task<(IReadOnlyList<KeyValuePair<string, StringValues>>? Given, FhirRefusal? Refusal)> Read(HttpContext context, params string[] known)
    {
        if (Unknown(context.Request, known) is { } unknown)
            return (null, unknown);
        List<KeyValuePair<string, StringValues>> given = [.. context.Request.Query];
        if (context.Request.HasFormContentType)
            return ([.. given, .. await context.Request.ReadFormAsync(context.RequestAborted)], null);
        if (context.Features.Get<IHttpRequestBodyDetectionFeature>() is not { CanHaveBody: true })
            return (given, null);
        var (text, refusal) = await ResourceBody.Text(context);
        if (text is null)
            return (null, refusal);
        var (parameters, fault) = ParametersBody.Read(text);
        if (parameters is null)
            return (null, fault);
        foreach (var parameter in parameters)
        {
            var name = InputReader.Text(parameter, "name")!;
            if (!known.Contains(name))
                return (null, FhirRefusal.NotSupported(name, $"The parameter {name} is not understood here. These are: {string.Join(", ", known)}."));
            if (Value(parameter) is not { Length: > 0 } value)
                return (null, FhirRefusal.BadValue(name, $"The parameter {name} has no value that can be read."));
            given.Add(new(name, value));
        }

        return (given, null);
    }

    /// <summary>Of a strict caller's address or form, a parameter that would be left out; how an answer is written may always be said.</summary>
    public static FhirRefusal? Unknown(HttpRequest request, params string[] known) =>
        SearchRequest.IsStrict(request)
        && (request.HasFormContentType ? request.Query.Keys.Concat(request.Form.Keys) : request.Query.Keys)
            .FirstOrDefault(name => !known.Contains(name) && name is not SearchRequest.Cursor && !FhirFormat.IsOfFormat(name)) is { } unknown
            ? FhirRefusal.NotSupported(unknown, $"The parameter {unknown} is not understood here.")
            : null;

    /// <summary>As it would stand in the address: a code is told with its system.</summary>
    private static string? Value(JsonObject parameter) => parameter.FirstOrDefault(element => element.Key.StartsWith("value", StringComparison.Ordinal)).Value switch
    {
        JsonValue value => value.ToString(),
        JsonObject concept when concept["coding"] is JsonArray codings => string.Join(',', codings.OfType<JsonObject>().Select(Token)),
        JsonObject coding => Token(coding),
        _ => null,
    };

    private static string Token(JsonObject coding)
    {
        var (system, code) = (InputReader.Text(coding, "system"), InputReader.Text(coding, "code") ?? "");
        return string.IsNullOrEmpty(system) ? code : $"{system}|{code}";
    }
}
