using System.Security.Claims;
using Microsoft.AspNetCore;
using OpenIddict.Abstractions;
using OpenIddict.Server;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Portal.WebFront.Apps.Server;

/// <summary>The members that SMART adds to the answer of the token endpoint.</summary>
internal static class TokenAnswer
{
    public static OpenIddictServerHandlerDescriptor Descriptor { get; } = OpenIddictServerHandlerDescriptor
        .CreateBuilder<OpenIddictServerEvents.ProcessSignInContext>()
        .UseInlineHandler(context =>
        {
            if (context.EndpointType is OpenIddictServerEndpointType.Token && context.AccessTokenPrincipal is { } token)
                Add(context, token);
            return ValueTask.CompletedTask;
        })
        .SetOrder(OpenIddictServerHandlers.AttachCustomSignInParameters.Descriptor.Order - 500)
        .SetType(OpenIddictServerHandlerType.Custom)
        .Build();

    private static void Add(OpenIddictServerEvents.ProcessSignInContext context, ClaimsPrincipal token)
    {
        // Not only when it differs from what was asked for.
        context.Parameters[Parameters.Scope] = string.Join(' ', token.GetScopes());
        if (token.GetClaim(AppClaims.Patient) is not { } patientId)
            return;
        context.Parameters[AppClaims.Patient] = patientId;
        if (token.GetClaim(AppClaims.Encounter) is { } encounterId)
            context.Parameters[AppClaims.Encounter] = encounterId;
        // Nothing of the portal stands round the app: it says itself whose data it shows.
        context.Parameters["need_patient_banner"] = true;
        context.Parameters["smart_style_url"] = $"{PracticeIssuer.Base(context.Transaction.GetHttpRequest()?.HttpContext)}smart-style.json";
    }
}
