using Microsoft.AspNetCore.Mvc;
using Portal.Grains.Interfaces.Patients;
using Portal.Grains.Interfaces.Practices;
using Portal.Grains.Interfaces.Scheduling;
using Portal.WebFront.Look;

namespace Portal.WebFront.Pages.Staff.Patients;

/// <summary>What the staff's pages about a patient's record share.</summary>
public abstract class RecordPage(IGrainFactory grains, TimeProvider time, PageFrame frame) : PortalPage(grains)
{
    [BindProperty(SupportsGet = true, Name = "id"), FromRoute(Name = "id")]
    public string PatientId { get; set; } = "";

    public PatientCard Person { get; private set; } = null!;

    public TimeZoneInfo Zone { get; private set; } = TimeZoneInfo.Utc;

    public DateTimeOffset Now { get; } = time.GetUtcNow();

    public string PatientPath => $"/{Practice}/staff/patients/{PatientId}";

    protected async Task<bool> Load()
    {
        frame.CurrentArea = Areas.Patients;
        if (await Grain<IPatientGrain>(PatientId).Card() is not { } person)
            return false;
        Person = person;
        Zone = LocalTime.ZoneOf(await Grain<IPracticeGrain>(IPracticeGrain.Id).View());
        return true;
    }
}
