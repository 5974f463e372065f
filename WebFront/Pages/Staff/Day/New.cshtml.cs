using System.Collections.Immutable;
using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Mvc;
using Portal.Grains.Interfaces;
using Portal.Grains.Interfaces.Patients;
using Portal.Grains.Interfaces.Scheduling;
using Portal.WebFront.Look;
using Portal.WebFront.Scheduling;

namespace Portal.WebFront.Pages.Staff.Day;

/// <summary>A new visit: first who, then when.</summary>
public sealed class NewModel(IGrainFactory grains, TimeProvider time, PageFrame frame)
    : DayPage(grains, time, frame), ISlotForm
{
    [BindProperty]
    public string? Q { get; set; }

    [BindProperty(SupportsGet = true, Name = "patient")]
    public string? PatientId { get; set; }

    [BindProperty]
    public NewVisitInput Input { get; set; } = new();

    public ImmutableArray<PatientRow>? Found { get; private set; }

    public PatientCard? Patient { get; private set; }

    public SlotChoices Choices { get; private set; } = null!;

    public UnusualTime? Unusual { get; private set; }

    SlotInput ISlotForm.Input => Input;

    public async Task<IActionResult> OnGetAsync()
    {
        if (!MayChange || !await LoadPlace())
            return NotFound();
        Input.Date = Iso(Date);
        Input.Chair = PracticeView.Chairs.FirstOrDefault(chair => !chair.OutOfUse && chair.LocationId == Location.Id)?.Id;
        await Load();
        return Page();
    }

    public Task<IActionResult> OnPostFindAsync() => OnGetAsync();

    public async Task<IActionResult> OnPostAsync()
    {
        if (!await LoadPlace(date: SentTime.Day(Input.Date)))
            return NotFound();
        var slot = Input.ToSlot(Location);
        if (AskAboutHour(Input, slot, "Schedule") is { } hour)
            return await Ask(hour);
        if (!Input.OtherIsMeant(slot) && await AskAboutOther(PatientId, Input.VisitId ?? RequestId, slot, "Schedule") is { } other)
            return await Ask(other);
        // The id is drawn from the request, so that a second submit of the same form meets the same visit.
        var command = new ScheduleAppointment(RequestId, PatientId ?? "", slot, Input.Reason ?? "", [], Input.TimeIsMeant(slot));
        var answer = await Grain<IAppointmentGrain>(Input.VisitId ?? RequestId).Schedule(command);
        if (!answer.Succeeded)
            return await Again(answer.Problems, slot);
        Note = "The visit is in the book.";
        return Redirect(HrefOf(Location.Id, DateOnly.ParseExact(Input.Date!, "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture)));
    }

    private async Task<IActionResult> Again(ImmutableArray<Problem> problems, Slot slot)
    {
        var page = await Ask(AskAbout(problems, slot, "Schedule"));
        if (Unusual is null)
            Show(Input.Explain(problems, Location));
        return page;
    }

    private async Task<IActionResult> Ask(UnusualTime? question)
    {
        Unusual = question;
        Input.VisitId ??= RequestId;
        ModelState.Remove("Input.VisitId");
        await Load();
        return Page();
    }

    private async Task Load()
    {
        Choices = SlotChoices.At(PracticeView, Location.Id, Input.Length);
        if (!string.IsNullOrEmpty(PatientId))
            Patient = await Grain<IPatientGrain>(PatientId).Card();
        if (Patient is null && !string.IsNullOrWhiteSpace(Q))
            Found = (await Grain<IPatientDirectoryGrain>(IPatientDirectoryGrain.Id).Search(new(Q, null, 20))).Rows;
    }
}

public sealed class NewVisitInput : SlotInput
{
    /// <summary>Asked for after when and where.</summary>
    [Display(Order = int.MaxValue)]
    public string? Reason { get; set; }

    /// <summary>The visit that an earlier submit of this form was about.</summary>
    public string? VisitId { get; set; }
}
