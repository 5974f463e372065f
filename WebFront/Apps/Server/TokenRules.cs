using System.Security.Claims;
using OpenIddict.Abstractions;
using OpenIddict.Server;
using Portal.Grains.Interfaces.Apps;
using Portal.WebFront.Apps.Storage;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Portal.WebFront.Apps.Server;

/// <summary>
/// A token is given out only while the connection stands, and a program without a person gets what its registration
/// allows.
/// </summary>
internal sealed class TokenRules(PracticeApps apps, OnceOnly once, TimeProvider time) : IOpenIddictServerHandler<OpenIddictServerEvents.HandleTokenRequestContext>
{
    /// <summary>Later the mark is there for certain.</summary>
    private static readonly TimeSpan _untilMarked = TimeSpan.FromHours(1);

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

    /// <summary>OpenIddict marks a token as used after it was looked at: of two requests at the same moment both would pass.</summary>
    private async Task<bool> IsTheFirst(ClaimsPrincipal principal) =>
        principal.GetTokenId() is not { } token || await once.Take("exchange", token, time.GetUtcNow() + _untilMarked);

    private async Task End(OpenIddictServerEvents.HandleTokenRequestContext context)
    {
        await apps.Grant(context.Transaction, context.Principal, async (grants, id) => await grants.Stop(RequestIds.New(), id));
        context.Reject(Errors.InvalidGrant, "The token was used before. Everything of this connection has ended.");
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
        else if (await IsTheFirst(principal))
            principal.SetScopes(given);
        else
            await End(context);
    }
}
