using System.Diagnostics;
using System.Globalization;
using Microsoft.AspNetCore.Diagnostics;
using Orleans.Runtime;
using Portal.Grains.Interfaces.Access;

namespace Portal.WebFront.Records.Rest;

/// <summary>What failed at a FHIR address is told to the program as an OperationOutcome, not as a page for people.</summary>
internal sealed class FhirFailures : IExceptionHandler
{
    private static readonly TimeSpan _later = TimeSpan.FromSeconds(30);

    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        if (!IsFhir(httpContext.Features.Get<IExceptionHandlerPathFeature>()?.Path))
            return false;
        var request = httpContext.Request;
        var isRepeatable = !HttpMethods.IsPost(request.Method) || request.Headers.ContainsKey("If-None-Exist");
        var refusal = Of(exception, isRepeatable, Activity.Current?.TraceId.ToString() ?? httpContext.TraceIdentifier);
        if (refusal.Status is StatusCodes.Status503ServiceUnavailable && isRepeatable)
            httpContext.Response.Headers.RetryAfter = _later.TotalSeconds.ToString(CultureInfo.InvariantCulture);
        await refusal.Answer().ExecuteAsync(httpContext);
        return true;
    }

    /// <param name="exception">What failed.</param>
    /// <param name="isRepeatable">Whether the same request may be sent again without having its effect twice.</param>
    /// <param name="reference">Under which the failure is found in the logs.</param>
    public static FhirRefusal Of(Exception exception, bool isRepeatable, string reference) => exception switch
    {
        AccessRefusedException =>
            new(StatusCodes.Status404NotFound, "not-found", "There is nothing at this address, or it is not for this caller."),
        BadHttpRequestException bad => new(bad.StatusCode, "structure", "The request cannot be read as HTTP says it should be."),
        TimeoutException or OrleansMessageRejectionException => new(
            StatusCodes.Status503ServiceUnavailable, "transient", isRepeatable
                ? "This takes too long right now. Ask again in half a minute, or for less at once."
                : "This takes too long right now. Whether it had its effect is not known: look before you send it again."),
        _ => new(
            StatusCodes.Status500InternalServerError, "exception",
            $"It is our fault, not yours. Whether the request had its effect is not known: look before you send it again. Reference: {reference}"),
    };

    private static bool IsFhir(string? path) => path?.Split('/') is [_, _, "fhir", ..];
}
