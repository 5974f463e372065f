using System.Text.Json.Nodes;

namespace Portal.Grains.Records.Reflection;

/// <summary>A provider's name as shown, <c>Dr. Priya Raman, DDS</c> → FHIR HumanName.</summary>
internal static class ShownName
{
    public static JsonObject Of(string shown)
    {
        var parts = shown.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var words = parts.Length == 0 ? [] : parts[0].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var titles = words.TakeWhile(word => word.EndsWith('.') && word.Length > 2).Take(Math.Max(words.Length - 1, 0)).ToArray();
        var name = new JsonObject { ["text"] = shown };
        Put("prefix", titles);
        // As one: an import shows the first given name only.
        var given = string.Join(' ', words[titles.Length..^Math.Min(1, words.Length)]);
        Put("given", given.Length > 0 ? [given] : []);
        Put("suffix", parts.Length > 1 ? parts[1..] : []);
        Elements.Text(name, "family", words.Length == 0 ? "" : words[^1]);
        return name;

        void Put(string element, string[] texts)
        {
            if (texts.Length > 0)
                name[element] = new JsonArray([.. texts.Select(text => (JsonNode)text)]);
        }
    }
}
