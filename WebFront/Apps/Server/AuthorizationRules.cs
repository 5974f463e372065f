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
/// What SMART asks of an authorization request beyond OAuth: <c>aud</c>, and scopes of which something can be given. It is
/// looked at once the app and its redirect address are known to be right, so that the app is told.
/// </summary>
internal sealed class AuthorizationRules(IGrainFactory grains) : IOpenIddictServerHandler<OpenIddictServerEvents.HandleAuthorizationRequestContext>
{
    public static OpenIddictServerHandlerDescriptor Descriptor { get; } = OpenIddictServerHandlerDescriptor
        .CreateBuilder<OpenIddictServerEvents.HandleAuthorizationRequestContext>()
        .UseScopedHandler<AuthorizationRules>()
        .SetOrder(int.MinValue + 100_000)
        .SetType(OpenIddictServerHandlerType.Custom)
        .Build();

    public async ValueTask HandleAsync(OpenIddictServerEvents.HandleAuthorizationRequestContext context)
    {
        var http = context.Transaction.GetHttpRequest()!.HttpContext;
        var practice = http.PracticeOfAddress()!;
        if (((string?)context.Request["aud"])?.TrimEnd('/') != FhirAddress.Of(http, practice))
        {
            context.Reject(Errors.InvalidRequest, "The parameter aud must be the practice's FHIR address.");
            return;
        }

        using var system = CallerScope.Use(Caller.System(practice));
        var app = await grains.GetGrain<IAppGrain>(GrainKey.For(practice, context.Request.ClientId!)).View();
        if (app is null || AskedScopes.Within(context.Request.Scope ?? "", app.Draft.Scopes).IsEmpty)
            context.Reject(Errors.InvalidScope, "None of the scopes can be given to this app.");
    }
}
