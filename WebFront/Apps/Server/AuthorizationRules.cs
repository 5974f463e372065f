using OpenIddict.Abstractions;
using OpenIddict.Server;
using Portal.Grains.Interfaces.Apps;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Portal.WebFront.Apps.Server;

/// <summary>
/// What SMART asks of an authorization request beyond OAuth: <c>redirect_uri</c> in any case, <c>aud</c>, and scopes of which something can be given. It is
/// looked at once the app and its redirect address are known to be right, so that the app is told.
/// </summary>
internal sealed class AuthorizationRules(PracticeApps apps) : IOpenIddictServerHandler<OpenIddictServerEvents.HandleAuthorizationRequestContext>
{
    public static OpenIddictServerHandlerDescriptor Descriptor { get; } = OpenIddictServerHandlerDescriptor
        .CreateBuilder<OpenIddictServerEvents.HandleAuthorizationRequestContext>()
        .UseScopedHandler<AuthorizationRules>()
        .SetOrder(int.MinValue + 100_000)
        .SetType(OpenIddictServerHandlerType.Custom)
        .Build();

    public async ValueTask HandleAsync(OpenIddictServerEvents.HandleAuthorizationRequestContext context)
    {
        if (string.IsNullOrEmpty(context.Request.RedirectUri))
            context.Reject(Errors.InvalidRequest, "The parameter redirect_uri is missing.");
        else if (((string?)context.Request["aud"])?.TrimEnd('/') != PracticeApps.FhirOf(context.Transaction))
            context.Reject(Errors.InvalidRequest, "The parameter aud must be the practice's FHIR address.");
        else if (await apps.App(context.Transaction, context.Request.ClientId, registered => registered.View()) is not { } app
            || AskedScopes.Within(context.Request.Scope ?? "", app.Draft.Scopes).IsEmpty)
        {
            context.Reject(Errors.InvalidScope, "None of the scopes can be given to this app.");
        }
    }
}
