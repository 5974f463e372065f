using System.Diagnostics.CodeAnalysis;

namespace Portal.Grains.Interfaces;

/// <summary>
/// The key of every grain: <c>{practice}/{id}</c>, shorter than 120 characters. It holds no personal data, because
/// traces and storage rows carry it. The slash also keeps the storage provider from reading a key as a number.
/// </summary>
/// <param name="Practice">The practice's slug, <c>[a-z0-9-]{2,24}</c>, or <see cref="Platform"/>.</param>
/// <param name="Id">The part after the first slash; it may hold further slashes.</param>
public readonly record struct GrainKey(string Practice, string Id)
{
    /// <summary>The scope of what belongs to no practice.</summary>
    public const string Platform = "_";

    /// <summary>The longest key, in characters.</summary>
    public const int MaxLength = 119;

    /// <summary>Builds the key of a grain.</summary>
    /// <exception cref="ArgumentException">The practice or the id is not allowed in a key.</exception>
    public static string For(string practice, string id) =>
        TryParse($"{practice}/{id}", out var key)
            ? key.ToString()
            : throw new ArgumentException("A grain key needs a practice slug and an id of printable ASCII.", nameof(id));

    /// <summary>Reads a grain key.</summary>
    /// <exception cref="FormatException">The text is not a key.</exception>
    public static GrainKey Parse(string text) =>
        TryParse(text, out var key) ? key : throw new FormatException("Not a grain key: {practice}/{id} is expected.");

    /// <summary>Reads a grain key, or says that the text is none.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out GrainKey key)
    {
        key = default;
        var slash = text?.IndexOf('/', StringComparison.Ordinal) ?? -1;
        if (slash < 1 || text!.Length > MaxLength || slash == text.Length - 1)
            return false;
        var practice = text[..slash];
        var id = text[(slash + 1)..];
        if (practice != Platform && !IsSlug(practice))
            return false;
        // Braces would be read as a format by the runtime's own messages about the grain.
        if (!id.All(c => c is > ' ' and <= '~' and not ('{' or '}')))
            return false;
        key = new(practice, id);
        return true;
    }

    /// <summary>Whether the text can name a practice.</summary>
    public static bool IsSlug(string text) =>
        text.Length is >= 2 and <= 24 && text.All(c => c is >= 'a' and <= 'z' or >= '0' and <= '9' or '-');

    /// <inheritdoc/>
    public override string ToString() => $"{Practice}/{Id}";
}
