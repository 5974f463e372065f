using System.Net;
using Microsoft.AspNetCore;
using OpenIddict.Server;
using OpenIddict.Server.AspNetCore;
using OpenIddict.Validation;
using OpenIddict.Validation.AspNetCore;
using Portal.WebFront.Access;

namespace Portal.WebFront.Apps.Server;

/// <summary>
/// Every practice is an issuer of its own: <c>https://host/{practice}/</c>. Under it lie the endpoints, and a token of
/// one practice names an issuer that another does not know.
/// </summary>
internal static class PracticeIssuer
{
    public static OpenIddictServerHandlerDescriptor OfServer { get; } = OpenIddictServerHandlerDescriptor
        .CreateBuilder<OpenIddictServerEvents.ProcessRequestContext>()
        .UseInlineHandler(context =>
        {
            if (Base(context.Transaction.GetHttpRequest()?.HttpContext) is { } address)
                context.BaseUri = address;
            else
                context.SkipRequest();
            return ValueTask.CompletedTask;
        })
        .SetOrder(OpenIddictServerAspNetCoreHandlers.ResolveRequestUri.Descriptor.Order + 1)
        .SetType(OpenIddictServerHandlerType.Custom)
        .Build();

    public static OpenIddictValidationHandlerDescriptor OfValidation { get; } = OpenIddictValidationHandlerDescriptor
        .CreateBuilder<OpenIddictValidationEvents.ProcessRequestContext>()
        .UseInlineHandler(context =>
        {
            if (Base(context.Transaction.GetHttpRequest()?.HttpContext) is { } address)
                context.BaseUri = address;
            return ValueTask.CompletedTask;
        })
        .SetOrder(OpenIddictValidationAspNetCoreHandlers.ResolveRequestUri.Descriptor.Order + 1)
        .SetType(OpenIddictValidationHandlerType.Custom)
        .Build();

    /// <summary>None for an address of no practice, and where anybody on the way could read along.</summary>
    public static Uri? Base(HttpContext? context) => context?.PracticeOfAddress() is { } practice && IsPrivate(context.Request)
        ? new($"{context.Request.Scheme}://{context.Request.Host}/{practice}/")
        : null;

    /// <summary>As for cookies: https, or this very machine.</summary>
    private static bool IsPrivate(HttpRequest request) =>
        request.IsHttps || request.Host.Host is "localhost" || (IPAddress.TryParse(request.Host.Host, out var address) && IPAddress.IsLoopback(address));
}
