using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Portal.Browser.Tests.Sharing;

/// <summary>The file of a health link that some other program has made.</summary>
internal static class SealedSummary
{
    public static string With(string narrative, out string key)
    {
        var section = new { title = "Allergies", text = new { status = "generated", div = narrative } };
        var summary = JsonSerializer.SerializeToUtf8Bytes(new
        {
            resourceType = "Bundle",
            entry = new object[] { new { resource = new { resourceType = "Composition", section = new[] { section } } } },
        });
        var (secret, nonce, content, tag) = (RandomNumberGenerator.GetBytes(32), RandomNumberGenerator.GetBytes(12), new byte[summary.Length], new byte[16]);
        var header = Base64Url.EncodeToString("""{"alg":"dir","enc":"A256GCM"}"""u8);
        using var cipher = new AesGcm(secret, tag.Length);
        cipher.Encrypt(nonce, summary, content, tag, Encoding.ASCII.GetBytes(header));
        key = Base64Url.EncodeToString(secret);
        return $"{header}..{Base64Url.EncodeToString(nonce)}.{Base64Url.EncodeToString(content)}.{Base64Url.EncodeToString(tag)}";
    }
}
