using System.Globalization;
using System.Security.Claims;
using Portal.Grains.Interfaces.Access;

namespace Portal.WebFront.Access;

/// <summary>Reads the caller from the claims of the session, and writes them.</summary>
public static class CallerFromPrincipal
{
    private const string Practice = "portal:practice";
    private const string Roles = "portal:roles";
    private const string Patient = "portal:patient";
    private const string Provider = "portal:provider";

    public static Caller? Of(ClaimsPrincipal? principal)
    {
        if (principal?.Identity?.IsAuthenticated is not true
            || principal.FindFirstValue(Practice) is not { } practice
            || principal.FindFirstValue(ClaimTypes.NameIdentifier) is not { } userId
            || !int.TryParse(principal.FindFirstValue(Roles), CultureInfo.InvariantCulture, out var roles))
        {
            return null;
        }

        return new Caller
        {
            Practice = practice,
            UserId = userId,
            Roles = (Audience)roles & Audience.Person,
            PatientId = principal.FindFirstValue(Patient),
            ProviderId = principal.FindFirstValue(Provider),
            Name = principal.FindFirstValue(ClaimTypes.Name) ?? "",
        };
    }

    public static IEnumerable<Claim> ClaimsOf(Caller caller)
    {
        yield return new(Practice, caller.Practice);
        yield return new(Roles, ((int)caller.Roles).ToString(CultureInfo.InvariantCulture));
        if (caller.PatientId is { } patient)
            yield return new(Patient, patient);
        if (caller.ProviderId is { } provider)
            yield return new(Provider, provider);
    }
}
