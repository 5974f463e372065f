using Portal.Grains.Interfaces.Access;

namespace Portal.WebFront.Records.Rest;

/// <summary>What only the practice's own programs, registered systems and administrators may read.</summary>
internal static class PracticeOnly
{
    /// <summary>Runs the request on behalf of its caller, when it is for the caller and the format is one of ours.</summary>
    public static async Task<IResult> Serve(HttpContext context, string practice, string type, Func<FhirFormat, Task<IResult>> serve)
    {
        var (caller, stranger) = FhirCaller.Of(context, practice);
        if (caller is null)
            return stranger!.Answer();
        if (!caller.Is(Audience.Integrator | Audience.Administrator) || caller.OnlyPatientId is not null || !Reaches(caller, type))
            return new FhirRefusal(StatusCodes.Status403Forbidden, "forbidden", $"{type} is for the practice's own programs and its administrators.").Answer();
        if (context.Request.HasFormContentType)
            await context.Request.ReadFormAsync(context.RequestAborted);
        if (!FhirFormat.TryRead(context.Request, out var format, out var refusal))
            return refusal.Answer();
        using var scope = CallerScope.Use(caller);
        return await serve(format);
    }

    private static bool Reaches(Caller caller, string type) =>
        caller.Scope is not { } scope || ResourceScope.AllowSome(ResourceScope.In(scope), ResourceRights.Read | ResourceRights.Search, type);
}
