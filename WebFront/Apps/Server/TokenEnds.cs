using Microsoft.AspNetCore;
using OpenIddict.Abstractions;
using OpenIddict.Server;
using Portal.Grains.Interfaces;
using Portal.Grains.Interfaces.Access;
using Portal.Grains.Interfaces.Apps;
using Portal.WebFront.Access;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Portal.WebFront.Apps.Server;

/// <summary>
/// An app that gives a token back ends the connection, and so does whoever shows a code or a refresh token again; what has
/// ended is not active any more.
/// </summary>
internal static class TokenEnds
{
    internal sealed class Revoked(IGrainFactory grains) : IOpenIddictServerHandler<OpenIddictServerEvents.HandleRevocationRequestContext>
    {
        public static OpenIddictServerHandlerDescriptor Descriptor { get; } = OpenIddictServerHandlerDescriptor
            .CreateBuilder<OpenIddictServerEvents.HandleRevocationRequestContext>()
            .UseScopedHandler<Revoked>()
            .SetOrder(OpenIddictServerHandlers.Revocation.RevokeToken.Descriptor.Order - 500)
            .SetType(OpenIddictServerHandlerType.Custom)
            .Build();

        public async ValueTask HandleAsync(OpenIddictServerEvents.HandleRevocationRequestContext context)
        {
            if (context.GenericTokenPrincipal is not { } token || token.GetClaim(AppClaims.Grant) is not { } grantId)
                return;
            var practice = context.Transaction.GetHttpRequest()!.HttpContext.PracticeOfAddress()!;
            using var system = CallerScope.Use(Caller.System(practice));
            await grains.GetGrain<IAppGrantsGrain>(GrainKey.For(practice, token.GetClaim(Claims.Subject)!)).Stop(RequestIds.New(), grantId);
        }
    }

    /// <summary>OpenIddict refuses it, and everything of the same chain; the person must not see as connected what is dead.</summary>
    internal sealed class Replayed(IGrainFactory grains, IOpenIddictTokenManager tokens) : IOpenIddictServerHandler<OpenIddictServerEvents.ValidateTokenContext>
    {
        public static OpenIddictServerHandlerDescriptor Descriptor { get; } = OpenIddictServerHandlerDescriptor
            .CreateBuilder<OpenIddictServerEvents.ValidateTokenContext>()
            .UseScopedHandler<Replayed>()
            .SetOrder(OpenIddictServerHandlers.Protection.ValidateTokenEntry.Descriptor.Order - 500)
            .SetType(OpenIddictServerHandlerType.Custom)
            .Build();

        public async ValueTask HandleAsync(OpenIddictServerEvents.ValidateTokenContext context)
        {
            if (context.Principal is not { } token || token.GetClaim(AppClaims.Grant) is not { } grantId || token.GetTokenId() is not { } tokenId
                || await tokens.FindByIdAsync(tokenId, context.CancellationToken) is not { } entry
                || !await tokens.HasStatusAsync(entry, Statuses.Redeemed, context.CancellationToken))
            {
                return;
            }

            var practice = context.Transaction.GetHttpRequest()!.HttpContext.PracticeOfAddress()!;
            using var system = CallerScope.Use(Caller.System(practice));
            await grains.GetGrain<IAppGrantsGrain>(GrainKey.For(practice, token.GetClaim(Claims.Subject)!)).Stop(RequestIds.New(), grantId);
        }
    }

    internal sealed class Introspected(IGrainFactory grains) : IOpenIddictServerHandler<OpenIddictServerEvents.HandleIntrospectionRequestContext>
    {
        public static OpenIddictServerHandlerDescriptor Descriptor { get; } = OpenIddictServerHandlerDescriptor
            .CreateBuilder<OpenIddictServerEvents.HandleIntrospectionRequestContext>()
            .UseScopedHandler<Introspected>()
            .SetOrder(OpenIddictServerHandlers.Introspection.AttachApplicationClaims.Descriptor.Order + 500)
            .SetType(OpenIddictServerHandlerType.Custom)
            .Build();

        public async ValueTask HandleAsync(OpenIddictServerEvents.HandleIntrospectionRequestContext context)
        {
            context.Claims.Remove(AppClaims.Grant);
            if (context.GenericTokenPrincipal is not { } token || token.GetClaim(AppClaims.Grant) is not { } grantId)
                return;
            var practice = context.Transaction.GetHttpRequest()!.HttpContext.PracticeOfAddress()!;
            using var system = CallerScope.Use(Caller.System(practice));
            var held = await grains.GetGrain<IAppGrantsGrain>(GrainKey.For(practice, token.GetClaim(Claims.Subject)!)).List();
            if (held.All(grant => grant.Id != grantId))
                context.Reject(Errors.InvalidToken, "The person is not connected to this app any more.");
        }
    }
}
