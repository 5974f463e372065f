using System.Collections.Immutable;
using Portal.Grains.Interfaces.Records.Search;
using Portal.Grains.Patients;

namespace Portal.Grains.Records.Search;

/// <summary>Whether the values of a resource fit a filter, by FHIR R4 section 3.1.1.4.</summary>
internal static class FilterMatch
{
    /// <param name="filter">What is asked.</param>
    /// <param name="parameter">Of the filter.</param>
    /// <param name="values">Of the resource.</param>
    /// <param name="zone">The practice's: a day is one of its days.</param>
    public static bool Fits(SearchFilter filter, SearchParameter parameter, ImmutableArray<IndexedValue> values, TimeZoneInfo zone) => filter.Modifier switch
    {
        SearchModifier.Missing => filter.Values.Any(wanted => (wanted == "true") == values.IsEmpty),
        SearchModifier.Not => !filter.Values.Any(wanted => values.Any(value => One(filter with { Modifier = SearchModifier.None }, parameter, wanted, value, zone))),
        _ => filter.Values.Any(wanted => values.Any(value => One(filter, parameter, wanted, value, zone))),
    };

    private static bool One(SearchFilter filter, SearchParameter parameter, string wanted, IndexedValue value, TimeZoneInfo zone) => value switch
    {
        IndexedToken token when parameter.Name is "_id" => SearchValue.Parts(wanted) is [var id] && token.Code == id,
        IndexedToken token => Token(filter.Modifier, wanted, token),
        IndexedReference reference => Reference(filter, wanted, reference),
        IndexedDate date => Date(wanted, date, zone),
        IndexedText text when parameter.Kind is SearchKind.Uri => Uri(wanted, text),
        IndexedText text => Text(filter.Modifier, SearchValue.Plain(wanted), text),
        IndexedNumber number => Number(wanted, number),
        _ => false,
    };

    private static bool Token(SearchModifier modifier, string wanted, IndexedToken token)
    {
        if (modifier is SearchModifier.Text)
            return SearchText.Fold(SearchValue.Plain(wanted)) is { Length: > 0 } folded && token.Words.Split('\n').Any(words => SearchText.Fold(words).Contains(folded, StringComparison.Ordinal));
        return (modifier, SearchValue.Parts(wanted)) switch
        {
            (SearchModifier.OfType, [var system, var code, var value]) => token.TypeSystem == system && token.TypeCode == code && token.Code == value,
            (SearchModifier.OfType, _) => false,
            (_, [var code]) => Same(token.Code, code),
            (_, ["", var code]) => string.IsNullOrEmpty(token.System) && Same(token.Code, code),
            (_, [var system, ""]) => token.System == system,
            (_, [var system, var code]) => (token.System ?? system) == system && Same(token.Code, code),
            _ => false,
        };
    }

    /// <summary>Few systems tell codes apart by case, and a search that misses one is worse than one that finds it.</summary>
    private static bool Same(string code, string wanted) => wanted.Length > 0 && string.Equals(code, wanted, StringComparison.OrdinalIgnoreCase);

    private static bool Reference(SearchFilter filter, string wanted, IndexedReference reference)
    {
        if (filter.Modifier is SearchModifier.Identifier)
        {
            return SearchValue.Parts(wanted) switch
            {
                [var value] => reference.IdentifierValue == value,
                [var system, var value] => (reference.IdentifierSystem ?? "") == system && reference.IdentifierValue == value,
                _ => false,
            };
        }

        var target = SearchValue.Plain(wanted);
        if (filter.Type is { } type && !reference.Target.StartsWith(type + "/", StringComparison.Ordinal))
            return false;
        return target.Contains('/', StringComparison.Ordinal)
            ? reference.Target == ValueReader.Target(target)
            : reference.Target.EndsWith("/" + target, StringComparison.Ordinal);
    }

    private static bool Date(string wanted, IndexedDate indexed, TimeZoneInfo zone)
    {
        var (prefix, rest) = SearchValue.Prefixed(wanted);
        if (!SearchDate.TryParse(rest, out var asked))
            return false;
        var date = indexed.Ticks(asked.IsOnWall, zone);
        if (!(indexed.From.IsOnWall && indexed.Until.IsOnWall))
            asked = asked.In(zone);
        return prefix switch
        {
            SearchPrefix.Eq => Covers(asked, date, indexed.IsPeriod),
            SearchPrefix.Ne => !Covers(asked, date, indexed.IsPeriod),
            SearchPrefix.Gt => date.Until > asked.Until,
            SearchPrefix.Lt => date.From < asked.From,
            SearchPrefix.Ge => date.Until >= asked.From,
            SearchPrefix.Le => date.From <= asked.Until,
            SearchPrefix.Sa => date.From > asked.Until,
            SearchPrefix.Eb => date.Until < asked.From,
            _ => date.From <= asked.Until + Near(asked) && date.Until >= asked.From - Near(asked),
        };
    }

    /// <summary>Of a period, also a date within it: that is how the parameters over periods are described.</summary>
    private static bool Covers(SearchDate asked, (long From, long Until) date, bool isPeriod) =>
        (asked.From <= date.From && date.Until <= asked.Until) || (isPeriod && date.From <= asked.From && asked.Until <= date.Until);

    /// <summary>A day round a date: FHIR leaves it to the server.</summary>
    private static long Near(SearchDate asked) => Math.Min(TimeSpan.TicksPerDay, asked.From);

    private static bool Uri(string wanted, IndexedText text) => SearchValue.Plain(wanted) is var uri
        && (text.Plain == uri || text.Plain.StartsWith(uri + "|", StringComparison.Ordinal));

    private static bool Text(SearchModifier modifier, string wanted, IndexedText text) => modifier switch
    {
        SearchModifier.Exact => text.Plain == wanted,
        // Nothing is in everything: what has neither letter nor digit finds nobody.
        _ when SearchText.Fold(wanted) is not { Length: > 0 } => false,
        SearchModifier.Contains => text.Folded.Contains(SearchText.Fold(wanted), StringComparison.Ordinal),
        _ => text.Folded.StartsWith(SearchText.Fold(wanted), StringComparison.Ordinal),
    };

    private static bool Number(string wanted, IndexedNumber number)
    {
        var (prefix, rest) = SearchValue.Prefixed(wanted);
        var parts = SearchValue.Parts(rest);
        if (!ValueReader.TryNumber(parts[0], out var asked) || !Unit(parts, number))
            return false;
        var half = HalfOfLastDigit(parts[0], asked);
        return prefix switch
        {
            SearchPrefix.Eq => number.Value >= asked - half && number.Value < asked + half,
            SearchPrefix.Ne => number.Value < asked - half || number.Value >= asked + half,
            SearchPrefix.Gt or SearchPrefix.Sa => number.Value > asked,
            SearchPrefix.Lt or SearchPrefix.Eb => number.Value < asked,
            SearchPrefix.Ge => number.Value >= asked,
            SearchPrefix.Le => number.Value <= asked,
            _ => Math.Abs(number.Value - asked) <= Math.Abs(asked) / 10,
        };
    }

    private static bool Unit(ImmutableArray<string> parts, IndexedNumber number) => parts switch
    {
        [_, "", var unit] => number.Code == unit || number.Unit == unit,
        [_, var system, var code] => number.System == system && number.Code == code,
        _ => true,
    };

    /// <summary>100 means 99.5 up to 100.5, and 5.40 means 5.395 up to 5.405.</summary>
    private static decimal HalfOfLastDigit(string text, decimal value)
    {
        var exponent = text.IndexOfAny(['e', 'E']);
        if (exponent < 0)
            return 0.5m / Power(value.Scale);
        var mantissa = text[..exponent];
        var decimals = mantissa.Contains('.', StringComparison.Ordinal) ? mantissa.Length - mantissa.IndexOf('.', StringComparison.Ordinal) - 1 : 0;
        var scale = decimals - int.Parse(text[(exponent + 1)..], System.Globalization.CultureInfo.InvariantCulture);
        return scale >= 0 ? 0.5m / Power(scale) : 0.5m * Power(-scale);
    }

    private static decimal Power(int of)
    {
        var power = 1m;
        for (var i = 0; i < Math.Min(of, 27); i++)
            power *= 10;
        return power;
    }
}
