using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Microsoft.IdentityModel.Tokens;

namespace Portal.WebFront.Apps.Storage;

/// <summary>
/// The key that signs what apps are given, and the one that seals codes. They are drawn once and kept sealed by the keys
/// of cookies, which a cluster seals by its secret; so all web fronts have the same, also after a restart.
/// </summary>
public sealed class TokenKeys(IServiceScopeFactory scopes, IDataProtectionProvider protection)
{
    private const string Row = "tokens";
    private const int SignatureBits = 2048;
    private const int SealBytes = 32;
    private readonly IDataProtector _protector = protection.CreateProtector("portal.token-keys");
    private (RsaSecurityKey Signature, SymmetricSecurityKey Seal)? _keys;

    /// <summary>RS256.</summary>
    public RsaSecurityKey Signature => Loaded.Signature;

    public SymmetricSecurityKey Seal => Loaded.Seal;

    private (RsaSecurityKey Signature, SymmetricSecurityKey Seal) Loaded => _keys ?? throw new InvalidOperationException("The token keys are loaded at the start.");

    /// <summary>At the start, before the first request.</summary>
    public async Task Load()
    {
        await using var scope = scopes.CreateAsyncScope();
        var context = scope.ServiceProvider.GetRequiredService<TokenContext>();
        while (_keys is null)
        {
            var row = await context.SigningKeys.AsNoTracking().FirstOrDefaultAsync(key => key.Name == Row);
            if (row is not null && Open(row.Content) is { } kept)
                _keys = kept.ToKeys();
            else
                await Draw(context, row?.Content);
        }
    }

    /// <summary>Whoever is first decides; the others read what is there then.</summary>
    private async Task Draw(TokenContext context, string? unreadable)
    {
        using var signature = RSA.Create(SignatureBits);
        var drawn = new Kept(
            Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8)),
            signature.ExportPkcs8PrivateKey(),
            RandomNumberGenerator.GetBytes(SealBytes));
        var content = _protector.Protect(JsonSerializer.Serialize(drawn));
        if (unreadable is not null)
        {
            // The secret of the cluster is another one: what the old key signed is void like the sessions of then.
            await context.SigningKeys.Where(key => key.Name == Row && key.Content == unreadable)
                .ExecuteUpdateAsync(row => row.SetProperty(key => key.Content, content));
            return;
        }

        context.SigningKeys.Add(new() { Name = Row, Content = content });
        try
        {
            await context.SaveChangesAsync();
        }
        catch (DbUpdateException)
        {
            context.ChangeTracker.Clear();
        }
    }

    private Kept? Open(string content)
    {
        try
        {
            return JsonSerializer.Deserialize<Kept>(_protector.Unprotect(content));
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    private sealed record Kept(string Id, byte[] Signature, byte[] Seal)
    {
        public (RsaSecurityKey, SymmetricSecurityKey) ToKeys()
        {
            var rsa = RSA.Create();
            rsa.ImportPkcs8PrivateKey(Signature, out _);
            return (new(rsa) { KeyId = Id }, new(Seal));
        }
    }
}
