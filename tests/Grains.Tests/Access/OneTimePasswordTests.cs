using Portal.Grains.Interfaces.Access;

namespace Portal.Grains.Tests.Access;

[Collection(SharedCluster.Name)]
public sealed class OneTimePasswordTests(PortalCluster cluster)
{
    private const string Patient = "p1";
    private const string Own = "Kettle-4-pine";
    private readonly AccessPractice _practice = new(cluster);
    private readonly string _userId = PortalUserId.ForPatient(Patient);

    [Theory]
    [InlineData(Audience.FrontDesk)]
    [InlineData(Audience.Provider)]
    [InlineData(Audience.Administrator)]
    public async Task Nobody_takes_or_closes_a_sign_in_past_the_patient_whose_trail_would_tell(Audience role)
    {
        await _practice.Issue(Patient);
        var person = _practice.Person("staff-2", role);

        await Assert.ThrowsAsync<AccessRefusedException>(() => PortalCluster.As(
            person, () => _practice.User(_userId).Issue(new(PortalCluster.NewId(), Patient, "Ana", "Ana"))));
        await Assert.ThrowsAsync<AccessRefusedException>(() => PortalCluster.As(person, () => _practice.User(_userId).Close(PortalCluster.NewId())));
    }

    [Fact]
    public async Task It_opens_a_session_that_asks_for_an_own_password()
    {
        var issued = await _practice.Issue(Patient);

        var session = await _practice.SignIn(_userId, issued.OneTimePassword);

        Assert.Matches("^Ana[0-9]{3,5}$", issued.UserName);
        Assert.True(session?.MustChoosePassword);
        Assert.Equal(Patient, session!.PatientId);
    }

    [Fact]
    public async Task It_is_dead_once_an_own_password_is_chosen()
    {
        var issued = await _practice.Issue(Patient);
        var session = await _practice.SignIn(_userId, issued.OneTimePassword);
        await _practice.Choose(_userId, new() { RequestId = PortalCluster.NewId(), NewPassword = Own, SessionId = session!.SessionId });

        Assert.Null(await _practice.SignIn(_userId, issued.OneTimePassword));
        Assert.False((await _practice.SignIn(_userId, Own))?.MustChoosePassword);
        Assert.False((await _practice.Session(_userId, session.SessionId))?.MustChoosePassword);
    }

    [Fact]
    public async Task Another_own_password_under_the_id_of_the_first_is_not_said_to_be_chosen()
    {
        await _practice.Issue(Patient);
        var first = new ChoosePassword { RequestId = PortalCluster.NewId(), NewPassword = Own };
        await _practice.Choose(_userId, first);

        var same = await _practice.Choose(_userId, first);
        var corrected = await _practice.Choose(_userId, first with { NewPassword = "Another-5-oak" });

        Assert.True(same.Succeeded);
        Assert.Equal(Interfaces.Problem.RequestReused, Assert.Single(corrected.Problems).Code);
        Assert.NotNull(await _practice.SignIn(_userId, Own));
    }

    [Fact]
    public async Task A_newer_one_kills_the_older_and_ends_its_sessions()
    {
        var older = await _practice.Issue(Patient);
        var session = await _practice.SignIn(_userId, older.OneTimePassword);

        var newer = await _practice.Issue(Patient);

        Assert.Equal(older.UserName, newer.UserName);
        Assert.Null(await _practice.Session(_userId, session!.SessionId));
        Assert.Null(await _practice.SignIn(_userId, older.OneTimePassword));
        Assert.NotNull(await _practice.SignIn(_userId, newer.OneTimePassword));
    }

    [Fact]
    public async Task A_repeated_request_is_answered_without_the_password_which_still_opens()
    {
        var requestId = PortalCluster.NewId();
        var first = await _practice.Issue(Patient, requestId);

        var again = await _practice.Issue(Patient, requestId);

        Assert.Equal(first with { OneTimePassword = "" }, again);
        Assert.NotNull(await _practice.SignIn(_userId, first.OneTimePassword));
    }

    [Fact]
    public async Task It_cannot_be_kept_as_the_own_password()
    {
        var issued = await _practice.Issue(Patient);

        var kept = await _practice.Choose(_userId, new() { RequestId = PortalCluster.NewId(), NewPassword = issued.OneTimePassword });

        Assert.Equal(["access.password_same"], kept.Problems.Select(problem => problem.Code));
    }

    [Fact]
    public async Task It_is_never_given_for_the_sign_in_of_staff_or_of_another_patient()
    {
        await PortalCluster.As(_practice.System, () => _practice.User("staff-1").ProvisionStaff(new()
        {
            RequestId = PortalCluster.NewId(), UserName = "front", Name = "Fran Desk", Roles = Audience.Administrator, Password = Own,
        }));
        await _practice.Issue(Patient);

        var staff = await PortalCluster.As(_practice.System, () => _practice.User("staff-1").Issue(new(PortalCluster.NewId(), Patient, "Ana", "Ana")));
        var other = await PortalCluster.As(_practice.System, () => _practice.User(_userId).Issue(new(PortalCluster.NewId(), "p2", "Ana", "Ana")));

        Assert.All([staff.Problems, other.Problems], problems => Assert.Equal("access.not_this_patient", Assert.Single(problems).Code));
    }
}
