using System.Collections.Immutable;
using Portal.Grains.Interfaces.Apps;
using Portal.WebFront.Look;

namespace Portal.WebFront.Pages.Staff.Settings;

/// <summary>The programs that the practice lets ask for data, and how they are used.</summary>
public sealed class AppsModel(IGrainFactory grains, PageFrame frame, TimeProvider time) : SettingsPage(grains, frame)
{
    public ImmutableArray<AppRow> Apps { get; private set; } = [];

    public DateTimeOffset Now => time.GetUtcNow();

    public TimeZoneInfo Zone => View.Locations is [var first, ..] && TimeZoneInfo.TryFindSystemTimeZoneById(first.TimeZone, out var zone)
        ? zone
        : TimeZoneInfo.Utc;

    public async Task OnGetAsync() => Apps = await Grain<IAppDirectoryGrain>(IAppDirectoryGrain.Id).List();
}
