using Portal.Grains.Interfaces.Scheduling;
using Portal.Grains.Scheduling;

namespace Portal.Grains.Records.Reflection;

/// <summary>
/// Whether a visit is what another system told of it. Where an import leaves alone what was decided here since, the stored
/// Appointment would tell another hour or another answer than the book; then the book is written into it.
/// </summary>
internal static class ToldVisit
{
    public static bool Is(ImportAppointment told, AppointmentView visit) =>
        Code(told.Status, told.BrokenAs, told.Confirmation ?? ConfirmationStatus.NotCalled) == Code(visit.Status, visit.BrokenAs, visit.Confirmation)
        && (told.Slot is null || IsAt(SlotRules.Normal(told.Slot), visit.Slot))
        && (visit.Status is not AppointmentStatus.Scheduled || Answer(told.Confirmation) == Answer(visit.Confirmation))
        && (visit.Reason.Length == 0 || visit.Reason == told.Reason);

    private static string Code(AppointmentStatus status, BreakKind? brokenAs, ConfirmationStatus confirmation) =>
        AppointmentCodes.Write(new(status, brokenAs, confirmation));

    private static bool IsAt(Slot told, Slot? slot) => SlotRules.SameTime(slot, told) && slot!.LocationId == told.LocationId;

    /// <summary>What the patient has said, where a participant's status tells it.</summary>
    private static ConfirmationStatus? Answer(ConfirmationStatus? confirmation) =>
        confirmation is ConfirmationStatus.Confirmed or ConfirmationStatus.EConfirmCallBack ? confirmation : null;
}
