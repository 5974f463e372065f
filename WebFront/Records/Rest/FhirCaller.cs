using Portal.Grains.Interfaces.Access;
using Portal.WebFront.Apps;

namespace Portal.WebFront.Records.Rest;

/// <summary>On whose behalf a FHIR request is made: a program with a token, or a person who is signed in.</summary>
internal static class FhirCaller
{
    /// <summary>The caller, or why there is none.</summary>
    public static (Caller? Caller, FhirRefusal? Refusal) Of(HttpContext context, string practice)
    {
        if (context.Request.Headers.Authorization.Count > 0)
        {
            if (context.Features.Get<AppCaller>() is { } app && app.Caller.Practice == practice)
                return (app.Caller, null);
            // A token that does not hold is never made good by a cookie that happens to be there.
            return context.Bridge() is { } bridge && bridge.Practice == practice
                ? (bridge, null)
                : (null, Unknown(context, "The token is not valid at this practice."));
        }

        var person = CallerScope.Required;
        return person.Practice == practice && person.Is(Audience.Person)
            ? (person, null)
            : (null, Unknown(context, "A token of this practice is needed."));
    }

    private static FhirRefusal Unknown(HttpContext context, string text)
    {
        context.Response.Headers.WWWAuthenticate = "Bearer";
        return new(StatusCodes.Status401Unauthorized, "login", text);
    }
}
