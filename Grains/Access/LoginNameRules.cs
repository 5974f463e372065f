using Portal.Grains.Documents;
using Portal.Grains.Interfaces;

namespace Portal.Grains.Access;

/// <summary>Free → held → owned → free. Whoever has the name may ask again; everybody else is refused.</summary>
public static class LoginNameRules
{
    /// <summary>Longer than the outbox tries to make the hold lasting.</summary>
    public static readonly TimeSpan HoldTime = TimeSpan.FromHours(1);

    public static readonly Problem Taken = new("access.username_taken", "The Online Username already exists. Choose another user name.");

    public static Decision<LoginNameState, Done> Hold(LoginNameState state, string userId, string claim, DateTimeOffset now) =>
        OwnerOf(state, now) switch
        {
            null => Decide.Next(state with { UserId = userId, Claim = claim, HeldUntil = now + HoldTime }, Done.Value),
            var owner when owner != userId => Taken,
            _ when state.HeldUntil is null => Decide.Next(state with { Claim = claim }, Done.Value),
            _ => Decide.Next(state with { Claim = claim, HeldUntil = now + HoldTime }, Done.Value),
        };

    public static Decision<LoginNameState, Done> Keep(LoginNameState state, string userId, string claim, DateTimeOffset now)
    {
        var owner = OwnerOf(state, now);
        if (owner is not null && owner != userId)
            return Taken;
        // A later wish of the same user took over this one: there is nothing to keep.
        if (owner == userId && state.Claim != claim)
            return Decide.Unchanged(state, Done.Value);
        return owner == userId && state.HeldUntil is null
            ? Decide.Unchanged(state, Done.Value)
            : Decide.Next(state with { UserId = userId, Claim = claim, HeldUntil = null }, Done.Value);
    }

    public static Decision<LoginNameState, Done> Release(LoginNameState state, string userId, string claim) =>
        state.UserId == userId && state.Claim == claim
            ? Decide.Next(state with { UserId = null, Claim = null, HeldUntil = null }, Done.Value)
            : Decide.Unchanged(state, Done.Value);

    public static string? OwnerOf(LoginNameState state, DateTimeOffset now) =>
        state.HeldUntil is { } until && until <= now ? null : state.UserId;
}
