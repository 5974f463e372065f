using System.Collections.Immutable;
using Microsoft.AspNetCore.Mvc;
using Portal.Grains.Interfaces;
using Portal.Grains.Interfaces.Access;
using Portal.Grains.Interfaces.Live;
using Portal.Grains.Interfaces.Patients;
using Portal.Grains.Interfaces.Practices;
using Portal.Grains.Interfaces.Scheduling;
using Portal.Grains.Interfaces.Webmail;
using Portal.WebFront.Live;
using Portal.WebFront.Look;
using Portal.WebFront.Scheduling;
using Portal.WebFront.Webmail;

namespace Portal.WebFront.Pages;

/// <summary>What there is to do now.</summary>
public sealed class HomeModel(IGrainFactory grains, LiveTokens tokens, TimeProvider time, PageFrame frame) : PortalPage(grains)
{
    public PracticeView? PracticeView { get; private set; }

    public ImmutableArray<VisitCard> Upcoming { get; private set; } = [];

    /// <summary>Those that were to come and do not.</summary>
    public ImmutableArray<VisitCard> CalledOff { get; private set; } = [];

    /// <summary>Whether a new message was begun and not sent.</summary>
    public bool HasUnsent { get; private set; }

    public string Topics { get; private set; } = "";

    public DateTimeOffset Now { get; } = time.GetUtcNow();

    /// <summary>The visits to answer about, beside the next one, which has its own buttons.</summary>
    public ImmutableArray<VisitCard> Waiting => [.. Upcoming.Skip(1).Where(visit => visit.AwaitsAnswer)];

    public PatientVisit Shown(VisitCard visit) => new(visit, frame.Root, Caller.PatientId, Now);

    public async Task<IActionResult> OnGetAsync()
    {
        if (!GrainKey.IsSlug(Practice) || await Grain<IPracticeGrain>(IPracticeGrain.Id).Card() is null)
            return NotFound();
        if (!Caller.Is(Audience.Person))
            return Redirect(frame.SignInPath);
        if (Caller.Is(Audience.Staff))
            return Redirect($"{frame.Root}/staff/day");
        frame.CurrentArea = Areas.Home;
        var own = Caller.PatientId ?? "";
        PracticeView = await Grain<IPracticeGrain>(IPracticeGrain.Id).View();
        var directory = Grain<IAppointmentDirectoryGrain>(IAppointmentDirectoryGrain.Id);
        Upcoming = await directory.Upcoming(own);
        CalledOff = await directory.CalledOff(own);
        HasUnsent = await Grain<IDraftGrain>(MailPageModel.DraftId(MailPageModel.NewDraft)).Read() is { } draft && MailPageModel.HasWords(draft);
        var visible = await Grain<IPatientDirectoryGrain>(IPatientDirectoryGrain.Id).VisibleTo(own);
        Topics = string.Join(' ', visible.Select(card => tokens.For(Practice, LiveTopic.Visits(card.Id))));
        return Page();
    }
}
