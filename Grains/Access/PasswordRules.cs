using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Portal.Grains.Interfaces;
using Portal.Grains.Interfaces.Practices;

namespace Portal.Grains.Access;

/// <summary>What a chosen password must be like. Everything that is wrong with it is said at once.</summary>
public static class PasswordRules
{
    public const int MaxLength = 128;
    public const int CompositionMinLength = 8;
    public const int LengthMinLength = 15;
    private const int FewestRuns = 4;

    public static ImmutableArray<Problem> Check(
        PasswordPolicy policy, string password, ContextWords context, string field)
    {
        if (password.Length == 0)
            return [new("access.password_missing", "Enter a new password", field)];
        var runes = password.EnumerateRunes().ToImmutableArray();
        return
        [
            .. ShapeOf(policy, runes).Concat(WeaknessOf(password, context))
                .Select(fault => new Problem(fault.Code, fault.Message, field)),
        ];
    }

    /// <summary>Whether a password that was typed twice is the same both times.</summary>
    public static ImmutableArray<Problem> CheckAgain(string password, string? again, string field) => again switch
    {
        null => [],
        "" => [new("access.password_once", "Enter the new password again", field)],
        _ when again != password => [new("access.password_differs", "The two passwords are not the same", field)],
        _ => [],
    };

    private static IEnumerable<(string Code, string Message)> ShapeOf(PasswordPolicy policy, ImmutableArray<Rune> runes)
    {
        var least = policy == PasswordPolicy.Length ? LengthMinLength : CompositionMinLength;
        if (runes.Length < least)
            yield return ("access.password_too_short", $"Password must be at least {least.ToString(CultureInfo.InvariantCulture)} characters long");
        if (runes.Length > MaxLength)
            yield return ("access.password_too_long", $"Password must be at most {MaxLength.ToString(CultureInfo.InvariantCulture)} characters long");
        if (policy == PasswordPolicy.Length)
            yield break;
        if (!runes.Any(Rune.IsUpper))
            yield return ("access.password_no_uppercase", "Password must contain an uppercase letter");
        if (!runes.Any(Rune.IsLower))
            yield return ("access.password_no_lowercase", "Password must contain a lowercase letter");
        if (!runes.Any(Rune.IsDigit))
            yield return ("access.password_no_number", "Password must contain a number");
    }

    private static IEnumerable<(string Code, string Message)> WeaknessOf(string password, ContextWords context)
    {
        var folded = CommonPasswords.Fold(password);
        if (CommonPasswords.Contains(folded))
            yield return ("access.password_common", "Password must not be one of the common ones that are tried first");
        if (context.Carries(folded))
            yield return ("access.password_personal", "Password must not be built on your name, your user name or the practice's name");
        if (Runs(folded) < FewestRuns)
            yield return ("access.password_sequence", "Password must not be a row of repeated or neighbouring characters");
        else if (IsRepeated(folded) && !CommonPasswords.Contains(folded) && !context.Carries(folded))
            yield return ("access.password_repeated", "Password must not be one word again and again");
    }

    /// <summary>Whether it is one word several times, whatever stands between them, or a few digits and signs behind.</summary>
    private static bool IsRepeated(string folded)
    {
        var text = string.Concat(folded.Where(char.IsLetterOrDigit));
        var letters = text.TrimEnd([.. text.Where(c => !char.IsLetter(c)).Distinct()]);
        return IsOneTwice(text) || (letters.Length * 2 > text.Length && IsOneTwice(letters));
    }

    /// <summary>What consists of one part several times is found in itself before its end.</summary>
    private static bool IsOneTwice(string text) => text.Length > 1 && (text + text).IndexOf(text, 1, StringComparison.Ordinal) < text.Length;

    /// <summary>Counts the rows of equal or neighbouring characters: <c>aaa123</c> is two of them.</summary>
    private static int Runs(string folded)
    {
        var runs = 0;
        var before = new Rune(0);
        foreach (var rune in folded.EnumerateRunes())
        {
            if (Math.Abs(rune.Value - before.Value) > 1)
                runs++;
            before = rune;
        }

        return runs;
    }
}
