using System.Collections.Immutable;
using Portal.Grains.Documents;
using Portal.Grains.Interfaces.Patients;
using Portal.Grains.Interfaces.Scheduling;

namespace Portal.Grains.Scheduling;

/// <summary>The document of a visit.</summary>
public sealed record AppointmentState : DocumentState
{
    /// <summary>The visit as it stands; none before its first time was held.</summary>
    public Visit? Visit { get; init; }

    /// <summary>The claim by which the day books hold the time of <see cref="Visit"/>; none when it holds none.</summary>
    public string? HeldClaim { get; init; }

    /// <summary>The visit as it shall stand once its time is held. Written before the first book is asked.</summary>
    public PendingVisit? Pending { get; init; }

    /// <summary>The last changes, newest last.</summary>
    public ImmutableArray<AppointmentChange> History { get; init; } = [];

    /// <summary>SHA-256 of the content of the last import, by which the same content is recognised.</summary>
    public string? ImportedAs { get; init; }
}

/// <summary>The facts of a visit.</summary>
public sealed record Visit
{
    public required string PatientId { get; init; }
    public required AppointmentStatus Status { get; init; }
    public BreakKind? BrokenAs { get; init; }
    public Slot? Slot { get; init; }

    /// <summary>The day of <see cref="Slot"/> at its location.</summary>
    public DateOnly? Day { get; init; }
    public string Reason { get; init; } = "";
    public ImmutableArray<PlannedProcedure> Procedures { get; init; } = [];
    public ConfirmationStatus Confirmation { get; init; }
    public ConfirmationRequest? Request { get; init; }

    /// <summary>Who asked for a call; none when nobody waits for one, or the staff noted it.</summary>
    public CallBack? CallBack { get; init; }

    /// <summary>The visit with another confirmation: only who waits for a call is remembered as asking for one.</summary>
    public Visit Said(ConfirmationStatus confirmation) => this with
    {
        Confirmation = confirmation,
        CallBack = confirmation is ConfirmationStatus.EConfirmCallBack ? CallBack : null,
    };
}

/// <summary>A change of time that is under way.</summary>
public sealed record PendingVisit(
    string ClaimId, string RequestId, Visit Visit, AppointmentChange Change, Saved Answer, string? ImportedAs, string? Asked = null);

/// <summary>What a rule needs to know beside state and command.</summary>
/// <param name="Request">The command's id, and what it asks for.</param>
/// <param name="NewId">An id that was never used.</param>
/// <param name="By">The name of who asks.</param>
/// <param name="Now">The time.</param>
/// <param name="ByPatientId">The patient record of who asks, where it is a patient or representative.</param>
public readonly record struct Asking(AskedRequest Request, string NewId, string By, DateTimeOffset Now, string? ByPatientId = null);
