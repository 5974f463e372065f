using System.Security.Cryptography;
using System.Text;

namespace Portal.Grains.Interfaces.Access;

/// <summary>Usernames are compared without regard to case and to compatibility forms of Unicode.</summary>
public static class UserName
{
    /// <summary>The longest username, in Unicode code points.</summary>
    public const int MaxLength = 64;

    /// <summary>The form in which two spellings of one username are equal.</summary>
    public static string Normalise(string userName) =>
        PasswordText.Normalise(PasswordText.Normalise(userName).Trim().ToUpperInvariant());

    /// <summary>
    /// The key of the username's grain. A digest, because keys carry no personal data; the practice is part of what
    /// is digested, so that the same name in two practices cannot be recognised.
    /// </summary>
    public static string KeyFor(string practice, string userName)
    {
        var digest = SHA256.HashData(Encoding.UTF8.GetBytes($"{practice}/{Normalise(userName)}"));
        return GrainKey.For(practice, $"name:{Convert.ToHexStringLower(digest)}");
    }
}
