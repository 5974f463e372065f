using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Orleans.Configuration;
using Orleans.Hosting;
using Portal.Grains.Interfaces;
using Portal.Grains.Interfaces.Access;
using Portal.Silo;
using Portal.Silo.Storage;

namespace Portal.Bench.Portals;

/// <summary>A silo of the portal in this process, called in this process as an embedded web front would.</summary>
public sealed class BenchSilo : IAsyncDisposable
{
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

    public static Task<BenchSilo> OnPostgreSql(string connectionString) => Start(_ => PortalDatabase.OpenPostgreSql(connectionString));

    public static Task<BenchSilo> OnSqlite() => Start(folder => PortalDatabase.OpenSqlite(folder));

    public TGrain Grain<TGrain>(string practice, string id)
        where TGrain : IGrainWithStringKey => Grains.GetGrain<TGrain>(GrainKey.For(practice, id));

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
        await Database.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private static async Task<BenchSilo> Start(Func<string, PortalDatabase> open)
    {
        var folder = Directory.CreateTempSubdirectory("portal-bench-").FullName;
        var database = open(folder);
        await new SchemaMigrator(database, NullLogger<SchemaMigrator>.Instance).Migrate(CancellationToken.None);
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.SetMinimumLevel(LogLevel.Critical);
        builder.UseOrleans(silo =>
        {
            silo.UseLocalhostClustering(FreePort(), gatewayPort: 0, serviceId: PortalStorage.ServiceId, clusterId: "bench");
            silo.Configure<EndpointOptions>(options => options.AdvertisedIPAddress = IPAddress.Loopback);
            silo.UsePortal(database, new CallerSeal("a secret of the benches, long enough"u8.ToArray()), new PortalSettings { DataFolder = folder });
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
