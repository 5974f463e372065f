using Portal.Grains.Interfaces.Scheduling;
using Portal.WebFront.Look;

namespace Portal.WebFront.Scheduling;

/// <summary>Visits in plain words, on the clock of their location.</summary>
public static class VisitWords
{
    /// <summary>The state as <see cref="VisitLook"/> knows it.</summary>
    public static string StateOf(VisitCard visit) => StateOf(visit.Status, visit.BrokenAs, visit.Confirmation);

    public static string StateOf(AppointmentStatus status, BreakKind? brokenAs, ConfirmationStatus confirmation) => status switch
    {
        AppointmentStatus.Scheduled => StateOf(confirmation),
        AppointmentStatus.Complete => "Complete",
        AppointmentStatus.Broken => brokenAs switch
        {
            BreakKind.Cancelled => "Cancelled",
            BreakKind.EnteredInError => "Mistaken",
            _ => "Broken",
        },
        _ => "Unscheduled",
    };

    public static string StateOf(ConfirmationStatus confirmation) => confirmation switch
    {
        ConfirmationStatus.Emailed or ConfirmationStatus.Texted or ConfirmationStatus.EConfirmSent => "Asked",
        ConfirmationStatus.EConfirmCallBack => "CallBack",
        ConfirmationStatus.EConfirmFailure => "Failed",
        ConfirmationStatus.InTreatmentRoom => "InChair",
        ConfirmationStatus.CreatedFromWebSched => "Unconfirmed",
        _ => confirmation.ToString(),
    };

    /// <summary>The status in the staff's list.</summary>
    public static string NameOf(ConfirmationStatus confirmation) => confirmation switch
    {
        ConfirmationStatus.Emailed => "Asked by e-mail",
        ConfirmationStatus.Texted => "Asked by text",
        ConfirmationStatus.EConfirmSent => "Asked on the portal",
        ConfirmationStatus.CreatedFromWebSched => "Booked online",
        _ => VisitLook.Of(StateOf(confirmation)).Text,
    };

    public static TimeZoneInfo ZoneOf(VisitCard visit) => LocalTime.Zone(visit.TimeZone);

    /// <summary>"Tuesday, December 2, 9:00 AM".</summary>
    public static string When(VisitCard visit, DateTimeOffset now) => PlainTime.InThread(visit.Slot.Start, now, ZoneOf(visit));

    /// <summary>Within a sentence: "tomorrow at 9:00 AM" or "on Tuesday, December 2, at 9:00 AM".</summary>
    public static string WhenInSentence(VisitCard visit, DateTimeOffset now) => PlainTime.InSentence(visit.Slot.Start, now, ZoneOf(visit));

    /// <summary>
    /// What a call is about: "About the visit tomorrow at 9:00 AM, Main Street." and of whom, where somebody else asked.
    /// </summary>
    public static string AboutVisit(VisitCard visit, string askedById, DateTimeOffset now) => askedById == visit.PatientId
        ? $"About the visit {WhenInSentence(visit, now)}, {visit.LocationName}."
        : $"About the visit of {visit.PatientName} {WhenInSentence(visit, now)}, {visit.LocationName}.";

    /// <summary>"Central Time": people know their clock by that name all year.</summary>
    public static string ZoneName(TimeZoneInfo zone) =>
        zone.StandardName.Replace(" Standard Time", " Time", StringComparison.Ordinal);

    /// <summary>"about 60 minutes".</summary>
    public static string Length(Slot slot) => $"about {(slot.End - slot.Start).TotalMinutes:0} minutes";

    /// <summary>"Crown seating, about 60 minutes".</summary>
    public static string What(VisitCard visit) =>
        visit.Reason.Length > 0 ? $"{visit.Reason}, {Length(visit.Slot)}" : $"Visit, {Length(visit.Slot)}";

    public static string HistoryOf(AppointmentChange change) => change.What switch
    {
        AppointmentAct.Scheduled => "Scheduled",
        AppointmentAct.Moved => "Moved",
        AppointmentAct.Broken => "Missed or cancelled",
        AppointmentAct.Unscheduled => "Taken out of the book",
        AppointmentAct.Completed => "Completed",
        AppointmentAct.Confirmed => "Confirmed by the patient",
        AppointmentAct.CallbackRequested => "Asked for a call",
        AppointmentAct.ConfirmationSet => $"Set to “{NameOf(change.Confirmation)}”",
        AppointmentAct.AskedToConfirm => "Asked to confirm",
        _ => "Taken over from another system",
    };
}
