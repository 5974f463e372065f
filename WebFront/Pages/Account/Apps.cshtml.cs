using System.Collections.Immutable;
using Microsoft.AspNetCore.Mvc;
using Portal.Grains.Interfaces.Apps;
using Portal.Grains.Interfaces.Live;
using Portal.Grains.Interfaces.Patients;
using Portal.Grains.Interfaces.Practices;
using Portal.Grains.Interfaces.Scheduling;
using Portal.WebFront.Apps.Consent;
using Portal.WebFront.Live;

namespace Portal.WebFront.Pages.Account;

/// <summary>The apps that the person has connected, and the way to end it.</summary>
public sealed class AppsModel(IGrainFactory grains, LiveTokens tokens, TimeProvider time) : AccountPage(grains)
{
    /// <summary>What a post before this has done.</summary>
    [TempData]
    public string? Note { get; set; }

    public ImmutableArray<ConnectedApp> Apps { get; private set; } = [];

    public string Topic => tokens.For(Practice, LiveTopic.Apps(Caller.UserId));

    public TimeZoneInfo Zone { get; private set; } = TimeZoneInfo.Utc;

    public DateTimeOffset Now => time.GetUtcNow();

    private IAppGrantsGrain Grants => Grain<IAppGrantsGrain>(Caller.UserId);

    public async Task OnGetAsync()
    {
        Zone = LocalTime.ZoneOf(await Grain<IPracticeGrain>(IPracticeGrain.Id).View());
        Apps = [.. await Task.WhenAll((await Grants.List()).Select(Describe))];
    }

    public async Task<IActionResult> OnPostStopAsync(string grant)
    {
        var stopped = await Grants.Stop(RequestId, grant);
        Note = stopped.Succeeded ? "The app has no access any more." : stopped.Problems[0].Message;
        return RedirectToPage(new { Practice });
    }

    private async Task<ConnectedApp> Describe(GrantView grant)
    {
        var card = await Grain<IAppGrain>(grant.AppId).Card();
        var patient = grant.PatientId is { } id ? await Grain<IPatientGrain>(id).Card() : null;
        return new(grant, card?.Name ?? grant.AppId, card?.Stopped is not false, patient?.Name, ConsentWords.Of(grant.Scope, Caller.PatientId is { } own && grant.PatientId is { } other && other != own));
    }
}

/// <summary>A connection in words.</summary>
/// <param name="Grant">The connection.</param>
/// <param name="Name">The app's.</param>
/// <param name="Stopped">Whether the practice has stopped the app.</param>
/// <param name="Patient">Whose record, if it is for one.</param>
/// <param name="Data">What it may see.</param>
public sealed record ConnectedApp(GrantView Grant, string Name, bool Stopped, string? Patient, string Data);
