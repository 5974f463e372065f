using OpenIddict.Abstractions;
using OpenIddict.Server;
using Portal.Grains.Interfaces.Apps;

namespace Portal.WebFront.Apps.Server;

/// <summary>OpenIddict gives a refresh token for <c>offline_access</c>; SMART has one for <c>online_access</c> too.</summary>
internal static class OnlineTokens
{
    public static OpenIddictServerHandlerDescriptor Descriptor { get; } = OpenIddictServerHandlerDescriptor
        .CreateBuilder<OpenIddictServerEvents.ProcessSignInContext>()
        .UseInlineHandler(context =>
        {
            if (context.EndpointType is OpenIddictServerEndpointType.Token && context.Principal?.HasScope(LaunchScope.Online) is true)
                context.GenerateRefreshToken = context.IncludeRefreshToken = true;
            return ValueTask.CompletedTask;
        })
        .SetOrder(OpenIddictServerHandlers.EvaluateGeneratedTokens.Descriptor.Order + 500)
        .SetType(OpenIddictServerHandlerType.Custom)
        .Build();
}
