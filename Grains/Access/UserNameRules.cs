using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Portal.Grains.Interfaces;
using Portal.Grains.Interfaces.Access;

namespace Portal.Grains.Access;

/// <summary>What a username must be like, and how one is made up (domain.md A1).</summary>
public static class UserNameRules
{
    public const int LowestNumber = 100;
    public const int HighestNumber = 99_999;
    public const int MostTries = 1000;
    private const int LongestFirstName = 40;

    public static ImmutableArray<Problem> Check(string userName, string field)
    {
        var name = userName.Trim();
        if (name.Length == 0)
            return [new("access.username_blank", "User name cannot be blank.", field)];
        if (name.EnumerateRunes().Count() > UserName.MaxLength)
            return [new("access.username_too_long", $"User name must be at most {UserName.MaxLength.ToString(CultureInfo.InvariantCulture)} characters long.", field)];
        return name.EnumerateRunes().All(IsFit)
            ? []
            : [new("access.username_invalid", "User name may have letters, digits and . _ - @ only, so that it can be told over the phone.", field)];
    }

    /// <summary>Letters of every script, with the marks that belong to them.</summary>
    private static bool IsFit(Rune rune) => Rune.IsLetterOrDigit(rune)
        || Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark
        || rune.Value is '.' or '_' or '-' or '@';

    /// <summary>First name and number: <c>Ana4821</c>. Only letters and digits of the first name are taken.</summary>
    public static string Candidate(string firstName, int number)
    {
        var letters = new StringBuilder();
        foreach (var rune in firstName.EnumerateRunes().Where(Rune.IsLetterOrDigit).Take(LongestFirstName))
            letters.Append(rune.ToString());
        return $"{(letters.Length == 0 ? "Patient" : letters)}{number.ToString(CultureInfo.InvariantCulture)}";
    }
}
