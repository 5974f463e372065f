using System.Text;

namespace Portal.Grains.Interfaces.Access;

/// <summary>The one form in which passwords are hashed, whatever keyboard they were typed on.</summary>
public static class PasswordText
{
    /// <summary>Rounds of PBKDF2-HMAC-SHA512 for a new hash.</summary>
    public const int Iterations = 210_000;

    /// <summary>Unicode NFKC, as NIST SP 800-63B asks for. Text that is no valid Unicode is left as it is.</summary>
    public static string Normalise(string text) =>
        UnicodeText.IsSound(text) ? text.Normalize(NormalizationForm.FormKC) : text;
}
