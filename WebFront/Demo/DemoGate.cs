namespace Portal.WebFront.Demo;

/// <summary>
/// Until the demo practice is ready, every page of it is the one that says so, and so is the start page: it would lead
/// there, or tell that there is no practice.
/// </summary>
public static class DemoGate
{
    private static readonly PathString _practice = $"/{DemoPractice.Slug}";
    private static readonly PathString _programs = $"/{DemoPractice.Slug}/fhir";

    public static IApplicationBuilder UseDemoGate(this IApplicationBuilder app) => app.Use((context, next) =>
    {
        var standing = context.RequestServices.GetRequiredService<DemoStanding>();
        if (!standing.IsReady && IsPage(context.Request.Path))
        {
            // The browser keeps the address that it asked for, and comes back to it.
            context.Request.Path = "/preparing";
            if (!HttpMethods.IsHead(context.Request.Method))
                context.Request.Method = HttpMethods.Get;
        }

        return next(context);
    });

    private static bool IsPage(PathString path) =>
        path == "/" || (path.StartsWithSegments(_practice) && !path.StartsWithSegments(_programs));
}
