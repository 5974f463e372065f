using System.Collections.Frozen;
using Portal.Grains.Interfaces.Access;

namespace Portal.Grains.Access;

/// <summary>
/// Passwords that attackers try first. The list is the one that ships inside the zxcvbn-core package (MIT); it is read
/// from there once, so that no copy of it stands in this repository.
/// </summary>
public static class CommonPasswords
{
    private const string Resource = "zxcvbn-core.Dictionaries.passwords.lst";
    private static readonly Lazy<FrozenSet<string>> _listed = new(Read);

    public static int Count => _listed.Value.Count;

    /// <summary>The form in which passwords are compared with words: without case and compatibility forms.</summary>
    public static string Fold(string password) => PasswordText.Normalise(password).ToLowerInvariant();

    /// <summary>Whether a folded password is listed, also behind digits and signs at its end or letters written as digits.</summary>
    public static bool Contains(string folded)
    {
        var bare = Bare(folded);
        return IsListed(folded) || IsListed(bare) || IsListed(Spelled(folded)) || IsListed(Spelled(bare)) || IsListed(Bare(Spelled(folded)));
    }

    private static bool IsListed(string word) => word.Length > 0 && _listed.Value.Contains(word);

    private static string Bare(string folded) => folded.TrimEnd([.. folded.Where(c => !char.IsLetter(c)).Distinct()]);

    private static string Spelled(string folded) =>
        string.Create(folded.Length, folded, static (span, text) =>
        {
            for (var i = 0; i < text.Length; i++)
            {
                span[i] = text[i] switch
                {
                    '0' => 'o',
                    '1' or '!' => 'i',
                    '3' => 'e',
                    '4' or '@' => 'a',
                    '5' or '$' => 's',
                    '7' => 't',
                    var other => other,
                };
            }
        });

    private static FrozenSet<string> Read()
    {
        using var stream = typeof(Zxcvbn.Zxcvbn).Assembly.GetManifestResourceStream(Resource)
            ?? throw new InvalidOperationException($"The list of common passwords is missing: {Resource}.");
        using var reader = new StreamReader(stream);
        var words = new HashSet<string>(StringComparer.Ordinal);
        while (reader.ReadLine() is { } line)
            words.Add(Fold(line.Trim()));
        words.Remove("");
        return words.ToFrozenSet(StringComparer.Ordinal);
    }
}
