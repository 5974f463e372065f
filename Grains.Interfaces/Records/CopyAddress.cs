namespace Portal.Grains.Interfaces.Records;

/// <summary>Where a summary may be sent: one plain address, of ordinary e-mail and of Direct alike.</summary>
public static class CopyAddress
{
    /// <summary>What to enter, for the person.</summary>
    public const string Hint = "Enter an e-mail address, like name@example.com.";

    private const int Longest = 254;

    /// <summary>Whether the text is one address, of at most 254 characters.</summary>
    public static bool IsOne(string text)
    {
        var address = text.Trim();
        var at = address.IndexOf('@', StringComparison.Ordinal);
        return address.Length <= Longest && at > 0 && at == address.LastIndexOf('@') && at < address.Length - 3
            && address.IndexOf('.', at) > at + 1 && address[^1] != '.'
            && address.All(c => c > ' ' && c is not ('"' or '<' or '>' or ',' or ';' or ':' or '(' or ')' or '[' or ']' or '\\' or '\u007f'));
    }
}
