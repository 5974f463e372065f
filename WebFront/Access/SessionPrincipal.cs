using System.Security.Claims;
using Microsoft.AspNetCore.Identity;
using Portal.Grains.Interfaces.Access;

namespace Portal.WebFront.Access;

/// <summary>A session as claims, and back.</summary>
public static class SessionPrincipal
{
    private const string Session = "portal:session";
    private const string OneTime = "portal:one-time";

    public static ClaimsPrincipal From(string practice, SessionView session)
    {
        var caller = new Caller
        {
            Practice = practice,
            UserId = session.UserId,
            Roles = session.Roles,
            PatientId = session.PatientId,
            ProviderId = session.ProviderId,
            Name = session.Name,
        };
        var identity = new ClaimsIdentity(CallerFromPrincipal.ClaimsOf(caller), IdentityConstants.ApplicationScheme);
        identity.AddClaim(new(ClaimTypes.NameIdentifier, session.UserId));
        identity.AddClaim(new(ClaimTypes.Name, session.Name));
        identity.AddClaim(new(Session, session.SessionId));
        if (session.MustChoosePassword)
            identity.AddClaim(new(OneTime, "1"));
        return new(identity);
    }

    public static string? SessionId(this ClaimsPrincipal principal) => principal.FindFirstValue(Session);

    /// <summary>Whether the person came in with a one-time password and has not chosen an own one yet.</summary>
    public static bool MustChoosePassword(this ClaimsPrincipal principal) => principal.HasClaim(OneTime, "1");
}
