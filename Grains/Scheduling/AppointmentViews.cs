using Portal.Grains.Interfaces.Scheduling;

namespace Portal.Grains.Scheduling;

/// <summary>What is shown of a visit's document.</summary>
internal static class AppointmentViews
{
    public static AppointmentView Of(AppointmentState state, Visit visit, string id, bool forStaff, DateTimeOffset now) => new()
    {
        Id = id,
        PatientId = visit.PatientId,
        Status = visit.Status,
        BrokenAs = visit.BrokenAs,
        Slot = visit.Slot,
        Reason = visit.Reason,
        Procedures = visit.Procedures,
        Confirmation = visit.Confirmation,
        Request = ConfirmationRules.RequestNow(visit, now),
        AwaitsAnswer = ConfirmationRules.AwaitsAnswer(visit, now),
        History = forStaff ? state.History : [],
        CallBack = forStaff ? visit.CallBack : null,
    };
}
