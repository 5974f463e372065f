using System.Diagnostics;
using Microsoft.AspNetCore;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Orleans.Runtime;
using Portal.Grains.Interfaces.Access;
using Portal.WebFront.Look;

namespace Portal.WebFront.Pages;

/// <summary>
/// What went wrong, in words, for people. It tells nothing of the inside. It binds nothing, because the form may have
/// been the trouble; typed in as an address it is a page that is not there.
/// </summary>
[IgnoreAntiforgeryToken]
public sealed class ErrorModel(PageFrame frame) : PageModel
{
    public string Heading { get; private set; } = "";

    public string Advice { get; private set; } = "";

    public string? Reference { get; private set; }

    /// <summary>What can be sent once more because it has its effect only once.</summary>
    public RepeatableForm? Again { get; private set; }

    public string HomeHref => frame.PracticeSlug.Length > 0 ? frame.Root : "/";

    public void OnGet() => Describe();

    public void OnPost()
    {
        Describe();
        if (Response.StatusCode < StatusCodes.Status500InternalServerError)
            return;
        Again = RepeatableForm.Of(HttpContext);
        Advice = Again is not null
            ? "It is not known whether your last step was done. Send it again from here; it is done only once."
            : "It is not known whether your last step was done. Go back and look before you do it again. A message that you were writing is kept; sending it again sends it only once.";
    }

    private void Describe()
    {
        var thrown = HttpContext.Features.Get<IExceptionHandlerFeature>()?.Error;
        var code = thrown switch
        {
            AccessRefusedException => StatusCodes.Status404NotFound,
            AntiforgeryValidationException => StatusCodes.Status400BadRequest,
            BadHttpRequestException bad => bad.StatusCode,
            TimeoutException or OrleansMessageRejectionException => StatusCodes.Status503ServiceUnavailable,
            null => HttpContext.Features.Get<IStatusCodeReExecuteFeature>()?.OriginalStatusCode ?? StatusCodes.Status404NotFound,
            _ => StatusCodes.Status500InternalServerError,
        };
        Response.StatusCode = code;
        (Heading, Advice) = code switch
        {
            StatusCodes.Status404NotFound => ("Page not found", "The address leads nowhere, or the page belongs to another sign-in. Check the address, or start again."),
            StatusCodes.Status400BadRequest => ("The form was out of date", "Go back, reload the page and send it again. What you wrote is kept as a draft where the form says so."),
            StatusCodes.Status405MethodNotAllowed => ("Nothing can be sent there", "The address does not take what was sent to it. Start again."),
            StatusCodes.Status413PayloadTooLarge => ("Too much at once", "What you sent is larger than allowed. Send fewer or smaller files."),
            StatusCodes.Status429TooManyRequests => ("Too many tries", "Wait a minute, then try again."),
            StatusCodes.Status503ServiceUnavailable => ("This takes too long right now", "Wait a minute, then try again."),
            _ => ("Something went wrong", "It is our fault, not yours. Try again in a minute."),
        };
        if (HttpContext.GetOpenIddictServerResponse() is { Error: not null } refused)
            (Heading, Advice) = ("The app cannot be connected", $"It sent you here with a request that is not in order. Its maker may want to know: {refused.ErrorDescription ?? refused.Error}");
        if (code >= StatusCodes.Status500InternalServerError)
            Reference = Activity.Current?.TraceId.ToString() ?? HttpContext.TraceIdentifier;
    }
}
