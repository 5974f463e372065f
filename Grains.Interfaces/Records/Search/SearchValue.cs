using System.Collections.Immutable;
using System.Text;

namespace Portal.Grains.Interfaces.Records.Search;

/// <summary>How a date, number or quantity is compared.</summary>
public enum SearchPrefix
{
    /// <summary>Equal.</summary>
    Eq,

    /// <summary>Not equal.</summary>
    Ne,

    /// <summary>Some of it is later or greater.</summary>
    Gt,

    /// <summary>Some of it is earlier or less.</summary>
    Lt,

    /// <summary>Later, greater or equal.</summary>
    Ge,

    /// <summary>Earlier, less or equal.</summary>
    Le,

    /// <summary>Begins after the value ended.</summary>
    Sa,

    /// <summary>Ends before the value begins.</summary>
    Eb,

    /// <summary>Near: within a tenth.</summary>
    Ap,
}

/// <summary>Takes the values of a search apart: commas are "or", a backslash makes the next character plain.</summary>
public static class SearchValue
{
    /// <summary>The parts between commas, still escaped.</summary>
    public static ImmutableArray<string> Alternatives(string value) => Split(value, ',');

    /// <summary>The parts between vertical bars, plain.</summary>
    public static ImmutableArray<string> Parts(string value) => [.. Split(value, '|').Select(Plain)];

    /// <summary>Without the backslashes.</summary>
    public static string Plain(string value)
    {
        if (!value.Contains('\\', StringComparison.Ordinal))
            return value;
        var plain = new StringBuilder(value.Length);
        for (var i = 0; i < value.Length; i++)
        {
            if (value[i] == '\\' && i + 1 < value.Length)
                i++;
            plain.Append(value[i]);
        }

        return plain.ToString();
    }

    /// <summary>So that every character of it is plain.</summary>
    public static string Escaped(string value)
    {
        var escaped = new StringBuilder(value.Length);
        foreach (var character in value)
        {
            if (character is '\\' or ',' or '|' or '$')
                escaped.Append('\\');
            escaped.Append(character);
        }

        return escaped.ToString();
    }

    /// <summary>The prefix and what follows it.</summary>
    public static (SearchPrefix Prefix, string Value) Prefixed(string value) =>
        value.Length > 2 && char.IsAsciiLetterLower(value[0]) && Enum.TryParse<SearchPrefix>(value[..2], ignoreCase: true, out var prefix)
            ? (prefix, value[2..])
            : (SearchPrefix.Eq, value);

    private static ImmutableArray<string> Split(string value, char separator)
    {
        var parts = ImmutableArray.CreateBuilder<string>();
        var start = 0;
        for (var i = 0; i < value.Length; i++)
        {
            if (value[i] == '\\')
                i++;
            else if (value[i] == separator)
            {
                parts.Add(value[start..i]);
                start = i + 1;
            }
        }

        parts.Add(value[start..]);
        return parts.ToImmutable();
    }
}
