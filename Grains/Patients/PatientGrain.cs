using System.Collections.Immutable;
using Orleans.Runtime;
using Portal.Grains.Audit;
using Portal.Grains.Documents;
using Portal.Grains.Interfaces;
using Portal.Grains.Interfaces.Access;
using Portal.Grains.Interfaces.Live;
using Portal.Grains.Interfaces.Patients;
using Portal.Grains.Interfaces.Practices;
using Portal.Grains.Records.Reflection;

namespace Portal.Grains.Patients;

[GrainType("patient")]
public sealed class PatientGrain(
    [PersistentState("patient", DocumentQueries.Database)] IPersistentState<PatientState> stored,
    DocumentServices services,
    DocumentQueries queries)
    : DocumentGrain<PatientState>(stored, services), IPatientGrain
{
    private readonly FamilyPromises _promises = new();

    private string UserId => PortalUserId.ForPatient(Key.Id);

    private IPortalUserGrain PortalUser => Services.Grains.GetGrain<IPortalUserGrain>(GrainKey.For(Key.Practice, UserId));

    private IPracticeGrain Practice => Services.Grains.GetGrain<IPracticeGrain>(GrainKey.For(Key.Practice, IPracticeGrain.Id));

    public async Task<PatientView?> View() => await MayBeShown() ? PatientViews.View(State, Key.Id) : null;

    public async Task<PatientCard?> Card() => await MayBeShown() ? PatientViews.Card(State, Key.Id) : null;

    public async Task<FamilyView?> Family()
    {
        if (!await MayBeShown())
            return null;
        var paysAndActs = (await Practice.Policies()).GuarantorSeesFamily;
        var others = SightRules.Others(State, Key.Id).ToArray();
        var cards = await Task.WhenAll(others.Select(id => Ask(id, other => other.Card())));
        return PatientViews.Family(State, Key.Id, [.. cards.OfType<PatientCard>()], paysAndActs);
    }

    public async Task<bool> MayBeSeenBy(string viewerPatientId)
    {
        var caller = CallerScope.Required;
        return (SeesEveryone(caller) || caller.PatientId == viewerPatientId) && await Sees(viewerPatientId);
    }

    public async Task<Result<Saved>> Save(SavePatient command)
    {
        var guarantorId = PatientRules.GuarantorOf(command, Key.Id);
        if (guarantorId == State.GuarantorId || guarantorId == Key.Id || !FieldChecks.IsId(guarantorId))
            return await Write(command, guarantorAccepts: true);
        _promises.BeginToJoin();
        try
        {
            return await Write(command, await Ask(guarantorId, guarantor => guarantor.AcceptDependant(Key.Id)));
        }
        finally
        {
            _promises.EndToJoin();
            // Not heard, the promise ends by itself.
            Ask(guarantorId, guarantor => guarantor.DependantSaved(Key.Id)).Ignore();
        }
    }

    public Task<bool> AcceptDependant(string dependantId) =>
        Task.FromResult(PatientRules.Pays(State, Key.Id) && _promises.Accept(dependantId, Now));

    public Task DependantSaved(string dependantId)
    {
        _promises.Settle(dependantId);
        return Task.CompletedTask;
    }

    public async Task<Result<IssuedSignIn>> ProvideOnlineAccess(string requestId)
    {
        var request = Asked(requestId, "access.provide");
        if (RequestRing.TryAnswer<IssuedSignIn>(State, request, out var told))
            return told;
        var practice = await Practice.Card();
        var missing = OnlineAccessRules.Missing(State, practice?.PatientFacingUrl);
        return missing.IsEmpty ? await Issue(request, practice) : missing;
    }

    public async Task<Result<IssuedSignIn>> GenerateNewPassword(string requestId)
    {
        var request = Asked(requestId, "access.generate");
        if (RequestRing.TryAnswer<IssuedSignIn>(State, request, out var told))
            return told;
        return OnlineAccessRules.IsGiven(State)
            ? await Issue(request, await Practice.Card())
            : OnlineAccessRules.NotGiven();
    }

    public async Task<Result<Done>> RemoveOnlineAccess(string requestId)
    {
        var request = Asked(requestId, "access.remove");
        if (RequestRing.TryAnswer<Done>(State, request, out var told))
            return told;
        if (OnlineAccessRules.IsGiven(State))
        {
            // Closed before it is written down: the other way round a crash would leave the door open.
            var closed = await AsPortal(() => PortalUser.Close(requestId));
            if (!closed.Succeeded)
                return closed;
        }

        return await Decide(request, OnlineAccessRules.Remove);
    }

    public async Task<Result<Done>> SavePreferences(SavePreferences command)
    {
        var caller = CallerScope.Required;
        if (!SeesEveryone(caller) && (caller.PatientId != Key.Id || !SightRules.IsVisible(State.Status)))
            return PatientRules.Unknown;
        return await Decide(Asked(command.RequestId, "preferences", command), state => PatientRules.SavePreferences(state, command.Preferences));
    }

    public Task<Result<Done>> AccessUsed(string requestId, string userName, int issue) =>
        Decide(Asked(requestId, "access.used"), state => OnlineAccessRules.Used(state, userName, issue));

    /// <summary>What an import tells is in the record as it came; what people change here is written into it.</summary>
    protected override PatientState Owing(PatientState before, PatientState next)
    {
        var changed = PatientReflection.Changed(
            before.Status, before.Demographics, before.PrimaryProviderId, next.Status, next.Demographics, next.PrimaryProviderId);
        if (PatientRules.Exists(before) && changed.Contains("name"))
            next = next.Owe(Services.Ids.New(), ReflectRelativeDelivery.Kind, Key.Id, Key.Id, Now);
        if (CallerScope.Current?.Is(Audience.System) is not false || !PatientRules.Exists(next))
            return next;
        if (!Relatives(before).SequenceEqual(Relatives(next)))
            changed = changed.Add(PatientReflection.Family);
        return changed.IsEmpty ? next : next.Owe(Services.Ids.New(), ReflectPatientDelivery.Kind, Key.Id, changed, Now);
    }

    private ImmutableArray<Relative> Relatives(PatientState state) => RelativeReflection.Of(Key.Id, state.GuarantorId, state.Representatives);

    /// <summary>Nobody watches a patient that has just been made, and an import makes very many.</summary>
    protected override void Announce(PatientState before, PatientState after)
    {
        if (PatientRules.Exists(before))
            Services.Publish(Key.Practice, LiveTopic.Patient(Key.Id));
        // Who may see the patient no longer, or from now on, has pages open that show the visits of all whom they may see.
        var (seenBefore, seenNow) = (Viewers(before), Viewers(after));
        if (!PatientRules.Exists(before) || (seenBefore.SetEquals(seenNow) && before.Status == after.Status))
            return;
        foreach (var patientId in seenBefore.Union(seenNow).Add(Key.Id))
            Services.Publish(Key.Practice, LiveTopic.Visits(patientId));
    }

    protected override void AnnounceAgain() => Announce(State, State);

    private static ImmutableHashSet<string> Viewers(PatientState state) =>
        [.. state.Representatives.Select(representative => representative.PatientId).Append(state.GuarantorId).Where(id => id.Length > 0)];

    private async Task<Result<Saved>> Write(SavePatient command, bool guarantorAccepts)
    {
        var promised = _promises.Bind(Now);
        var found = await new ReferenceFinder(Services.Grains, queries, Key).Find(State, command);
        var others = found with { GuarantorAccepts = guarantorAccepts, PaysForOthers = found.PaysForOthers || promised };
        return await Decide(
            Asked(command.RequestId, "save", command),
            state => PatientRules.Save(state, Key.Id, command, others, Services.Ids.New(), Now));
    }

    private TTask Ask<TTask>(string patientId, Func<IPatientGrain, TTask> question)
        where TTask : Task =>
        AsPortal(() => question(Services.Grains.GetGrain<IPatientGrain>(GrainKey.For(Key.Practice, patientId))));

    /// <summary>What the patient asks of others is its own affair; who asked the patient stands in the trail.</summary>
    private TTask AsPortal<TTask>(Func<TTask> call)
        where TTask : Task
    {
        using var system = CallerScope.Use(Caller.System(Key.Practice));
        return call();
    }

    private static bool SeesEveryone(Caller caller) => caller.Is(Audience.Staff | Audience.Integrator | Audience.System);

    private async Task<Result<IssuedSignIn>> Issue(AskedRequest request, PracticeCard? practice)
    {
        var person = State.Demographics;
        var issued = await AsPortal(() => PortalUser.Issue(new(request.Id, Key.Id, person.FirstName, PatientRules.NameOf(person))));
        if (!issued.Succeeded)
            return issued;
        var signIn = issued.Value with { PatientFacingUrl = practice?.PatientFacingUrl ?? "" };
        var invited = await Decide(request, state => OnlineAccessRules.Invite(state, UserId, signIn));
        // The caller gets the password; what the document keeps as the answer has none.
        return invited.Succeeded ? signIn : invited;
    }

    private async ValueTask<bool> MayBeShown()
    {
        if (!PatientRules.Exists(State))
            return false;
        var caller = CallerScope.Required;
        return SeesEveryone(caller) || (caller.PatientId is { } viewer && await Sees(viewer)) || AuditedCall.Refuse();
    }

    private async ValueTask<bool> Sees(string viewer)
    {
        if (SightRules.MaySee(State, Key.Id, viewer, guarantorSeesFamily: false))
            return true;
        // The practice is asked only where its choice decides.
        return SightRules.MaySee(State, Key.Id, viewer, guarantorSeesFamily: true)
            && (await Practice.Policies()).GuarantorSeesFamily;
    }
}
