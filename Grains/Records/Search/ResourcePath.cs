using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Text.Json;

namespace Portal.Grains.Records.Search;

/// <summary>Walks a path of property names through a resource; lists are walked element by element.</summary>
internal sealed class ResourcePath
{
    private static readonly ConcurrentDictionary<string, ResourcePath> _known = new(StringComparer.Ordinal);
    private readonly ImmutableArray<Step> _steps;

    private ResourcePath(string path) => _steps = [.. path.Split('.').Select(Step.Of)];

    /// <summary>The paths are those of the registry, so there is a fixed number of them.</summary>
    public static ResourcePath Of(string path) => _known.GetOrAdd(path, text => new(text));

    public IEnumerable<JsonElement> In(JsonElement resource) =>
        _steps.Aggregate<Step, IEnumerable<JsonElement>>([resource], (found, step) => found.SelectMany(step.In));

    private sealed record Step(string Name, string? Property, string? Value)
    {
        public static Step Of(string text)
        {
            var open = text.IndexOf('(', StringComparison.Ordinal);
            if (open < 0)
                return new(text, null, null);
            var condition = text[(open + 1)..^1].Split('=');
            return new(text[..open], condition[0], condition[1]);
        }

        public IEnumerable<JsonElement> In(JsonElement element)
        {
            if (element.ValueKind is not JsonValueKind.Object || !element.TryGetProperty(Name, out var value))
                return [];
            var found = value.ValueKind is JsonValueKind.Array ? value.EnumerateArray() : Enumerable.Repeat(value, 1);
            return Property is null ? found : found.Where(Fits);
        }

        private bool Fits(JsonElement element) =>
            element.ValueKind is JsonValueKind.Object
            && element.TryGetProperty(Property!, out var value)
            && value.ValueKind is JsonValueKind.String
            && value.ValueEquals(Value);
    }
}
