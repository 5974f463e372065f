using System.Net;
using System.Net.Sockets;
using Orleans.Configuration;
using Portal.Silo;
using Portal.Silo.Hosting;
using Portal.Silo.Storage;

namespace Portal.WebFront.Hosting;

/// <summary>One command, two topologies: a silo in this process, or a client of the cluster.</summary>
public static class PortalTopology
{
    /// <summary>Shorter than the default minute: silos that are replaced one after another must not outrun it.</summary>
    private static readonly TimeSpan _newGateways = TimeSpan.FromSeconds(10);

    public static async Task AddPortal(this WebApplicationBuilder builder, PortalSettings settings)
    {
        builder.Services.AddSingleton(settings);
        builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = settings.ShutdownTimeout);
        await (settings.Mode is PortalMode.Embedded ? AddSilo(builder, settings) : AddClient(builder, settings));
    }

    private static async Task AddSilo(WebApplicationBuilder builder, PortalSettings settings)
    {
        var database = PortalDatabase.OpenSqlite(Path.GetFullPath(settings.DataFolder));
        try
        {
            using var startLog = LoggerFactory.Create(logging => logging.AddSimpleConsole(options => options.SingleLine = true));
            await new SchemaMigrator(database, startLog.CreateLogger<SchemaMigrator>()).Migrate();
        }
        catch
        {
            await database.DisposeAsync();
            throw;
        }

        // Made by the container, so that it is closed with the host, after the silo has stopped.
        builder.Services.AddSingleton(_ => database);
        builder.Services.WithoutFalseAlarms(FalseAlarm.FirstWatchdogCheck, FalseAlarm.KeyInTheDataFolder);
        builder.Host.UseOrleans(silo => silo.UseLoopback().UsePortal(database, ClusterSecret.SealFor(settings), settings));
    }

    private static async Task AddClient(WebApplicationBuilder builder, PortalSettings settings)
    {
        var database = ClusterDatabase.Open(settings);
        var seal = ClusterSecret.SealFor(settings);
        await ClusterDatabase.EnsureReady(database, settings);

        // Made by the container, so that it is closed with the host.
        builder.Services.AddSingleton(_ => database);
        builder.Services.AddSingleton<SiloConnection>();
        builder.Services.AddHealthChecks().AddCheck<DatabaseHealth>("database").AddCheck<SiloConnection>("silos");
        builder.Host.UseOrleansClient(client => client
            .AddPortalClustering(database, settings.ClusterId)
            .UsePortal(seal)
            .UseConnectionRetryFilter<SiloPatience>()
            .AddGatewayCountChangedHandler(provider => provider.GetRequiredService<SiloConnection>().Changed)
            .Configure<GatewayOptions>(options => options.GatewayListRefreshPeriod = _newGateways));
    }

    /// <summary>A silo of its own on a free port, without a gateway, so that several embedded portals can run side by side.</summary>
    private static ISiloBuilder UseLoopback(this ISiloBuilder silo)
    {
        var port = FreePort();
        return silo
            .UseLocalhostClustering(port, gatewayPort: 0, serviceId: PortalStorage.ServiceId, clusterId: "embedded")
            .Configure<EndpointOptions>(options => options.AdvertisedIPAddress = IPAddress.Loopback);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
