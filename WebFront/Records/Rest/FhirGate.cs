using Portal.Grains.Interfaces.Access;
using Portal.Grains.Interfaces.Apps;

namespace Portal.WebFront.Records.Rest;

/// <summary>The way into what is served at the FHIR address: who asks, whether they may, in which format; then on their behalf.</summary>
internal static class FhirGate
{
    /// <param name="context">The request.</param>
    /// <param name="practice">Of the address.</param>
    /// <param name="refuse">Why the caller may not; none when the caller may.</param>
    /// <param name="serve">What is done on behalf of the caller.</param>
    public static async Task<IResult> Serve(HttpContext context, string practice, Func<Caller, FhirRefusal?> refuse, Func<Caller, Task<IResult>> serve)
    {
        var (caller, stranger) = FhirCaller.Of(context, practice);
        if (caller is null)
            return stranger!.Answer();
        if (refuse(caller) is { } refusal)
            return refusal.Answer();
        using var scope = CallerScope.Use(caller);
        return await serve(caller);
    }

    /// <summary>The same for what is answered in a format of the caller's choice, which a form may name as well.</summary>
    public static Task<IResult> Serve(HttpContext context, string practice, Func<Caller, FhirRefusal?> refuse, Func<Caller, FhirFormat, Task<IResult>> serve) =>
        Serve(context, practice, refuse, async caller =>
        {
            if (context.Request.HasFormContentType)
                await context.Request.ReadFormAsync(context.RequestAborted);
            return FhirFormat.TryRead(context.Request, out var format, out var unknown) ? await serve(caller, format) : unknown.Answer();
        });

    /// <summary>For the practice's own programs and its administrators.</summary>
    public static bool IsOfPractice(Caller caller) => caller.Is(Audience.Integrator | Audience.Administrator);

    /// <summary>Whether the scopes of the caller's token, if there is one, reach some of the type: <c>fhirUser</c> reaches who has signed in.</summary>
    public static bool Reaches(Caller caller, ResourceRights rights, string type) =>
        caller.Scope is not { } scope || ResourceScope.AllowSome(ResourceScope.In(scope), rights, type)
        || (type is "Patient" && rights is ResourceRights.Read && caller.PatientId is not null && AskedScopes.TellWho(scope));

    /// <summary>Why the scopes of the caller's token do not let it read or search any of the type; none when they do.</summary>
    public static FhirRefusal? Refusal(Caller caller, ResourceRights right, string type) => Reaches(caller, right, type)
        ? null
        : Forbidden(Reaches(caller, ResourceRights.Read | ResourceRights.Search, type)
            ? $"The token's scopes do not let it {(right is ResourceRights.Search ? "search" : "read")} {type}."
            : $"The token's scopes do not reach {type}.");

    public static FhirRefusal Forbidden(string text) => new(StatusCodes.Status403Forbidden, "forbidden", text);
}
