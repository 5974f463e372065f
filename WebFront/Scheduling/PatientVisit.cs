using Portal.Grains.Interfaces.Scheduling;
using Portal.WebFront.Look;

namespace Portal.WebFront.Scheduling;

/// <summary>A visit as its patient sees it, with the forms to answer about it.</summary>
public sealed record PatientVisit(VisitCard Visit, string Root, string? OwnPatientId, DateTimeOffset Now, string Heading = "Your next visit")
{
    public TimeZoneInfo Zone => VisitWords.ZoneOf(Visit);

    public bool IsOwn => Visit.PatientId == OwnPatientId;

    public string When => VisitWords.When(Visit, Now);

    public string WhenInSentence => VisitWords.WhenInSentence(Visit, Now);

    public string CalendarHref => $"{Root}/appointments/{Visit.Id}/calendar.ics";

    /// <summary>What the person was shown, so that an answer cannot mean another time.</summary>
    public long Seen => Visit.Slot.Start.ToUnixTimeSeconds();

    /// <summary>How far the practice got with asking is its own affair: for the patient a visit is confirmed or not, and a call is nothing bad.</summary>
    public string State => Visit switch
    {
        { Status: not AppointmentStatus.Scheduled } => VisitWords.StateOf(Visit),
        { Confirmation: ConfirmationStatus.EConfirmCallBack } => "CallAsked",
        { Confirmation: ConfirmationStatus.Confirmed or ConfirmationStatus.Arrived or ConfirmationStatus.ReadyToGoBack or ConfirmationStatus.InTreatmentRoom or ConfirmationStatus.FrontDesk } => VisitWords.StateOf(Visit),
        _ => "Unconfirmed",
    };

    /// <summary>Why a visit does not take place as it stood in the list; none of a visit in the book or one that took place.</summary>
    public string? CalledOff => Visit.Status switch
    {
        AppointmentStatus.Broken when Visit.BrokenAs is BreakKind.Cancelled => "This visit was cancelled.",
        AppointmentStatus.Broken when Visit.BrokenAs is BreakKind.EnteredInError => "This visit was entered by mistake and does not take place.",
        AppointmentStatus.Broken => "The practice noted this visit as missed.",
        AppointmentStatus.UnschedList => "This visit does not take place at this time.",
        _ => null,
    };

    /// <summary>What was done, where that says more than the reason does.</summary>
    public string Done => string.Join(", ", Visit.Procedures
        .Select(done => done.Tooth is null ? done.Description : $"{done.Description}, tooth {done.Tooth}")
        .Distinct(StringComparer.OrdinalIgnoreCase)
        .Where(words => words.Length > 0 && !words.Equals(Visit.Reason, StringComparison.OrdinalIgnoreCase)));

    /// <summary>Whether the answer is given, so that nothing but a call can change it (domain.md C2): it is not offered again.</summary>
    public bool IsAnswered => !Visit.AwaitsAnswer && Visit.Slot.Start > Now;

    public bool WaitsForCall => Visit.Confirmation is ConfirmationStatus.EConfirmCallBack;

    public string ElementId => $"visit-{Visit.Id}";

    public string Span => PlainTime.Span(Visit.Slot.Start, Visit.Slot.End, Zone);
}
