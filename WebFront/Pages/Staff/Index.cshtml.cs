using System.Collections.Immutable;
using Portal.Grains.Interfaces.Live;
using Portal.Grains.Interfaces.Practices;
using Portal.Grains.Interfaces.Scheduling;
using Portal.Grains.Interfaces.Webmail;
using Portal.WebFront.Live;
using Portal.WebFront.Look;
using Portal.WebFront.Webmail;

namespace Portal.WebFront.Pages.Staff;

/// <summary>Where a working day begins: today's visits by location, who waits for a call, what waits for an answer.</summary>
public sealed class IndexModel(IGrainFactory grains, LiveTokens tokens, TimeProvider time, PageFrame frame)
    : MailPageModel(grains, tokens, time)
{
    private const int MailRows = 5;

    public DateOnly Today { get; private set; }

    public ImmutableArray<PlaceToday> Places { get; private set; } = [];

    public ImmutableArray<VisitCard> CallBacks { get; private set; } = [];

    public MailList Mail { get; private set; } = null!;

    public string Topics { get; private set; } = "";

    public async Task OnGetAsync()
    {
        frame.CurrentArea = Areas.Day;
        await LoadPractice();
        Today = DayIn(Zone);
        var visits = Grain<IAppointmentDirectoryGrain>(IAppointmentDirectoryGrain.Id);
        foreach (var location in PracticeView?.Locations ?? [])
        {
            // At a closed one somebody may still be booked.
            if (await PlaceOf(visits, location) is var place && (!location.OutOfUse || place.Standing > 0))
                Places = Places.Add(place);
        }

        CallBacks = await visits.CallBacks();
        await LoadMail();
    }

    private async Task<PlaceToday> PlaceOf(IAppointmentDirectoryGrain visits, Location location)
    {
        var zone = LocalTime.Zone(location.TimeZone);
        var day = DayIn(zone);
        Topics += $" {Topic(LiveTopic.Day(location.Id, day))}";
        var all = (await visits.Day(location.Id, day))?.Visits.Where(visit => visit.Status is AppointmentStatus.Scheduled or AppointmentStatus.Complete).ToList() ?? [];
        var standing = all.Where(visit => visit.Status is AppointmentStatus.Scheduled).ToList();
        var next = standing.FirstOrDefault(visit => visit.Slot.Start > Now);
        return new(
            location.Id, location.Name, all.Count, standing.Count, standing.Count(visit => visit.AwaitsAnswer),
            next is null ? null : PlainTime.Clock(next.Slot.Start, zone));
    }

    private async Task LoadMail()
    {
        var owners = StaffMailboxes.Of(PracticeView, Caller);
        Topics = string.Join(' ', owners.Select(owner => MailTopic(owner)).Append(Topic(LiveTopic.CallBacks)).Append(Topics.Trim()));
        var page = owners.IsEmpty
            ? new MailPage([], null)
            : await Directory.StaffList(new(owners, null, WorkFilter.NeedsAnswer, Size: MailRows));
        Mail = new(page, $"/{Practice}/staff/inbox", "", null, ForStaff: true, Now, Zone);
    }

    private DateOnly DayIn(TimeZoneInfo zone) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(Now, zone).DateTime);
}

/// <summary>Today at one location.</summary>
/// <param name="Id">The location.</param>
/// <param name="Name">Its name.</param>
/// <param name="Visits">Visits that are booked or done.</param>
/// <param name="Standing">Those of them that are not done.</param>
/// <param name="Unconfirmed">Those of them that the patient has not answered.</param>
/// <param name="Next">When the next one begins, at the location.</param>
public sealed record PlaceToday(string Id, string Name, int Visits, int Standing, int Unconfirmed, string? Next)
{
    public string Words => Visits == 0 ? "No visits" : $"{Visits} {(Visits == 1 ? "visit" : "visits")}, {(Next is null ? "none to come" : $"next at {Next}")}";
}
