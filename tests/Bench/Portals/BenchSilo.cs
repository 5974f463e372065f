using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Orleans.Configuration;
using Orleans.Hosting;
using Portal.Grains.Interfaces;
using Portal.Silo;
using Portal.Silo.Storage;

namespace Portal.Bench.Portals;

/// <summary>A silo of the portal in this process, called in this process as an embedded web front would.</summary>
public sealed class BenchSilo : IAsyncDisposable
{
    public const string ClusterId = "bench";

    /// <summary>Shared by the silo and the web front.</summary>
    public const string Secret = "a secret of the benches, long enough";

    private readonly IHost _host;
    private readonly string _folder;

    private BenchSilo(IHost host, PortalDatabase database, string folder)
    {
        _host = host;
        _folder = folder;
        Database = database;
    }

    public PortalDatabase Database { get; }

    public IGrainFactory Grains => _host.Services.GetRequiredService<IGrainFactory>();

    public static Task<BenchSilo> OnPostgreSql(string connectionString) => Start(_ => PortalDatabase.OpenPostgreSql(connectionString), Alone);

    public static Task<BenchSilo> OnSqlite() => Start(folder => PortalDatabase.OpenSqlite(folder), Alone);

    /// <summary>Found by web fronts through the database.</summary>
    public static Task<BenchSilo> Clustered(string connectionString) =>
        Start(_ => PortalDatabase.OpenPostgreSql(connectionString), InCluster);

    public TGrain Grain<TGrain>(string practice, string id)
        where TGrain : IGrainWithStringKey => Grains.GetGrain<TGrain>(GrainKey.For(practice, id));

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
        await Database.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private static void Alone(ISiloBuilder silo, PortalDatabase database)
    {
        silo.UseLocalhostClustering(FreePort(), gatewayPort: 0, serviceId: PortalStorage.ServiceId, clusterId: ClusterId);
        silo.Configure<EndpointOptions>(options => options.AdvertisedIPAddress = IPAddress.Loopback);
    }

    private static void InCluster(ISiloBuilder silo, PortalDatabase database) => silo
        .AddPortalClustering(database, ClusterId)
        .ConfigureEndpoints(IPAddress.Loopback, FreePort(), FreePort(), listenOnAnyHostAddress: false);

    private static async Task<BenchSilo> Start(Func<string, PortalDatabase> open, Action<ISiloBuilder, PortalDatabase> join)
    {
        var folder = Directory.CreateTempSubdirectory("portal-bench-").FullName;
        var database = open(folder);
        await new SchemaMigrator(database, NullLogger<SchemaMigrator>.Instance).Migrate(CancellationToken.None);
        var settings = new PortalSettings { DataFolder = folder, Mode = PortalMode.Clustered, ClusterSecret = Secret };
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.SetMinimumLevel(LogLevel.Critical);
        builder.UseOrleans(silo =>
        {
            join(silo, database);
            silo.UsePortal(database, ClusterSecret.SealFor(settings), settings);
        });
        var host = builder.Build();
        await host.StartAsync();
        return new(host, database, folder);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
