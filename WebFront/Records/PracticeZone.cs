using Portal.Grains.Interfaces;
using Portal.Grains.Interfaces.Access;
using Portal.Grains.Interfaces.Practices;
using Portal.Grains.Interfaces.Scheduling;

namespace Portal.WebFront.Records;

/// <summary>The zone by whose clocks a practice's dates are meant where they name none.</summary>
internal static class PracticeZone
{
    public static async Task<TimeZoneInfo> Of(IGrainFactory grains, string practice)
    {
        using var system = CallerScope.Use(Caller.System(practice));
        return LocalTime.ZoneOf(await grains.GetGrain<IPracticeGrain>(GrainKey.For(practice, IPracticeGrain.Id)).View());
    }
}
