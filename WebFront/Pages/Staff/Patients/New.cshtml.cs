using Microsoft.AspNetCore.Mvc;
using Portal.WebFront.Look;

namespace Portal.WebFront.Pages.Staff.Patients;

/// <summary>Adds a patient. The id is the request's, so that a second submit makes no second patient.</summary>
public sealed class NewModel(IGrainFactory grains, PageFrame frame) : PatientFormPage(grains, frame)
{
    public override string Heading => "New patient";

    public override string BackText => "Patients";

    public override string BackHref => $"/{Practice}/staff/patients";

    public Task<IActionResult> OnGetAsync() => ShowForm();

    public Task<IActionResult> OnPostAsync() => Save(RequestId, before: null);
}
