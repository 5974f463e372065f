using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Orleans.Hosting;
using Orleans.TestingHost;
using Portal.Grains.Documents;
using Portal.Grains.Interfaces;
using Portal.Grains.Interfaces.Access;
using Portal.Grains.Interfaces.Documents;
using Portal.Grains.Interfaces.Live;
using Portal.Silo;
using Portal.Silo.Outbox;
using Portal.Silo.Storage;

namespace Portal.Grains.Tests.Documents;

/// <summary>Silos with a document of the tests, a storage and a receiver that fail on demand, and virtual time.</summary>
public sealed class KernelCluster : IAsyncLifetime
{
    public const string Practice = "kernel";

    private readonly string _folder = Directory.CreateTempSubdirectory("portal-kernel-").FullName;
    private readonly CallerSeal _seal = new("a secret of the tests, long enough"u8.ToArray());
    private readonly Lazy<ILiveObserver> _ear;
    private PortalDatabase? _database;

    public KernelCluster()
    {
        Delivery = new(Time);
        _ear = new(() => Cluster!.Client.CreateObjectReference<ILiveObserver>(new Deaf()));
    }

    /// <summary>Starts at the real time, since rows are stamped by the database.</summary>
    public FakeTimeProvider Time { get; } = new(TimeProvider.System.GetUtcNow());

    public ScriptedDelivery Delivery { get; }

    public StorageScript Storage { get; } = new();

    public InProcessTestCluster Cluster { get; private set; } = null!;

    /// <summary>Lets that much time pass after now: rows have the real time, and this clock stands still since the cluster was made.</summary>
    public void Pass(TimeSpan time)
    {
        var behind = TimeProvider.System.GetUtcNow() - Time.GetUtcNow();
        Time.Advance(behind > TimeSpan.Zero ? behind + time : time);
    }

    public async Task InitializeAsync()
    {
        _database = PortalDatabase.OpenSqlite(_folder);
        await new SchemaMigrator(_database, NullLogger<SchemaMigrator>.Instance).Migrate(CancellationToken.None);
        var builder = new InProcessTestClusterBuilder(2);
        builder.ConfigureSilo((_, silo) => Configure(silo));
        builder.ConfigureClient(client =>
        {
            client.Services.UseTimeProviderForBackgroundAreas(TimeProvider.System);
            client.UsePortal(_seal);
        });
        Cluster = builder.Build();
        await Cluster.DeployAsync();
    }

    public async Task DisposeAsync()
    {
        await Cluster.DisposeAsync();
        await _database!.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    public INoteGrain Note(string id) => Cluster.Client.GetGrain<INoteGrain>(GrainKey.For(Practice, id));

    /// <summary>Where the live topic of a note stands, as a web front hears it at each renewal of its lease.</summary>
    public Task<LiveVersion> Renew(string id) => AsSystem(
        () => Cluster.Client.GetGrain<ILiveGrain>(GrainKey.For(Practice, NoteGrain.Topic(id))).Attach("front", _ear.Value));

    public IOutboxOwner Owner(string id) => Cluster.Client.GetGrain<INoteGrain>(GrainKey.For(Practice, id)).AsReference<IOutboxOwner>();

    public static Task<T> AsSystem<T>(Func<Task<T>> call) => PortalCluster.As(Caller.System(Practice), call);

    public Task Drain(string id) => PortalCluster.As(Caller.System(Practice), () => Owner(id).Drain());

    private IServiceProvider ActiveSilo => Cluster.GetSiloServiceProvider(Cluster.Silos.First(silo => silo.IsActive).SiloAddress);

    public Task<int> Sweep() => ActiveSilo.GetRequiredService<OutboxSweeper>().Sweep();

    /// <summary>The first round of a process that starts now over the same database.</summary>
    public async Task<int> SweepOfTheNextProcess()
    {
        using var sweeper = ActivatorUtilities.CreateInstance<OutboxSweeper>(ActiveSilo);
        return await sweeper.Sweep();
    }

    /// <summary>How many items the stored document owes.</summary>
    public async Task<long> Owed(string id)
    {
        await using var connection = await _database!.DataSource.OpenConnectionAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = $"select count(*) from open_deliveries where grain_key = '{Practice}/{id}'";
        return Convert.ToInt64(await command.ExecuteScalarAsync(), CultureInfo.InvariantCulture);
    }

    private void Configure(ISiloBuilder silo)
    {
        var options = new JsonSerializerOptions(DocumentJson.Options)
        {
            TypeInfoResolver = JsonTypeInfoResolver.Combine(DocumentJson.Options.TypeInfoResolver, new DefaultJsonTypeInfoResolver()),
        };
        silo.Services.AddSingleton<TimeProvider>(Time);
        silo.Services.UseTimeProviderForBackgroundAreas(TimeProvider.System);
        silo.Services.AddSingleton(new DocumentSerializer(options, new DocumentUpcasts()));
        silo.Services.AddKeyedSingleton<IDelivery>(NoteGrain.Delivery, Delivery);
        silo.UsePortal(_database!, _seal, new PortalSettings { DataFolder = _folder });
        ScriptedStorage.Decorate(silo.Services, Storage);
    }

    /// <summary>Every notice is lost on its way to the front.</summary>
    private sealed class Deaf : ILiveObserver
    {
        public Task Changed(string key, LiveVersion version) => Task.CompletedTask;
    }
}
