using System.Security.Claims;
using Microsoft.AspNetCore;
using OpenIddict.Abstractions;
using OpenIddict.Server;
using Portal.Grains.Interfaces;
using Portal.Grains.Interfaces.Access;
using Portal.Grains.Interfaces.Apps;
using Portal.WebFront.Access;
using Portal.WebFront.Records.Rest;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Portal.WebFront.Apps.Server;

/// <summary>
/// A token is given out only while the connection stands, and a program without a person gets what its registration
/// allows.
/// </summary>
internal sealed class TokenRules(IGrainFactory grains) : IOpenIddictServerHandler<OpenIddictServerEvents.HandleTokenRequestContext>
{
    public static OpenIddictServerHandlerDescriptor Descriptor { get; } = OpenIddictServerHandlerDescriptor
        .CreateBuilder<OpenIddictServerEvents.HandleTokenRequestContext>()
        .UseScopedHandler<TokenRules>()
        .SetOrder(OpenIddictServerHandlers.Exchange.AttachPrincipal.Descriptor.Order + 1_000)
        .SetType(OpenIddictServerHandlerType.Custom)
        .Build();

    public async ValueTask HandleAsync(OpenIddictServerEvents.HandleTokenRequestContext context)
    {
        var http = context.Transaction.GetHttpRequest()!.HttpContext;
        var practice = http.PracticeOfAddress()!;
        using var system = CallerScope.Use(Caller.System(practice));
        var app = await grains.GetGrain<IAppGrain>(GrainKey.For(practice, context.ClientId!)).Use();
        if (app is null)
            context.Reject(Errors.UnauthorizedClient, "The practice has stopped this app.");
        else if (context.Request.IsClientCredentialsGrantType())
            GiveProgram(context, app, FhirAddress.Of(http, practice));
        else
            await GivePerson(context, practice, app);
    }

    private static void GiveProgram(OpenIddictServerEvents.HandleTokenRequestContext context, AppView app, string audience)
    {
        var scopes = AskedScopes.Within(context.Request.Scope ?? "", app.Draft.Scopes);
        if (scopes.IsEmpty)
            context.Reject(Errors.InvalidScope, "None of the scopes can be given to this app.");
        else
            context.Principal = AppClaims.OfProgram(app.Id, scopes, audience);
    }

    /// <summary>What staff took from the app's registration since is not given again.</summary>
    private async Task GivePerson(OpenIddictServerEvents.HandleTokenRequestContext context, string practice, AppView app)
    {
        if (context.Principal is not { } principal || principal.GetClaim(AppClaims.Grant) is not { } grantId
            || await grains.GetGrain<IAppGrantsGrain>(GrainKey.For(practice, principal.GetClaim(Claims.Subject)!)).Use(grantId) is null)
        {
            context.Reject(Errors.InvalidGrant, "The person is not connected to this app any more.");
            return;
        }

        principal.SetScopes(AskedScopes.Within(string.Join(' ', principal.GetScopes()), app.Draft.Scopes));
    }
}
