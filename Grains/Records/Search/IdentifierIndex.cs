using System.Collections.Immutable;
using System.Text;
using Portal.Grains.Interfaces.Records.Search;

namespace Portal.Grains.Records.Search;

/// <summary>
/// What the database has an index of: the values of identifiers, in lower case (migration 0080). By it at least everything is
/// found that fits; whether it does is looked at afterwards.
/// </summary>
public static class IdentifierIndex
{
    private const string Parameter = "identifier";
    private const int LongestValue = 200;
    private const int MostValues = 20;

    /// <summary>The values of which one must be there; none when the filters demand nothing that the index can tell.</summary>
    public static ImmutableArray<string>? ValuesOf(ImmutableArray<SearchFilter> filters)
    {
        foreach (var filter in filters.Where(filter => filter.Parameter == Parameter && filter.Values.Length is > 0 and <= MostValues))
        {
            var values = filter.Values.Select(wanted => ValueOf(filter.Modifier, SearchValue.Parts(wanted))).ToList();
            if (values.TrueForAll(IsIndexed))
                return [.. values.OfType<string>().Select(value => value.ToLowerInvariant()).Distinct(StringComparer.Ordinal)];
        }

        return null;
    }

    private static string? ValueOf(SearchModifier modifier, ImmutableArray<string> parts) => (modifier, parts) switch
    {
        (SearchModifier.None, [var value]) => value,
        (SearchModifier.None, [_, var value]) => value,
        (SearchModifier.OfType, [_, _, var value]) => value,
        _ => null,
    };

    private static bool IsIndexed(string? value) => value is { Length: > 0 and <= LongestValue } && Ascii.IsValid(value);
}
