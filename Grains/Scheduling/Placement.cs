using System.Collections.Immutable;
using Portal.Grains.Documents;
using Portal.Grains.Interfaces.Patients;
using Portal.Grains.Interfaces.Scheduling;

namespace Portal.Grains.Scheduling;

/// <summary>
/// How a visit takes time in the day books. First the document says which claim it is about to make, then the books
/// are asked, then the document stands at the new time. The books believe a claim as long as a committed document
/// names it, so no clock decides and a crash loses nothing: docs/decisions/0020.
/// </summary>
public static class Placement
{
    public const string ReleaseDelivery = "daybook.release";

    private const string PendingMark = "appointment.pending";
    private const int KeptChanges = 50;

    /// <summary>Lets the visit stand as it shall, at once when its time needs no holding or is held already.</summary>
    public static Decision<AppointmentState, Saved> Begin(
        AppointmentState state, Visit visit, AppointmentAct act, Saved answer, Asking asking, string? importedAs = null, bool holds = true)
    {
        var change = ChangeOf(visit, act, asking);
        var keeps = state.HeldClaim is not null
            && visit is { Slot: { } slot, Status: AppointmentStatus.Scheduled or AppointmentStatus.Complete }
            && SlotRules.SameTime(state.Visit!.Slot, slot);
        if (holds && !keeps)
        {
            var pending = new PendingVisit(asking.NewId, asking.Request.Id, visit, change, answer, importedAs, asking.Request.Asked);
            return Decide.Next((state with { Pending = pending }).Marked(PendingMark, pending.ClaimId, asking.Now), answer);
        }

        var next = keeps ? state : Released(state, asking.Now);
        return Decide.Next(Noting(next with { Visit = visit, ImportedAs = importedAs ?? state.ImportedAs }, change), answer);
    }

    /// <summary>The time is held: the visit stands there, and the time that it had before is to be given back.</summary>
    public static AppointmentState Land(AppointmentState state, DateTimeOffset now)
    {
        var pending = state.Pending!;
        var landed = Released(state.Unmarked(PendingMark), now) with
        {
            Visit = pending.Visit,
            HeldClaim = pending.ClaimId,
            Pending = null,
            ImportedAs = pending.ImportedAs ?? state.ImportedAs,
        };
        return Noting(landed, pending.Change);
    }

    /// <summary>The time was taken: everything stays as it was.</summary>
    public static AppointmentState Drop(AppointmentState state) => state.Unmarked(PendingMark) with { Pending = null };

    /// <summary>The visit leaves the book.</summary>
    public static AppointmentState Leave(AppointmentState state, Visit visit, AppointmentAct act, Asking asking) =>
        (Released(state, asking.Now) with { Visit = visit }).Noting(act, asking);

    internal static AppointmentState Noting(this AppointmentState state, AppointmentAct act, Asking asking) =>
        Noting(state, ChangeOf(state.Visit!, act, asking));

    private static AppointmentState Noting(AppointmentState state, AppointmentChange change)
    {
        var history = state.History.Add(change);
        if (history.Length > KeptChanges)
            history = history.RemoveRange(0, history.Length - KeptChanges);
        return state with { History = history };
    }

    private static AppointmentChange ChangeOf(Visit visit, AppointmentAct act, Asking asking) =>
        new(asking.Now, act, asking.By, visit.Slot?.Start, visit.Confirmation);

    private static AppointmentState Released(AppointmentState state, DateTimeOffset now)
    {
        if (state is not { HeldClaim: { } claim, Visit.Slot: { } slot })
            return state;
        var released = state with { HeldClaim = null };
        foreach (var book in BookDay.Of(slot))
        {
            released = released.Owe($"{claim}:{book.Id}", ReleaseDelivery, book.Id, claim, now);
        }

        return released;
    }
}
