using System.Text;

namespace Portal.Grains.Interfaces;

/// <summary>Text from elsewhere as Unicode. Half of a pair and U+FFFE are in no text, and normalising one that has them fails.</summary>
public static class UnicodeText
{
    private const char ByteOrderTurned = '\uFFFE';
    private const char Replacement = '\uFFFD';

    /// <summary>Whether it can be normalised as it is.</summary>
    public static bool IsSound(string text) => FaultIn(text, 0) < 0;

    /// <summary>In one form; what no text can have is replaced before.</summary>
    public static string Normalized(string text, NormalizationForm form)
    {
        var fault = FaultIn(text, 0);
        if (fault < 0)
            return text.Normalize(form);
        var mended = text.ToCharArray();
        for (; fault >= 0; fault = FaultIn(text, fault + 1))
            mended[fault] = Replacement;
        return new string(mended).Normalize(form);
    }

    /// <summary>Where the first fault from there on stands; less than 0 where there is none.</summary>
    private static int FaultIn(string text, int from)
    {
        for (var i = from; i < text.Length; i++)
        {
            if (text[i] is ByteOrderTurned)
                return i;
            if (!char.IsSurrogate(text[i]))
                continue;
            if (i + 1 == text.Length || !char.IsSurrogatePair(text[i], text[i + 1]))
                return i;
            i++;
        }

        return -1;
    }
}
