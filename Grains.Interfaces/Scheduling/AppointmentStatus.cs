namespace Portal.Grains.Interfaces.Scheduling;

/// <summary>Domain.md C1.</summary>
[GenerateSerializer, Alias("portal.scheduling.AppointmentStatus")]
public enum AppointmentStatus
{
    /// <summary>Only in the chart; it has no time yet.</summary>
    Planned,

    /// <summary>In the book.</summary>
    Scheduled,

    /// <summary>Has taken place.</summary>
    Complete,

    /// <summary>Missed, or cancelled late.</summary>
    Broken,

    /// <summary>To be given another time.</summary>
    UnschedList,
}

/// <summary>How a visit was broken.</summary>
[GenerateSerializer, Alias("portal.scheduling.BreakKind")]
public enum BreakKind
{
    /// <summary>The patient did not come.</summary>
    Missed,

    /// <summary>It was called off.</summary>
    Cancelled,

    /// <summary>It was called off because it was never meant: another system took it back as an error.</summary>
    EnteredInError,
}

/// <summary>Where the confirmation of a visit stands (domain.md C2, the default list).</summary>
[GenerateSerializer, Alias("portal.scheduling.ConfirmationStatus")]
public enum ConfirmationStatus
{
    /// <summary>Nobody has called yet.</summary>
    NotCalled,

    /// <summary>Not confirmed.</summary>
    Unconfirmed,

    /// <summary>The patient will come.</summary>
    Confirmed,

    /// <summary>A message was left.</summary>
    LeftMessage,

    /// <summary>In the waiting room.</summary>
    Arrived,

    /// <summary>Ready to go back to the chair.</summary>
    ReadyToGoBack,

    /// <summary>Seated.</summary>
    InTreatmentRoom,

    /// <summary>At the front desk after treatment.</summary>
    FrontDesk,

    /// <summary>Asked by e-mail.</summary>
    Emailed,

    /// <summary>Asked by text.</summary>
    Texted,

    /// <summary>A confirmation request is out.</summary>
    EConfirmSent,

    /// <summary>The patient asks to be called.</summary>
    EConfirmCallBack,

    /// <summary>A confirmation request could not be sent.</summary>
    EConfirmFailure,

    /// <summary>Booked by the patient on line.</summary>
    CreatedFromWebSched,
}

/// <summary>What an answer of the patient did.</summary>
[GenerateSerializer, Alias("portal.scheduling.ConfirmationOutcome")]
public enum ConfirmationOutcome
{
    /// <summary>It was noted.</summary>
    Recorded,

    /// <summary>It was so already; nothing was written.</summary>
    Redundant,
}

/// <summary>Where a request to confirm stands (domain.md C3).</summary>
[GenerateSerializer, Alias("portal.scheduling.ConfirmationRequestState")]
public enum ConfirmationRequestState
{
    /// <summary>Waits for the patient.</summary>
    PendingRsvp,

    /// <summary>The patient will come.</summary>
    PositiveRsvp,

    /// <summary>The patient asks to be called.</summary>
    Callback,

    /// <summary>The visit began without an answer.</summary>
    Expired,

    /// <summary>The visit was moved first; an answer to the request means nothing.</summary>
    ApptChanged,
}
