using Microsoft.AspNetCore.Mvc;
using Portal.Grains.Interfaces.Patients;
using Portal.WebFront.Look;
using Portal.WebFront.Patients;

namespace Portal.WebFront.Pages.Staff.Patients;

/// <summary>Changes a patient.</summary>
public sealed class EditModel(IGrainFactory grains, PageFrame frame) : PatientFormPage(grains, frame)
{
    [BindProperty(SupportsGet = true, Name = "id")]
    public string PatientId { get; set; } = "";

    public override string Heading => "Edit patient";

    public override string BackText => "Patient";

    public override string BackHref => $"/{Practice}/staff/patients/{PatientId}";

    public async Task<IActionResult> OnGetAsync()
    {
        if (await Grain<IPatientGrain>(PatientId).View() is not { } view)
            return NotFound();
        MadeFrom(Input = PatientInput.Of(view));
        return await ShowForm();
    }

    public async Task<IActionResult> OnPostAsync() => await Grain<IPatientGrain>(PatientId).View() is { } view
        ? await Save(PatientId, view)
        : NotFound();
}
