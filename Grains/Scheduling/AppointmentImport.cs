using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text.Json;
using Portal.Grains.Documents;
using Portal.Grains.Interfaces;
using Portal.Grains.Interfaces.Patients;
using Portal.Grains.Interfaces.Practices;
using Portal.Grains.Interfaces.Scheduling;

namespace Portal.Grains.Scheduling;

/// <summary>A visit as another system tells it.</summary>
public static class AppointmentImport
{
    private static readonly Problem _otherPatient = new("appointment.other_patient", "This visit is another patient's, and stays with that one.", "Patient");

    public static Decision<AppointmentState, Saved> Decide(
        AppointmentState state, ImportAppointment command, PracticeView practice, bool patientKnown, Asking asking)
    {
        var fingerprint = FingerprintOf(command);
        if (state.Visit is not null && state.ImportedAs == fingerprint && (command.Overwrites is not true || !IsChangedSince(state)))
            return Documents.Decide.Unchanged(state, Saved.Unchanged);
        if (state.Visit is { } known && known.PatientId != command.PatientId)
            return _otherPatient;
        if (command.BrokenAs is BreakKind.EnteredInError)
            return TakeBack(state, asking, fingerprint);
        var slot = command.Slot is null ? null : SlotRules.Normal(command.Slot);
        var problems = Check(command, practice, patientKnown, asking.Now);
        if (!problems.IsEmpty)
            return problems;
        var visit = VisitOf(state.Visit, command, slot, practice, asking);
        var answer = state.Visit is null ? Saved.Created : Saved.Updated;
        return Placement.Begin(state, visit, AppointmentAct.Imported, answer, asking, fingerprint, Holds(command, slot, asking.Now) && !BookDay.Of(slot!).IsEmpty);
    }

    /// <summary>What <see cref="Decide"/> would ask of the books. The patient is or will be known.</summary>
    public static Result<NeededTime> Need(AppointmentState state, ImportAppointment command, PracticeView practice, DateTimeOffset now)
    {
        if (state.Visit is not null && state.ImportedAs == FingerprintOf(command))
            return new NeededTime(null);
        if (command.BrokenAs is BreakKind.EnteredInError)
            return state.Visit is { Status: AppointmentStatus.Complete } ? TakenPlace : new NeededTime(null);
        var problems = Check(command, practice, patientKnown: true, now);
        if (!problems.IsEmpty)
            return problems;
        var slot = command.Slot is null ? null : SlotRules.Normal(command.Slot);
        return new NeededTime(Holds(command, slot, now) ? slot : null);
    }

    /// <summary>Whether the problem lies in what the other system tells, so that no other moment makes a visit of it.</summary>
    public static bool CannotBe(string code) => code is "appointment.unknown_location" or "appointment.unknown_chair"
        or "appointment.unknown_provider" or "appointment.ends_before_start" or "appointment.over_midnight" or "appointment.no_time";

    /// <summary>Whether the visit has taken place and cannot be what the other system says of it.</summary>
    public static bool HasTakenPlace(string code) => code == TakenPlace.Code;

    private static Problem TakenPlace => new("appointment.taken_place", "The visit has taken place, so it is not called off.");

    /// <summary>What was entered in error leaves the book as it stands there, whatever else the other system tells of it now.</summary>
    private static Decision<AppointmentState, Saved> TakeBack(AppointmentState state, Asking asking, string fingerprint) => state.Visit switch
    {
        null => Documents.Decide.Unchanged(state, Saved.Unchanged),
        { Status: AppointmentStatus.Complete } => TakenPlace,
        var visit => Placement.Begin(
            state,
            visit with { Status = AppointmentStatus.Broken, BrokenAs = BreakKind.EnteredInError },
            AppointmentAct.Imported,
            Saved.Updated,
            asking,
            fingerprint,
            holds: false),
    };

    /// <summary>Everything that is wrong with what the other system tells, whatever the books hold.</summary>
    private static ImmutableArray<Problem> Check(ImportAppointment command, PracticeView practice, bool patientKnown, DateTimeOffset now)
    {
        var slot = command.Slot is null ? null : SlotRules.Normal(command.Slot);
        ImmutableArray<Problem> problems = patientKnown
            ? []
            : [new("appointment.unknown_patient", "The practice has no such patient. Import its patients first.", "Patient")];
        if (slot is not null)
            return problems.AddRange(SlotRules.CheckImported(slot, practice, Holds(command, slot, now)));
        return command.Status is AppointmentStatus.Planned or AppointmentStatus.UnschedList or AppointmentStatus.Broken
            ? problems
            : problems.Add(new("appointment.no_time", "A visit with this status needs start, end and location.", "Start"));
    }

    /// <summary>Whether it needs time in the books.</summary>
    private static bool Holds(ImportAppointment command, Slot? slot, DateTimeOffset now) =>
        command.Status is AppointmentStatus.Scheduled && slot?.End > now;

    private static Visit VisitOf(
        Visit? before, ImportAppointment command, Slot? slot, PracticeView practice, Asking asking)
    {
        var visit = (before ?? new Visit { PatientId = command.PatientId, Status = command.Status }) with
        {
            PatientId = command.PatientId,
            Status = command.Status,
            BrokenAs = command.Status is AppointmentStatus.Broken ? command.BrokenAs ?? BreakKind.Cancelled : null,
            Reason = command.Reason,
            Procedures = command.Procedures,
        };
        if (slot is not null)
            visit = AppointmentRules.At(slot, practice, visit);
        if (before is not null && slot is not null && SlotRules.Moved(before.Slot, slot))
            visit = ConfirmationRules.Void(visit, askAgain: true, asking);
        return command.Confirmation is { } told && !IsFurther(visit.Confirmation, told) ? visit.Said(told) : visit;
    }

    /// <summary>Who has come in is not sent out again by what another system knew before, and FHIR has one word for all who are in.</summary>
    private static bool IsFurther(ConfirmationStatus confirmation, ConfirmationStatus told) => StepOf(confirmation) > StepOf(told);

    private static int StepOf(ConfirmationStatus confirmation) => confirmation switch
    {
        ConfirmationStatus.Arrived => 1,
        ConfirmationStatus.ReadyToGoBack => 2,
        ConfirmationStatus.InTreatmentRoom => 3,
        ConfirmationStatus.FrontDesk => 4,
        _ => 0,
    };

    private static bool IsChangedSince(AppointmentState state) => state.History is not [.., { What: AppointmentAct.Imported }];

    private static string FingerprintOf(ImportAppointment command) => Convert.ToHexStringLower(SHA256.HashData(
        JsonSerializer.SerializeToUtf8Bytes(command with { RequestId = "", Overwrites = null }, DocumentJson.Options)));
}
