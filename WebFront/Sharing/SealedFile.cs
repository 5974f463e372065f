using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Portal.WebFront.Sharing;

/// <summary>
/// A file as health links give it out: a JWE in compact form, the key used directly, AES-256-GCM. It is not packed:
/// not every reader unpacks, and the length of what is packed tells of what is in it.
/// </summary>
internal static class SealedFile
{
    private const int NonceBytes = 12;
    private const int TagBytes = 16;

    private static readonly string _header =
        Base64Url.EncodeToString("""{"alg":"dir","enc":"A256GCM","cty":"application/fhir+json"}"""u8);

    public static string Of(ReadOnlySpan<byte> content, ReadOnlySpan<byte> key)
    {
        Span<byte> nonce = stackalloc byte[NonceBytes];
        Span<byte> tag = stackalloc byte[TagBytes];
        RandomNumberGenerator.Fill(nonce);
        var sealedContent = new byte[content.Length];
        using var cipher = new AesGcm(key, TagBytes);
        cipher.Encrypt(nonce, content, sealedContent, tag, Encoding.ASCII.GetBytes(_header));
        return $"{_header}..{Base64Url.EncodeToString(nonce)}.{Base64Url.EncodeToString(sealedContent)}.{Base64Url.EncodeToString(tag)}";
    }
}
