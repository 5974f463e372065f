using System.Buffers.Binary;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using Portal.Grains.Interfaces.Access;

namespace Portal.WebFront.Access;

/// <summary>Identity's hasher over the one form of a password.</summary>
public sealed class PortalPasswordHasher()
    : PasswordHasher<PortalAccount>(Options.Create(new PasswordHasherOptions { IterationCount = PasswordText.Iterations }))
{
    private const int SaltBytes = 16;
    private const int KeyBytes = 32;
    private const byte Version3 = 1;
    private const uint HmacSha512 = 2;

    /// <summary>A hash that no password opens and that takes as long to check as a true one.</summary>
    public static string Decoy { get; } = MakeDecoy();

    public override string HashPassword(PortalAccount user, string password) =>
        base.HashPassword(user, PasswordText.Normalise(password));

    public override PasswordVerificationResult VerifyHashedPassword(PortalAccount user, string hashedPassword, string providedPassword) =>
        base.VerifyHashedPassword(user, hashedPassword, PasswordText.Normalise(providedPassword));

    private static string MakeDecoy()
    {
        var hash = new byte[13 + SaltBytes + KeyBytes];
        hash[0] = Version3;
        BinaryPrimitives.WriteUInt32BigEndian(hash.AsSpan(1), HmacSha512);
        BinaryPrimitives.WriteUInt32BigEndian(hash.AsSpan(5), PasswordText.Iterations);
        BinaryPrimitives.WriteUInt32BigEndian(hash.AsSpan(9), SaltBytes);
        RandomNumberGenerator.Fill(hash.AsSpan(13));
        return Convert.ToBase64String(hash);
    }
}
