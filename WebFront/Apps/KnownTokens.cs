using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Caching.Memory;

namespace Portal.WebFront.Apps;

/// <summary>
/// Tokens of connected apps that were looked up and found in order. What a token says never changes, and whether its
/// connection stands is asked of the grain with each request: whoever gives a token back or shows one again ends the
/// connection (<see cref="Server.TokenEnds"/>). So nothing is opened from memory that has ended. Tokens of programs
/// without a person have no connection and are looked up each time.
/// </summary>
internal sealed class KnownTokens(TimeProvider time) : IDisposable
{
    private const int MostKept = 10_000;
    private readonly MemoryCache _kept = new(new MemoryCacheOptions { SizeLimit = MostKept });

    public void Dispose() => _kept.Dispose();

    /// <param name="address">The practice's FHIR address, which the token has to be for.</param>
    /// <param name="authorization">The header.</param>
    public KnownToken? Of(string address, string authorization) =>
        _kept.TryGetValue<KnownToken>(KeyOf(address, authorization), out var token) && token!.Until > time.GetUtcNow() ? token : null;

    public void Keep(string address, string authorization, KnownToken token)
    {
        if (token.Until - time.GetUtcNow() is { Ticks: > 0 } left)
            _kept.Set(KeyOf(address, authorization), token, new MemoryCacheEntryOptions { AbsoluteExpirationRelativeToNow = left, Size = 1 });
    }

    /// <summary>A digest: no token lies about in memory.</summary>
    private static string KeyOf(string address, string authorization) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{address}\n{authorization}")));
}

/// <summary>What a token says.</summary>
/// <param name="Subject">The person.</param>
/// <param name="GrantId">The connection.</param>
/// <param name="Scope">What was agreed to.</param>
/// <param name="Until">When it is over.</param>
internal sealed record KnownToken(string Subject, string GrantId, string Scope, DateTimeOffset Until);
