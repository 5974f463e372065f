using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using Portal.Grains.Interfaces;

namespace Portal.Grains.Patients;

/// <summary>Brings what is stored and what is typed into the form in which they are compared.</summary>
public static class SearchText
{
    private const int DigitsOfAmericanNumber = 10;

    /// <summary>
    /// Lower case without accents and apostrophes, hyphens as spaces: <c>O'Brien-Núñez</c> is <c>obrien nunez</c>.
    /// </summary>
    public static string Fold(string text)
    {
        var folded = new StringBuilder(text.Length);
        foreach (var c in UnicodeText.Normalized(text, NormalizationForm.FormKD))
        {
            if (CharUnicodeInfo.GetUnicodeCategory(c) is UnicodeCategory.NonSpacingMark || IsApostrophe(c))
                continue;
            if (char.IsWhiteSpace(c) || char.GetUnicodeCategory(c) is UnicodeCategory.DashPunctuation)
                AppendSpace(folded);
            else if (Spelled(char.ToLowerInvariant(c)) is { } letters)
                folded.Append(letters);
            else
                folded.Append(char.ToLowerInvariant(c));
        }

        return folded.ToString().TrimEnd();
    }

    /// <summary>The digits; an American number without the country's 1.</summary>
    public static string Digits(string text)
    {
        var digits = string.Concat(text.Where(char.IsAsciiDigit));
        return digits.Length == DigitsOfAmericanNumber + 1 && digits[0] == '1' ? digits[1..] : digits;
    }

    [return: NotNullIfNotNull(nameof(text))]
    public static string? Reverse(string? text) => text is null ? null : string.Concat(text.Reverse());

    private static void AppendSpace(StringBuilder folded)
    {
        if (folded.Length > 0 && folded[^1] != ' ')
            folded.Append(' ');
    }

    private static bool IsApostrophe(char c) => c is '\'' or '’' or '‘' or 'ʼ' or '`' or '´';

    /// <summary>Letters that Unicode does not take apart.</summary>
    private static string? Spelled(char c) => c switch
    {
        'ß' => "ss",
        'æ' => "ae",
        'œ' => "oe",
        'ø' => "o",
        'ł' => "l",
        'đ' or 'ð' => "d",
        'þ' => "th",
        'ı' => "i",
        _ => null,
    };
}
