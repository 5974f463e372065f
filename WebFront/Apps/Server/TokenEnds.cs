using System.Security.Claims;
using OpenIddict.Abstractions;
using OpenIddict.Server;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Portal.WebFront.Apps.Server;

/// <summary>
/// An app that gives a token back ends the connection, and so does whoever shows a code or a refresh token again; what has
/// ended is not active any more.
/// </summary>
internal static class TokenEnds
{
    internal sealed class Revoked(PracticeApps apps) : IOpenIddictServerHandler<OpenIddictServerEvents.HandleRevocationRequestContext>
    {
        public static OpenIddictServerHandlerDescriptor Descriptor { get; } = OpenIddictServerHandlerDescriptor
            .CreateBuilder<OpenIddictServerEvents.HandleRevocationRequestContext>()
            .UseScopedHandler<Revoked>()
            .SetOrder(OpenIddictServerHandlers.Revocation.RevokeToken.Descriptor.Order - 500)
            .SetType(OpenIddictServerHandlerType.Custom)
            .Build();

        public async ValueTask HandleAsync(OpenIddictServerEvents.HandleRevocationRequestContext context) =>
            await Stop(apps, context.Transaction, context.GenericTokenPrincipal);
    }

    /// <summary>OpenIddict refuses it, and everything of the same chain; the person must not see as connected what is dead.</summary>
    internal sealed class Replayed(PracticeApps apps, IOpenIddictTokenManager tokens) : IOpenIddictServerHandler<OpenIddictServerEvents.ValidateTokenContext>
    {
        public static OpenIddictServerHandlerDescriptor Descriptor { get; } = OpenIddictServerHandlerDescriptor
            .CreateBuilder<OpenIddictServerEvents.ValidateTokenContext>()
            .UseScopedHandler<Replayed>()
            .SetOrder(OpenIddictServerHandlers.Protection.ValidateTokenEntry.Descriptor.Order - 500)
            .SetType(OpenIddictServerHandlerType.Custom)
            .Build();

        public async ValueTask HandleAsync(OpenIddictServerEvents.ValidateTokenContext context)
        {
            if (context.Principal is { } token && token.GetTokenId() is { } tokenId
                && await tokens.FindByIdAsync(tokenId, context.CancellationToken) is { } entry
                && await tokens.HasStatusAsync(entry, Statuses.Redeemed, context.CancellationToken))
            {
                await Stop(apps, context.Transaction, token);
            }
        }
    }

    internal sealed class Introspected(PracticeApps apps) : IOpenIddictServerHandler<OpenIddictServerEvents.HandleIntrospectionRequestContext>
    {
        public static OpenIddictServerHandlerDescriptor Descriptor { get; } = OpenIddictServerHandlerDescriptor
            .CreateBuilder<OpenIddictServerEvents.HandleIntrospectionRequestContext>()
            .UseScopedHandler<Introspected>()
            .SetOrder(OpenIddictServerHandlers.Introspection.AttachApplicationClaims.Descriptor.Order + 500)
            .SetType(OpenIddictServerHandlerType.Custom)
            .Build();

        public async ValueTask HandleAsync(OpenIddictServerEvents.HandleIntrospectionRequestContext context)
        {
            if (context.Scopes.Count == 0 && context.GenericTokenPrincipal is { } told)
                Tell(context, told);
            context.Claims.Remove(AppClaims.Grant);
            if (context.GenericTokenPrincipal is { } token && token.HasClaim(AppClaims.Grant)
                && await apps.Grant(context.Transaction, token, (grants, id) => grants.Standing(id)) is null)
            {
                context.Reject(Errors.InvalidToken, "The person is not connected to this app any more.");
            }
        }

        /// <summary>SMART tells every app what its own token holds; OpenIddict keeps it from those that cannot prove who they are.</summary>
        private static void Tell(OpenIddictServerEvents.HandleIntrospectionRequestContext context, ClaimsPrincipal token)
        {
            context.Scopes.UnionWith(token.GetScopes());
            foreach (var name in AppClaims.Told)
            {
                if (token.GetClaim(name) is { } value)
                    context.Claims[name] = value;
            }
        }
    }

    private static async Task Stop(PracticeApps apps, OpenIddictServerTransaction transaction, ClaimsPrincipal? token) =>
        await apps.Grant(transaction, token, async (grants, id) => await grants.Stop(RequestIds.New(), id));
}
