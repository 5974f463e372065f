using System.Security.Cryptography;
using System.Text;
using Portal.Grains.Interfaces.Access;
using Portal.WebFront.Access;

namespace Portal.WebFront.Records;

/// <summary>
/// Tokens of the practices' bridges: <c>Portal:Bridge:{practice}:TokenSha256</c> holds the hash (hexadecimal) of the
/// token of that practice, never the token.
/// </summary>
public sealed class BridgeTokens(IConfiguration configuration)
{
    private const string Scheme = "Bearer ";

    /// <summary>The bridge as a caller, when the header carries the practice's own token.</summary>
    public Caller? Of(string practice, string? authorization)
    {
        if (authorization?.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) is not true)
            return null;
        var presented = SHA256.HashData(Encoding.UTF8.GetBytes(authorization[Scheme.Length..].Trim()));
        var expected = Expected(practice);
        return CryptographicOperations.FixedTimeEquals(presented, expected)
            ? new() { Practice = practice, Roles = Audience.Integrator, UserId = "bridge", Name = "Bridge" }
            : null;
    }

    /// <summary>Which token the practice has, if it has one: nothing that opens anything, nor tells what does.</summary>
    public string? Fingerprint(string practice) =>
        Configured(practice) is { } hash ? Convert.ToHexStringLower(SHA256.HashData([.. "bridge token "u8, .. hash]))[..16] : null;

    /// <summary>A practice without a token compares with random bytes, so that it answers in the same time.</summary>
    private byte[] Expected(string practice) => Configured(practice) ?? RandomNumberGenerator.GetBytes(SHA256.HashSizeInBytes);

    private byte[]? Configured(string practice)
    {
        var hash = configuration[$"Portal:Bridge:{practice}:TokenSha256"];
        return hash is { Length: 2 * SHA256.HashSizeInBytes } && hash.All(char.IsAsciiHexDigit) ? Convert.FromHexString(hash) : null;
    }
}

internal static class BridgeRequests
{
    private static readonly object _remembered = new();

    /// <summary>The bridge of the practice whose FHIR address is asked, when the request carries its token.</summary>
    public static Caller? Bridge(this HttpContext context)
    {
        if (context.Request.Headers.Authorization.Count == 0)
            return null;
        if (context.Items.TryGetValue(_remembered, out var known))
            return known as Caller;
        var bridge = context.PracticeOfAddress() is { } practice && context.Request.Path.StartsWithSegments($"/{practice}/fhir/R4", StringComparison.Ordinal)
            ? context.RequestServices.GetRequiredService<BridgeTokens>().Of(practice, context.Request.Headers.Authorization)
            : null;
        context.Items[_remembered] = bridge;
        return bridge;
    }
}
