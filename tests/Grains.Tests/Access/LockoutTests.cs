using Portal.Grains.Interfaces.Access;

namespace Portal.Grains.Tests.Access;

[Collection(SharedCluster.Name)]
public sealed class LockoutTests(PortalCluster cluster)
{
    private const string Own = "Kettle-4-pine";
    private readonly AccessPractice _practice = new(cluster);

    private Task<SessionView?> Wrong(string userId) => PortalCluster.As(
        _practice.System, () => _practice.User(userId).RecordAttempt(new("no hash", Matched: false, "Safari on iPhone")));

    [Fact]
    public async Task Wrong_passwords_in_parallel_count_once_each()
    {
        var (userId, _) = await _practice.SignedIn("p1", Own);

        await Task.WhenAll(Enumerable.Range(0, 9).Select(_ => Wrong(userId)));
        Assert.NotNull(await _practice.SignIn(userId, Own));
        await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => Wrong(userId)));

        Assert.Null(await _practice.SignIn(userId, Own));
    }

    [Fact]
    public async Task A_lock_opens_by_itself_and_the_next_failure_locks_longer()
    {
        var (userId, _) = await _practice.SignedIn("p1", Own);
        await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => Wrong(userId)));

        cluster.Time.Advance(TimeSpan.FromSeconds(61));
        await Wrong(userId);
        cluster.Time.Advance(TimeSpan.FromSeconds(61));
        var early = await _practice.SignIn(userId, Own);
        cluster.Time.Advance(TimeSpan.FromSeconds(60));
        var late = await _practice.SignIn(userId, Own);

        Assert.Null(early);
        Assert.NotNull(late);
    }

    [Fact]
    public async Task What_is_said_of_a_pause_follows_the_rule_of_the_lock_and_is_forgotten_by_a_sign_in()
    {
        var name = cluster.Client.GetGrain<ILoginNameGrain>(UserName.KeyFor(_practice.System.Practice, PortalCluster.NewId()));
        Task<DateTimeOffset?> Fail() => PortalCluster.As(_practice.System, name.CountFailure);
        for (var i = 0; i < 9; i++)
            Assert.Null(await Fail());

        var first = await Fail();
        Assert.Equal(cluster.Time.GetUtcNow() + TimeSpan.FromMinutes(1), first);
        Assert.Equal(first, await Fail());
        cluster.Time.Advance(TimeSpan.FromSeconds(61));
        Assert.Equal(cluster.Time.GetUtcNow() + TimeSpan.FromMinutes(2), await Fail());
        await PortalCluster.As(_practice.System, name.ForgetFailures);

        Assert.Null(await Fail());
    }

    [Fact]
    public async Task A_new_one_time_password_opens_a_locked_sign_in()
    {
        var (userId, _) = await _practice.SignedIn("p1", Own);
        await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => Wrong(userId)));

        var issued = await _practice.Issue("p1");

        Assert.NotNull(await _practice.SignIn(userId, issued.OneTimePassword));
    }

    [Fact]
    public async Task Guessing_the_present_password_from_inside_a_session_counts_too()
    {
        var (userId, session) = await _practice.SignedIn("p1", Own);
        for (var i = 0; i < 10; i++)
        {
            var refused = await _practice.Choose(userId, new()
            {
                RequestId = PortalCluster.NewId(), CurrentPassword = "guess", NewPassword = "Copper-7-lake", SessionId = session.SessionId,
            });
            Assert.Equal("access.wrong_password", Assert.Single(refused.Problems).Code);
        }

        var right = await _practice.Choose(userId, new()
        {
            RequestId = PortalCluster.NewId(), CurrentPassword = Own, NewPassword = "Copper-7-lake", SessionId = session.SessionId,
        });

        Assert.Equal("access.locked", Assert.Single(right.Problems).Code);
    }

    [Fact]
    public async Task The_person_sees_every_attempt()
    {
        var (userId, _) = await _practice.SignedIn("p1", Own);
        await Wrong(userId);

        var view = await PortalCluster.As(_practice.Person(userId), () => _practice.User(userId).View());

        Assert.Equal(
            [(SignInOutcome.WrongPassword, "Safari on iPhone"), (SignInOutcome.SignedIn, "Firefox on Windows")],
            view!.History.Select(entry => (entry.Outcome, entry.Browser)));
    }
}
