using System.Text.RegularExpressions;

namespace Portal.Grains.Documents;

/// <summary>What a mail server means when it does not take a letter for an address.</summary>
public static partial class RecipientRefusal
{
    /// <summary>
    /// Whether it will say the same of this address each time: the address is not one that it has. What it has against the
    /// sender (relaying, a block) is mended there, so the letter is tried again.
    /// </summary>
    /// <param name="status">The reply code.</param>
    /// <param name="words">The text behind it, which may begin with an enhanced status code (RFC 3463).</param>
    public static bool IsForGood(int status, string words)
    {
        if (Enhanced().Match(words) is { Success: true } code)
            return code.Groups["class"].Value is "5" && code.Groups["subject"].Value is "1";
        return status is 550 or 551 or 553 && !words.Contains("relay", StringComparison.OrdinalIgnoreCase);
    }

    [GeneratedRegex(@"^\s*(?<class>[245])\.(?<subject>\d{1,3})\.\d{1,3}\b")]
    private static partial Regex Enhanced();
}
