using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Diagnostics;
using Portal.Grains.Interfaces.Access;

namespace Portal.WebFront.Hosting;

/// <summary>What is known of a request that is answered by the error page, which has an address of its own.</summary>
public static class ErrorPages
{
    /// <summary>The address that was asked for, when the error page answers instead; none for every other page.</summary>
    public static string? PathOfError(this HttpContext context) =>
        context.Features.Get<IExceptionHandlerPathFeature>()?.Path ?? context.Features.Get<IStatusCodeReExecuteFeature>()?.OriginalPath;

    /// <summary>Whether it broke, so that what it asked may break again; else it was the request that could not be served.</summary>
    public static bool Broke(this HttpContext context) => context.Features.Get<IExceptionHandlerFeature>()?.Error
        is not (null or AccessRefusedException or AntiforgeryValidationException or BadHttpRequestException);
}
