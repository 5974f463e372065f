using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Portal.WebFront.Apps;

/// <summary>
/// OpenIddict reads a form before any page or filter does, and takes one that cannot be read for a failure of ours. It is
/// the sender's: a program is told so as OAuth tells errors, a person by the page of the portal.
/// </summary>
internal static class UnreadableForms
{
    public static IApplicationBuilder RefuseUnreadableForms(this IApplicationBuilder app) => app.UseWhen(
        context => context.Request.HasFormContentType && context.Request.Path.Value?.Contains("/connect/", StringComparison.Ordinal) is true,
        connect => connect.Use(async (context, next) =>
        {
            try
            {
                await context.Request.ReadFormAsync(context.RequestAborted);
            }
            catch (Exception failure) when (failure is InvalidDataException or IOException)
            {
                await Refuse(context);
                return;
            }

            await next();
        }));

    private static Task Refuse(HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status400BadRequest;
        if (context.Request.Path.Value!.EndsWith(SmartServer.Authorize, StringComparison.Ordinal))
            return Task.CompletedTask;
        context.Response.Headers.CacheControl = "no-store";
        return context.Response.WriteAsJsonAsync(new
        {
            error = Errors.InvalidRequest,
            error_description = "The form cannot be read. Send it as application/x-www-form-urlencoded.",
        });
    }
}
