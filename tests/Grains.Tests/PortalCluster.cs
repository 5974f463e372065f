using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Orleans.Configuration;
using Orleans.Hosting;
using Orleans.TestingHost;
using Portal.Grains.Documents;
using Portal.Grains.Interfaces;
using Portal.Grains.Interfaces.Access;
using Portal.Grains.Records.Subscriptions;
using Portal.Grains.Tests.Records.Subscriptions;
using Portal.Grains.Tests.Tenancy;
using Portal.Silo;
using Portal.Silo.Outbox;
using Portal.Silo.Storage;

namespace Portal.Grains.Tests;

/// <summary>
/// Two silos in this process over one SQLite file in a folder of its own, with a clock that only tests move. Shared by
/// all tests of the assembly: every test uses a practice slug or ids of its own.
/// </summary>
public class PortalCluster : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("portal-grains-").FullName;
    private PortalDatabase? _database;

    /// <summary>The secret that the silos trust.</summary>
    public CallerSeal Seal { get; } = new("a secret of the tests, long enough"u8.ToArray());

    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 11, 23, 15, 0, 0, TimeSpan.Zero));

    public InProcessTestCluster Cluster { get; private set; } = null!;

    public PortalDatabase Database => _database!;

    public IClusterClient Client => Cluster.Client;

    /// <summary>Where notices are written.</summary>
    public string MailFolder => Path.Combine(_folder, "mail");

    /// <summary>The endpoints of subscriptions.</summary>
    public ScriptedHooks Hooks { get; } = new();

    /// <summary>Who listens to changes, when a test says so.</summary>
    public ScriptedRoster Roster { get; } = new();

    /// <summary>Records that cannot be read for notices, when a test says so.</summary>
    public ScriptedRecords Records { get; } = new();

    /// <summary>Where notices go; without a host into <see cref="MailFolder"/>.</summary>
    protected virtual MailSettings Mail => new();

    /// <summary>Where what goes by Direct goes.</summary>
    protected virtual MailSettings Direct => new();

    /// <summary>Where uploaded files are.</summary>
    public string FilesFolder => Path.Combine(_folder, "files");

    public virtual async Task InitializeAsync()
    {
        _database = PortalDatabase.OpenSqlite(_folder);
        await new SchemaMigrator(_database, NullLogger<SchemaMigrator>.Instance).Migrate(CancellationToken.None);
        var settings = new PortalSettings { DataFolder = _folder, Mail = Mail, Direct = Direct };
        var builder = new InProcessTestClusterBuilder(2);
        builder.ConfigureSilo((_, silo) =>
        {
            silo.Services.AddSingleton<TimeProvider>(Time);
            silo.Services.UseTimeProviderForBackgroundAreas(TimeProvider.System);
            silo.UsePortal(_database, Seal, settings);
            silo.Services.AddSingleton<IHookSender>(Hooks);
            silo.AddIncomingGrainCallFilter(Roster);
            silo.AddIncomingGrainCallFilter(Records);
            Configure(silo);
        });
        builder.ConfigureClient(client =>
        {
            client.Services.UseTimeProviderForBackgroundAreas(TimeProvider.System);
            client.UsePortal(Seal);
            client.AddOutgoingGrainCallFilter<ForgedSeal>();
        });
        Cluster = builder.Build();
        await Cluster.DeployAsync();
    }

    /// <summary>Services of a derived fixture.</summary>
    protected virtual void Configure(ISiloBuilder silo)
    {
    }

    public virtual async Task DisposeAsync()
    {
        await Cluster.DisposeAsync();
        await Database.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>Those of a silo.</summary>
    private IServiceProvider Services => Cluster.GetSiloServiceProvider(Cluster.Silos.First(silo => silo.IsActive).SiloAddress);

    /// <summary>One round of the sweeper.</summary>
    public Task<int> Sweep() => Services.GetRequiredService<OutboxSweeper>().Sweep();

    /// <summary>Leaves a document as a silo that died has left it, so long ago that nobody can still be at it.</summary>
    public async Task Leave<TState>(string name, string key, TState state)
    {
        await using var connection = await Database.DataSource.OpenConnectionAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = "insert into grain_state (service_id, state, id, n0, n1, doc, modified, version) values (@service, @state, @id, 0, 0, @doc, @at, 1)";
        foreach (var (parameterName, value) in new[]
        {
            ("service", Services.GetRequiredService<IOptions<ClusterOptions>>().Value.ServiceId),
            ("state", name),
            ("id", key),
            ("doc", JsonSerializer.Serialize(state, DocumentJson.Options)),
            ("at", (Time.GetUtcNow() - OutboxSweeper.Patience - TimeSpan.FromSeconds(1)).ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture)),
        })
        {
            var parameter = command.CreateParameter();
            (parameter.ParameterName, parameter.Value) = (parameterName, value);
            command.Parameters.Add(parameter);
        }

        await command.ExecuteNonQueryAsync();
    }

    /// <summary>A grain of a practice.</summary>
    public TGrain Grain<TGrain>(string practice, string id)
        where TGrain : IGrainWithStringKey => Client.GetGrain<TGrain>(GrainKey.For(practice, id));

    /// <summary>Calls as somebody.</summary>
    public static async Task<T> As<T>(Caller caller, Func<Task<T>> call)
    {
        using var scope = CallerScope.Use(caller);
        return await call();
    }

    /// <summary>Calls as somebody.</summary>
    public static async Task As(Caller caller, Func<Task> call)
    {
        using var scope = CallerScope.Use(caller);
        await call();
    }

    /// <summary>An id that no other test has.</summary>
    public static string NewId() => Ulid.NewUlid().ToString().ToLowerInvariant();

    /// <summary>A practice slug that no other test has.</summary>
    public static string NewPractice() => $"p{NewId()[^12..]}";

    /// <summary>Waits for what happens by itself. It ends as soon as the condition holds, and fails when it never does.</summary>
    public static async Task Eventually(Func<Task<bool>> condition, string what)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20), TimeProvider.System);
        while (!await condition())
        {
            Assert.False(limit.IsCancellationRequested, $"It never came true: {what}");
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, CancellationToken.None);
        }
    }
}

[CollectionDefinition(Name)]
public sealed class SharedCluster : ICollectionFixture<PortalCluster>
{
    public const string Name = "cluster";
}
