using System.Collections.Immutable;

namespace Portal.Grains.Access;

/// <summary>Words that anyone who knows the person or the practice would guess.</summary>
public sealed class ContextWords
{
    private const int ShortestWord = 4;
    private const int EnoughBeside = 8;
    private static readonly string[] _trade = ["dental", "dentist", "dentistry", "tooth", "teeth", "smile", "portal", "patient", "practice"];
    private readonly ImmutableArray<string> _words;

    public ContextWords(params IEnumerable<string?> texts)
    {
        _words =
        [
            .. texts.SelectMany(text => WordsOf(CommonPasswords.Fold(text ?? ""))).Concat(_trade)
                .Where(word => word.Length >= ShortestWord)
                .Distinct(StringComparer.Ordinal)
                .OrderByDescending(word => word.Length),
        ];
    }

    /// <summary>Whether a folded password has such a word and, without them, too little of its own.</summary>
    public bool Carries(string folded)
    {
        var rest = folded;
        foreach (var word in _words)
            rest = rest.Replace(word, "", StringComparison.Ordinal);
        return rest.Length < folded.Length && rest.EnumerateRunes().Count() < EnoughBeside;
    }

    /// <summary>The whole text and its parts: of <c>Ana4821</c> also <c>ana</c>.</summary>
    private static IEnumerable<string> WordsOf(string text)
    {
        yield return text;
        var start = 0;
        for (var i = 0; i <= text.Length; i++)
        {
            if (i < text.Length && char.IsLetter(text[i]))
                continue;
            if (i > start)
                yield return text[start..i];
            start = i + 1;
        }
    }
}
