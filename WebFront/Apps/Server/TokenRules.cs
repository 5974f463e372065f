using System.Security.Claims;
using OpenIddict.Abstractions;
using OpenIddict.Server;
using Portal.Grains.Interfaces.Apps;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Portal.WebFront.Apps.Server;

/// <summary>
/// A token is given out only while the connection stands, and a program without a person gets what its registration
/// allows.
/// </summary>
internal sealed class TokenRules(PracticeApps apps) : IOpenIddictServerHandler<OpenIddictServerEvents.HandleTokenRequestContext>
{
    public static OpenIddictServerHandlerDescriptor Descriptor { get; } = OpenIddictServerHandlerDescriptor
        .CreateBuilder<OpenIddictServerEvents.HandleTokenRequestContext>()
        .UseScopedHandler<TokenRules>()
        .SetOrder(OpenIddictServerHandlers.Exchange.AttachPrincipal.Descriptor.Order + 1_000)
        .SetType(OpenIddictServerHandlerType.Custom)
        .Build();

    public async ValueTask HandleAsync(OpenIddictServerEvents.HandleTokenRequestContext context)
    {
        if (await apps.App(context.Transaction, context.ClientId, registered => registered.Use()) is not { } app)
            context.Reject(Errors.UnauthorizedClient, "The practice has stopped this app.");
        else if (context.Request.IsClientCredentialsGrantType())
            GiveProgram(context, app, PracticeApps.FhirOf(context.Transaction));
        else
            await GivePerson(context, app);
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
    private async Task GivePerson(OpenIddictServerEvents.HandleTokenRequestContext context, AppView app)
    {
        if (await apps.Grant(context.Transaction, context.Principal, (grants, id) => grants.Use(id)) is null)
        {
            context.Reject(Errors.InvalidGrant, "The person is not connected to this app any more.");
            return;
        }

        if (context.Principal is not { } principal)
            return;
        var given = AskedScopes.Within(string.Join(' ', principal.GetScopes()), app.Draft.Scopes);
        if (NarrowedTokens.Asked(context.EndpointType, context.Request) is { } asked && !AskedScopes.AreWithin(asked, string.Join(' ', given)))
            context.Reject(Errors.InvalidScope, "More is asked for than was given to this app.");
        else
            principal.SetScopes(given);
    }
}
