using System.Collections.Immutable;
using Microsoft.AspNetCore.Mvc;
using Portal.Grains.Interfaces.Patients;
using Portal.Grains.Interfaces.Practices;

namespace Portal.WebFront.Pages.Family;

/// <summary>Whom the signed-in patient may see and act for.</summary>
public sealed class IndexModel(IGrainFactory grains) : PortalPage(grains)
{
    public ImmutableArray<PatientCard> People { get; private set; } = [];

    public bool GuarantorSeesFamily { get; private set; }

    public string OwnId { get; private set; } = "";

    public async Task<IActionResult> OnGetAsync()
    {
        if (Caller.PatientId is not { } own)
            return NotFound();
        OwnId = own;
        People = await Grain<IPatientDirectoryGrain>(IPatientDirectoryGrain.Id).VisibleTo(own);
        GuarantorSeesFamily = (await Grain<IPracticeGrain>(IPracticeGrain.Id).Policies()).GuarantorSeesFamily;
        return Page();
    }

    public string Reason(PatientCard card) => card.Id == OwnId
        ? "Your own record"
        : GuarantorSeesFamily && card.GuarantorId == OwnId ? "You are the guarantor" : "You are a representative";
}
