using System.Globalization;
using System.Security.Claims;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using OpenIddict.Abstractions;
using OpenIddict.Server;
using Portal.WebFront.Apps.Storage;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Portal.WebFront.Apps.Server;

/// <summary>
/// Assertions of apps with a key (<c>private_key_jwt</c>) as SMART App Launch 2.2 describes them: <c>typ</c> JWT and the
/// token endpoint as <c>aud</c>, beside what newer drafts of RFC 7523 want; RS384 or ES384; five minutes at most; each
/// <c>jti</c> once.
/// </summary>
internal static class ClientAssertions
{
    private const string Type = "client-authentication+jwt";
    private static readonly string[] _endpoints = [SmartServer.Token, SmartServer.Introspect, SmartServer.Revoke];
    private static readonly TimeSpan _longest = TimeSpan.FromMinutes(5);

    /// <summary>Clocks of two machines are never the same.</summary>
    private static readonly TimeSpan _skew = TimeSpan.FromSeconds(30);

    public static OpenIddictServerHandlerDescriptor Accept { get; } = OpenIddictServerHandlerDescriptor
        .CreateBuilder<OpenIddictServerEvents.ValidateTokenContext>()
        .UseInlineHandler(context =>
        {
            if (context.ValidTokenTypes.Contains(TokenTypeIdentifiers.Private.ClientAssertion) && context.TokenValidationParameters is { } rules)
                Relax(context, rules);
            return ValueTask.CompletedTask;
        })
        .SetOrder(OpenIddictServerHandlers.Protection.ResolveTokenValidationParameters.Descriptor.Order + 500)
        .SetType(OpenIddictServerHandlerType.Custom)
        .Build();

    /// <summary>
    /// An assertion for somebody else proves nothing. OpenIddict calls that an invalid token, which at revocation means that
    /// there is nothing to revoke: the app would be told that it has no access any more while it has.
    /// </summary>
    public static OpenIddictServerHandlerDescriptor Audience { get; } = OpenIddictServerHandlerDescriptor
        .CreateBuilder<OpenIddictServerEvents.ValidateTokenContext>()
        .UseInlineHandler(context =>
        {
            if (context.ValidTokenTypes.Contains(TokenTypeIdentifiers.Private.ClientAssertion)
                && context.Principal?.GetAudiences() is { IsEmpty: false } audiences && !audiences.Any(context.ValidAudiences.Contains))
            {
                context.Reject(Errors.InvalidClient, "The assertion is for another audience.");
            }

            return ValueTask.CompletedTask;
        })
        .SetOrder(OpenIddictServerHandlers.Protection.ValidateAudiences.Descriptor.Order - 500)
        .SetType(OpenIddictServerHandlerType.Custom)
        .Build();

    private static void Relax(OpenIddictServerEvents.ValidateTokenContext context, TokenValidationParameters rules)
    {
        rules.ValidTypes = null;
        rules.TypeValidator = (type, _, _) => type is null or "" or "JWT" || type.EndsWith(Type, StringComparison.OrdinalIgnoreCase)
            ? Type
            : throw new SecurityTokenInvalidTypeException("The type of the assertion is not JWT.");
        rules.ValidAlgorithms = [SecurityAlgorithms.RsaSha384, SecurityAlgorithms.EcdsaSha384];
        if (context.BaseUri is { } issuer)
        {
            context.ValidAudiences.Add(issuer.AbsoluteUri.TrimEnd('/'));
            foreach (var endpoint in _endpoints)
                context.ValidAudiences.Add(new Uri(issuer, endpoint).AbsoluteUri);
        }
    }

    /// <summary>Refuses what is too long-lived or over, names a key that there is not, or was shown before.</summary>
    internal sealed class Once(OnceOnly once, IOpenIddictApplicationManager apps, TimeProvider time) : IOpenIddictServerHandler<OpenIddictServerEvents.ProcessAuthenticationContext>
    {
        public static OpenIddictServerHandlerDescriptor Descriptor { get; } = OpenIddictServerHandlerDescriptor
            .CreateBuilder<OpenIddictServerEvents.ProcessAuthenticationContext>()
            .UseScopedHandler<Once>()
            .SetOrder(OpenIddictServerHandlers.ValidateClientAssertionIssuer.Descriptor.Order + 500)
            .SetType(OpenIddictServerHandlerType.Custom)
            .Build();

        public async ValueTask HandleAsync(OpenIddictServerEvents.ProcessAuthenticationContext context)
        {
            if (context.ClientAssertionPrincipal is not { } assertion)
                return;
            var ends = assertion.GetExpirationDate();
            if (ends is null || ends > time.GetUtcNow() + _longest + _skew)
                context.Reject(Errors.InvalidClient, "The assertion may hold for five minutes at most.");
            else if (ends < time.GetUtcNow() - _skew)
                context.Reject(Errors.InvalidClient, "The assertion has expired.");
            else if (IsAhead(assertion, Claims.NotBefore) || IsAhead(assertion, Claims.IssuedAt))
                context.Reject(Errors.InvalidClient, "The assertion does not hold yet.");
            else if (!await IsOfNamedKey(context.ClientAssertion!, assertion.GetClaim(Claims.Subject)!, context.CancellationToken))
                context.Reject(Errors.InvalidClient, "The app has no key of the name that kid says.");
            else if (assertion.GetClaim(Claims.JwtId) is not { Length: > 0 } id)
                context.Reject(Errors.InvalidClient, "The assertion has no jti.");
            else if (!await once.Take($"assertion {assertion.GetClaim(Claims.Subject)}", id, ends.Value + _skew))
                context.Reject(Errors.InvalidClient, "The assertion was used before.");
        }

        private bool IsAhead(ClaimsPrincipal assertion, string claim) =>
            double.TryParse(assertion.GetClaim(claim), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds)
            && seconds > (time.GetUtcNow() + _skew).ToUnixTimeSeconds();

        /// <summary>Another key of the app's may have signed it just as well, but then the app is not in order.</summary>
        private async Task<bool> IsOfNamedKey(string assertion, string appId, CancellationToken cancellation)
        {
            if (new JsonWebToken(assertion).Kid is not { Length: > 0 } named)
                return true;
            if (await apps.FindByClientIdAsync(appId, cancellation) is not { } app || await apps.GetJsonWebKeySetAsync(app, cancellation) is not { } set)
                return false;
            var keys = set.Keys.Where(key => string.IsNullOrEmpty(key.Kid) || key.Kid == named).ToList();
            var signature = new TokenValidationParameters
            {
                IssuerSigningKeys = keys, TryAllIssuerSigningKeys = true, ValidateIssuer = false, ValidateAudience = false, ValidateLifetime = false,
            };
            return keys.Count > 0 && (await new JsonWebTokenHandler().ValidateTokenAsync(assertion, signature)).IsValid;
        }
    }
}
