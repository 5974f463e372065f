using System.Collections.Immutable;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;
using Portal.Grains.Interfaces.Patients;
using Portal.Grains.Interfaces.Practices;
using Portal.Grains.Interfaces.Scheduling;
using Portal.WebFront.Look;
using Portal.WebFront.Patients;

namespace Portal.WebFront.Pages.Staff.Patients;

/// <summary>The form of a patient. Family and representatives have a page of their own and stay as they are.</summary>
public abstract class PatientFormPage(IGrainFactory grains, PageFrame frame) : PortalPage(grains)
{
    [BindProperty]
    public PatientInput Input { get; set; } = new();

    /// <summary>Shown on the patient's page.</summary>
    [TempData]
    public string? Note { get; set; }

    public List<SelectListItem> Providers { get; private set; } = [];

    public IEnumerable<SelectListItem> Statuses { get; } =
        Enum.GetValues<PatientStatus>().Select(status => new SelectListItem(PatientWords.Of(status), status.ToString()));

    public IEnumerable<SelectListItem> Genders { get; } =
        Enum.GetValues<Gender>().Select(gender => new SelectListItem(PatientWords.Of(gender), gender.ToString()));

    /// <summary>Patients who seem to be the one that is to be added: asked about first.</summary>
    public ImmutableArray<PatientCard> Same { get; protected set; } = [];

    public abstract string Heading { get; }

    public abstract string BackText { get; }

    public abstract string BackHref { get; }

    protected async Task<IActionResult> Save(string id, PatientView? before)
    {
        if (ModelState.IsValid && (before is null || await JoinsWith(before)))
        {
            var saved = await Grain<IPatientGrain>(id).Save(new(
                RequestId,
                Input.Status,
                Input.ToDemographics(),
                before?.GuarantorId,
                before?.Representatives ?? [],
                Input.PrimaryProviderId));
            if (saved.Succeeded)
            {
                Note = saved.Value is Saved.Created ? "The patient was added." : $"The changes were saved.{await StillInTheBook(id)}";
                return RedirectToPage("Patient", new { Practice, id });
            }

            Show(saved.Problems);
        }

        return await ShowForm();
    }

    protected async Task<IActionResult> ShowForm()
    {
        frame.CurrentArea = Areas.Patients;
        await LoadProviders();
        return Page();
    }

    private async Task<bool> JoinsWith(PatientView now)
    {
        await LoadProviders();
        return Joins(
            PatientInput.Of(now), Input,
            (nameof(Input.Status), PatientWords.Of(now.Status)),
            (nameof(Input.Gender), PatientWords.Of(now.Demographics.Gender)),
            (nameof(Input.BirthDate), now.Demographics.BirthDate is { } born ? PatientWords.Of(born) : ""),
            (nameof(Input.PrimaryProviderId), Chosen(Providers, now.PrimaryProviderId)));
    }

    /// <summary>Whoever is no patient any more does not come, and the portal shows the visit to nobody who could call it off.</summary>
    private async Task<string> StillInTheBook(string id)
    {
        if (Input.Status is PatientStatus.Patient or PatientStatus.NonPatient or PatientStatus.Inactive)
            return "";
        var coming = (await Grain<IAppointmentDirectoryGrain>(IAppointmentDirectoryGrain.Id).OfPatient(id, 1)).Coming.Length;
        return coming == 0 ? "" : coming == 1 ? " A visit is still in the book: cancel it below if nobody comes." : $" {coming} visits are still in the book: cancel them below if nobody comes.";
    }

    private async Task LoadProviders()
    {
        var practice = await Grain<IPracticeGrain>(IPracticeGrain.Id).View();
        Providers =
        [
            .. practice?.Providers.Where(provider => !provider.OutOfUse || provider.Id == Input.PrimaryProviderId)
                .Select(provider => new SelectListItem(provider.Name, provider.Id)) ?? [],
        ];
    }
}
