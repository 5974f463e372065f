using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Portal.Grains.Interfaces;
using Portal.Grains.Interfaces.Access;

namespace Portal.WebFront.Live;

/// <summary>
/// What a page gives its browser to watch a topic with. The mark says that the server put the topic on a page of that
/// practice, so the hub needs no second set of access rules; a notice itself says only that something changed.
/// </summary>
public sealed class LiveTokens(CallerSeal seal)
{
    private const char Parting = '~';

    public string For(string practice, string topic) => $"{topic}{Parting}{MarkOf(practice, topic)}";

    /// <summary>The grain key of the topic, or none when the token is not one of this practice.</summary>
    public string? KeyOf(string practice, string token)
    {
        var parting = token.LastIndexOf(Parting);
        if (parting < 1)
            return null;
        var topic = token[..parting];
        return IsMark(token.AsSpan(parting + 1), MarkOf(practice, topic)) ? GrainKey.For(practice, topic) : null;
    }

    /// <summary>In the same time for every wrong one, so that a mark cannot be found out character by character.</summary>
    private static bool IsMark(ReadOnlySpan<char> given, ReadOnlySpan<char> right) =>
        CryptographicOperations.FixedTimeEquals(MemoryMarshal.AsBytes(given), MemoryMarshal.AsBytes(right));

    private string MarkOf(string practice, string topic) => seal.Mark($"live/{practice}/{topic}")[..16];
}
