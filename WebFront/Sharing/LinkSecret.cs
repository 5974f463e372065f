using System.Buffers;
using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using Portal.Grains.Interfaces.Sharing;

namespace Portal.WebFront.Sharing;

/// <summary>
/// What a new link is made of: 32 random bytes, drawn when the form is shown and sent back with it. The link's address
/// and the key to its file are derived from it, neither from the other, and it is stored nowhere. So a form that is sent
/// twice leads to the same link, and only whoever sends it can be shown that link.
/// </summary>
internal sealed class LinkSecret
{
    private const int Bytes = 32;
    private readonly byte[] _seed;

    private LinkSecret(byte[] seed) => _seed = seed;

    /// <summary>The part of the address that nobody can guess.</summary>
    public string Address => Base64Url.EncodeToString(Derive("address"));

    /// <summary>The id of the link's grain.</summary>
    public string LinkId => HealthLinkId.Of(Address);

    /// <summary>The key to the file.</summary>
    public byte[] Key() => Derive("key");

    public static string New() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(Bytes));

    public static bool TryRead(string? text, [NotNullWhen(true)] out LinkSecret? secret)
    {
        secret = null;
        var seed = new byte[Bytes];
        if (text is null || !HealthLinkId.IsSecret(text)
            || Base64Url.DecodeFromChars(text, seed, out _, out var written) is not OperationStatus.Done || written != Bytes)
        {
            return false;
        }

        secret = new(seed);
        return true;
    }

    private byte[] Derive(string use) =>
        HKDF.DeriveKey(HashAlgorithmName.SHA256, _seed, Bytes, info: Encoding.ASCII.GetBytes($"portal health link {use}"));
}
