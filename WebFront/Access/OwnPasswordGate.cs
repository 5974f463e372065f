using Portal.WebFront.Look;

namespace Portal.WebFront.Access;

/// <summary>Marks what a person may use before the one-time password is replaced.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class BeforeOwnPasswordAttribute : Attribute;

/// <summary>Whoever came in with a one-time password is led to the choice of an own one, and nowhere else.</summary>
public static class OwnPasswordGate
{
    public static IApplicationBuilder UseOwnPasswordGate(this IApplicationBuilder app) => app.Use((context, next) =>
    {
        if (!context.User.MustChoosePassword() || IsOpen(context))
            return next();
        var request = context.Request;
        if (HttpMethods.IsGet(request.Method) && !request.IsFragment())
            context.Response.Redirect($"{request.PathBase}/{context.PracticeOfAddress()}/first-sign-in");
        else
            context.Response.StatusCode = StatusCodes.Status403Forbidden;
        return Task.CompletedTask;
    });

    /// <summary>Only what is of no practice is open by itself: an address of a practice has to be marked.</summary>
    private static bool IsOpen(HttpContext context) =>
        context.GetEndpoint() is not { } endpoint
        || endpoint.Metadata.GetMetadata<BeforeOwnPasswordAttribute>() is not null
        || !context.Request.RouteValues.ContainsKey("practice");
}
