using System.Collections.Immutable;
using Microsoft.AspNetCore.Mvc;
using Portal.Grains.Interfaces;
using Portal.Grains.Interfaces.Live;
using Portal.Grains.Interfaces.Patients;
using Portal.Grains.Interfaces.Scheduling;
using Portal.WebFront.Live;
using Portal.WebFront.Look;
using Portal.WebFront.Scheduling;

namespace Portal.WebFront.Pages.Appointments;

public sealed class IndexModel(IGrainFactory grains, LiveTokens tokens, TimeProvider time, PageFrame frame) : PortalPage(grains)
{
    private const int PageSize = 10;

    [BindProperty(SupportsGet = true)]
    public string? After { get; set; }

    [TempData]
    public string? Note { get; set; }

    public ImmutableArray<VisitCard> Upcoming { get; private set; } = [];

    /// <summary>Those that were to come and do not.</summary>
    public ImmutableArray<VisitCard> CalledOff { get; private set; } = [];

    public VisitPage Past { get; private set; } = new([], null);

    public string Topics { get; private set; } = "";

    public DateTimeOffset Now { get; } = time.GetUtcNow();

    public int Waiting => Upcoming.Count(visit => visit.AwaitsAnswer);

    public string? OlderHref => Past.Next is { } next ? $"{frame.Root}/appointments?after={Uri.EscapeDataString(next)}#past" : null;

    public string? NewestHref => After is null ? null : $"{frame.Root}/appointments#past";

    public PatientVisit Shown(VisitCard visit, string heading = "Your next visit") => new(visit, frame.Root, Caller.PatientId, Now, heading);

    public Task OnGetAsync() => Load();

    public async Task<IActionResult> OnPostConfirmAsync(string id, long seen) => await Answered(
        await Grain<IAppointmentGrain>(id).Confirm(RequestId, SentTime.Instant(seen)),
        "Thank you. The practice sees that this visit is confirmed.",
        "This visit is confirmed already.");

    public async Task<IActionResult> OnPostCallbackAsync(string id, long seen) => await Answered(
        await Grain<IAppointmentGrain>(id).RequestCallback(RequestId, SentTime.Instant(seen)),
        "The practice will call you about this visit.",
        "You have asked for a call already. The practice will call you.");

    private async Task<IActionResult> Answered(Result<ConfirmationOutcome> answer, string done, string before)
    {
        if (answer.Succeeded)
        {
            Note = answer.Value is ConfirmationOutcome.Redundant ? before : done;
            return RedirectToPage("/Appointments/Index", new { Practice });
        }

        await Load();
        Show(answer.Problems);
        return Page();
    }

    private async Task Load()
    {
        frame.CurrentArea = Areas.Appointments;
        var own = Caller.PatientId ?? "";
        var directory = Grain<IAppointmentDirectoryGrain>(IAppointmentDirectoryGrain.Id);
        Upcoming = await directory.Upcoming(own);
        CalledOff = await directory.CalledOff(own);
        Past = await directory.Past(own, After, PageSize);
        var visible = await Grain<IPatientDirectoryGrain>(IPatientDirectoryGrain.Id).VisibleTo(own);
        Topics = string.Join(' ', visible.Select(card => tokens.For(Practice, LiveTopic.Visits(card.Id))));
    }
}
