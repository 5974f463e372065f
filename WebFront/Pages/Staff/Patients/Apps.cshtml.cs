using System.Collections.Immutable;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.WebUtilities;
using Portal.Grains.Interfaces.Apps;
using Portal.Grains.Interfaces.Patients;
using Portal.WebFront.Apps;
using Portal.WebFront.Hosting;
using Portal.WebFront.Look;
using Portal.WebFront.Records.Rest;

namespace Portal.WebFront.Pages.Staff.Patients;

/// <summary>Opens an app with a patient (EHR launch).</summary>
public sealed class AppsModel(IGrainFactory grains, PageFrame frame, EhrLaunches launches) : PortalPage(grains)
{
    [BindProperty(SupportsGet = true, Name = "id")]
    public string PatientId { get; set; } = "";

    public PatientCard Patient { get; private set; } = null!;

    public ImmutableArray<AppRow> Apps { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync()
    {
        if (!await Load())
            return NotFound();
        SecurityHeaders.LetFormsLeadTo(HttpContext, Apps.Select(app => app.LaunchUrl));
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(string app)
    {
        if (!await Load() || Apps.FirstOrDefault(row => row.Id == app) is not { } chosen)
            return NotFound();
        var with = new Dictionary<string, string?>
        {
            ["iss"] = FhirAddress.Of(HttpContext, Practice),
            ["launch"] = launches.Open(Practice, Caller.UserId, chosen.Id, Patient.Id),
        };
        return Redirect(QueryHelpers.AddQueryString(chosen.LaunchUrl, with));
    }

    private async Task<bool> Load()
    {
        frame.CurrentArea = Areas.Patients;
        if (await Grain<IPatientGrain>(PatientId).Card() is not { } card)
            return false;
        Patient = card;
        Apps = [.. (await Grain<IAppDirectoryGrain>(IAppDirectoryGrain.Id).List()).Where(app => app is { Stopped: false, LaunchUrl.Length: > 0 })];
        return true;
    }
}
