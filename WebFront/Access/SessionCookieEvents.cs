using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Portal.Grains.Interfaces;
using Portal.Grains.Interfaces.Access;
using Portal.WebFront.Live;
using Portal.WebFront.Look;

namespace Portal.WebFront.Access;

/// <summary>
/// Asks the portal user's grain at every request whether the session stands, so that an ended one ends at once and a
/// changed role counts at once.
/// </summary>
public sealed class SessionCookieEvents(IGrainFactory grains, TimeProvider time) : CookieAuthenticationEvents
{
    /// <summary>Whether this request is a sign of its person; the handler asks for that first.</summary>
    private bool _isSign;

    public override async Task ValidatePrincipal(CookieValidatePrincipalContext context)
    {
        var caller = CallerFromPrincipal.Of(context.Principal);
        if (caller is null || caller.Practice != context.HttpContext.PracticeOfAddress()
            || context.Principal?.SessionId() is not { } sessionId)
        {
            context.RejectPrincipal();
            return;
        }

        using var system = CallerScope.Use(Caller.System(caller.Practice));
        var user = grains.GetGrain<IPortalUserGrain>(GrainKey.For(caller.Practice, caller.UserId));
        var session = await user.Session(sessionId);
        // Where an app ends with the session, the grain must know as well that its person is there.
        if (_isSign && session is { IsWatched: true })
            session = await user.Watch(sessionId);
        if (session is not null)
        {
            context.ReplacePrincipal(SessionPrincipal.From(caller.Practice, session));
            context.HttpContext.EndsSession(session.Until);
            return;
        }

        context.RejectPrincipal();
        await context.HttpContext.SignOutAsync(context.Scheme.Name);
    }

    /// <summary>What a page fetches by itself is no sign of a person, nor is its live connection: neither renews the session.</summary>
    public override Task CheckSlidingExpiration(CookieSlidingExpirationContext context)
    {
        var request = context.HttpContext.Request;
        context.ShouldRenew = !request.IsFragment()
            && !request.Path.Value!.EndsWith(LiveHub.Address, StringComparison.Ordinal)
            && (context.ElapsedTime >= AccessSettings.RenewAfter || request.Path.Value!.EndsWith(PortalAccess.KeepAlive, StringComparison.Ordinal));
        context.HttpContext.EndsSession(context.ShouldRenew || context.Properties.ExpiresUtc is not { } ends ? time.GetUtcNow() + SessionTimes.Idle : ends);
        _isSign = context.ShouldRenew;
        return Task.CompletedTask;
    }

    /// <summary>A page leads to the sign-in and back; a script is told that the session has ended.</summary>
    public override Task RedirectToLogin(RedirectContext<CookieAuthenticationOptions> context)
    {
        var request = context.Request;
        var endpoint = context.HttpContext.GetEndpoint();
        if (endpoint is null || context.HttpContext.PracticeOfAddress() is not { } practice)
            context.Response.StatusCode = StatusCodes.Status404NotFound;
        else if (request.IsFragment() || endpoint.Metadata.GetMetadata<PageActionDescriptor>() is null)
            context.Response.StatusCode = StatusCodes.Status401Unauthorized;
        else
            context.Response.Redirect($"{request.PathBase}/{practice}/sign-in{ReturnUrl(request)}");
        return Task.CompletedTask;
    }

    /// <summary>What somebody may not see does not exist for them.</summary>
    public override Task RedirectToAccessDenied(RedirectContext<CookieAuthenticationOptions> context)
    {
        context.Response.StatusCode = StatusCodes.Status404NotFound;
        return Task.CompletedTask;
    }

    private static QueryString ReturnUrl(HttpRequest request) =>
        QueryString.Create("returnUrl", HttpMethods.IsGet(request.Method) ? request.Path + request.QueryString : request.Path);
}
