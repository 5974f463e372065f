using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Portal.Grains.Interfaces;
using Portal.Grains.Interfaces.Access;
using Portal.Grains.Interfaces.Practices;

namespace Portal.WebFront.Demo;

/// <summary>
/// Lets the demo's login sheets and mails lead to where the portal is really reached. That may be another port at the next
/// start; an address that somebody gave the practice in the settings stays.
/// </summary>
internal sealed partial class DemoAddress(
    IServer server, IHostApplicationLifetime lifetime, IGrainFactory grains, ILogger<DemoAddress> log, string told)
{
    public async Task Follow(CancellationToken cancellation)
    {
        await Listening(cancellation);
        using var system = CallerScope.Use(Caller.System(DemoPractice.Slug));
        var practice = grains.GetGrain<IPracticeGrain>(GrainKey.For(DemoPractice.Slug, IPracticeGrain.Id));
        if (await practice.Card() is not { } card || !IsOurs(card.PatientFacingUrl) || Find() is not { } address)
            return;
        var url = $"{address}/{DemoPractice.Slug}";
        if (card.PatientFacingUrl == url)
            return;
        var saved = await practice.SaveProfile(new(RequestIds.New(), card with { PatientFacingUrl = url }));
        if (!saved.Succeeded)
            LeadsElsewhere(log, url, saved.Problems[0].Message);
    }

    private static bool IsOurs(string url) =>
        url.Length == 0 || url == DemoPractice.MadeUpAddress || (Uri.TryCreate(url, UriKind.Absolute, out var known) && known.IsLoopback);

    private string? Find() => told.Length > 0
        ? told.TrimEnd('/')
        : server.Features.Get<IServerAddressesFeature>()?.Addresses.Select(Reached).FirstOrDefault();

    /// <summary>Who listens on all addresses is reached on this machine by its name.</summary>
    private static string Reached(string bound)
    {
        var address = BindingAddress.Parse(bound);
        var host = address.Host is "+" or "*" or "0.0.0.0" or "[::]" ? "localhost" : address.Host;
        return $"{address.Scheme}://{host}:{address.Port}";
    }

    private async Task Listening(CancellationToken cancellation)
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registered = lifetime.ApplicationStarted.Register(started.SetResult);
        await started.Task.WaitAsync(cancellation);
    }

    [LoggerMessage(403, LogLevel.Warning, "Mails and login sheets of the demo do not lead to {Address}: {Problem}")]
    private static partial void LeadsElsewhere(ILogger log, string address, string problem);
}
