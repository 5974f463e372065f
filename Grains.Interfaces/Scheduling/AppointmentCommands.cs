using System.Collections.Immutable;

namespace Portal.Grains.Interfaces.Scheduling;

/// <summary>Puts a new visit into the book.</summary>
/// <param name="RequestId">Repeating the command with the same id has its effect once.</param>
/// <param name="PatientId">Who comes.</param>
/// <param name="Slot">When and where; chair and at least one provider are needed.</param>
/// <param name="Reason">What for, in words for the patient; at most 200 characters.</param>
/// <param name="Procedures">What is to be done, if known.</param>
/// <param name="TimeIsMeant">Whether an unusual time is meant; without it such a time is refused (<see cref="SlotFault.InPast"/>, <see cref="SlotFault.FarAhead"/>).</param>
[GenerateSerializer, Immutable, Alias("portal.scheduling.ScheduleAppointment")]
public sealed record ScheduleAppointment(
    [property: Id(0)] string RequestId,
    [property: Id(1)] string PatientId,
    [property: Id(2)] Slot Slot,
    [property: Id(3)] string Reason,
    [property: Id(4)] ImmutableArray<PlannedProcedure> Procedures,
    [property: Id(5)] bool TimeIsMeant = false);

/// <summary>Moves a visit, or brings one back into the book.</summary>
/// <param name="RequestId">Repeating the command with the same id has its effect once.</param>
/// <param name="Slot">The new time and place.</param>
/// <param name="AskAgain">Whether the patient is asked to confirm the new time, when a request was open before.</param>
/// <param name="TimeIsMeant">Whether an unusual time is meant; without it such a time is refused (<see cref="SlotFault.InPast"/>, <see cref="SlotFault.FarAhead"/>).</param>
[GenerateSerializer, Immutable, Alias("portal.scheduling.MoveAppointment")]
public sealed record MoveAppointment(
    [property: Id(0)] string RequestId,
    [property: Id(1)] Slot Slot,
    [property: Id(2)] bool AskAgain = true,
    [property: Id(3)] bool TimeIsMeant = false);

/// <summary>A visit as another system tells it.</summary>
[GenerateSerializer, Immutable, Alias("portal.scheduling.ImportAppointment")]
public sealed record ImportAppointment
{
    /// <summary>Repeating the command with the same id has its effect once.</summary>
    [Id(0)] public required string RequestId { get; init; }

    /// <summary>Who comes.</summary>
    [Id(1)] public required string PatientId { get; init; }

    /// <summary>Where the visit stands.</summary>
    [Id(2)] public required AppointmentStatus Status { get; init; }

    /// <summary>When and where. Needed unless planned or unscheduled; the chair and the providers may be unknown.</summary>
    [Id(3)] public Slot? Slot { get; init; }

    /// <summary>How it was broken; for that status only.</summary>
    [Id(4)] public BreakKind? BrokenAs { get; init; }

    /// <summary>What for, in words for the patient.</summary>
    [Id(5)] public string Reason { get; init; } = "";

    /// <summary>What was or is to be done.</summary>
    [Id(6)] public ImmutableArray<PlannedProcedure> Procedures { get; init; } = [];

    /// <summary>Where the confirmation stands; none leaves it as it is, and at a new time makes it void.</summary>
    [Id(7)] public ConfirmationStatus? Confirmation { get; init; }

    /// <summary>
    /// Whether it is meant for the visit as it is now, and not for the one that the other system told before: what was told
    /// already then counts again where somebody has changed the visit since.
    /// </summary>
    [Id(8)] public bool? Overwrites { get; init; }
}

/// <summary>What a visit needs of the books.</summary>
/// <param name="Slot">The time to hold; none when it needs none, or has what it needs.</param>
[GenerateSerializer, Immutable, Alias("portal.scheduling.NeededTime")]
public sealed record NeededTime([property: Id(0)] Slot? Slot);
