using System.Net;
using System.Net.Sockets;
using Orleans.Configuration;
using Portal.Silo;
using Portal.Silo.Storage;

namespace Portal.WebFront.Hosting;

/// <summary>One command, two topologies: a silo in this process, or a client of the cluster.</summary>
public static class PortalTopology
{
    public static async Task AddPortal(this WebApplicationBuilder builder, PortalSettings settings)
    {
        // The embedded portal's database belongs to the host: it is closed after the silo has stopped.
        var database = settings.Mode is PortalMode.Embedded
            ? PortalDatabase.OpenSqlite(Path.GetFullPath(settings.DataFolder))
            : PortalDatabase.OpenPostgreSql(settings.Database);
        var seal = ClusterSecret.SealFor(settings);
        builder.Services.AddSingleton(settings);
        using var startLog = LoggerFactory.Create(logging => logging.AddSimpleConsole(options => options.SingleLine = true));
        var migrator = new SchemaMigrator(database, startLog.CreateLogger<SchemaMigrator>());
        if (settings.Mode is PortalMode.Embedded)
        {
            await migrator.Migrate(CancellationToken.None);
            builder.Host.UseOrleans(silo => silo.UseLoopback().UsePortal(database, seal, settings));
        }
        else
        {
            await migrator.EnsureCurrent(CancellationToken.None);
            builder.Services.AddSingleton(_ => database);
            builder.Host.UseOrleansClient(client => client.AddPortalClustering(database, settings.ClusterId).UsePortal(seal));
        }
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
