using System.Collections.Immutable;
using System.Globalization;
using Portal.Grains.Interfaces.Patients;

namespace Portal.Grains.Patients;

/// <summary>Understands what was typed into the search field.</summary>
public static class SearchPlan
{
    private const int FewestDigits = 3;
    private const int MostWords = 5;
    private static readonly string[] _dates = ["yyyy-M-d", "M/d/yyyy", "MMM d, yyyy", "MMM d yyyy", "MMMM d, yyyy", "MMMM d yyyy"];
    private static readonly ImmutableArray<string> _phones = ["mobile", "home", "work"];

    public static ImmutableArray<SearchLane> For(string typed)
    {
        var text = typed.Length > PatientLimits.SearchText ? typed[..PatientLimits.SearchText] : typed;
        text = FieldChecks.Tidy(text);
        if (DateOnly.TryParseExact(text, _dates, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
            return [SearchLane.Born(day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture))];
        if (text.Contains('@', StringComparison.Ordinal))
            return [SearchLane.Starting("email_key", text.ToLowerInvariant())];
        return IsPhone(text) ? Phone(SearchText.Digits(text)) : Name(text);
    }

    private static bool IsPhone(string text) =>
        text.Count(char.IsAsciiDigit) >= FewestDigits
        && text.All(c => char.IsAsciiDigit(c) || c is ' ' or '+' or '(' or ')' or '-' or '.' or '/');

    private static ImmutableArray<SearchLane> Phone(string digits) =>
    [
        .. _phones.Select(phone => SearchLane.Starting($"{phone}_key", digits)),
        .. _phones.Select(phone => SearchLane.Starting($"{phone}_end", SearchText.Reverse(digits))),
    ];

    private static ImmutableArray<SearchLane> Name(string text)
    {
        var comma = text.IndexOf(',', StringComparison.Ordinal);
        if (comma >= 0)
            return Named(SearchText.Fold(text[..comma]), SearchText.Fold(text[(comma + 1)..]));
        var whole = SearchText.Fold(text);
        if (whole.Length == 0)
            return [SearchLane.Everyone];
        var words = whole.Split(' ');
        if (words.Length == 1)
            return [SearchLane.Last(whole), SearchLane.First(whole), SearchLane.Preferred(whole), SearchLane.Starting("email_key", text.ToLowerInvariant())];
        // Where the first name ends and the last name begins is not known: "Ana María de la Cruz".
        var cuts = Enumerable.Range(1, Math.Min(words.Length, MostWords) - 1).ToArray();
        return
        [
            SearchLane.Last(whole),
            .. cuts.Select(cut => SearchLane.Both(Join(words[cut..]), Join(words[..cut]))),
            .. cuts.Select(cut => SearchLane.Both(Join(words[..cut]), Join(words[cut..]))),
            SearchLane.First(whole),
        ];
    }

    private static ImmutableArray<SearchLane> Named(string last, string first) => (last, first) switch
    {
        ("", "") => [SearchLane.Everyone],
        (_, "") => [SearchLane.Last(last)],
        ("", _) => [SearchLane.First(first)],
        _ => [SearchLane.Both(last, first)],
    };

    private static string Join(string[] words) => string.Join(' ', words);
}
