using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.DataProtection;
using Portal.Grains.Interfaces.Records.Subscriptions;
using Portal.WebFront.Apps.Storage;

namespace Portal.WebFront.Records.Subscriptions;

/// <summary>Tokens with which a socket is bound to subscriptions: sealed texts, good once and for a few minutes, at any web front.</summary>
public sealed class SubscriptionTokens(IDataProtectionProvider protection, OnceOnly once, TimeProvider time)
{
    private readonly IDataProtector _protector = protection.CreateProtector("portal.subscription-socket");

    public (string Token, DateTimeOffset Until) Draw(string practice, ImmutableArray<string> subscriptionIds)
    {
        var until = time.GetUtcNow() + SubscriptionLimits.BindingToken;
        var content = new Content(practice, subscriptionIds, until, Convert.ToHexString(RandomNumberGenerator.GetBytes(16)));
        return (_protector.Protect(JsonSerializer.Serialize(content)), until);
    }

    /// <summary>The subscriptions of the token; none when it does not hold at this practice, or was used.</summary>
    public async Task<ImmutableArray<string>> Redeem(string practice, string token)
    {
        if (Open(token) is not { } content || content.Practice != practice || content.Until <= time.GetUtcNow())
            return [];
        return await once.Take("subscription-socket", content.Mark, content.Until) ? content.Ids : [];
    }

    private Content? Open(string token)
    {
        try
        {
            return JsonSerializer.Deserialize<Content>(_protector.Unprotect(token));
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    private sealed record Content(string Practice, ImmutableArray<string> Ids, DateTimeOffset Until, string Mark);
}
