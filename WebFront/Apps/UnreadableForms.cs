namespace Portal.WebFront.Apps;

/// <summary>
/// OpenIddict reads a form before any page or filter does, and takes one that cannot be read for a failure of ours. It is
/// the sender's.
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
            catch (InvalidDataException)
            {
                context.Response.StatusCode = StatusCodes.Status400BadRequest;
                return;
            }

            await next();
        }));
}
