using System.Collections.Immutable;
using Orleans.Runtime;
using Portal.Grains.Audit;
using Portal.Grains.Documents;
using Portal.Grains.Interfaces;
using Portal.Grains.Interfaces.Access;
using Portal.Grains.Interfaces.Apps;
using Portal.Grains.Interfaces.Live;
using Portal.Grains.Interfaces.Patients;
using Portal.Grains.Records.Subscriptions;

namespace Portal.Grains.Apps;

[GrainType("app_grants")]
public sealed class AppGrantsGrain(
    [PersistentState("app_grants", DocumentQueries.Database)] IPersistentState<AppGrantsState> stored, DocumentServices services)
    : DocumentGrain<AppGrantsState>(stored, services), IAppGrantsGrain, IAboutPatient, IAboutApp
{
    private static readonly Problem _notForThem = new("app.not_for_them", "You cannot give access to this person's record.", nameof(GrantApp.PatientId));

    public string? AboutPatient { get; private set; }

    public string? AboutApp { get; private set; }

    public async Task<Result<string>> Grant(GrantApp command)
    {
        RequireOwn(Audience.None);
        (AboutPatient, AboutApp) = (command.PatientId, command.AppId);
        if (!await MayGive(command.PatientId))
            return _notForThem;
        DateTimeOffset? sessionEnds = null;
        using (CallerScope.Use(Caller.System(Key.Practice)))
        {
            if (await App(command.AppId).Use() is null)
                return AppRules.Unknown;
            if (command is { Lasting: false, SessionId: { } sessionId })
            {
                if (await User.Watch(sessionId) is not { } session)
                    return AppGrantRules.NotConnected;
                sessionEnds = session.Until;
            }
        }

        return await Decide(
            Asked(command.RequestId, "grant", command), state => AppGrantRules.Grant(state, command, Services.Ids.New(), Now, sessionEnds));
    }

    public Task<Result<Done>> Stop(string requestId, string grantId)
    {
        RequireOwn(Audience.System);
        var grant = AppGrantRules.Find(State, grantId, Now);
        (AboutPatient, AboutApp) = (grant?.PatientId, grant?.AppId);
        return Decide(Asked(requestId, "stop", grantId), state => AppGrantRules.Stop(state, grantId, Now));
    }

    public async Task<ImmutableArray<GrantView>> List()
    {
        RequireOwn(Audience.System);
        using var system = CallerScope.Use(Caller.System(Key.Practice));
        var held = ImmutableArray.CreateBuilder<GrantView>();
        if (await User.Person() is not { } person)
            return [];
        foreach (var grant in AppGrantRules.Holding(State, Now).ToList())
        {
            if (await IsSignedIn(grant) && await StillSees(person, grant.PatientId))
                held.Add(AppGrantRules.View(grant));
        }

        return held.ToImmutable();
    }

    public async Task<AppStanding?> Standing(string grantId)
    {
        if (AppGrantRules.Find(State, grantId, Now) is not { } grant || await User.Person() is not { } person
            || !await IsSignedIn(grant) || await App(grant.AppId).View() is not { Stopped: false } || !await StillSees(person, grant.PatientId))
        {
            return null;
        }

        return new(person, AppGrantRules.View(grant));
    }

    public async Task<AppStanding?> Use(string grantId)
    {
        if (AppGrantRules.Find(State, grantId, Now) is not { } grant)
            return null;
        if (await User.Person() is not { } person)
        {
            // Access that is given again later brings no app back with it.
            await Commit(State with { Grants = [] });
            return null;
        }

        if (!await IsSignedIn(grant))
        {
            await Commit(State with { Grants = State.Grants.RemoveAll(other => other.SessionId == grant.SessionId) });
            return null;
        }

        if (!await StillSees(person, grant.PatientId))
        {
            await Commit(State with { Grants = State.Grants.Remove(grant) });
            return null;
        }

        if (await App(grant.AppId).Use() is null)
            return null;
        var next = AppGrantRules.Used(State, grant, Now);
        if (!ReferenceEquals(next, State))
            await Commit(next);
        return new(person, AppGrantRules.View(grant));
    }

    /// <summary>What an app has subscribed to ends with its connection, not only with the next event.</summary>
    protected override AppGrantsState Owing(AppGrantsState before, AppGrantsState next) => before.Grants
        .Where(grant => grant.Until > Now && next.Grants.All(left => left.Id != grant.Id))
        .Aggregate(next, (state, grant) => state.Owe(Services.Ids.New(), AppEndedDelivery.Kind, grant.AppId, Key.Id, Now));

    protected override void Announce(AppGrantsState before, AppGrantsState after) => Services.Publish(Key.Practice, LiveTopic.Apps(Key.Id));

    private IPortalUserGrain User => Services.Grains.GetGrain<IPortalUserGrain>(GrainKey.For(Key.Practice, Key.Id));

    /// <summary>Asked only for what ends with a session.</summary>
    private async Task<bool> IsSignedIn(AppGrant grant) => grant.SessionId is not { } sessionId || await User.Session(sessionId) is not null;

    private IAppGrain App(string appId) => Services.Grains.GetGrain<IAppGrain>(GrainKey.For(Key.Practice, appId));

    /// <summary>Somebody may have lost the sight of the child whom the app is for.</summary>
    private async Task<bool> StillSees(PersonView person, string? patientId) =>
        patientId is null || patientId == person.PatientId || (person.Roles & Audience.Staff) != 0
        || (person.PatientId is { } viewer && await Services.Grains.GetGrain<IPatientGrain>(GrainKey.For(Key.Practice, patientId)).MayBeSeenBy(viewer));

    /// <summary>Staff may give what they work with; a patient the own record and those that the patient acts for.</summary>
    private async Task<bool> MayGive(string? patientId)
    {
        var caller = CallerScope.Required;
        if (patientId is null || caller.Is(Audience.Staff))
            return true;
        return caller.PatientId is { } viewer && GrainKey.TryParse($"{Key.Practice}/{patientId}", out var patient)
            && await Services.Grains.GetGrain<IPatientGrain>(patient.ToString()).MayBeSeenBy(viewer);
    }

    private void RequireOwn(Audience orAnyoneOf)
    {
        if (CallerScope.Required.UserId != Key.Id && !CallerScope.Required.Is(orAnyoneOf))
            throw new AccessRefusedException("Apps are connected by their own person.");
    }
}
