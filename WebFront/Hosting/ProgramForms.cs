using Portal.WebFront.Apps;
using Portal.WebFront.Records;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Portal.WebFront.Hosting;

/// <summary>
/// What programs send as a form is read before anything else asks for it: OpenIddict, and the endpoints too, take one that
/// cannot be read for a failure of ours. It is the sender's, who is told so in the way of the address.
/// </summary>
internal static class ProgramForms
{
    public static IApplicationBuilder RefuseUnreadableForms(this IApplicationBuilder app) => app.UseWhen(
        context => context.Request.HasFormContentType && (context.IsFhirAddress() || IsOAuth(context.Request)),
        programs => programs.Use(async (context, next) =>
        {
            try
            {
                if (context.IsFhirAddress() && IsMultipart(context.Request))
                {
                    await NotTaken().ExecuteAsync(context);
                    return;
                }

                await context.Request.ReadFormAsync(context.RequestAborted);
            }
            catch (Exception failure) when (failure is InvalidDataException or IOException)
            {
                await Refuse(context, (failure as BadHttpRequestException)?.StatusCode ?? StatusCodes.Status400BadRequest);
                return;
            }

            await next();
        }));

    private static bool IsOAuth(HttpRequest request) => request.Path.Value?.Contains("/connect/", StringComparison.Ordinal) is true;

    private static bool IsMultipart(HttpRequest request) => request.ContentType?.StartsWith("multipart/", StringComparison.OrdinalIgnoreCase) is true;

    private static IResult NotTaken() => FhirAnswers.Outcome(
        StatusCodes.Status415UnsupportedMediaType, "not-supported",
        "Send application/fhir+json or application/fhir+xml, and parameters as application/x-www-form-urlencoded.", "Content-Type");

    private static Task Refuse(HttpContext context, int status)
    {
        if (context.IsFhirAddress())
        {
            return FhirAnswers.Outcome(
                status, "structure", "The form cannot be read: it is too large, has too many fields, or holds a character that nothing can have.").ExecuteAsync(context);
        }

        context.Response.StatusCode = status;
        // A person's browser: the page for it follows.
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
