using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;

namespace Portal.WebFront.Hosting;

/// <summary>
/// Answers 413 to a form that is larger than its page takes. Without it the check against forged forms meets the
/// failure first, and the person reads that the form was out of date.
/// </summary>
public sealed class FormSizeFilter : IAsyncAuthorizationFilter
{
    /// <summary>Its place: after the page's own limits (900), before the check against forged forms (1000).</summary>
    public const int AfterPageLimits = 950;

    public async Task OnAuthorizationAsync(AuthorizationFilterContext context)
    {
        var http = context.HttpContext;
        if (http.Features.Get<IStatusCodeReExecuteFeature>() is not null || http.Features.Get<IExceptionHandlerFeature>() is not null)
            return;
        var limit = http.Features.Get<IHttpMaxRequestBodySizeFeature>();
        if (http.Request.ContentLength > limit?.MaxRequestBodySize || !await CanBeRead(http.Request))
        {
            // A browser reads the answer only once it has sent everything: the server takes in what comes for a while.
            if (limit is { IsReadOnly: false })
                limit.MaxRequestBodySize = null;
            context.Result = new StatusCodeResult(StatusCodes.Status413PayloadTooLarge);
        }
    }

    /// <summary>The length is only what the sender says of it, and a form has other limits beside its size.</summary>
    private static async Task<bool> CanBeRead(HttpRequest request)
    {
        if (!request.HasFormContentType)
            return true;
        try
        {
            await request.ReadFormAsync(request.HttpContext.RequestAborted);
            return true;
        }
        catch (BadHttpRequestException failure) when (failure.StatusCode is StatusCodes.Status413PayloadTooLarge)
        {
            return false;
        }
        catch (InvalidDataException)
        {
            return false;
        }
    }
}
