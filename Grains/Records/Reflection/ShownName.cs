using System.Text.Json.Nodes;

namespace Portal.Grains.Records.Reflection;

/// <summary>A provider's name as shown, <c>Dr. Priya Raman, DDS</c> → the parts of a FHIR HumanName.</summary>
internal static class ShownName
{
    private static readonly string[] _parts = ["text", "prefix", "given", "family", "suffix"];

    /// <summary>Puts the parts into the name; its use and its time stay.</summary>
    public static void Write(JsonObject name, string shown)
    {
        foreach (var part in _parts)
        {
            name.Remove(part);
            name.Remove("_" + part);
        }

        var pieces = shown.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var words = pieces.Length == 0 ? [] : pieces[0].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var titles = words.TakeWhile(word => word.EndsWith('.') && word.Length > 2).Take(Math.Max(words.Length - 1, 0)).ToArray();
        // As one: an import shows the first given name only.
        var given = string.Join(' ', words[titles.Length..^Math.Min(1, words.Length)]);
        name["text"] = shown;
        Put(name, "prefix", titles);
        Put(name, "given", given.Length > 0 ? [given] : []);
        Put(name, "suffix", pieces.Length > 1 ? pieces[1..] : []);
        Elements.Text(name, "family", words.Length == 0 ? "" : words[^1]);
    }

    private static void Put(JsonObject name, string part, string[] texts)
    {
        if (texts.Length > 0)
            name[part] = new JsonArray([.. texts.Select(text => (JsonNode)text)]);
    }
}
