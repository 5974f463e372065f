using Portal.Grains.Documents;
using Portal.Grains.Interfaces;
using Portal.Grains.Interfaces.Practices;
using Portal.Grains.Interfaces.Scheduling;

namespace Portal.Grains.Scheduling;

/// <summary>Who may say what about coming to a visit (domain.md C2, C3).</summary>
public static class ConfirmationRules
{
    public static Decision<AppointmentState, ConfirmationOutcome> Confirm(
        AppointmentState state, DateTimeOffset seenStart, Asking asking) =>
        Answer(state, seenStart, ConfirmationStatus.Confirmed, asking);

    public static Decision<AppointmentState, ConfirmationOutcome> RequestCallback(
        AppointmentState state, DateTimeOffset seenStart, Asking asking) =>
        Answer(state, seenStart, ConfirmationStatus.EConfirmCallBack, asking);

    public static Decision<AppointmentState, Done> Set(
        AppointmentState state, ConfirmationStatus status, PracticeView practice, Asking asking)
    {
        if (AppointmentRules.NotInBook(state) is { } problem)
            return problem;
        var visit = state.Visit!;
        if (visit.Confirmation == status)
            return Decide.Unchanged(state, Done.Value);
        if (status is ConfirmationStatus.Arrived && !AppointmentRules.IsToday(visit.Slot!, practice, asking.Now))
            return new Problem("appointment.not_today", "Only a patient with a visit today can have arrived.", "Confirmation");
        if (status is ConfirmationStatus.Arrived && HasComeIn(visit.Confirmation))
            return new Problem("appointment.has_arrived", "This patient has come in already.", "Confirmation");
        var next = state with { Visit = visit.Said(status) };
        return Decide.Next(next.Noting(AppointmentAct.ConfirmationSet, asking), Done.Value);
    }

    public static Decision<AppointmentState, Done> Ask(AppointmentState state, Asking asking)
    {
        if (AppointmentRules.NotInBook(state) is { } problem)
            return problem;
        var visit = state.Visit!;
        if (!AwaitsAnswer(visit, asking.Now))
            return new Problem("appointment.nothing_to_ask", "There is nothing to ask: the patient has answered, or the visit has begun.");
        if (visit.Confirmation is ConfirmationStatus.EConfirmSent && visit.Request is { State: ConfirmationRequestState.PendingRsvp })
            return Decide.Unchanged(state, Done.Value);
        var next = state with { Visit = WithRequest(visit, asking) };
        return Decide.Next(next.Noting(AppointmentAct.AskedToConfirm, asking), Done.Value);
    }

    /// <summary>At another time what was said before means nothing.</summary>
    public static Visit Void(Visit visit, bool askAgain, Asking asking)
    {
        var wasOpen = visit.Request is { State: ConfirmationRequestState.PendingRsvp };
        if (wasOpen && askAgain)
            return WithRequest(visit, asking);
        return visit.Said(ConfirmationStatus.Unconfirmed) with
        {
            Request = wasOpen ? visit.Request! with { State = ConfirmationRequestState.ApptChanged } : visit.Request,
        };
    }

    /// <summary>Whether the patient may answer now.</summary>
    public static bool AwaitsAnswer(Visit visit, DateTimeOffset now) =>
        visit is { Status: AppointmentStatus.Scheduled, Slot: { } slot } && slot.Start > now && !IsClosed(visit.Confirmation);

    /// <summary>The request as it stands now: without an answer it ends by itself when the visit begins.</summary>
    public static ConfirmationRequest? RequestNow(Visit visit, DateTimeOffset now) =>
        visit.Request is { State: ConfirmationRequestState.PendingRsvp } open && open.ForStart <= now
            ? open with { State = ConfirmationRequestState.Expired }
            : visit.Request;

    private static Decision<AppointmentState, ConfirmationOutcome> Answer(
        AppointmentState state, DateTimeOffset seenStart, ConfirmationStatus answer, Asking asking)
    {
        if (state.Visit is not { } visit)
            return AppointmentRules.Unknown;
        if (WhyNot(visit, seenStart) is { } problem)
            return problem;
        if (visit.Confirmation == answer)
            return Decide.Unchanged(state, ConfirmationOutcome.Redundant);
        if (visit.Slot!.Start <= asking.Now)
            return new Problem("appointment.begun", "This visit has begun already. Please call the practice.");
        if (IsClosed(visit.Confirmation))
            return new Problem("appointment.answered", "The practice already knows about this visit. Please call the practice to change what you said.");
        var said = visit.Said(answer) with { Request = Answered(visit.Request, answer, asking.Now) };
        if (answer is ConfirmationStatus.EConfirmCallBack && asking.ByPatientId is { } asker)
            said = said with { CallBack = new(asker, asking.By, asking.Now) };
        var next = state with { Visit = said };
        var act = answer is ConfirmationStatus.Confirmed ? AppointmentAct.Confirmed : AppointmentAct.CallbackRequested;
        return Decide.Next(next.Noting(act, asking), ConfirmationOutcome.Recorded);
    }

    private static Problem? WhyNot(Visit visit, DateTimeOffset seenStart) => visit.Status switch
    {
        AppointmentStatus.Broken => new Problem("appointment.broken", "This visit was called off. Please call the practice for a new time."),
        AppointmentStatus.Complete => new Problem("appointment.complete", "This visit has taken place."),
        AppointmentStatus.Scheduled when visit.Slot!.Start != seenStart =>
            new Problem("appointment.time_moved", "The time of this visit has changed. Look at the new time and answer again."),
        AppointmentStatus.Scheduled => null,
        _ => new Problem("appointment.not_scheduled", "This visit has no time at present. The practice will give it a new one."),
    };

    /// <summary>
    /// The statuses that a patient's answer does not change (domain.md C2); and, beyond that table, ready to go back,
    /// which only somebody who has arrived can be.
    /// </summary>
    private static bool IsClosed(ConfirmationStatus status) =>
        HasComeIn(status) || status is ConfirmationStatus.Confirmed or ConfirmationStatus.EConfirmCallBack or ConfirmationStatus.EConfirmFailure;

    private static bool HasComeIn(ConfirmationStatus status) => status is ConfirmationStatus.Arrived
        or ConfirmationStatus.ReadyToGoBack or ConfirmationStatus.InTreatmentRoom or ConfirmationStatus.FrontDesk;

    private static Visit WithRequest(Visit visit, Asking asking) => visit.Said(ConfirmationStatus.EConfirmSent) with
    {
        Request = new(asking.NewId, visit.Slot!.Start, ConfirmationRequestState.PendingRsvp, asking.Now),
    };

    private static ConfirmationRequest? Answered(ConfirmationRequest? request, ConfirmationStatus answer, DateTimeOffset now) =>
        request is not { State: ConfirmationRequestState.PendingRsvp }
            ? request
            : request with
            {
                State = answer is ConfirmationStatus.Confirmed ? ConfirmationRequestState.PositiveRsvp : ConfirmationRequestState.Callback,
                AnsweredAt = now,
            };
}
