using Orleans.Runtime;
using Portal.Grains.Audit;
using Portal.Grains.Documents;
using Portal.Grains.Interfaces;
using Portal.Grains.Interfaces.Access;
using Portal.Grains.Interfaces.Live;
using Portal.Grains.Interfaces.Patients;
using Portal.Grains.Interfaces.Practices;
using Portal.Grains.Interfaces.Scheduling;
using Portal.Grains.Records.Reflection;

namespace Portal.Grains.Scheduling;

[GrainType("appointment")]
public sealed class AppointmentGrain(
    [PersistentState("appointment", DocumentQueries.Database)] IPersistentState<AppointmentState> stored,
    DocumentServices services)
    : DocumentGrain<AppointmentState>(stored, services), IAppointmentGrain, IAboutPatient
{
    public string? AboutPatient => State.Visit?.PatientId;

    public async Task<AppointmentView?> View() => State.Visit is { } visit && await MayBeSeen(visit)
        ? AppointmentViews.Of(State, visit, Key.Id, !IsPatient, Now)
        : null;

    public async Task<Result<Saved>> Schedule(ScheduleAppointment command)
    {
        var practice = await Practice();
        var known = await IsPatientKnown(command.PatientId);
        return await Place(
            Asked(command.RequestId, "schedule", command),
            (state, asking) => AppointmentRules.Schedule(state, command, practice, known, asking));
    }

    public async Task<Result<Saved>> Move(MoveAppointment command)
    {
        var practice = await Practice();
        return await Place(
            Asked(command.RequestId, "move", command), (state, asking) => AppointmentRules.Move(state, command, practice, asking));
    }

    public async Task<Result<Saved>> Import(ImportAppointment command)
    {
        var practice = await Practice();
        var known = await IsPatientKnown(command.PatientId);
        return await Place(
            Asked(command.RequestId, "import", command),
            (state, asking) => AppointmentImport.Decide(state, command, practice, known, asking));
    }

    public Task<Result<NeededTime>> TryImport(ImportAppointment command, PracticeView practice) =>
        Task.FromResult(AppointmentImport.Need(State, command, practice, Now));

    public Task<Result<Done>> Break(string requestId, BreakKind kind) =>
        Change(Asked(requestId, "break", kind), (state, asking) => AppointmentRules.Break(state, kind, asking));

    public Task<Result<Done>> Unschedule(string requestId) =>
        Change(Asked(requestId, "unschedule"), AppointmentRules.Unschedule);

    public async Task<Result<Done>> Complete(string requestId)
    {
        var practice = await Practice();
        return await Change(Asked(requestId, "complete"), (state, asking) => AppointmentRules.Complete(state, practice, asking));
    }

    public Task<Result<ConfirmationOutcome>> Confirm(string requestId, DateTimeOffset seenStart) =>
        Answer(Asked(requestId, "confirm", seenStart), (state, asking) => ConfirmationRules.Confirm(state, seenStart, asking));

    public Task<Result<ConfirmationOutcome>> RequestCallback(string requestId, DateTimeOffset seenStart) =>
        Answer(Asked(requestId, "call_back", seenStart), (state, asking) => ConfirmationRules.RequestCallback(state, seenStart, asking));

    public async Task<Result<Done>> SetConfirmation(string requestId, ConfirmationStatus status)
    {
        var practice = await Practice();
        return await Change(
            Asked(requestId, "confirmation", status), (state, asking) => ConfirmationRules.Set(state, status, practice, asking));
    }

    public Task<Result<Done>> AskToConfirm(string requestId) => Change(Asked(requestId, "ask"), ConfirmationRules.Ask);

    public override async Task Drain()
    {
        await FinishPending();
        await base.Drain();
    }

    /// <summary>What another system told is in the record already, as it was told.</summary>
    protected override AppointmentState Owing(AppointmentState before, AppointmentState next) =>
        ReferenceEquals(before.Visit, next.Visit) || next is not { Visit: { } visit, History: [.., { What: not AppointmentAct.Imported }] }
            ? next
            : next.Owe(Services.Ids.New(), ReflectVisitDelivery.Kind, visit.PatientId, Key.Id, Now);

    protected override void Announce(AppointmentState before, AppointmentState after)
    {
        if (ReferenceEquals(before.Visit, after.Visit))
            return;
        var topics = TopicsOf(before.Visit).Concat(TopicsOf(after.Visit)).Distinct(StringComparer.Ordinal);
        foreach (var topic in topics)
            Services.Publish(Key.Practice, topic);
    }

    private static IEnumerable<string> TopicsOf(Visit? visit)
    {
        if (visit is null)
            yield break;
        yield return LiveTopic.Visits(visit.PatientId);
        if (visit is { Slot: { } slot, Day: { } day })
            yield return LiveTopic.Day(slot.LocationId, day);
        if (visit.Confirmation is ConfirmationStatus.EConfirmCallBack)
            yield return LiveTopic.CallBacks;
    }

    private static bool IsPatient => !CallerScope.Required.Is(Audience.Staff | Audience.Integrator | Audience.System);

    private Asking Asking(AskedRequest request) => new(request, Services.Ids.New(), CallerScope.Required.Name, Now, CallerScope.Required.PatientId);

    private async Task<Result<Done>> Change(AskedRequest request, Func<AppointmentState, Asking, Decision<AppointmentState, Done>> rule)
    {
        await FinishPending();
        return await Decide(request, state => rule(state, Asking(request)));
    }

    private async Task<Result<ConfirmationOutcome>> Answer(
        AskedRequest request, Func<AppointmentState, Asking, Decision<AppointmentState, ConfirmationOutcome>> rule)
    {
        await FinishPending();
        return State.Visit is { } visit && await MayBeSeen(visit)
            ? await Decide(request, state => rule(state, Asking(request)))
            : AppointmentRules.Unknown;
    }

    /// <summary>Runs a command that may need time in the books.</summary>
    private async Task<Result<Saved>> Place(AskedRequest request, Func<AppointmentState, Asking, Decision<AppointmentState, Saved>> rule)
    {
        await FinishPending();
        if (RequestRing.TryAnswer<Saved>(State, request, out var answered))
            return answered;
        var decision = rule(State, Asking(request));
        if (decision.Next?.Pending is null)
            return await Decide(request, _ => decision);
        await Commit(decision.Next);
        return await FinishPending();
    }

    private async Task<Result<Saved>> FinishPending()
    {
        if (State.Pending is not { } pending)
            return Saved.Unchanged;
        var books = new AppointmentBooks(Services.Grains, Key, pending.Visit.Slot!);
        if (await books.Hold(pending.ClaimId) is { IsEmpty: false } taken)
        {
            await books.Release(pending.ClaimId);
            // A visit that never stood leaves no document behind.
            await (State.Visit is null ? Discard() : Commit(Placement.Drop(State)));
            return SlotRules.Taken(taken, await Practice());
        }

        await Commit(RequestRing.Remember(Placement.Land(State, Now), new(pending.RequestId, pending.Asked), pending.Answer));
        return pending.Answer;
    }

    private async Task<bool> MayBeSeen(Visit visit) => !IsPatient
        || (CallerScope.Required.PatientId is { } viewer
            && await Services.Grains.GetGrain<IPatientGrain>(GrainKey.For(Key.Practice, visit.PatientId)).MayBeSeenBy(viewer))
        || AuditedCall.Refuse();

    private async Task<bool> IsPatientKnown(string patientId)
    {
        using var system = CallerScope.Use(Caller.System(Key.Practice));
        return GrainKey.TryParse($"{Key.Practice}/{patientId}", out var patient)
            && await Services.Grains.GetGrain<IPatientGrain>(patient.ToString()).Card() is not null;
    }

    private async Task<PracticeView> Practice()
    {
        using var system = CallerScope.Use(Caller.System(Key.Practice));
        return await Services.Grains.GetGrain<IPracticeGrain>(GrainKey.For(Key.Practice, IPracticeGrain.Id)).View()
            ?? throw new InvalidOperationException("The practice has no profile.");
    }
}
