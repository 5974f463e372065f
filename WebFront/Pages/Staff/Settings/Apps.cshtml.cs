using System.Collections.Immutable;
using Microsoft.AspNetCore.Mvc;
using Portal.Grains.Interfaces.Apps;
using Portal.Grains.Interfaces.Records;
using Portal.Grains.Interfaces.Records.Subscriptions;
using Portal.Grains.Interfaces.Scheduling;
using Portal.WebFront.Look;

namespace Portal.WebFront.Pages.Staff.Settings;

/// <summary>The programs that the practice lets ask for data, how they are used, and who is told of changes.</summary>
public sealed class AppsModel(IGrainFactory grains, PageFrame frame, TimeProvider time) : SettingsPage(grains, frame)
{
    /// <summary>What it means to end one.</summary>
    public const string Ending = "It hears of no more changes, and reads that the practice has ended it. Only the program itself can subscribe again.";

    public ImmutableArray<AppRow> Apps { get; private set; } = [];

    public DateTimeOffset Now => time.GetUtcNow();

    public TimeZoneInfo Zone => LocalTime.ZoneOf(View);

    /// <summary>Where the page before this one of those who are told ended.</summary>
    [BindProperty(SupportsGet = true, Name = "after")]
    public string? LastShown { get; set; }

    public SubscriptionRows Told { get; private set; } = new([], null);

    public SureQuestion? Question { get; private set; }

    public string? FirstHref => LastShown is null ? null : Href(null);

    public string? NextHref => Told.Next is { } next ? Href(next) : null;

    private IAppDirectoryGrain Directory => Grain<IAppDirectoryGrain>(IAppDirectoryGrain.Id);

    public static string Who(SubscriptionRow row) => row switch
    {
        { App: null } => "The practice's own system",
        { OfPerson: true } => $"{row.App}, for somebody who connected it",
        _ => row.App,
    };

    /// <summary>What the button ends, for who does not see the row.</summary>
    public static string What(SubscriptionRow row) =>
        $" telling {(row.App is null ? "the practice's own system" : Who(row))}{(row.Channel is NoticeChannel.Hook ? $" at {Where(row)}" : "")}: {SubscriptionTopic.Find(row.Topic)?.Title}";

    /// <summary>Without what may be secret in an address.</summary>
    public static string Where(SubscriptionRow row) =>
        row.Channel is NoticeChannel.Socket ? "A connection that it opens" : Uri.TryCreate(row.Endpoint, UriKind.Absolute, out var endpoint) ? endpoint.Host : "";

    public static (string Text, string? Tone, string Icon) State(SubscriptionRow row) => row.Status switch
    {
        SubscriptionStatus.Active => ("Told", "good", "circle-check"),
        SubscriptionStatus.Error => ("Does not answer", "bad", "triangle-alert"),
        _ => ("Has not answered yet", null, "circle-dashed"),
    };

    public Task OnGetAsync() => Load();

    public async Task<IActionResult> OnPostEndAsync(string? id)
    {
        if (id is null || !RecordId.IsFhirId(id))
            return NotFound();
        if (!IsSure)
        {
            await Load();
            Question = new("End what the program is told?", Ending, "End", "End") { Fields = [(nameof(id), id)] };
            return Page();
        }

        var ended = await Grain<ISubscriptionGrain>(id).Delete();
        if (!ended.Succeeded)
        {
            await Load();
            ModelState.AddModelError("", "The program is told of changes no more already.");
            return Page();
        }

        Note = "The program is told of changes no more.";
        return RedirectToPage(new { Practice });
    }

    private async Task Load()
    {
        Apps = await Directory.List();
        Told = await Directory.Subscriptions(LastShown);
    }

    private string Href(string? after) => $"/{Practice}/staff/settings/apps{(after is null ? "" : $"?after={Uri.EscapeDataString(after)}")}#told";
}
