using System.Text.Json.Nodes;

namespace Portal.WebFront.Records.Rest;

/// <summary>A resource that was made for this answer.</summary>
/// <param name="resource">The resource.</param>
/// <param name="format">How it is asked for.</param>
/// <param name="cut">Whether a wish for a part concerns it: of a Bundle it concerns what is in it.</param>
internal sealed class TextAnswer(JsonObject resource, FhirFormat format, bool cut = true) : IResult
{
    public System.Threading.Tasks.Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.ContentType = format.ContentType;
        return Body.Write(httpContext, ResourceText.Write(resource, format, cut));
    }
}

/// <summary>What became of a request, as an OperationOutcome, a Bundle of answers or Parameters: in JSON or XML, as the request wants it.</summary>
internal sealed class ToldAnswer(JsonObject resource, int status) : IResult
{
    public System.Threading.Tasks.Task ExecuteAsync(HttpContext httpContext)
    {
        var format = FhirFormat.OfTold(httpContext.Request);
        httpContext.Response.StatusCode = status;
        httpContext.Response.ContentType = format.ContentType;
        return Body.Write(httpContext, ResourceText.Write(resource, format, cut: false));
    }
}
