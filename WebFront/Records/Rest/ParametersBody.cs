using System.Text.Json;
using System.Text.Json.Nodes;

namespace Portal.WebFront.Records.Rest;

/// <summary>
/// A Parameters resource, of which nothing is left out in silence: a misspelt element or an object for a list would else ask
/// for everything.
/// </summary>
internal static class ParametersBody
{
    private static readonly string[] _elements = ["resourceType", "id", "meta", "implicitRules", "language", "parameter"];

    public static (IReadOnlyList<JsonObject>? Parameters, FhirRefusal? Refusal) Read(string text)
    {
        JsonObject body;
        try
        {
            body = InputReader.ObjectOf(text);
        }
        catch (JsonException fault)
        {
            return (null, ResourceBody.BadJson(fault));
        }

        if (InputReader.Text(body, "resourceType") is not "Parameters")
            return (null, Wrong("Send the parameters as a Parameters resource.", "resourceType"));
        if (body.FirstOrDefault(element => !_elements.Contains(element.Key)) is { Key: { } unknown })
            return (null, Wrong($"Parameters has no element {unknown}.", $"Parameters.{unknown}"));
        if (!body.TryGetPropertyValue("parameter", out var list))
            return ([], null);
        return list is JsonArray parameters && parameters.All(one => one is JsonObject parameter && InputReader.Text(parameter, "name") is not null)
            ? ([.. parameters.OfType<JsonObject>()], null)
            : (null, Wrong("The parameters are a list, and each of them has a name.", "Parameters.parameter"));
    }

    private static FhirRefusal Wrong(string text, string place) => new(StatusCodes.Status400BadRequest, "structure", text, place);
}
