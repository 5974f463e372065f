using System.Globalization;
using System.Security.Claims;
using Microsoft.AspNetCore.Identity;
using Portal.Grains.Interfaces.Access;

namespace Portal.WebFront.Access;

/// <summary>A session as claims, and back.</summary>
public static class SessionPrincipal
{
    private const string Session = "portal:session";
    private const string OneTime = "portal:one-time";
    private const string SignedIn = "portal:signed-in";

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
        identity.AddClaim(new(SignedIn, session.SignedInAt.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture)));
        if (session.MustChoosePassword)
            identity.AddClaim(new(OneTime, "1"));
        return new(identity);
    }

    public static string? SessionId(this ClaimsPrincipal principal) => principal.FindFirstValue(Session);

    /// <summary>When the person signed in; the beginning of time when that is not known.</summary>
    public static DateTimeOffset SignedInAt(this ClaimsPrincipal principal) =>
        long.TryParse(principal.FindFirstValue(SignedIn), CultureInfo.InvariantCulture, out var seconds) ? DateTimeOffset.FromUnixTimeSeconds(seconds) : DateTimeOffset.MinValue;

    /// <summary>Whether the person came in with a one-time password and has not chosen an own one yet.</summary>
    public static bool MustChoosePassword(this ClaimsPrincipal principal) => principal.HasClaim(OneTime, "1");
}
