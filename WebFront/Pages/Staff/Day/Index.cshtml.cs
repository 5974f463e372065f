using System.Collections.Immutable;
using Microsoft.AspNetCore.Mvc;
using Portal.Grains.Interfaces.Audit;
using Portal.Grains.Interfaces.Live;
using Portal.Grains.Interfaces.Practices;
using Portal.Grains.Interfaces.Scheduling;
using Portal.WebFront.Live;
using Portal.WebFront.Look;
using Portal.WebFront.Scheduling;

namespace Portal.WebFront.Pages.Staff.Day;

public sealed class IndexModel(IGrainFactory grains, LiveTokens tokens, TimeProvider time, PageFrame frame)
    : DayPage(grains, time, frame)
{
    public DayView Day { get; private set; } = null!;

    public DayGrid Grid { get; private set; } = null!;

    public ImmutableArray<VisitCard> CallBacks { get; private set; } = [];

    /// <summary>The places, and the closed ones at which somebody is still booked on that day.</summary>
    public ImmutableArray<Location> Tabs { get; private set; } = [];

    public string DayTopic => tokens.For(Practice, LiveTopic.Day(Location.Id, Date));

    public string CallBackTopic => tokens.For(Practice, LiveTopic.CallBacks);

    public async Task<IActionResult> OnGetAsync()
    {
        if (!await LoadPlace())
            return Page();
        await Load();
        return Page();
    }

    public async Task<IActionResult> OnPostCalledAsync(string id, ConfirmationStatus status)
    {
        var answer = await Grain<IAppointmentGrain>(id).SetConfirmation(RequestId, status);
        return await Shown(answer.Problems, "The call is off the list.");
    }

    public async Task<IActionResult> OnPostUnblockAsync(string resource, string breakId, long start)
    {
        var begins = SentTime.Instant(start);
        var book = BookDay.Of(resource, begins, begins.AddTicks(1))[0];
        var answer = await Grain<IDayBookGrain>(book.Id).Unblock(RequestId, breakId);
        return await Shown(answer.Problems, "The time is open again.");
    }

    public string NameOf(string resource) =>
        PracticeView.Chairs.FirstOrDefault(chair => BookDay.Chair(chair.Id) == resource)?.Name
        ?? PracticeView.Providers.FirstOrDefault(provider => BookDay.Provider(provider.Id) == resource)?.Name
        ?? "";

    private async Task<IActionResult> Shown(ImmutableArray<Grains.Interfaces.Problem> problems, string done)
    {
        if (!await LoadPlace())
            return NotFound();
        if (problems.IsEmpty)
        {
            Note = done;
            return Redirect(DayHref);
        }

        await Load();
        Show(problems);
        return Page();
    }

    private async Task Load()
    {
        // Opened without a day it is today's page, which is fetched again by its full address.
        OpenPage.Is(DayHref, Request.IsFragment());
        var directory = Grain<IAppointmentDirectoryGrain>(IAppointmentDirectoryGrain.Id);
        Day = (await directory.Day(Location.Id, Date))!;
        CallBacks = await directory.CallBacks();
        var closed = await Task.WhenAll(PracticeView.Locations.Except(Places).Select(async place => (Place: place, Day: await directory.Day(place.Id, Date))));
        var booked = closed.Where(one => one.Day?.Visits.Any(visit => visit.Status is AppointmentStatus.Scheduled) is true).Select(one => one.Place).ToList();
        Tabs = [.. PracticeView.Locations.Where(place => Places.Contains(place) || booked.Contains(place))];
        Grid = new(Day, PracticeView, Zone, Now);
    }
}
