using System.Collections.Immutable;
using Portal.Grains.Documents;
using Portal.Grains.Interfaces;
using Portal.Grains.Interfaces.Access;
using Portal.Grains.Interfaces.Practices;
using static Portal.Grains.Documents.Decide;

namespace Portal.Grains.Practices;

/// <summary>Who may work at a practice, and as what.</summary>
public static class StaffRules
{
    private static readonly Problem _lastAdministrator = new(
        "practice.last_administrator",
        "At least one member of the staff must stay an administrator. Make somebody else one first.",
        nameof(StaffMember.Roles));

    /// <summary>Adds or changes the member; the sign-in is owed to follow.</summary>
    public static Decision<PracticeState, Done> Save(
        PracticeState state, StaffMember given, string deliveryId, DateTimeOffset now)
    {
        var member = Tidy(given);
        var checks = new FieldChecks("practice");
        checks.Id(member.UserId, nameof(member.UserId));
        checks.Text(member.Name, nameof(member.Name), "the name", PracticeLimits.Name, required: true);
        checks.Email(member.Email, nameof(member.Email), "the e-mail address", PracticeLimits.Email);
        if (!Enum.IsDefined(member.Notices))
            checks.Refuse("notices_invalid", "Choose which messages the person is told of.", nameof(member.Notices));
        CheckRoles(state, member, checks);
        if (member.Pools.Any(id => state.Pools.All(pool => pool.Id != id)))
            checks.Refuse("pool_unknown", "One of the shared inboxes does not exist. Add it first.", nameof(member.Pools));
        var staff = RosterRules.Put(state.Staff, member, m => m.UserId, PracticeLimits.Staff, "staff members", checks);
        if (LosesLastAdministrator(state.Staff, staff))
            return checks.Problems.Add(_lastAdministrator);
        var next = FollowStaffDelivery.Owe(state with { Staff = staff }, deliveryId, member.UserId, now);
        return RosterRules.Save(state, checks, state.Staff.Any(m => Same(m, member)), next);
    }

    /// <summary>Takes the member off the staff; the sign-in is owed to be closed.</summary>
    public static Decision<PracticeState, Done> Remove(PracticeState state, string userId, string deliveryId, DateTimeOffset now)
    {
        var staff = state.Staff.RemoveAll(member => member.UserId == userId);
        if (staff.Length == state.Staff.Length)
            return Unchanged(state, Done.Value);
        return LosesLastAdministrator(state.Staff, staff)
            ? _lastAdministrator
            : Next(FollowStaffDelivery.Owe(state with { Staff = staff }, deliveryId, userId, now), Done.Value);
    }

    private static void CheckRoles(PracticeState state, StaffMember member, FieldChecks checks)
    {
        var isProvider = member.Roles.HasFlag(Audience.Provider);
        if (member.Roles == Audience.None || (member.Roles & ~Audience.Staff) != 0)
            checks.Refuse("roles_invalid", "Choose at least one role.", nameof(member.Roles));
        if (isProvider && member.ProviderId is null)
            checks.Refuse("provider_missing", "Choose which provider this person is.", nameof(member.ProviderId));
        if (member.ProviderId is not { } id)
            return;
        if (!isProvider)
            checks.Refuse("provider_without_role", "Somebody who is a provider needs the role of a provider.", nameof(member.Roles));
        if (state.Providers.All(provider => provider.Id != id))
            checks.Refuse("provider_unknown", "This provider does not exist. Add the provider first.", nameof(member.ProviderId));
        if (state.Staff.Any(other => other.ProviderId == id && other.UserId != member.UserId))
            checks.Refuse("provider_taken", "Another member of the staff is this provider already.", nameof(member.ProviderId));
    }

    private static bool LosesLastAdministrator(ImmutableArray<StaffMember> before, ImmutableArray<StaffMember> after) =>
        before.Any(IsAdministrator) && !after.Any(IsAdministrator);

    private static bool IsAdministrator(StaffMember member) => member.Roles.HasFlag(Audience.Administrator);

    private static StaffMember Tidy(StaffMember member) => member with
    {
        Name = FieldChecks.Tidy(member.Name),
        Email = FieldChecks.Tidy(member.Email),
        ProviderId = string.IsNullOrWhiteSpace(member.ProviderId) ? null : member.ProviderId,
        Pools = member.Pools.IsDefault ? [] : [.. member.Pools.Distinct(StringComparer.Ordinal)],
    };

    private static bool Same(StaffMember one, StaffMember other) =>
        one with { Pools = other.Pools } == other && one.Pools.SequenceEqual(other.Pools);
}
