using System.Collections.Immutable;
using Microsoft.AspNetCore.Mvc;
using Portal.Grains.Interfaces.Apps;
using Portal.Grains.Interfaces.Records;
using Portal.Grains.Interfaces.Records.Subscriptions;
using Portal.WebFront.Look;

namespace Portal.WebFront.Pages.Staff.Settings;

/// <summary>The programs that the practice lets ask for data, how they are used, and who is told of changes.</summary>
public sealed class AppsModel(IGrainFactory grains, PageFrame frame, TimeProvider time) : SettingsPage(grains, frame)
{
    public ImmutableArray<AppRow> Apps { get; private set; } = [];

    public DateTimeOffset Now => time.GetUtcNow();

    public TimeZoneInfo Zone => View.Locations is [var first, ..] && TimeZoneInfo.TryFindSystemTimeZoneById(first.TimeZone, out var zone)
        ? zone
        : TimeZoneInfo.Utc;

    public ImmutableArray<SubscriptionRow> Subscriptions { get; private set; } = [];

    private IAppDirectoryGrain Directory => Grain<IAppDirectoryGrain>(IAppDirectoryGrain.Id);

    public static string Who(SubscriptionRow row) => row switch
    {
        { App: null } => "The practice's own system",
        { OfPerson: true } => $"{row.App}, for somebody who connected it",
        _ => row.App,
    };

    /// <summary>Without what may be secret in an address.</summary>
    public static string Where(SubscriptionRow row) =>
        row.Channel is NoticeChannel.Socket ? "A connection that it opens" : Uri.TryCreate(row.Endpoint, UriKind.Absolute, out var endpoint) ? endpoint.Host : "";

    public static (string Text, string? Tone, string Icon) State(SubscriptionRow row) => row.Status switch
    {
        SubscriptionStatus.Active => ("Told", "good", "circle-check"),
        SubscriptionStatus.Error => ("Does not answer", "bad", "triangle-alert"),
        _ => ("Has not answered yet", null, "circle-dashed"),
    };

    public async Task OnGetAsync()
    {
        Apps = await Directory.List();
        Subscriptions = await Directory.Subscriptions();
    }

    public async Task<IActionResult> OnPostEndAsync(string? id)
    {
        if (id is not null && RecordId.IsFhirId(id))
            await Grain<ISubscriptionGrain>(id).Delete();
        Note = "The program is told of changes no more.";
        return RedirectToPage(new { Practice });
    }
}
