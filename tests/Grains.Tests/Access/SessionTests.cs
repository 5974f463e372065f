using Portal.Grains.Interfaces.Access;
using Portal.Grains.Interfaces.Live;

namespace Portal.Grains.Tests.Access;

[Collection(SharedCluster.Name)]
public sealed class SessionTests(PortalCluster cluster)
{
    private const string Own = "Kettle-4-pine";
    private readonly AccessPractice _practice = new(cluster);

    [Fact]
    public async Task Closing_access_ends_every_session_at_once_and_keeps_the_username()
    {
        var (userId, session) = await _practice.SignedIn("p1", Own);
        var name = (await PortalCluster.As(_practice.System, () => _practice.User(userId).Account()))!.UserName;

        await PortalCluster.As(_practice.System, () => _practice.User(userId).Close(PortalCluster.NewId()));

        Assert.Null(await _practice.Session(userId, session.SessionId));
        Assert.Null(await _practice.SignIn(userId, Own));
        Assert.Equal(name, (await _practice.Issue("p1")).UserName);
    }

    [Fact]
    public async Task Signing_out_everywhere_ends_every_session_and_tells_the_browsers()
    {
        var (userId, session) = await _practice.SignedIn("p1", Own);
        var other = await _practice.SignIn(userId, Own);
        var topic = cluster.Grain<ILiveGrain>(_practice.Slug, LiveTopic.Session(userId));
        var before = await PortalCluster.As(_practice.System, () => topic.Attach("front", new Deaf().Reference(cluster)));

        await PortalCluster.As(_practice.Person(userId), () => _practice.User(userId).SignOutEverywhere(PortalCluster.NewId()));

        Assert.Null(await _practice.Session(userId, session.SessionId));
        Assert.Null(await _practice.Session(userId, other!.SessionId));
        await PortalCluster.Eventually(
            async () => (await PortalCluster.As(_practice.System, () => topic.Attach("front", new Deaf().Reference(cluster)))).Number > before.Number,
            "the topic of the session moved");
    }

    [Fact]
    public async Task Signing_out_here_leaves_the_other_browser_signed_in()
    {
        var (userId, session) = await _practice.SignedIn("p1", Own);
        var other = await _practice.SignIn(userId, Own);

        await PortalCluster.As(_practice.System, () => _practice.User(userId).EndSession(session.SessionId));

        Assert.Null(await _practice.Session(userId, session.SessionId));
        Assert.NotNull(await _practice.Session(userId, other!.SessionId));
    }

    [Fact]
    public async Task A_new_password_ends_all_sessions_but_the_one_that_chose_it()
    {
        var (userId, session) = await _practice.SignedIn("p1", Own);
        var other = await _practice.SignIn(userId, Own);

        await _practice.Choose(userId, new()
        {
            RequestId = PortalCluster.NewId(), CurrentPassword = Own, NewPassword = "Copper-7-lake", SessionId = session.SessionId,
        });

        Assert.NotNull(await _practice.Session(userId, session.SessionId));
        Assert.Null(await _practice.Session(userId, other!.SessionId));
    }

    [Fact]
    public async Task A_change_of_roles_leaves_no_session_with_the_old_ones()
    {
        await Provision(Audience.FrontDesk | Audience.Administrator);
        var before = await _practice.SignIn("staff-1", Own);

        await Provision(Audience.Billing);

        Assert.Null(await _practice.Session("staff-1", before!.SessionId));
        Assert.Equal(Audience.Billing, (await _practice.SignIn("staff-1", Own))?.Roles);
    }

    [Fact]
    public async Task A_person_changes_nobody_elses_sign_in()
    {
        var (userId, _) = await _practice.SignedIn("p1", Own);
        var other = _practice.Person(PortalUserId.ForPatient("p2"));

        await Assert.ThrowsAsync<AccessRefusedException>(() => PortalCluster.As(other, () => _practice.User(userId).View()));
        await Assert.ThrowsAsync<AccessRefusedException>(() => PortalCluster.As(other, () => _practice.User(userId).SignOutEverywhere(PortalCluster.NewId())));
        await Assert.ThrowsAsync<AccessRefusedException>(() => PortalCluster.As(other, () => _practice.User(userId)
            .ChoosePassword(new() { RequestId = PortalCluster.NewId(), NewPassword = "Copper-7-lake", CurrentPassword = Own })));
    }

    private async Task Provision(Audience roles)
    {
        var provisioned = await PortalCluster.As(_practice.System, () => _practice.User("staff-1").ProvisionStaff(new()
        {
            RequestId = PortalCluster.NewId(), UserName = "fran", Name = "Fran Desk", Roles = roles, Password = Own,
        }));
        Assert.True(provisioned.Succeeded);
    }

    private sealed class Deaf : ILiveObserver
    {
        public ILiveObserver Reference(PortalCluster cluster) => cluster.Client.CreateObjectReference<ILiveObserver>(this);

        public Task Changed(string key, LiveVersion version) => Task.CompletedTask;
    }
}
