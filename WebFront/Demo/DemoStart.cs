using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Portal.WebFront.Demo;

/// <summary>
/// Fills an empty portal with the demo practice while the web front serves already, and then tells how to sign in. What
/// an earlier start made is there from the first request on.
/// </summary>
internal sealed partial class DemoStart(IDemoSeeder seeder, DemoAddress address, DemoStanding standing, ILogger<DemoStart> log) : BackgroundService
{
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        if (await seeder.IsThere())
            Tell();
        await base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            if (!standing.IsReady)
                await seeder.SeedIfEmpty(stoppingToken);
            await address.Follow(stoppingToken);
        }
        catch (Exception failure) when (!stoppingToken.IsCancellationRequested)
        {
            // The portal serves its other practices all the same, and the demo's pages when there is something to show.
            NotWhole(log, failure.Message);
            standing.Is(await seeder.HasPractice() ? null : failure);
            return;
        }

        if (!standing.IsReady)
            Tell();
    }

    private void Tell()
    {
        standing.Is(failure: null);
        foreach (var member in DemoSignIns.Staff)
            SignIn(log, DemoPractice.Slug, member.UserName, DemoSignIns.Password, member.Who);
        foreach (var patient in DemoSignIns.Patients)
            SignIn(log, DemoPractice.Slug, patient.UserName, DemoSignIns.Password, patient.Who);
    }

    [LoggerMessage(402, LogLevel.Error, "The demo practice could not be made whole: {Failure} Delete the data folder to begin again.")]
    private static partial void NotWhole(ILogger log, string failure);

    [LoggerMessage(401, LogLevel.Information, "Demo sign-in at /{Practice}/sign-in: {UserName} / {Password} ({Who})")]
    private static partial void SignIn(ILogger log, string practice, string userName, string password, string who);
}

public static class DemoServices
{
    /// <param name="services">The services.</param>
    /// <param name="address">Where people reach the portal, as far as the operator says so.</param>
    public static IServiceCollection AddPortalDemo(this IServiceCollection services, string address)
    {
        services.TryAddSingleton<IDemoSeeder, DemoSeeder>();
        return services.AddSingleton<DemoStanding>()
            .AddSingleton(provider => ActivatorUtilities.CreateInstance<DemoAddress>(provider, address))
            .AddHostedService<DemoStart>();
    }
}
