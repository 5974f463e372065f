using System.Data.Common;
using Microsoft.Extensions.Logging.Abstractions;
using Portal.Silo.Storage;
using Portal.Tests.Shared;

namespace Portal.Storage.Tests;

/// <summary>A database of a test class, with the schema applied.</summary>
public abstract class TestDatabase : IAsyncLifetime
{
    public PortalDatabase Database { get; private set; } = null!;

    public virtual async Task InitializeAsync()
    {
        Database = await Open();
        await new SchemaMigrator(Database, NullLogger.Instance).Migrate();
    }

    public virtual async Task DisposeAsync() => await Database.DisposeAsync();

    /// <summary>Closes everything, stops the server as far as there is one, and opens it all again.</summary>
    public abstract Task Restart();

    /// <summary>Keeps all others from writing until the transaction is disposed.</summary>
    public abstract Task<DbConnection> HoldWriteLock();

    protected abstract Task<PortalDatabase> Open();

    protected async Task Reopen()
    {
        await Database.DisposeAsync();
        Database = await Open();
    }
}

public class SqliteDatabase : TestDatabase
{
    private readonly string _folder = Directory.CreateTempSubdirectory("portal-sqlite-").FullName;
    private readonly SqliteSettings _settings;

    public SqliteDatabase()
        : this(new())
    {
    }

    protected SqliteDatabase(SqliteSettings settings) => _settings = settings;

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    public override Task Restart() => Reopen();

    public override async Task<DbConnection> HoldWriteLock()
    {
        var connection = await Database.DataSource.OpenConnectionAsync();
        await connection.BeginTransactionAsync();
        return connection;
    }

    protected override Task<PortalDatabase> Open() => Task.FromResult(PortalDatabase.OpenSqlite(_folder, _settings));
}

/// <summary>Gives up after a second: for what waits until it must.</summary>
public sealed class ImpatientSqliteDatabase() : SqliteDatabase(new() { LockTimeout = TimeSpan.FromSeconds(1) });

/// <summary>One server for all PostgreSQL tests of the assembly; they run one class after the other.</summary>
[CollectionDefinition(Name)]
public sealed class PostgresTests : ICollectionFixture<PostgresCluster>
{
    public const string Name = "PostgreSQL";
}

public sealed class PostgresCluster : IAsyncLifetime
{
    private int _databases;

    public PostgresServer Server { get; private set; } = null!;

    public async Task InitializeAsync() => Server = await PostgresServer.Start();

    public async Task DisposeAsync() => await Server.DisposeAsync();

    public Task<string> NewDatabase() => Server.CreateDatabase($"portal_{Interlocked.Increment(ref _databases)}");
}

public class PostgresDatabase : TestDatabase
{
    private readonly PostgresCluster _cluster;
    private readonly string _options;
    private string _connectionString = "";

    public PostgresDatabase(PostgresCluster cluster)
        : this(cluster, "")
    {
    }

    protected PostgresDatabase(PostgresCluster cluster, string options) => (_cluster, _options) = (cluster, options);

    public override async Task InitializeAsync()
    {
        _connectionString = await _cluster.NewDatabase() + _options;
        await base.InitializeAsync();
    }

    public override async Task Restart()
    {
        await _cluster.Server.Down();
        await _cluster.Server.Up();
        await Reopen();
    }

    public override async Task<DbConnection> HoldWriteLock()
    {
        var connection = await Database.DataSource.OpenConnectionAsync();
        await connection.BeginTransactionAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = "lock table grain_state in exclusive mode";
        await command.ExecuteNonQueryAsync();
        return connection;
    }

    protected override Task<PortalDatabase> Open() =>
        Task.FromResult(PortalDatabase.OpenPostgreSql(_connectionString));
}

/// <summary>Waits a second for a lock and no longer: for what waits until it must.</summary>
public sealed class ImpatientPostgresDatabase(PostgresCluster cluster)
    : PostgresDatabase(cluster, ";Options=-c lock_timeout=1s");
