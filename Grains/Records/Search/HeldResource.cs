using System.Collections.Immutable;
using System.Text.Json;
using Portal.Grains.Interfaces.Records.Search;

namespace Portal.Grains.Records.Search;

/// <summary>A resource in the memory of its record's grain, with the values by which it is found.</summary>
public sealed class HeldResource(ServedResource served, bool made = false)
{
    private readonly Dictionary<string, ImmutableArray<IndexedValue>> _values = new(StringComparer.Ordinal);
    private ImmutableArray<string> _categories;
    private ImmutableArray<string> _targets;

    public ServedResource Served { get; } = served;

    /// <summary>Whether it is in no row: it is made from others when they are read.</summary>
    public bool IsMade { get; } = made;

    public string Type => Served.Type;

    public string Reference { get; } = $"{served.Type}/{served.Id}";

    /// <summary>The same without what is for the practice only; searched by what is left.</summary>
    public HeldResource ForPatients => field ??= OwnAddresses.Without(Served) is var served && ReferenceEquals(served, Served) ? this : new(served);

    /// <summary>The categories as <c>system|code</c>, by which a token's scope may be narrowed.</summary>
    public ImmutableArray<string> Categories
    {
        get
        {
            if (_categories.IsDefault)
            {
                _categories = SearchParameters.Find(Type, "category") is { } category
                    ? [.. Values(category).OfType<IndexedToken>().Select(token => $"{token.System}|{token.Code}")]
                    : [];
            }

            return _categories;
        }
    }

    /// <summary>All resources that it refers to, by <c>Type/id</c>.</summary>
    internal ImmutableArray<string> Targets
    {
        get
        {
            if (_targets.IsDefault)
            {
                _targets = [.. SearchParameters.Of(Type)
                    .Where(parameter => parameter.Kind is SearchKind.Reference)
                    .SelectMany(parameter => Values(parameter).AsEnumerable())
                    .OfType<IndexedReference>()
                    .Select(reference => reference.Target)
                    .Where(target => target.Contains('/', StringComparison.Ordinal))
                    .Distinct(StringComparer.Ordinal)];
            }

            return _targets;
        }
    }

    internal ImmutableArray<IndexedValue> Values(SearchParameter parameter)
    {
        if (!_values.TryGetValue(parameter.Name, out var values))
        {
            Index();
            values = _values.GetValueOrDefault(parameter.Name, []);
        }

        return values;
    }

    /// <summary>All at once, because taking the text apart is the dear part.</summary>
    private void Index()
    {
        // Of a deleted resource nothing is told any more.
        if (Served.Deleted)
            return;
        using var document = JsonDocument.Parse(Served.Json);
        foreach (var parameter in SearchParameters.Of(Type))
            _values[parameter.Name] = ValueReader.Read(parameter, document.RootElement);
    }
}
