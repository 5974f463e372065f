using System.Data.Common;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Portal.Silo.Storage;

namespace Portal.Storage.Tests;

/// <summary>Whole silos over our tables: what a grain stored and the reminders it set outlive the silo.</summary>
public sealed class EmbeddedSiloTests(SqliteDatabase database) : IClassFixture<SqliteDatabase>
{
    [Fact]
    public async Task A_grain_and_its_reminder_are_there_after_the_silo_was_stopped_and_the_file_opened_again()
    {
        using (var silo = await StartEmbedded())
        {
            await Note(silo).Write("kept");
            await Note(silo).Remind();
            await silo.StopAsync();
        }

        await database.Restart();

        using var again = await StartEmbedded();
        Assert.Equal("kept", await Note(again).Read());
        Assert.Equal(1, await Note(again).CountReminders());
        await again.StopAsync();
    }

    [Fact]
    public async Task Queries_get_the_database_and_its_kind_as_services()
    {
        await using var provider = await StorageProvider.Start(database.Database);

        Assert.Same(
            database.Database.DataSource, provider.Services.GetRequiredKeyedService<DbDataSource>(PortalStorage.ProviderName));
        Assert.Equal(DatabaseKind.Sqlite, provider.Services.GetRequiredService<DatabaseKind>());
    }

    [Fact]
    public void A_file_cannot_carry_a_cluster() =>
        Assert.Throws<InvalidOperationException>(
            () => new HostApplicationBuilder().UseOrleans(silo => silo.AddPortalClustering(database.Database, "test")));

    private static INoteGrain Note(IHost silo) =>
        silo.Services.GetRequiredService<IGrainFactory>().GetGrain<INoteGrain>("demo/embedded");

    private Task<IHost> StartEmbedded() => Silos.Start(
        database.Database, silo => silo.UseLocalhostClustering(Silos.FreePort(), Silos.FreePort(), serviceId: PortalStorage.ServiceId));
}

[Collection(PostgresTests.Name)]
public sealed class ClusteredSiloTests(PostgresDatabase database) : IClassFixture<PostgresDatabase>
{
    [Fact]
    public async Task Two_silos_and_a_client_find_each_other_and_one_carries_on_alone()
    {
        using var one = await StartMember();
        using var two = await StartMember();
        using var client = await StartClient();
        var grains = client.Services.GetRequiredService<IClusterClient>();

        Assert.Equal(2, (await grains.GetGrain<IManagementGrain>(0).GetHosts(onlyActive: true)).Count);
        for (var number = 0; number < 20; number++)
            await grains.GetGrain<INoteGrain>($"demo/{number}").Write($"note {number}");
        await grains.GetGrain<INoteGrain>("demo/0").Remind();

        await one.StopAsync();

        for (var number = 0; number < 20; number++)
            Assert.Equal($"note {number}", await grains.GetGrain<INoteGrain>($"demo/{number}").Read());
        Assert.Equal(1, await grains.GetGrain<INoteGrain>("demo/0").CountReminders());
        Assert.Single(await grains.GetGrain<IManagementGrain>(0).GetHosts(onlyActive: true));
        await client.StopAsync();
        await two.StopAsync();
    }

    private Task<IHost> StartMember() => Silos.Start(database.Database, silo => silo
        .AddPortalClustering(database.Database, "test")
        .ConfigureEndpoints(IPAddress.Loopback, Silos.FreePort(), Silos.FreePort()));

    private async Task<IHost> StartClient()
    {
        var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.UseOrleansClient(client => client.AddPortalClustering(database.Database, "test"));
        var host = builder.Build();
        await host.StartAsync();
        return host;
    }
}

internal static class Silos
{
    public static async Task<IHost> Start(PortalDatabase database, Action<ISiloBuilder> cluster)
    {
        var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.UseOrleans(silo =>
        {
            cluster(silo);
            silo.Services.AddSingleton(new DocumentSerializer(JsonSerializerOptions.Web, new DocumentUpcasts()));
            silo.AddPortalStorage(database);
        });
        var host = builder.Build();
        await host.StartAsync();
        return host;
    }

    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
