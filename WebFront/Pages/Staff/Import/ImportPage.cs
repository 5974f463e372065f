using Portal.Grains.Interfaces.Access;
using Portal.Grains.Interfaces.Practices;
using Portal.Grains.Interfaces.Scheduling;
using Portal.WebFront.Look;

namespace Portal.WebFront.Pages.Staff.Import;

/// <summary>What both pages of the import show.</summary>
public abstract class ImportPage(IGrainFactory grains, TimeProvider time, PageFrame frame) : PortalPage(grains)
{
    public string BasePath => $"/{Practice}/staff/import";

    public DateTimeOffset Now => time.GetUtcNow();

    public TimeZoneInfo Zone { get; private set; } = TimeZoneInfo.Utc;

    /// <summary>Before a body is read: the grains would refuse too, but only after it.</summary>
    protected static void DemandAdministrator()
    {
        if (!Caller.Is(Audience.Administrator))
            throw new AccessRefusedException("Only administrators import.");
    }

    protected async Task LoadFrame()
    {
        DemandAdministrator();
        frame.CurrentArea = Areas.Import;
        Zone = LocalTime.ZoneOf(await Grain<IPracticeGrain>(IPracticeGrain.Id).View());
    }
}
