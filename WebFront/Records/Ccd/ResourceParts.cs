using System.Text.Json.Nodes;

namespace Portal.WebFront.Records.Ccd;

/// <summary>Reads parts of a resource; what is absent, or not of the kind that was expected, is empty.</summary>
internal static class ResourceParts
{
    public static string Text(this JsonObject? part, string name) =>
        part?[name] is JsonValue value && value.TryGetValue<string>(out var text) ? text : "";

    public static JsonObject? Part(this JsonObject? part, string name) => part?[name] as JsonObject;

    /// <summary>The items of a list; of what is no list, itself.</summary>
    public static IEnumerable<JsonObject> Parts(this JsonObject? part, string name) => part?[name] switch
    {
        JsonArray list => list.OfType<JsonObject>(),
        JsonObject one => [one],
        _ => [],
    };

    public static IEnumerable<string> Texts(this JsonObject? part, string name) => part?[name] switch
    {
        JsonArray list => list.OfType<JsonValue>().Select(value => value.TryGetValue<string>(out var text) ? text : "").Where(text => text.Length > 0),
        _ => [],
    };

    public static IEnumerable<JsonObject> Codings(this JsonObject? part, string name) => part.Parts(name).SelectMany(concept => concept.Parts("coding"));

    /// <summary>The first of the elements that is there: times and periods come under several names.</summary>
    public static JsonNode? First(this JsonObject part, params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (part[name] is { } found)
                return found;
        }

        return null;
    }

    public static bool Is(this JsonObject resource, string type) => resource.Text("resourceType") == type;

    public static string ReferenceOf(this JsonObject resource) => $"{resource.Text("resourceType")}/{resource.Text("id")}";

    public static JsonObject? Extension(this JsonObject? part, string url) => part.Parts("extension").FirstOrDefault(extension => extension.Text("url") == url);
}
