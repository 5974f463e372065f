using System.Collections.Immutable;
using Portal.Grains.Documents;
using Portal.Grains.Interfaces;
using Portal.Grains.Interfaces.Apps;
using static Portal.Grains.Documents.Decide;

namespace Portal.Grains.Apps;

/// <summary>How a person's connections begin, go on and end. What has ended is not kept.</summary>
public static class AppGrantRules
{
    /// <summary>The app has a minute to fetch the token, which then holds for its time.</summary>
    private static readonly TimeSpan _short = AppLimits.AccessToken + AppLimits.Code;

    internal static readonly Problem NotConnected = new("app.not_connected", "This app is not connected any more.");

    internal static readonly Problem TooMany = new("app.too_many", $"You have {AppLimits.Grants} connections to apps. Stop some of them at Your account, Connected apps, then allow this one.");

    public static IEnumerable<AppGrant> Holding(AppGrantsState state, DateTimeOffset now) => state.Grants.Where(grant => grant.Until > now);

    public static AppGrant? Find(AppGrantsState state, string grantId, DateTimeOffset now) =>
        Holding(state, now).FirstOrDefault(grant => grant.Id == grantId);

    public static Decision<AppGrantsState, string> Grant(AppGrantsState state, GrantApp command, string id, DateTimeOffset now, DateTimeOffset? sessionEnds = null)
    {
        var grant = new AppGrant
        {
            Id = id,
            AppId = command.AppId,
            PatientId = command.PatientId,
            Scope = command.Scope,
            Lasting = command.Lasting,
            SessionId = sessionEnds is null ? null : command.SessionId,
            At = now,
            Until = sessionEnds ?? now + (command.Lasting ? AppLimits.Unused : _short),
        };
        var held = Holding(state, now).ToList();
        if (held.Count >= AppLimits.Grants)
        {
            // What is over within the hour makes room; what was given for long is nobody's to end but the person's.
            if (held.FindLast(other => !other.Lasting && other.SessionId is null) is not { } shortest)
                return TooMany;
            held.Remove(shortest);
        }

        return Next(state with { Grants = [grant, .. held] }, id);
    }

    public static Decision<AppGrantsState, Done> Stop(AppGrantsState state, string grantId, DateTimeOffset now) =>
        Find(state, grantId, now) is { } grant ? Next(state with { Grants = state.Grants.Remove(grant) }, Done.Value) : NotConnected;

    /// <summary>The state with the use noted; the same one when a use was noted a moment ago.</summary>
    public static AppGrantsState Used(AppGrantsState state, AppGrant grant, DateTimeOffset now)
    {
        if (grant.LastUsedAt is { } last && now - last < AppRules.Noted)
            return state;
        var used = grant with { LastUsedAt = now, Until = grant.Lasting ? now + AppLimits.Unused : grant.Until };
        return state with { Grants = state.Grants.Replace(grant, used) };
    }

    public static GrantView View(AppGrant grant) =>
        new(grant.Id, grant.AppId, grant.PatientId, grant.Scope, grant.At, grant.Until, grant.Lasting, grant.LastUsedAt, grant.SessionId is not null);
}
