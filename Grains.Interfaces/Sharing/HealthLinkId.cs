using System.Security.Cryptography;
using System.Text;

namespace Portal.Grains.Interfaces.Sharing;

/// <summary>
/// The id of a link's grain: the digest of the secret in its address. Keys stand in traces, rows and the audit trail;
/// nobody who reads them there can open the link, or use it up.
/// </summary>
public static class HealthLinkId
{
    /// <summary>Characters of the secret: 32 random bytes in base64url.</summary>
    public const int SecretLength = 43;

    /// <summary>The id of the link whose address has this secret.</summary>
    public static string Of(string secret) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));

    /// <summary>Whether the text can be such a secret.</summary>
    public static bool IsSecret(string text) => text.Length == SecretLength && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_');
}
