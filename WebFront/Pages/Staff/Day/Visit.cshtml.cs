using System.Collections.Immutable;
using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;
using Portal.Grains.Interfaces;
using Portal.Grains.Interfaces.Live;
using Portal.Grains.Interfaces.Patients;
using Portal.Grains.Interfaces.Practices;
using Portal.Grains.Interfaces.Scheduling;
using Portal.WebFront.Live;
using Portal.WebFront.Look;
using Portal.WebFront.Scheduling;

namespace Portal.WebFront.Pages.Staff.Day;

/// <summary>One visit, and everything that staff does with it.</summary>
public sealed class VisitModel(IGrainFactory grains, LiveTokens tokens, TimeProvider time, PageFrame frame)
    : DayPage(grains, time, frame), ISlotForm
{
    [BindProperty(SupportsGet = true)]
    public string Id { get; set; } = "";

    [BindProperty]
    public MoveInput Input { get; set; } = new();

    public AppointmentView Visit { get; private set; } = null!;

    public PatientCard? Patient { get; private set; }

    public SlotChoices Choices { get; private set; } = null!;

    public UnusualTime? Unusual { get; private set; }

    public SureQuestion? Question { get; private set; }

    public static SureQuestion CancelQuestion { get; } =
        new("Cancel this visit?", "Its time is free for others at once, and the patient is shown that it was called off.", "Cancel", "Yes, cancel it");

    public static SureQuestion UnscheduleQuestion { get; } =
        new("Take this visit out of the book?", "Its time is free for others at once, and the patient is shown that it was called off. It waits here for a new time.", "Unschedule", "Yes, take it out");

    SlotInput ISlotForm.Input => Input;

    public string Topic => tokens.For(Practice, LiveTopic.Visits(Visit.PatientId));

    /// <summary>Who asked for a call, with the number to call.</summary>
    public CalledBack? CallBack { get; private set; }

    public string State => VisitWords.StateOf(Visit.Status, Visit.BrokenAs, Visit.Confirmation);

    public bool IsScheduled => Visit.Status is AppointmentStatus.Scheduled;

    public bool HasBegun => Visit.Slot is { } slot && slot.Start <= Now;

    public IEnumerable<SelectListItem> Confirmations => Enum.GetValues<ConfirmationStatus>()
        .Select(status => new SelectListItem(VisitWords.NameOf(status), status.ToString(), status == Visit.Confirmation));

    public string ProviderNames => string.Join(", ", (Visit.Slot?.ProviderIds ?? [])
        .Select(id => PracticeView.Providers.FirstOrDefault(provider => provider.Id == id)?.Name).OfType<string>());

    public string? ChairName => PracticeView.Chairs.FirstOrDefault(chair => chair.Id == Visit.Slot?.ChairId)?.Name;

    /// <summary>The visit's own location, whichever one the form to move it shows.</summary>
    public Location? Place => PracticeView.Locations.FirstOrDefault(location => location.Id == Visit.Slot?.LocationId);

    public TimeZoneInfo PlaceZone => LocalTime.Zone((Place ?? Location).TimeZone);

    public async Task<IActionResult> OnGetAsync()
    {
        if (!await Load())
            return NotFound();
        MadeFrom(Input = Present());
        return Page();
    }

    /// <summary>The fields of the form to move it, as the visit stands.</summary>
    private MoveInput Present()
    {
        var input = new MoveInput { Place = BookedAt };
        if (Visit.Slot is { } slot)
            input.Show(slot, Location);
        if (Place?.Id != Location.Id)
            (input.Chair, input.Provider, input.With) = (null, null, null);
        return input;
    }

    public async Task<IActionResult> OnPostMoveAsync()
    {
        if (!await Load())
            return NotFound();
        if (!await JoinsWithBook())
            return Page();
        var slot = Input.ToSlot(Location);
        var act = IsScheduled ? "Move" : "Schedule";
        Unusual = AskAboutHour(Input, slot, act) ?? (Input.OtherIsMeant(slot) ? null : await AskAboutOther(Visit.PatientId, Visit.Id, slot, act));
        if (Unusual is not null)
            return Page();

        var answer = await Appointment.Move(new(RequestId, slot, Input.AskAgain, Input.TimeIsMeant(slot)));
        Unusual = AskAbout(answer.Problems, slot, act);
        if (answer.Succeeded)
            return Told(answer.Value is Saved.Unchanged ? "The visit is there already." : "The visit was moved.");
        if (Unusual is null)
            Show(Input.Explain(answer.Problems, Location));
        return Page();
    }

    public async Task<IActionResult> OnPostConfirmationAsync(ConfirmationStatus status)
    {
        if (!await Load())
            return NotFound();
        var answer = await Appointment.SetConfirmation(RequestId, status);
        return Told(answer.Problems, $"Noted: {VisitWords.NameOf(status)}.");
    }

    public Task<IActionResult> OnPostAskAsync() => Act(visit => visit.AskToConfirm(RequestId), "The patient is asked on the portal.");

    public Task<IActionResult> OnPostCompleteAsync() => Act(visit => visit.Complete(RequestId), "The visit is completed.");

    public Task<IActionResult> OnPostMissedAsync() => Act(visit => visit.Break(RequestId, BreakKind.Missed), "Noted as missed. Its time is free again.");

    public Task<IActionResult> OnPostCancelAsync() => ActWhenSure(CancelQuestion, visit => visit.Break(RequestId, BreakKind.Cancelled), "The visit is cancelled. Its time is free again.");

    public Task<IActionResult> OnPostUnscheduleAsync() => ActWhenSure(UnscheduleQuestion, visit => visit.Unschedule(RequestId), "The visit is out of the book. Give it a new time below.");

    private IAppointmentGrain Appointment => Grain<IAppointmentGrain>(Id);

    /// <summary>The location at which the visit is in the book; none when it is out of it.</summary>
    private string? BookedAt => IsScheduled ? Visit.Slot?.LocationId : null;

    protected override string Meant => $"{(IsScheduled ? "Move" : "Schedule")} it once more to put yours in its place.";

    /// <summary>
    /// Joins the form with what somebody else has done with the visit. That it is at another location now, or out of the
    /// book, is told in any case: what was meant for the one may be wrong for the other.
    /// </summary>
    private async Task<bool> JoinsWithBook()
    {
        var (before, now) = (Input.Place, BookedAt);
        var isElsewhere = Before is not null && now != before && now != Location.Id;
        if (isElsewhere && now is not null && before == Location.Id)
            await ShowPlace(now);
        Input.Place = now;
        ModelState.Remove($"{nameof(Input)}.{nameof(Input.Place)}");
        var stands = Visit.Slot is null ? Input : Present();
        var joined = Joins(
            stands, Input,
            (nameof(Input.Date), SentTime.Day(stands.Date) is { } day ? PlainTime.LongDay(day, Today.Year) : ""),
            (nameof(Input.Start), Visit.Slot is { } slot ? PlainTime.Clock(slot.Start, Zone) : ""),
            (nameof(Input.Length), Chosen(Choices.Lengths, stands.Length.ToString(CultureInfo.InvariantCulture))),
            (nameof(Input.Chair), Chosen(Choices.Chairs, stands.Chair)),
            (nameof(Input.Provider), Chosen(Choices.Providers, stands.Provider)),
            (nameof(Input.With), Chosen(Choices.Providers, stands.With)));
        if (!isElsewhere)
            return joined;
        ModelState.AddModelError("", now is null
            ? "Somebody else has taken this visit out of the book meanwhile. Schedule it to put it back as it stands below."
            : $"Somebody else has moved this visit to {Place?.Name} meanwhile. Move it once more if it shall be at {Location.Name} as it stands below.");
        return false;
    }

    private async Task<IActionResult> ActWhenSure(SureQuestion question, Func<IAppointmentGrain, Task<Result<Done>>> act, string done)
    {
        if (IsSure)
            return await Act(act, done);
        if (!await Load())
            return NotFound();
        MadeFrom(Input = Present());
        Question = question;
        return Page();
    }

    private async Task<IActionResult> Act(Func<IAppointmentGrain, Task<Result<Done>>> act, string done)
    {
        if (!await Load())
            return NotFound();
        var answer = await act(Appointment);
        return Told(answer.Problems, done);
    }

    private IActionResult Told(ImmutableArray<Problem> problems, string done)
    {
        if (problems.IsEmpty)
            return Told(done);
        MadeFrom(Input = Present());
        Show(problems);
        return Page();
    }

    private RedirectToPageResult Told(string done)
    {
        Note = done;
        return RedirectToPage(new { Practice, Id });
    }

    private async Task<bool> Load()
    {
        if (await Appointment.View() is not { } visit)
            return false;
        Visit = visit;
        if (!await LoadPlace(LocationId ?? visit.Slot?.LocationId))
            return false;
        if (visit.Slot is { } slot)
            await LoadPlace(Location.Id, LocalTime.DayOf(PlaceZone, slot.Start));
        Patient = await Grain<IPatientGrain>(visit.PatientId).Card();
        if (visit is { Status: AppointmentStatus.Scheduled, Confirmation: ConfirmationStatus.EConfirmCallBack })
            CallBack = CalledBack.Of(visit.CallBack, await Grain<IPatientGrain>(visit.CallBack?.PatientId ?? visit.PatientId).View());
        await ShowPlace(Location.Id);
        return true;
    }

    /// <summary>The form offers the chairs and the providers of a location.</summary>
    private async Task ShowPlace(string locationId)
    {
        await LoadPlace(locationId, Date);
        Choices = SlotChoices.At(PracticeView, Location.Id, Visit.Slot is { } now ? (int)(now.End - now.Start).TotalMinutes : 60, Visit.Slot);
    }
}

public sealed class MoveInput : SlotInput
{
    public bool AskAgain { get; set; } = true;

    /// <summary>The location at which the visit was in the book when the form was made; none when it was out of it.</summary>
    public string? Place { get; set; }
}
