using Portal.Grains.Documents;
using Portal.Grains.Interfaces.Access;

namespace Portal.Grains.Access;

/// <summary>What a change of a sign-in owes to others once it is written.</summary>
internal static class AccessDebts
{
    public static Decision<PortalUserState, T> Owing<T>(
        this Decision<PortalUserState, T> decision, Func<PortalUserState, PortalUserState> owe) =>
        decision.Next is { } next ? decision with { Next = owe(next) } : decision;

    /// <summary>The grain of the new name keeps it for the user, the grain of the old one lets it go.</summary>
    public static PortalUserState OweNames(
        this PortalUserState next, PortalUserState before, string practice, string userId, Ids ids, DateTimeOffset now)
    {
        if (next.NameClaim == before.NameClaim)
            return next;
        var owed = next.Owe(ids.New(), NameDelivery.Kind, UserName.KeyFor(practice, next.UserName!), new OwedName(userId, next.NameClaim!, Keeps: true), now);
        // Another spelling of the same name has the same grain, which goes by the newer claim already.
        if (before.UserName is null || UserName.Normalise(before.UserName) == UserName.Normalise(next.UserName!))
            return owed;
        return owed.Owe(ids.New(), NameDelivery.Kind, UserName.KeyFor(practice, before.UserName), new OwedName(userId, before.NameClaim!, Keeps: false), now);
    }

    /// <summary>The patient's record learns that the one-time password was used up, and of another username.</summary>
    public static PortalUserState OweUse(this PortalUserState next, PortalUserState before, Ids ids, DateTimeOffset now) =>
        before is { PasswordHash: not null, PatientId: { } patientId }
        && !next.MustChoosePassword
        && (before.MustChoosePassword || before.UserName != next.UserName)
            ? next.Owe(ids.New(), AccessUsedDelivery.Kind, patientId, new OwedUse(next.UserName!, next.Issues), now)
            : next;
}

/// <summary>Which one-time password was used up, under which username.</summary>
internal sealed record OwedUse(string UserName, int Issue);

/// <summary>Who is to keep or lose a username.</summary>
internal sealed record OwedName(string UserId, string Claim, bool Keeps);
