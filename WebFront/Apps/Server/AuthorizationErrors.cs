using OpenIddict.Server;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Portal.WebFront.Apps.Server;

/// <summary>
/// OpenIddict shows the person what it finds wrong before it has looked at the redirect address. Where app and address are
/// right it is the app that has to hear of it (RFC 6749, 4.1.2.1).
/// </summary>
internal sealed class AuthorizationErrors(PracticeApps apps) : IOpenIddictServerHandler<OpenIddictServerEvents.ApplyAuthorizationResponseContext>
{
    public static OpenIddictServerHandlerDescriptor Descriptor { get; } = OpenIddictServerHandlerDescriptor
        .CreateBuilder<OpenIddictServerEvents.ApplyAuthorizationResponseContext>()
        .UseScopedHandler<AuthorizationErrors>()
        .SetOrder(OpenIddictServerHandlers.Authentication.InferResponseMode.Descriptor.Order + 500)
        .SetType(OpenIddictServerHandlerType.Custom)
        .Build();

    public async ValueTask HandleAsync(OpenIddictServerEvents.ApplyAuthorizationResponseContext context)
    {
        if (context.Error is not null && context.RedirectUri is null && context.Request is { RedirectUri: { Length: > 0 } address } request
            && await apps.App(context.Transaction, request.ClientId, registered => registered.View()) is { Stopped: false } app
            && app.Draft.Redirects.Contains(address, StringComparer.Ordinal))
        {
            context.RedirectUri = address;
        }

        // Also where the request wanted it to come in a way that is not offered.
        if (context.Error is not null && context.RedirectUri is not null)
            context.ResponseMode = ResponseModes.Query;
    }
}
