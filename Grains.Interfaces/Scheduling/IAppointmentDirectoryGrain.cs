using System.Collections.Immutable;
using Portal.Grains.Interfaces.Access;

namespace Portal.Grains.Interfaces.Scheduling;

/// <summary>Lists visits. Key: <c>{practice}/appointments</c>. Stateless: it reads the stored documents.</summary>
[Alias("portal.scheduling.IAppointmentDirectoryGrain")]
public interface IAppointmentDirectoryGrain : IGrainWithStringKey
{
    /// <summary>The id part of the key.</summary>
    const string Id = "appointments";

    /// <summary>
    /// The scheduled visits that have not ended, of the person with that patient record and of all whom that person
    /// may see, the next one first. A patient caller may only ask for the own record.
    /// </summary>
    [Alias("Upcoming"), AllowedFor(Audience.Person | Audience.System), Audited("appointment.list", OncePerPage = true)]
    Task<ImmutableArray<VisitCard>> Upcoming(string viewerPatientId);

    /// <summary>
    /// The visits of the same people that were to be in the time to come and are not: cancelled, missed or taken out of the
    /// book, the next one first.
    /// </summary>
    [Alias("CalledOff"), AllowedFor(Audience.Person | Audience.System), Audited("appointment.list", OncePerPage = true)]
    Task<ImmutableArray<VisitCard>> CalledOff(string viewerPatientId);

    /// <summary>The visits of the same people that are over, whether they took place or not, the latest first.</summary>
    /// <param name="viewerPatientId">Whose eyes.</param>
    /// <param name="after">The cursor of the page before, or none.</param>
    /// <param name="size">Rows wanted, 1 to 100.</param>
    [Alias("Past"), AllowedFor(Audience.Person | Audience.System), Audited("appointment.list", OncePerPage = true)]
    Task<VisitPage> Past(string viewerPatientId, string? after, int size);

    /// <summary>
    /// Every visit of one patient as the staff sees them: those to come, the next one first, and the rest that have a time,
    /// the latest first, whether they took place or not.
    /// </summary>
    /// <param name="patientId">Whose.</param>
    /// <param name="size">Rows of the rest wanted, 1 to 100.</param>
    [Alias("OfPatient"), AllowedFor(Audience.Staff | Audience.System), Audited("appointment.list", OncePerPage = true)]
    Task<PatientVisits> OfPatient(string patientId, int size);

    /// <summary>One location's day as the staff sees it; none when there is no such location.</summary>
    [Alias("Day"), AllowedFor(Audience.Staff | Audience.System), Audited("appointment.day", OncePerPage = true)]
    Task<DayView?> Day(string locationId, DateOnly day);

    /// <summary>Every scheduled visit about which somebody waits for a call, the next visit first.</summary>
    [Alias("CallBacks"), AllowedFor(Audience.Staff | Audience.System), Audited("appointment.list", OncePerPage = true)]
    Task<ImmutableArray<VisitCard>> CallBacks();

    /// <summary>
    /// The scheduled visits to come at a location, in a chair or with a provider, the next one first, 200 at most: what has
    /// to be moved when it is taken out of use.
    /// </summary>
    [Alias("Booked"), AllowedFor(Audience.Staff | Audience.System), Audited("appointment.list", OncePerPage = true)]
    Task<ImmutableArray<VisitCard>> Booked(BookedWith what);
}

/// <summary>One of the three.</summary>
/// <param name="LocationId">Of a location.</param>
/// <param name="ChairId">Of a chair.</param>
/// <param name="ProviderId">Of a provider.</param>
[GenerateSerializer, Immutable, Alias("portal.scheduling.BookedWith")]
public sealed record BookedWith(
    [property: Id(0)] string LocationId = "",
    [property: Id(1)] string ChairId = "",
    [property: Id(2)] string ProviderId = "");

/// <summary>A visit in a list, with the names that belong to it.</summary>
[GenerateSerializer, Immutable, Alias("portal.scheduling.VisitCard")]
public sealed record VisitCard
{
    /// <summary>The visit's id.</summary>
    [Id(0)] public required string Id { get; init; }

    /// <summary>Who comes.</summary>
    [Id(1)] public required string PatientId { get; init; }

    /// <summary>The patient's name as shown.</summary>
    [Id(2)] public required string PatientName { get; init; }

    /// <summary>Where the visit stands.</summary>
    [Id(3)] public AppointmentStatus Status { get; init; }

    /// <summary>How it was broken, if it was.</summary>
    [Id(4)] public BreakKind? BrokenAs { get; init; }

    /// <summary>When and where.</summary>
    [Id(5)] public required Slot Slot { get; init; }

    /// <summary>The location's name.</summary>
    [Id(6)] public string LocationName { get; init; } = "";

    /// <summary>The location's address.</summary>
    [Id(7)] public string LocationAddress { get; init; } = "";

    /// <summary>The location's IANA time zone.</summary>
    [Id(8)] public string TimeZone { get; init; } = "";

    /// <summary>Who treats, as shown to patients.</summary>
    [Id(9)] public ImmutableArray<string> ProviderNames { get; init; } = [];

    /// <summary>What for.</summary>
    [Id(10)] public string Reason { get; init; } = "";

    /// <summary>Where the confirmation stands.</summary>
    [Id(11)] public ConfirmationStatus Confirmation { get; init; }

    /// <summary>Whether the patient may confirm or ask for a call now.</summary>
    [Id(12)] public bool AwaitsAnswer { get; init; }

    /// <summary>What is to be done.</summary>
    [Id(13)] public ImmutableArray<PlannedProcedure> Procedures { get; init; } = [];

    /// <summary>Who asked for a call. In <see cref="IAppointmentDirectoryGrain.CallBacks"/> only.</summary>
    [Id(14)] public CallBack? CallBack { get; init; }

    /// <summary>Whom to call: the number of who asked, else of the patient. In <see cref="IAppointmentDirectoryGrain.CallBacks"/> only.</summary>
    [Id(15)] public string CallBackPhone { get; init; } = "";
}

/// <summary>The visits of one patient.</summary>
/// <param name="Coming">Scheduled and not ended, the next one first.</param>
/// <param name="Rest">Ended, cancelled, missed or taken out of the book, the latest first; at most the size asked for.</param>
/// <param name="HasMore">Whether there are more of the rest.</param>
[GenerateSerializer, Immutable, Alias("portal.scheduling.PatientVisits")]
public sealed record PatientVisits(
    [property: Id(0)] ImmutableArray<VisitCard> Coming,
    [property: Id(1)] ImmutableArray<VisitCard> Rest,
    [property: Id(2)] bool HasMore);

/// <summary>A page of past visits.</summary>
/// <param name="Visits">At most the size asked for.</param>
/// <param name="Next">The cursor of the next page, or none at the end.</param>
[GenerateSerializer, Immutable, Alias("portal.scheduling.VisitPage")]
public sealed record VisitPage([property: Id(0)] ImmutableArray<VisitCard> Visits, [property: Id(1)] string? Next);

/// <summary>One location's day.</summary>
/// <param name="LocationId">The location.</param>
/// <param name="Day">The day at the location.</param>
/// <param name="Start">Its first instant (UTC).</param>
/// <param name="End">The first instant of the next day (UTC).</param>
/// <param name="Visits">All visits that day, by start; also the broken and completed ones.</param>
/// <param name="Breaks">Time that is closed.</param>
[GenerateSerializer, Immutable, Alias("portal.scheduling.DayView")]
public sealed record DayView(
    [property: Id(0)] string LocationId,
    [property: Id(1)] DateOnly Day,
    [property: Id(2)] DateTimeOffset Start,
    [property: Id(3)] DateTimeOffset End,
    [property: Id(4)] ImmutableArray<VisitCard> Visits,
    [property: Id(5)] ImmutableArray<DayBreak> Breaks);

/// <summary>Closed time of a chair or a provider.</summary>
/// <param name="Resource">As in <see cref="BookDay"/>.</param>
/// <param name="Time">When, and why.</param>
[GenerateSerializer, Immutable, Alias("portal.scheduling.DayBreak")]
public sealed record DayBreak([property: Id(0)] string Resource, [property: Id(1)] HeldTime Time);
