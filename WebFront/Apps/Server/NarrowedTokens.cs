using OpenIddict.Abstractions;
using OpenIddict.Server;
using Portal.Grains.Interfaces.Apps;

namespace Portal.WebFront.Apps.Server;

/// <summary>
/// A refresh may ask for less, for one token. OpenIddict compares scopes letter by letter; those of SMART hold one another:
/// who was given <c>patient/*.rs</c> may ask for <c>patient/Condition.rs</c>.
/// </summary>
internal static class NarrowedTokens
{
    public static OpenIddictServerHandlerDescriptor Descriptor { get; } = OpenIddictServerHandlerDescriptor
        .CreateBuilder<OpenIddictServerEvents.ProcessSignInContext>()
        .UseInlineHandler(context =>
        {
            if (Asked(context.EndpointType, context.Request) is { } asked && context is { Principal: { } given, AccessTokenPrincipal: { } token })
                token.SetScopes(AskedScopes.Within(asked, string.Join(' ', given.GetScopes())));
            return ValueTask.CompletedTask;
        })
        .SetOrder(OpenIddictServerHandlers.PrepareAccessTokenPrincipal.Descriptor.Order + 500)
        .SetType(OpenIddictServerHandlerType.Custom)
        .Build();

    /// <summary>The scopes that a refresh names; none when it takes what there is.</summary>
    public static string? Asked(OpenIddictServerEndpointType endpoint, OpenIddictRequest? request) =>
        endpoint is OpenIddictServerEndpointType.Token && request?.IsRefreshTokenGrantType() is true && !string.IsNullOrWhiteSpace(request.Scope) ? request.Scope : null;
}
