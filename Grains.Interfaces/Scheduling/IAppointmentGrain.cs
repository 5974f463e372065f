using Orleans.Concurrency;
using Portal.Grains.Interfaces.Access;
using Portal.Grains.Interfaces.Practices;
using Portal.Grains.Interfaces.Patients;

namespace Portal.Grains.Interfaces.Scheduling;

/// <summary>
/// One visit of one patient. Key: <c>{practice}/{appointmentId}</c>. It holds its time in the <see cref="IDayBookGrain"/>
/// of its chair and of each of its providers before it says that it is scheduled. A patient caller meets only visits
/// of those that the caller may see; any other answers as if it did not exist.
/// </summary>
[Alias("portal.scheduling.IAppointmentGrain")]
public interface IAppointmentGrain : IGrainWithStringKey
{
    /// <summary>The visit, or none.</summary>
    [Alias("View"), AllowedFor(Audience.Person | Audience.Integrator | Audience.System), Audited("appointment.view", OncePerPage = true), AlwaysInterleave]
    Task<AppointmentView?> View();

    /// <summary>Puts a new visit into the book.</summary>
    /// <returns><c>appointment.*</c> problems together, or <c>appointment.slot_taken</c> naming chair or provider.</returns>
    [Alias("Schedule"), AllowedFor(Audience.FrontDesk | Audience.Provider | Audience.Administrator | Audience.System), Audited("appointment.schedule")]
    Task<Result<Saved>> Schedule(ScheduleAppointment command);

    /// <summary>
    /// Moves the visit to another time, chair or provider; a planned, broken or unscheduled one comes into the book
    /// (again) by it. A new time makes the confirmation and an open confirmation request void.
    /// </summary>
    [Alias("Move"), AllowedFor(Audience.FrontDesk | Audience.Provider | Audience.Administrator | Audience.System), Audited("appointment.move")]
    Task<Result<Saved>> Move(MoveAppointment command);

    /// <summary>The patient missed the visit or cancelled it late; its time is free again.</summary>
    [Alias("Break"), AllowedFor(Audience.FrontDesk | Audience.Provider | Audience.Administrator | Audience.System), Audited("appointment.break")]
    Task<Result<Done>> Break(string requestId, BreakKind kind);

    /// <summary>Takes the visit out of the book, to be given another time later.</summary>
    [Alias("Unschedule"), AllowedFor(Audience.FrontDesk | Audience.Provider | Audience.Administrator | Audience.System), Audited("appointment.unschedule")]
    Task<Result<Done>> Unschedule(string requestId);

    /// <summary>The visit has taken place. Not before its day.</summary>
    [Alias("Complete"), AllowedFor(Audience.FrontDesk | Audience.Provider | Audience.Administrator | Audience.System), Audited("appointment.complete")]
    Task<Result<Done>> Complete(string requestId);

    /// <summary>
    /// The patient (or a representative) will come. Refused when the time is not the one seen, and when domain.md C2
    /// says so; a visit that is confirmed already stays as it is.
    /// </summary>
    /// <param name="requestId">Repeating the command with the same id has its effect once.</param>
    /// <param name="seenStart">The start that the person was shown.</param>
    [Alias("Confirm"), AllowedFor(Audience.Patient), Audited("appointment.confirm")]
    Task<Result<ConfirmationOutcome>> Confirm(string requestId, DateTimeOffset seenStart);

    /// <summary>The patient asks the practice to call about the visit. The staff sees it until it is handled.</summary>
    /// <param name="requestId">Repeating the command with the same id has its effect once.</param>
    /// <param name="seenStart">The start that the person was shown.</param>
    [Alias("RequestCallback"), AllowedFor(Audience.Patient), Audited("appointment.callback")]
    Task<Result<ConfirmationOutcome>> RequestCallback(string requestId, DateTimeOffset seenStart);

    /// <summary>Staff notes where the confirmation stands. Anything but a call-back ends a call-back alert.</summary>
    [Alias("SetConfirmation"), AllowedFor(Audience.FrontDesk | Audience.Provider | Audience.Administrator | Audience.System), Audited("appointment.set_confirmation")]
    Task<Result<Done>> SetConfirmation(string requestId, ConfirmationStatus status);

    /// <summary>Asks the patient on the portal to confirm (domain.md C3).</summary>
    [Alias("AskToConfirm"), AllowedFor(Audience.FrontDesk | Audience.Provider | Audience.Administrator | Audience.System), Audited("appointment.ask")]
    Task<Result<Done>> AskToConfirm(string requestId);

    /// <summary>
    /// Creates or replaces the visit as another system tells it. The same content again changes nothing. A scheduled
    /// visit that has not ended holds its time like any other and is refused when that is taken; past ones need none. What
    /// was entered in error makes no visit, and calls off the one that there is (<c>appointment.taken_place</c> when it is over).
    /// </summary>
    [Alias("Import"), AllowedFor(Audience.Integrator | Audience.Administrator | Audience.System), Audited("appointment.import")]
    Task<Result<Saved>> Import(ImportAppointment command);

    /// <summary>What <see cref="Import"/> would need. Nothing is held, and nothing is written.</summary>
    /// <param name="command">What another system tells; its patient is or will be known.</param>
    /// <param name="practice">The practice as it will be by then.</param>
    /// <returns>What is wrong with it, whatever the books hold.</returns>
    [Alias("TryImport"), AllowedFor(Audience.System)]
    Task<Result<NeededTime>> TryImport(ImportAppointment command, PracticeView practice);
}
