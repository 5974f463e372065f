using Portal.WebFront.Records;

namespace Portal.WebFront.Hosting;

/// <summary>
/// Routing answers an address that is there, but not for the method of the request, by an endpoint of its own. It says nothing
/// of who may come there, and is answered before anybody is asked to sign in for it.
/// </summary>
internal static class OtherMethods
{
    /// <summary>The name that routing gives it.</summary>
    private const string OfRouting = "405 HTTP Method Not Supported";

    public static IApplicationBuilder RefuseOtherMethods(this IApplicationBuilder app) => app.Use(async (context, next) =>
    {
        if (context.GetEndpoint() is not { DisplayName: OfRouting, RequestDelegate: { } refuse })
        {
            await next();
            return;
        }

        await refuse(context);
        if (context.IsFhirAddress())
            await FhirAnswers.Outcome(StatusCodes.Status405MethodNotAllowed, "not-supported", $"This address takes no {context.Request.Method}.").ExecuteAsync(context);
    });

    /// <summary>Whether it is one of those at which resources are served.</summary>
    public static bool IsFhirAddress(this HttpContext context) => context.Request.Path.Value?.Contains("/fhir/R4", StringComparison.Ordinal) is true;
}
