using System.Text.Json.Nodes;

namespace Portal.WebFront.Records.Rest;

/// <summary>A resource that was made for this answer.</summary>
internal sealed class TextAnswer(JsonObject resource, FhirFormat format) : IResult
{
    public System.Threading.Tasks.Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.ContentType = format.ContentType;
        return Body.Write(httpContext, ResourceText.Write(resource, format, cut: true));
    }
}
