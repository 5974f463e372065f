using System.Collections.Immutable;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Portal.WebFront;

/// <summary>
/// What a form was made from, sent back with it: so that two who change the same thing at once lose nothing. A field that
/// the person left as it was follows what stands there now; one that both changed is asked about.
/// </summary>
public static class FormBefore
{
    private static readonly JsonDocumentOptions _once = new() { AllowDuplicateProperties = false };

    public static string Of<TInput>(TInput input) => JsonSerializer.Serialize(input);

    /// <param name="before">What the form was made from; none when it is not known.</param>
    /// <param name="now">What it would be made from now.</param>
    /// <param name="sent">What the person sent; left alone fields become what stands there now.</param>
    /// <returns>The fields that were taken over, and those that both changed, with what stands there now.</returns>
    public static (ImmutableArray<string> TakenOver, ImmutableArray<(string Field, string Now)> Both) Join<TInput>(string? before, TInput now, TInput sent)
    {
        if (Read(before) is not { } then || Read(Of(now)) is not { } standing || Read(Of(sent)) is not { } wanted)
            return ([], []);
        var takenOver = ImmutableArray.CreateBuilder<string>();
        var both = ImmutableArray.CreateBuilder<(string, string)>();
        foreach (var field in typeof(TInput).GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(field => field.CanWrite))
        {
            var (first, present, mine) = (Text(then[field.Name]), Text(standing[field.Name]), Text(wanted[field.Name]));
            if (present == first || present == mine)
                continue;
            if (mine == first)
            {
                field.SetValue(sent, field.GetValue(now));
                takenOver.Add(field.Name);
            }
            else
            {
                both.Add((field.Name, present));
            }
        }

        return (takenOver.ToImmutable(), both.ToImmutable());
    }

    private static JsonObject? Read(string? json)
    {
        try
        {
            return string.IsNullOrEmpty(json) ? null : JsonNode.Parse(json, documentOptions: _once) as JsonObject;
        }
        catch (JsonException)
        {
            // Somebody made it up: the form is then one of which nothing is known.
            return null;
        }
    }

    /// <summary>As forms send it: nothing is an empty text, lines end as browsers end them, and what is ticked comes in the page's order.</summary>
    private static string Text(JsonNode? value) => value switch
    {
        null => "",
        JsonArray ticked => string.Join(", ", ticked.Select(Text).Order(StringComparer.Ordinal)),
        JsonValue text when text.TryGetValue<string>(out var words) => words.ReplaceLineEndings("\n").Trim(),
        _ => value.ToJsonString(),
    };
}
