using System.Collections.Immutable;
using Microsoft.AspNetCore.Mvc;
using Portal.Grains.Interfaces.Patients;
using Portal.Grains.Interfaces.Practices;
using Portal.Grains.Interfaces.Records;
using Portal.Grains.Interfaces.Scheduling;
using Portal.WebFront.Look;
using Portal.WebFront.Records.Ccd;

namespace Portal.WebFront.Pages.Summary;

/// <summary>The health summary of the signed-in patient, or of somebody whom the patient may see.</summary>
public abstract class SummaryPage(IGrainFactory grains, CcdKeeper keeper, TimeProvider time, PageFrame frame) : PortalPage(grains)
{
    /// <summary>Whose summary, from the address; none for the own one.</summary>
    [BindProperty(SupportsGet = true, Name = "patient"), FromRoute(Name = "patient")]
    public string? PatientId { get; set; }

    public ImmutableArray<PatientCard> People { get; private set; } = [];

    public PatientCard Person { get; private set; } = null!;

    public bool IsOwn => Person.Id == Caller.PatientId;

    public TimeZoneInfo Zone { get; private set; } = TimeZoneInfo.Utc;

    public DateTimeOffset Now { get; } = time.GetUtcNow();

    public string BasePath => $"{frame.Root}/summary/{Person.Id}";

    /// <summary>Where that of somebody else of the family is.</summary>
    public string PathOf(PatientCard person) => $"{frame.Root}/summary/{person.Id}";

    /// <summary>Finds the patient among those whom the person may see.</summary>
    protected async Task<bool> Load()
    {
        frame.CurrentArea = Areas.Summary;
        if (Caller.PatientId is not { } own)
            return false;
        People = await Grain<IPatientDirectoryGrain>(IPatientDirectoryGrain.Id).VisibleTo(own);
        var wanted = string.IsNullOrEmpty(PatientId) ? own : PatientId;
        if (People.FirstOrDefault(card => card.Id == wanted) is not { } person)
        {
            await AskInVain(wanted);
            return false;
        }

        Person = person;
        Zone = LocalTime.ZoneOf(await Grain<IPracticeGrain>(IPracticeGrain.Id).View());
        return true;
    }

    protected Task<KeptCcd?> Document() => keeper.Current(Practice, Person.Id);
}
