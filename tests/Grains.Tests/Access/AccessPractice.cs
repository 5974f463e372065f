using Portal.Grains.Access;
using Portal.Grains.Interfaces;
using Portal.Grains.Interfaces.Access;
using Portal.Grains.Interfaces.Patients;

namespace Portal.Grains.Tests.Access;

/// <summary>A practice of one test, and what tests of sign-ins do in it.</summary>
public sealed class AccessPractice(PortalCluster cluster)
{
    public string Slug { get; } = PortalCluster.NewPractice();

    public Caller System => Caller.System(Slug);

    public IPortalUserGrain User(string userId) => cluster.Grain<IPortalUserGrain>(Slug, userId);

    public ILoginNameGrain Name(string userName) => cluster.Client.GetGrain<ILoginNameGrain>(UserName.KeyFor(Slug, userName));

    public async Task<IssuedSignIn> Issue(string patientId, string? requestId = null)
    {
        var issued = await PortalCluster.As(System, () => User(PortalUserId.ForPatient(patientId))
            .Issue(new(requestId ?? PortalCluster.NewId(), patientId, "Ana", "Ana Whitfield")));
        Assert.True(issued.Succeeded);
        return issued.Value;
    }

    /// <summary>Signs in as a web front does: checks the password, then has the attempt counted.</summary>
    public Task<SessionView?> SignIn(string userId, string password) => PortalCluster.As(System, async () =>
    {
        var account = await User(userId).Account();
        var matched = account is not null && await new PasswordHashing().Matches(account.PasswordHash, password);
        return await User(userId).RecordAttempt(new(account?.PasswordHash, matched, "Firefox on Windows"));
    });

    public Task<SessionView?> Session(string userId, string sessionId) =>
        PortalCluster.As(System, () => User(userId).Session(sessionId));

    public Caller Person(string userId, Audience roles = Audience.Patient) => new()
    {
        Practice = Slug,
        UserId = userId,
        Roles = roles,
    };

    public Task<Result<Done>> Choose(string userId, ChoosePassword command) =>
        PortalCluster.As(Person(userId), () => User(userId).ChoosePassword(command));

    /// <summary>A patient with an own password and an open session.</summary>
    public async Task<(string UserId, SessionView Session)> SignedIn(string patientId, string password)
    {
        var userId = PortalUserId.ForPatient(patientId);
        var issued = await Issue(patientId);
        var session = await SignIn(userId, issued.OneTimePassword);
        var chosen = await Choose(userId, new() { RequestId = PortalCluster.NewId(), NewPassword = password, SessionId = session!.SessionId });
        Assert.Empty(chosen.Problems);
        return (userId, session);
    }
}
