using Portal.Grains.Access;
using Portal.Grains.Interfaces.Access;

namespace Portal.Rules.Tests.Access;

public sealed class SignInRulesTests
{
    private static readonly DateTimeOffset _now = new(2026, 11, 1, 9, 0, 0, TimeSpan.Zero);
    private static readonly PortalUserState _open = new() { UserName = "ana", PasswordHash = "hash" };
    private static readonly SignInAttempt _wrong = new("hash", Matched: false, "Firefox on Windows");
    private static readonly SignInAttempt _right = new("hash", Matched: true, "Firefox on Windows");

    private static PortalUserState AfterFailures(int count, PortalUserState? state = null) =>
        Enumerable.Range(0, count).Aggregate(state ?? _open, (before, _) => Attempt(before, _wrong).Next);

    private static (PortalUserState Next, OpenSession? Session) Attempt(PortalUserState state, SignInAttempt attempt, DateTimeOffset? at = null) =>
        SignInRules.Attempt(state, attempt, "s1", at ?? _now);

    [Fact]
    public void Nine_wrong_passwords_lock_nobody_out()
    {
        var (next, session) = Attempt(AfterFailures(9), _right);

        Assert.NotNull(session);
        Assert.Equal(0, next.FailuresInRow);
    }

    [Fact]
    public void After_the_tenth_even_the_right_password_is_refused_for_a_minute()
    {
        var locked = AfterFailures(10);

        Assert.Null(Attempt(locked, _right, _now.AddSeconds(59)).Session);
        Assert.NotNull(Attempt(locked, _right, _now.AddSeconds(60)).Session);
    }

    [Fact]
    public void Each_further_failure_locks_twice_as_long_up_to_an_hour()
    {
        var minutes = new List<double>();
        var (state, at) = (AfterFailures(9), _now);
        for (var i = 0; i < 9; i++)
        {
            state = Attempt(state, _wrong, at).Next;
            minutes.Add((state.LockedUntil!.Value - at).TotalMinutes);
            at = state.LockedUntil.Value;
        }

        Assert.Equal([1, 2, 4, 8, 16, 32, 60, 60, 60], minutes);
    }

    [Fact]
    public void Attempts_while_locked_out_do_not_make_the_lock_longer()
    {
        var locked = AfterFailures(10);
        var tried = Attempt(locked, _wrong, _now.AddSeconds(30)).Next;

        Assert.Equal(locked.LockedUntil, tried.LockedUntil);
        Assert.Equal(SignInOutcome.LockedOut, tried.History[0].Outcome);
    }

    [Fact]
    public void A_password_that_was_replaced_while_it_was_checked_opens_nothing() =>
        Assert.Null(Attempt(_open with { PasswordHash = "newer" }, _right).Session);

    [Fact]
    public void A_closed_sign_in_opens_for_no_password() =>
        Assert.Null(Attempt(_open with { PasswordHash = null }, new(null, Matched: true, "")).Session);

    [Fact]
    public void The_history_keeps_the_last_twenty_the_newest_first()
    {
        var state = _open;
        for (var i = 0; i < 30; i++)
            state = Attempt(state, _right, _now.AddHours(i)).Next;

        Assert.Equal(20, state.History.Length);
        Assert.Equal(_now.AddHours(29), state.History[0].At);
    }

    [Fact]
    public void However_many_attempts_fail_the_sign_ins_stay_in_the_history()
    {
        var state = Attempt(_open, _right, _now.AddHours(-1)).Next;
        for (var i = 0; i < 500; i++)
            state = Attempt(state, _wrong with { Browser = $"Browser {i % 40}" }, _now.AddMinutes(i)).Next;

        Assert.Single(state.History, entry => entry.Outcome is SignInOutcome.SignedIn && entry.At == _now.AddHours(-1));
        Assert.Equal(21, state.History.Length);
    }

    [Fact]
    public void Failures_of_one_kind_are_one_entry_with_their_number_and_times()
    {
        var state = Attempt(Attempt(_open, _wrong).Next, _wrong with { Browser = "Safari on iPhone" }, _now.AddMinutes(1)).Next;
        state = Attempt(state, _wrong, _now.AddMinutes(2)).Next;

        Assert.Equal<SignInEvent>(
            [
                new(_now.AddMinutes(2), "Firefox on Windows", SignInOutcome.WrongPassword, 2, _now),
                new(_now.AddMinutes(1), "Safari on iPhone", SignInOutcome.WrongPassword),
            ],
            state.History);
    }

    [Fact]
    public void A_sign_in_between_them_keeps_failures_apart()
    {
        var state = Attempt(Attempt(_open, _wrong).Next, _right, _now.AddMinutes(1)).Next;
        state = Attempt(state, _wrong, _now.AddMinutes(2)).Next;

        Assert.Equal(
            [SignInOutcome.WrongPassword, SignInOutcome.SignedIn, SignInOutcome.WrongPassword],
            state.History.Select(entry => entry.Outcome));
    }

    [Fact]
    public void A_session_ends_after_twelve_hours_however_busy()
    {
        var state = Attempt(_open, _right).Next;

        Assert.NotNull(SignInRules.SessionOf(state, "s1", _now.AddHours(12).AddSeconds(-1)));
        Assert.Null(SignInRules.SessionOf(state, "s1", _now.AddHours(12)));
    }

    [Fact]
    public void Sessions_are_bounded_and_the_oldest_goes_first()
    {
        var state = _open;
        for (var i = 0; i <= SignInRules.MostSessions; i++)
            state = SignInRules.Attempt(state, _right, $"s{i}", _now).Next;

        Assert.Equal(SignInRules.MostSessions, state.Sessions.Length);
        Assert.Null(SignInRules.SessionOf(state, "s0", _now));
        Assert.NotNull(SignInRules.SessionOf(state, $"s{SignInRules.MostSessions}", _now));
    }

    [Fact]
    public void A_watched_session_ends_when_nobody_was_there_for_a_while()
    {
        var (state, session) = Attempt(_open, _right);
        var watched = SignInRules.Watched(state, session!, _now);

        Assert.NotNull(SignInRules.SessionOf(watched, "s1", _now + SessionTimes.Idle - TimeSpan.FromSeconds(1)));
        Assert.Null(SignInRules.SessionOf(watched, "s1", _now + SessionTimes.Idle));
        Assert.NotNull(SignInRules.SessionOf(state, "s1", _now + SessionTimes.Idle));
    }
}
