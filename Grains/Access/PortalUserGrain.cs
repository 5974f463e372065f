using System.Collections.Immutable;
using Orleans.Runtime;
using Portal.Grains.Audit;
using Portal.Grains.Documents;
using Portal.Grains.Interfaces;
using Portal.Grains.Interfaces.Access;
using Portal.Grains.Interfaces.Live;
using Portal.Grains.Interfaces.Patients;
using Portal.Grains.Interfaces.Practices;

namespace Portal.Grains.Access;

[GrainType("portal_user")]
public sealed class PortalUserGrain(
    [PersistentState("portal_user", DocumentQueries.Database)] IPersistentState<PortalUserState> stored,
    DocumentServices services,
    PasswordHashing hashing)
    : DocumentGrain<PortalUserState>(stored, services), IPortalUserGrain, IAboutPatient
{
    public string? AboutPatient => State.PatientId;

    private LoginNames Names => new(Services, Key);

    public async Task<Result<IssuedSignIn>> Issue(IssueSignIn command)
    {
        var request = Asked(command.RequestId, "issue", command.PatientId);
        if (RequestRing.TryAnswer<IssuedSignIn>(State, request, out var answered))
            return answered;
        if (PortalUserRules.BelongsToOther(State, command.PatientId))
            return PortalUserRules.NotThisPatients;
        var name = Present() ?? await Names.MakeUp(command.FirstName);
        var password = OneTimePassword.New();
        var hash = await hashing.Hash(password);
        var issued = await Decide(request, state => PortalUserRules.Issue(state, command, name, hash).Owing(Debts(state)));
        return issued.Succeeded ? issued.Value with { OneTimePassword = password } : issued;
    }

    public Task<Result<Done>> Close(string requestId) =>
        Decide(Asked(requestId, "close"), PortalUserRules.Close);

    public async Task<Result<IssuedSignIn>> ProvisionStaff(ProvisionStaff command)
    {
        var request = Asked(command.RequestId, "provision", command with { Password = null });
        if (RequestRing.TryAnswer<IssuedSignIn>(State, request, out var answered))
            return answered;
        var checks = await CheckProvision(command);
        if (!checks.Succeeded)
            return checks.Problems;
        var password = command.Password ?? OneTimePassword.New();
        var hash = await hashing.Hash(password);
        var issued = await Decide(
            request, state => PortalUserRules.Provision(state, command, checks.Value, hash).Owing(Debts(state)));
        return issued.Succeeded && command.Password is null ? issued.Value with { OneTimePassword = password } : issued;
    }

    public Task<Result<Done>> FollowStaff(FollowStaff command) =>
        Decide(Asked(command.RequestId, "follow", command), state => PortalUserRules.FollowStaff(state, command));

    public Task<OnlineAccess> Standing() => Task.FromResult(PortalUserRules.Standing(State, Key.Id));

    public Task<DateTimeOffset?> PausedUntil() => Task.FromResult(SignInRules.IsLocked(State, Now) ? State.LockedUntil : null);

    public Task<PersonView?> Person() => Task.FromResult(
        State.PasswordHash is null ? null : new PersonView(Key.Id, State.Roles, State.Name, State.PatientId, State.ProviderId));

    public Task<AccountView?> Account() =>
        Task.FromResult(State is { PasswordHash: { } hash, UserName: { } name } ? new AccountView(Key.Id, name, hash) : null);

    /// <summary>Every attempt is a fact of its own, so there is no request to recognise again: it is written as it came.</summary>
    public async Task<SessionView?> RecordAttempt(SignInAttempt attempt)
    {
        var (next, session) = SignInRules.Attempt(State, attempt, Services.Ids.New(), Now);
        await Commit(next);
        return session is null ? null : View(session);
    }

    public Task<SessionView?> Session(string sessionId) =>
        Task.FromResult(SignInRules.SessionOf(State, sessionId, Now) is { } session ? View(session) : null);

    public async Task<SessionView?> Watch(string sessionId)
    {
        if (SignInRules.SessionOf(State, sessionId, Now) is not { } session)
            return null;
        await Commit(SignInRules.Watched(State, session, Now));
        return await Session(sessionId);
    }

    public async Task EndSession(string sessionId)
    {
        var next = SignInRules.Ended(State, sessionId);
        if (!ReferenceEquals(next, State))
            await Commit(next);
    }

    public async Task<Result<Done>> ChoosePassword(ChoosePassword command)
    {
        RequireOwn(Audience.System);
        var request = Asked(command.RequestId, "password", command.NewUserName ?? "");
        if (RequestRing.TryAnswer<Done>(State, request, out var answered))
            return answered.Succeeded && !await IsPresent(command) ? RequestRing.Reused : answered;
        if (State.PasswordHash is not { } present)
            return PortalUserRules.NoAccess;
        var asks = !State.MustChoosePassword && !CallerScope.Required.Is(Audience.System);
        var checks = await CheckChoice(command, present, asks ? await CheckPresentPassword(present, command.CurrentPassword) : []);
        if (!checks.Succeeded)
            return checks.Problems;
        var hash = await hashing.Hash(command.NewPassword);
        return await Decide(
            request,
            state => PortalUserRules.Choose(state, hash, checks.Value, command.SessionId)
                .Owing(next => Debts(state)(next).OweUse(state, Services.Ids, Now)));
    }

    public async Task<Result<Done>> ChangeUserName(ChangeUserName command)
    {
        RequireOwn(Audience.None);
        var request = Asked(command.RequestId, "user_name", command.NewUserName);
        if (RequestRing.TryAnswer<Done>(State, request, out var answered))
            return answered;
        if (State.PasswordHash is not { } present)
            return PortalUserRules.NoAccess;
        var name = await WithName(
            command.NewUserName, nameof(command.NewUserName), await CheckPresentPassword(present, command.CurrentPassword));
        return name.Succeeded
            ? await Decide(request, state => PortalUserRules.Rename(state, name.Value)
                .Owing(next => Debts(state)(next).OweUse(state, Services.Ids, Now)))
            : name.Problems;
    }

    public Task<Result<Done>> SignOutEverywhere(string requestId)
    {
        RequireOwn(Audience.Administrator | Audience.System);
        return Decide(Asked(requestId, "sign_out"), PortalUserRules.SignOutEverywhere);
    }

    public Task<SignInView?> View()
    {
        RequireOwn(Audience.None);
        return Task.FromResult(State.UserName is { } name
            ? new SignInView(name, State.History, SignInRules.Living(State, Now).Count())
            : null);
    }

    protected override void Announce(PortalUserState before, PortalUserState after)
    {
        if (before.Sessions.Any(session => after.Sessions.All(left => left.Id != session.Id)))
            Services.Publish(Key.Practice, LiveTopic.Session(Key.Id));
    }

    protected override void AnnounceAgain() => Services.Publish(Key.Practice, LiveTopic.Session(Key.Id));

    private SessionView View(OpenSession session) => new()
    {
        SessionId = session.Id,
        UserId = Key.Id,
        Roles = State.Roles,
        Name = State.Name,
        PatientId = State.PatientId,
        ProviderId = State.ProviderId,
        MustChoosePassword = State.MustChoosePassword,
        Until = session.Until,
        IsWatched = session.IdleAt is not null,
        SignedInAt = session.Until - SignInRules.SessionTime,
    };

    private void RequireOwn(Audience orAnyoneOf)
    {
        if (CallerScope.Required.UserId != Key.Id && !CallerScope.Required.Is(orAnyoneOf))
            throw new AccessRefusedException("A sign-in is changed by its own person.");
    }

    private async Task<ImmutableArray<Problem>> CheckPresentPassword(string hash, string? password)
    {
        if (string.IsNullOrEmpty(password))
            return [PortalUserRules.NoPassword];
        if (SignInRules.IsLocked(State, Now))
            return [PortalUserRules.Locked];
        if (await hashing.Matches(hash, password))
            return [];
        await Commit(SignInRules.Failed(State, Now));
        return [PortalUserRules.WrongPassword];
    }

    private async Task<Result<NameClaim>> CheckChoice(ChoosePassword command, string present, ImmutableArray<Problem> problems)
    {
        const string field = nameof(command.NewPassword);
        // Who did not prove to know the present one must not learn here whether the new one is it.
        var isSame = problems.IsEmpty && await hashing.Matches(present, command.NewPassword);
        var wanted = State.MustChoosePassword && !string.IsNullOrWhiteSpace(command.NewUserName) ? command.NewUserName : null;
        problems = problems
            .AddRange(await CheckPassword(command.NewPassword, wanted ?? State.UserName, State.Name, field))
            .AddRange(PasswordRules.CheckAgain(command.NewPassword, command.Again, nameof(command.Again)));
        if (isSame)
            problems = problems.Add(new("access.password_same", $"Password must be different from the {(State.MustChoosePassword ? "one-time password" : "current one")}", field));
        return await WithName(wanted, nameof(command.NewUserName), problems);
    }

    private async Task<Result<NameClaim>> CheckProvision(ProvisionStaff command)
    {
        var problems = command.Password is { } password
            ? await CheckPassword(password, command.UserName, command.Name, nameof(command.Password))
            : [];
        if ((command.Roles & Audience.Staff) == 0 || (command.Roles & ~Audience.Staff) != 0)
            problems = problems.Add(new("access.not_staff", "Choose one role or more of the practice's staff.", nameof(command.Roles)));
        if (string.IsNullOrWhiteSpace(command.Name))
            problems = problems.Add(new("access.name_missing", "Enter the person's name.", nameof(command.Name)));
        if (State.PatientId is not null)
            problems = problems.Add(PortalUserRules.NotThisPatients);
        return await WithName(command.UserName, nameof(command.UserName), problems);
    }

    private async Task<ImmutableArray<Problem>> CheckPassword(string password, string? userName, string name, string field)
    {
        using var system = CallerScope.Use(Caller.System(Key.Practice));
        var practice = await Services.Grains.GetGrain<IPracticeGrain>(GrainKey.For(Key.Practice, IPracticeGrain.Id)).View();
        var context = new ContextWords(Key.Practice, practice?.Card.Name, userName, name);
        return PasswordRules.Check(practice?.Policies.Passwords ?? PasswordPolicy.Composition, password, context, field);
    }

    /// <summary>The name to go on with. It is claimed only when nothing else stands in the way, but looked at in any case.</summary>
    private async Task<Result<NameClaim>> WithName(string? wanted, string field, ImmutableArray<Problem> problems)
    {
        if (wanted is null || IsPresent(wanted))
            return problems.IsEmpty ? Present()! : problems;
        return problems.IsEmpty ? await Names.Claim(wanted, field) : problems.AddRange(await Names.Check(wanted, field));
    }

    /// <summary>A digest of a password is not kept beside its slow hash, which answers the same question.</summary>
    private async Task<bool> IsPresent(ChoosePassword command) =>
        State.PasswordHash is { } hash && await hashing.Matches(hash, command.NewPassword);

    private bool IsPresent(string userName) => State.UserName == userName.Trim();

    private NameClaim? Present() =>
        State is { UserName: { } name, NameClaim: { } claim } ? new(name, claim) : null;

    private Func<PortalUserState, PortalUserState> Debts(PortalUserState before) =>
        next => next.OweNames(before, Key.Practice, Key.Id, Services.Ids, Now);
}
