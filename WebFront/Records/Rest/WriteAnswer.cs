using System.Collections.Immutable;
using System.Globalization;
using Portal.Grains.Interfaces.Records;
using Portal.Grains.Interfaces.Records.Search;

namespace Portal.WebFront.Records.Rest;

/// <summary>What became of a write, as the answer: the resource, nothing (<c>Prefer: return=minimal</c>) or an OperationOutcome (also by <c>return=OperationOutcome</c>).</summary>
internal static class WriteAnswer
{
    public static IResult Of(HttpContext context, string practice, string type, string id, WriteOutcome outcome, FhirFormat format) => outcome.Result switch
    {
        WriteResult.Created => Written(context, practice, outcome, format, StatusCodes.Status201Created),
        WriteResult.Deleted => Taken(context, outcome.Resource),
        WriteResult.Unchanged when outcome.Resource is not { Deleted: false } => Taken(context, outcome.Resource),
        WriteResult.Updated or WriteResult.Unchanged or WriteResult.Found => Written(context, practice, outcome, format, StatusCodes.Status200OK),
        WriteResult.OtherVersion when context.Request.Headers.IfMatch.Count == 0 =>
            Failed("conflict", $"There is a {type} with this id already, which If-None-Match: * does not allow. Read it, and write over that version with its ETag.", "If-None-Match"),
        WriteResult.OtherVersion => Failed("conflict", "Another version is the latest. Read it, bring the change into it and send that with its ETag.", "If-Match"),
        WriteResult.SeveralFound => Failed("multiple-matches", $"Several {type} fit the condition. Name one by a narrower search.", "If-None-Exist"),
        WriteResult.TooCostly => new FhirRefusal(
            StatusCodes.Status422UnprocessableEntity, "too-costly", "The condition would have to look through too many resources. Name the patient in it.", "If-None-Exist").Answer(),
        WriteResult.Forbidden => new FhirRefusal(StatusCodes.Status403Forbidden, "forbidden", $"The token's scopes do not let it write this {type}.").Answer(),
        WriteResult.Unknown => FhirRefusal.NotFound(type, id).Answer(),
        _ => Refused(outcome.Problems),
    };

    public static IResult Refused(ImmutableArray<ImportProblem> problems) =>
        FhirAnswers.Told(FhirAnswers.OutcomeOf(problems), StatusCodes.Status422UnprocessableEntity);

    private static IResult Failed(string code, string text, string place) =>
        new FhirRefusal(StatusCodes.Status412PreconditionFailed, code, text, place).Answer();

    private static IResult Written(HttpContext context, string practice, WriteOutcome outcome, FhirFormat format, int status)
    {
        var resource = outcome.Resource!;
        Headers(context, resource);
        context.Response.Headers.Location =
            $"{FhirAddress.Of(context, practice)}/{resource.Type}/{resource.Id}/_history/{resource.Version.ToString(CultureInfo.InvariantCulture)}";
        var wish = context.Request.Headers["Prefer"].ToString();
        if (wish.Contains("return=OperationOutcome", StringComparison.OrdinalIgnoreCase))
            return FhirAnswers.Told(FhirAnswers.Stored(outcome.Problems), status);
        return wish.Contains("return=minimal", StringComparison.OrdinalIgnoreCase)
            ? Results.StatusCode(status)
            : new WrittenAnswer(resource, format, status);
    }

    private static IResult Taken(HttpContext context, ServedResource? resource)
    {
        if (resource is not null)
            Headers(context, resource);
        return Results.NoContent();
    }

    private static void Headers(HttpContext context, ServedResource resource)
    {
        context.Response.Headers.ETag = $"W/\"{resource.Version.ToString(CultureInfo.InvariantCulture)}\"";
        context.Response.GetTypedHeaders().LastModified = resource.LastUpdated;
    }
}

/// <summary>A resource that was written just now.</summary>
internal sealed class WrittenAnswer(ServedResource resource, FhirFormat format, int status) : IResult
{
    public Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.StatusCode = status;
        httpContext.Response.ContentType = format.ContentType;
        return Body.Write(httpContext, ResourceText.Write(resource.Json, format));
    }
}
