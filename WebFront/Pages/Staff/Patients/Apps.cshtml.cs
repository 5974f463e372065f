using System.Collections.Immutable;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.WebUtilities;
using Portal.Grains.Interfaces.Apps;
using Portal.Grains.Interfaces.Patients;
using Portal.Grains.Interfaces.Records;
using Portal.Grains.Interfaces.Scheduling;
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

    /// <summary>The visit that is open, if the app is opened from one.</summary>
    [BindProperty(SupportsGet = true, Name = "visit")]
    public string? VisitId { get; set; }

    public AppointmentView? Visit { get; private set; }

    /// <summary>The Encounter that the visit takes place as; a visit that lies ahead has none.</summary>
    public string? EncounterId { get; private set; }

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
            ["launch"] = launches.Open(Practice, Caller.UserId, chosen.Id, new(Patient.Id, EncounterId)),
        };
        return Redirect(QueryHelpers.AddQueryString(chosen.LaunchUrl, with));
    }

    private async Task<bool> Load()
    {
        frame.CurrentArea = Areas.Patients;
        if (await Grain<IPatientGrain>(PatientId).Card() is not { } card)
            return false;
        Patient = card;
        if (VisitId is not null)
        {
            Visit = await Grain<IAppointmentGrain>(VisitId).View();
            if (Visit?.PatientId != card.Id)
                return false;
            EncounterId = await Grain<IRecordGrain>(card.Id).EncounterOf(VisitId);
        }

        Apps = [.. (await Grain<IAppDirectoryGrain>(IAppDirectoryGrain.Id).List()).Where(app => app is { Stopped: false, LaunchUrl.Length: > 0 })];
        return true;
    }
}
