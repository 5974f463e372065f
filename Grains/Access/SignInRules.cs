using System.Collections.Immutable;
using Portal.Grains.Interfaces.Access;

namespace Portal.Grains.Access;

/// <summary>How attempts to sign in are counted, and how sessions begin and end.</summary>
public static class SignInRules
{
    public const int FailuresBeforeLock = 10;
    public const int KeptSignIns = 20;
    public const int KeptFailures = 20;
    public const int MostSessions = 50;
    private const int LongestBrowser = 40;
    public static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(60);

    /// <summary>However busy it is, a session ends then.</summary>
    public static readonly TimeSpan SessionTime = TimeSpan.FromHours(12);

    /// <summary>Counts the attempt; the session is named only when it is let in.</summary>
    public static (PortalUserState Next, OpenSession? Session) Attempt(
        PortalUserState state, SignInAttempt attempt, string sessionId, DateTimeOffset now)
    {
        if (IsLocked(state, now))
            return (WithFailure(state, attempt, SignInOutcome.LockedOut, now), null);
        // The hash is compared too: a password that was replaced while it was being checked opens nothing.
        if (!attempt.Matched || state.PasswordHash is not { } hash || hash != attempt.CheckedHash)
            return (Failed(WithFailure(state, attempt, SignInOutcome.WrongPassword, now), now), null);
        var session = new OpenSession(sessionId, now + SessionTime);
        var next = state with
        {
            History = Kept(new(now, BrowserOf(attempt), SignInOutcome.SignedIn), state.History),
            PasswordHash = attempt.Rehashed ?? hash,
            FailuresInRow = 0,
            LockedUntil = null,
            Sessions = [.. Living(state, now).TakeLast(MostSessions - 1), session],
        };
        return (next, session);
    }

    public static bool IsLocked(PortalUserState state, DateTimeOffset now) => state.LockedUntil > now;

    /// <summary>From the tenth failure in a row on, each locks twice as long as the one before.</summary>
    public static PortalUserState Failed(PortalUserState state, DateTimeOffset now)
    {
        var failures = Math.Min(state.FailuresInRow, int.MaxValue - 1) + 1;
        return state with { FailuresInRow = failures, LockedUntil = PauseAfter(failures, now) };
    }

    /// <summary>Until when nobody is let in after so many failures in a row.</summary>
    public static DateTimeOffset? PauseAfter(int failures, DateTimeOffset now) => failures < FailuresBeforeLock ? null : now + LockFor(failures);

    public static OpenSession? SessionOf(PortalUserState state, string sessionId, DateTimeOffset now) =>
        state.PasswordHash is null ? null : Living(state, now).FirstOrDefault(session => session.Id == sessionId);

    public static PortalUserState Ended(PortalUserState state, string sessionId)
    {
        var left = state.Sessions.RemoveAll(session => session.Id == sessionId);
        return left.Length == state.Sessions.Length ? state : state with { Sessions = left };
    }

    public static IEnumerable<OpenSession> Living(PortalUserState state, DateTimeOffset now) =>
        state.Sessions.Where(session => session.Until > now && (session.IdleAt is not { } idle || idle > now));

    /// <summary>The person is there: the session ends by itself only if that is not said again in time.</summary>
    public static PortalUserState Watched(PortalUserState state, OpenSession session, DateTimeOffset now) =>
        state with { Sessions = state.Sessions.Replace(session, session with { IdleAt = now + SessionTimes.Idle }) };

    private static TimeSpan LockFor(int failures)
    {
        var minutes = Math.Pow(2, Math.Min(failures - FailuresBeforeLock, 10));
        return minutes < LongestPause.TotalMinutes ? TimeSpan.FromMinutes(minutes) : LongestPause;
    }

    /// <summary>Failures of one kind are one entry until a sign-in comes between, so that guessing leaves one line, not twenty.</summary>
    private static PortalUserState WithFailure(PortalUserState state, SignInAttempt attempt, SignInOutcome outcome, DateTimeOffset now)
    {
        var entry = new SignInEvent(now, BrowserOf(attempt), outcome);
        var same = state.History
            .TakeWhile(other => other.Outcome is not SignInOutcome.SignedIn)
            .FirstOrDefault(other => other.Browser == entry.Browser && other.Outcome == outcome);
        return same is null
            ? state with { History = Kept(entry, state.History) }
            : state with
            {
                History = Kept(
                    entry with { Times = Math.Min(same.Times, int.MaxValue - 1) + 1, FirstAt = same.FirstAt ?? same.At },
                    state.History.Remove(same)),
            };
    }

    /// <summary>Sign-ins and failures are counted apart: the ones never push out the others.</summary>
    private static ImmutableArray<SignInEvent> Kept(SignInEvent newest, ImmutableArray<SignInEvent> before)
    {
        var (signIns, failures) = (KeptSignIns, KeptFailures);
        return [.. before.Insert(0, newest).Where(entry => entry.Outcome is SignInOutcome.SignedIn ? signIns-- > 0 : failures-- > 0)];
    }

    private static string BrowserOf(SignInAttempt attempt) =>
        attempt.Browser.Length > LongestBrowser ? attempt.Browser[..LongestBrowser] : attempt.Browser;
}
