using System.Security.Cryptography;

namespace Portal.Grains.Access;

/// <summary>
/// Makes one-time passwords: 12 characters of 57 that cannot be taken for each other (no I, O, l, 0, 1), one of each
/// class at least. That is a little less than 70 bits, where 8 characters would hold 46.
/// </summary>
public static class OneTimePassword
{
    public const int Length = 12;
    private const string Upper = "ABCDEFGHJKLMNPQRSTUVWXYZ";
    private const string Lower = "abcdefghijkmnopqrstuvwxyz";
    private const string Digits = "23456789";

    public static string New()
    {
        // Drawing again until every class is there keeps all allowed passwords equally likely.
        while (true)
        {
            var password = RandomNumberGenerator.GetString(Upper + Lower + Digits, Length);
            if (password.Any(char.IsAsciiLetterUpper) && password.Any(char.IsAsciiLetterLower) && password.Any(char.IsAsciiDigit))
                return password;
        }
    }
}
