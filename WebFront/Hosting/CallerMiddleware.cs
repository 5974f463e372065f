using Portal.Grains.Interfaces;
using Portal.Grains.Interfaces.Access;
using Portal.WebFront.Access;

namespace Portal.WebFront.Hosting;

/// <summary>
/// Runs every request on behalf of its signed-in person, or of a visitor of the practice in the address. An error page is
/// shown to whoever asked for the page instead of which it comes.
/// </summary>
public static class CallerMiddleware
{
    public static IApplicationBuilder UseCaller(this IApplicationBuilder app) => app.Use(async (context, next) =>
    {
        var practice = PracticeOf(context);
        var caller = CallerFromPrincipal.Of(context.User);
        if (caller is null || caller.Practice != practice)
            caller = Caller.Visitor(practice);
        using var scope = CallerScope.Use(caller);
        await next();
    });

    private static string PracticeOf(HttpContext context) =>
        context.GetRouteValue("practice") is string slug && GrainKey.IsSlug(slug) ? slug
        : context.PathOfError() is not null ? context.PracticeOfAddress() ?? GrainKey.Platform
        : GrainKey.Platform;
}
