using System.Collections.Immutable;
using Portal.Grains.Documents;
using Portal.Grains.Interfaces;
using Portal.Grains.Interfaces.Patients;
using Portal.Grains.Interfaces.Practices;
using Portal.Grains.Interfaces.Scheduling;

namespace Portal.Grains.Scheduling;

/// <summary>The state machine of a visit (domain.md C1).</summary>
public static class AppointmentRules
{
    public const int LongestReason = 200;

    public static Problem Unknown => new("appointment.unknown", "There is no such visit. Reload the page.");

    public static Decision<AppointmentState, Saved> Schedule(
        AppointmentState state, ScheduleAppointment command, PracticeView practice, bool patientKnown, Asking asking)
    {
        if (state.Visit is not null)
            return new Problem("appointment.exists", "This visit is in the book already. Move it instead.");
        var slot = SlotRules.Normal(command.Slot);
        var problems = SlotRules.Check(slot, practice, asking.Now, command.TimeIsMeant);
        if (!patientKnown)
            problems = problems.Insert(0, new("appointment.unknown_patient", "Choose the patient.", "Patient"));
        problems = problems.AddRange(CheckReason(command.Reason));
        if (!problems.IsEmpty)
            return problems;
        var visit = At(slot, practice, new Visit
        {
            PatientId = command.PatientId,
            Status = AppointmentStatus.Scheduled,
            Reason = command.Reason.Trim(),
            Procedures = command.Procedures,
            Confirmation = ConfirmationStatus.NotCalled,
        });
        return Placement.Begin(state, visit, AppointmentAct.Scheduled, Saved.Created, asking);
    }

    public static Decision<AppointmentState, Saved> Move(
        AppointmentState state, MoveAppointment command, PracticeView practice, Asking asking)
    {
        if (state.Visit is not { } visit)
            return Unknown;
        if (visit.Status is AppointmentStatus.Complete)
            return Completed;
        var slot = SlotRules.Normal(command.Slot);
        if (SlotRules.Check(slot, practice, asking.Now, command.TimeIsMeant) is { IsEmpty: false } problems)
            return problems;
        var isScheduled = visit.Status is AppointmentStatus.Scheduled;
        if (isScheduled && SlotRules.SameTime(visit.Slot, slot) && visit.Slot!.LocationId == slot.LocationId)
            return Decide.Unchanged(state, Saved.Unchanged);
        var moved = At(slot, practice, visit with { Status = AppointmentStatus.Scheduled, BrokenAs = null });
        if (!isScheduled || SlotRules.Moved(visit.Slot, slot))
            moved = ConfirmationRules.Void(moved, command.AskAgain, asking);
        return Placement.Begin(state, moved, AppointmentAct.Moved, Saved.Updated, asking);
    }

    public static Decision<AppointmentState, Done> Break(AppointmentState state, BreakKind kind, Asking asking)
    {
        if (NotInBook(state) is { } problem)
            return problem;
        if (kind is BreakKind.Missed && state.Visit!.Slot!.Start > asking.Now)
            return new Problem("appointment.not_begun", "This visit has not begun, so nobody can have missed it. Cancel or move it instead.");
        var visit = state.Visit! with { Status = AppointmentStatus.Broken, BrokenAs = kind };
        return Decide.Next(Placement.Leave(state, visit, AppointmentAct.Broken, asking), Done.Value);
    }

    public static Decision<AppointmentState, Done> Unschedule(AppointmentState state, Asking asking)
    {
        if (NotInBook(state) is { } problem)
            return problem;
        var visit = state.Visit! with { Status = AppointmentStatus.UnschedList };
        return Decide.Next(Placement.Leave(state, visit, AppointmentAct.Unscheduled, asking), Done.Value);
    }

    public static Decision<AppointmentState, Done> Complete(AppointmentState state, PracticeView practice, Asking asking)
    {
        if (NotInBook(state) is { } problem)
            return problem;
        if (state.Visit!.Slot!.Start > asking.Now && !IsToday(state.Visit.Slot, practice, asking.Now))
            return new Problem("appointment.not_today", "This visit is on a later day. It can be completed from that day on.");
        var visit = state.Visit with { Status = AppointmentStatus.Complete };
        return Decide.Next((state with { Visit = visit }).Noting(AppointmentAct.Completed, asking), Done.Value);
    }

    /// <summary>Whether the slot is on today's page of the location's calendar.</summary>
    public static bool IsToday(Slot slot, PracticeView practice, DateTimeOffset now)
    {
        var location = practice.Locations.FirstOrDefault(location => location.Id == slot.LocationId);
        if (location is null)
            return false;
        var zone = LocalTime.Zone(location.TimeZone);
        return LocalTime.DayOf(zone, slot.Start) == LocalTime.DayOf(zone, now);
    }

    internal static Visit At(Slot slot, PracticeView practice, Visit visit)
    {
        var location = practice.Locations.First(location => location.Id == slot.LocationId);
        return visit with { Slot = slot, Day = LocalTime.DayOf(LocalTime.Zone(location.TimeZone), slot.Start) };
    }

    /// <summary>Why the visit cannot leave the book, or none when it is in it.</summary>
    internal static Problem? NotInBook(AppointmentState state) => state.Visit?.Status switch
    {
        null => Unknown,
        AppointmentStatus.Scheduled => null,
        AppointmentStatus.Complete => Completed,
        _ => new Problem("appointment.not_scheduled", "This visit is not in the book any more. Reload the page."),
    };

    private static Problem Completed => new("appointment.complete", "This visit has taken place and cannot be changed any more.");

    private static ImmutableArray<Problem> CheckReason(string reason) => reason.Trim() switch
    {
        "" => [new("appointment.no_reason", "Say in a few words what the visit is for.", "Reason")],
        { Length: > LongestReason } => [new("appointment.long_reason", "Use at most 200 characters.", "Reason")],
        var text when text.Any(char.IsControl) => [new("appointment.reason_characters", "Write the reason on one line, in plain characters.", "Reason")],
        _ => [],
    };
}
