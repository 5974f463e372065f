using System.Net;
using Portal.Silo.Storage;

namespace Portal.Silo.Hosting;

/// <summary>A process of the cluster that hosts grains, or that migrates the database and ends.</summary>
public static class SiloProcess
{
    private const string MigrateVerb = "migrate";

    public static Task<int> Run(string[] args) => StartRefusal.Tell(async () =>
    {
        var builder = WebApplication.CreateBuilder(args);
        var settings = PortalSettings.From(builder.Configuration) with { Mode = PortalMode.Clustered };
        await using var database = ClusterDatabase.Open(settings);
        if (args.Contains(MigrateVerb))
            await ClusterDatabase.Migrate(database);
        else
            await Host(builder, database, settings);
    });

    private static async Task Host(WebApplicationBuilder builder, PortalDatabase database, PortalSettings settings)
    {
        var seal = ClusterSecret.SealFor(settings);
        await ClusterDatabase.EnsureReady(database, settings);
        var address = await SiloAddress.Resolve(settings.AdvertisedAddress);
        var host = IPAddress.IsLoopback(address) ? address : IPAddress.Any;
        ListenAddress.Check("Portal:SiloPort", host, settings.SiloPort);
        ListenAddress.Check("Portal:GatewayPort", host, settings.GatewayPort);
        ListenAddress.Check("Portal:HealthUrl", settings.HealthUrl);
        builder.Host.UseOrleans(silo => silo
            .UsePortal(database, seal, settings)
            .AddPortalClustering(database, settings.ClusterId)
            .ConfigureEndpoints(address, settings.SiloPort, settings.GatewayPort, listenOnAnyHostAddress: !IPAddress.IsLoopback(address)));
        builder.Services.WithoutFalseAlarms(FalseAlarm.FirstWatchdogCheck);
        builder.Services.AddHealthChecks();
        builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = settings.ShutdownTimeout);
        builder.WebHost.UseUrls(settings.HealthUrl);

        var app = builder.Build();
        app.MapHealthChecks("/health/live", new() { Predicate = _ => false });
        app.MapHealthChecks("/health/ready");
        await app.RunAsync();
    }
}
