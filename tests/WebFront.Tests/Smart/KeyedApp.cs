using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Portal.WebFront.Tests.Smart;

/// <summary>The key of an app that proves itself by signing.</summary>
public sealed class KeyedApp(SecurityKey key, string algorithm)
{
    public static KeyedApp Rsa() => new(new RsaSecurityKey(RSA.Create(2048)) { KeyId = "rsa-1" }, SecurityAlgorithms.RsaSha384);

    public static KeyedApp Elliptic() => new(new ECDsaSecurityKey(ECDsa.Create(ECCurve.NamedCurves.nistP384)) { KeyId = "ec-1" }, SecurityAlgorithms.EcdsaSha384);

    /// <summary>The same key, used in another way.</summary>
    public KeyedApp By(string other) => new(key, other);

    /// <summary>The same key by another name.</summary>
    public KeyedApp Named(string id) => new(
        key is RsaSecurityKey rsa ? new RsaSecurityKey(rsa.Rsa) { KeyId = id } : new ECDsaSecurityKey(((ECDsaSecurityKey)key).ECDsa) { KeyId = id }, algorithm);

    /// <summary>What the registration has.</summary>
    public string PublicKeys
    {
        get
        {
            var web = JsonWebKeyConverter.ConvertFromSecurityKey(key);
            var shown = new JsonObject { ["kid"] = key.KeyId, ["kty"] = web.Kty, ["use"] = "sig" };
            foreach (var (name, value) in new[] { ("n", web.N), ("e", web.E), ("crv", web.Crv), ("x", web.X), ("y", web.Y) })
            {
                if (value is not null)
                    shown[name] = value;
            }

            return new JsonObject { ["keys"] = new JsonArray(shown) }.ToJsonString();
        }
    }

    /// <summary>An assertion as SMART App Launch describes it.</summary>
    public string Assertion(string clientId, string audience, TimeSpan? lifetime = null, string? id = "drawn", string? subject = null, params (string Claim, TimeSpan FromNow)[] times)
    {
        var claims = new Dictionary<string, object> { ["iss"] = clientId, ["sub"] = subject ?? clientId, ["aud"] = audience };
        if (id is not null)
            claims["jti"] = id is "drawn" ? Ulid.NewUlid().ToString() : id;
        claims["exp"] = DateTimeOffset.FromUnixTimeSeconds(TimeProvider.System.GetUtcNow().ToUnixTimeSeconds()).Add(lifetime ?? TimeSpan.FromMinutes(4)).ToUnixTimeSeconds();
        foreach (var (claim, fromNow) in times)
            claims[claim] = TimeProvider.System.GetUtcNow().Add(fromNow).ToUnixTimeSeconds();
        return new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(new SecurityTokenDescriptor
        {
            Claims = claims,
            SigningCredentials = new(key, algorithm),
            TokenType = "JWT",
        });
    }

    public static Dictionary<string, string> Ask(string assertion, string scope = "system/*.rs") => new(StringComparer.Ordinal)
    {
        ["grant_type"] = "client_credentials",
        ["scope"] = scope,
        ["client_assertion_type"] = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
        ["client_assertion"] = assertion,
    };
}
