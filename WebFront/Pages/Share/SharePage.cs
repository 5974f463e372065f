using System.Collections.Immutable;
using Portal.Grains.Interfaces.Patients;
using Portal.Grains.Interfaces.Practices;
using Portal.Grains.Interfaces.Scheduling;
using Portal.WebFront.Look;

namespace Portal.WebFront.Pages.Share;

/// <summary>A page about the health links of the signed-in patient and of those whom the patient may see.</summary>
public abstract class SharePage(IGrainFactory grains, TimeProvider time, PageFrame frame) : PortalPage(grains)
{
    public ImmutableArray<PatientCard> People { get; private set; } = [];

    public TimeZoneInfo Zone { get; private set; } = TimeZoneInfo.Utc;

    public DateTimeOffset Now { get; } = time.GetUtcNow();

    public string BasePath => $"{frame.Root}/share";

    public string NameOf(string patientId) =>
        People.FirstOrDefault(card => card.Id == patientId) is not { } card ? ""
        : card.Id == Caller.PatientId ? $"{card.Name} (you)"
        : card.Name;

    /// <returns>False for somebody who is no patient: links are for patients and those who act for them.</returns>
    protected async Task<bool> Load()
    {
        frame.CurrentArea = Areas.Account;
        if (Caller.PatientId is not { } own)
            return false;
        People = await Grain<IPatientDirectoryGrain>(IPatientDirectoryGrain.Id).VisibleTo(own);
        Zone = LocalTime.ZoneOf(await Grain<IPracticeGrain>(IPracticeGrain.Id).View());
        return true;
    }
}
