using System.Collections.Immutable;
using Microsoft.AspNetCore.Mvc;
using Portal.Grains.Interfaces.Patients;

namespace Portal.WebFront.Pages.Family;

/// <summary>Whom the signed-in patient may see and act for.</summary>
public sealed class IndexModel(IGrainFactory grains) : PortalPage(grains)
{
    public ImmutableArray<PatientCard> People { get; private set; } = [];

    public FamilyView Own { get; private set; } = null!;

    public string OwnId { get; private set; } = "";

    public async Task<IActionResult> OnGetAsync()
    {
        if (Caller.PatientId is not { } own)
            return NotFound();
        if (await Grain<IPatientGrain>(own).Family() is not { } family)
            return NotFound();
        (OwnId, Own) = (own, family);
        People = await Grain<IPatientDirectoryGrain>(IPatientDirectoryGrain.Id).VisibleTo(own);
        return Page();
    }
}
