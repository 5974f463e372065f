using System.Collections.Immutable;
using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Portal.Grains.Interfaces;
using Portal.Grains.Interfaces.Access;
using Portal.Grains.Interfaces.Patients;
using Portal.Grains.Interfaces.Practices;
using Portal.Grains.Interfaces.Scheduling;
using Portal.WebFront.Look;
using Portal.WebFront.Scheduling;

namespace Portal.WebFront.Pages.Staff.Day;

/// <summary>What the pages of the book share: the location and the day of the address.</summary>
public abstract class DayPage(IGrainFactory grains, TimeProvider time, PageFrame frame) : PortalPage(grains)
{
    /// <summary>As many as may lie around a time that is over.</summary>
    private const int OtherVisits = 50;

    /// <summary>From when to when visits begin that nobody has to be asked about.</summary>
    private const int FirstHour = 6;
    private const int LastHour = 21;

    [BindProperty(SupportsGet = true, Name = "location")]
    public string? LocationId { get; set; }

    [BindProperty(SupportsGet = true, Name = "date")]
    public string? DateText { get; set; }

    [TempData]
    public string? Note { get; set; }

    public PracticeView PracticeView { get; private set; } = null!;

    public Location Location { get; private set; } = null!;

    public DateOnly Date { get; private set; }

    public DateTimeOffset Now { get; } = time.GetUtcNow();

    public TimeZoneInfo Zone => LocalTime.Zone(Location.TimeZone);

    public DateOnly Today => LocalTime.DayOf(Zone, Now);

    /// <summary>Who works with the book. Billing reads it only.</summary>
    public bool MayChange => Caller.Is(Audience.FrontDesk | Audience.Provider | Audience.Administrator);

    public string DayHref => HrefOf(Location.Id, Date);

    public string HrefOf(string locationId, DateOnly date) => $"{frame.Root}/staff/day?location={Uri.EscapeDataString(locationId)}&date={Iso(date)}";

    public static string Iso(DateOnly date) => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>The book is the staff's, whoever may read a visit of it.</summary>
    public override void OnPageHandlerExecuting(PageHandlerExecutingContext context)
    {
        if (!Caller.Is(Audience.Staff))
            context.Result = NotFound();
    }

    /// <summary>False when the practice has no location yet.</summary>
    protected async Task<bool> LoadPlace(string? locationId = null, DateOnly? date = null)
    {
        frame.CurrentArea = Areas.Day;
        if (await Grain<IPracticeGrain>(IPracticeGrain.Id).View() is not { Locations.IsEmpty: false } practice)
            return false;
        PracticeView = practice;
        var wanted = locationId ?? LocationId ?? OwnLocationId();
        Location = practice.Locations.FirstOrDefault(location => location.Id == wanted)
            ?? practice.MainLocation!;
        Date = date ?? SentTime.Day(DateText) ?? Today;
        return true;
    }

    /// <summary>
    /// The question that a form asks when all that stands in the way of a slot is that its time is an unusual one; none
    /// when there are other problems, which come first.
    /// </summary>
    protected UnusualTime? AskAbout(ImmutableArray<Problem> problems, Slot slot, string act) => problems switch
    {
        [{ Code: SlotFault.InPast }] => Unusual("This time is over. Is it meant?", slot, act, nameof(SlotInput.TimeAsked)),
        [{ Code: SlotFault.FarAhead }] => Unusual($"This is more than {SlotFault.UsualYears} years ahead. Is it meant?", slot, act, nameof(SlotInput.TimeAsked)),
        _ => null,
    };

    /// <summary>The question that is asked when the halves of the day were perhaps mixed up; none at an hour at which people work.</summary>
    protected UnusualTime? AskAboutHour(SlotInput input, Slot slot, string act) =>
        slot.Start == default || input.HourIsMeant(slot) || LocalTime.At(Zone, slot.Start).Hour is >= FirstHour and < LastHour
            ? null
            : Unusual($"{PlainTime.Clock(slot.Start, Zone)} is an unusual hour. Is it meant?", slot, act, nameof(SlotInput.HourAsked));

    /// <summary>The question that is asked before somebody is put into two chairs at once; none when nobody would be.</summary>
    /// <param name="patientId">Who comes.</param>
    /// <param name="visitId">The visit that is put there.</param>
    /// <param name="slot">Where.</param>
    /// <param name="act">What the form does.</param>
    protected async Task<UnusualTime?> AskAboutOther(string? patientId, string visitId, Slot slot, string act)
    {
        if (string.IsNullOrEmpty(patientId) || slot.Start == default)
            return null;
        var visits = await Grain<IAppointmentDirectoryGrain>(IAppointmentDirectoryGrain.Id).OfPatient(patientId, OtherVisits);
        var other = visits.Coming.Concat(visits.Rest).FirstOrDefault(visit => visit.Id != visitId
            && visit.Status is AppointmentStatus.Scheduled && visit.Slot.Start < slot.End && slot.Start < visit.Slot.End);
        return other is null ? null : Unusual(
            $"{(await Grain<IPatientGrain>(patientId).Card())?.Name ?? "The patient"} has another visit at that time, {PlainTime.Span(other.Slot.Start, other.Slot.End, LocalTime.Zone(other.TimeZone))}, {other.LocationName}. Is it meant?",
            slot, act, nameof(SlotInput.OtherAsked));
    }

    private UnusualTime Unusual(string question, Slot slot, string act, string field) =>
        new(slot.Start.ToUnixTimeSeconds(), question, PlainTime.InSentence(slot.Start, Now, Zone), act, field);

    /// <summary>Those in use, and the one that is shown.</summary>
    public IEnumerable<Location> Places => PracticeView.Locations.Where(location => !location.OutOfUse || location.Id == Location.Id);

    /// <summary>Who treats begins where they work, of several at the first that is not closed.</summary>
    private string? OwnLocationId() => PracticeView.Providers
        .FirstOrDefault(provider => provider.Id == Caller.ProviderId)?.LocationIds
        .FirstOrDefault(id => PracticeView.Locations.Any(location => location.Id == id && !location.OutOfUse));
}
