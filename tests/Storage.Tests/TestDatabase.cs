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

public sealed class SqliteDatabase : TestDatabase
{
    private readonly string _folder = Directory.CreateTempSubdirectory("portal-sqlite-").FullName;

    public static SqliteSettings Settings { get; } = new() { LockTimeout = TimeSpan.FromSeconds(1) };

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

    protected override Task<PortalDatabase> Open() => Task.FromResult(PortalDatabase.OpenSqlite(_folder, Settings));
}

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

public sealed class PostgresDatabase(PostgresCluster cluster) : TestDatabase
{
    private string _connectionString = "";

    public override async Task InitializeAsync()
    {
        _connectionString = await cluster.NewDatabase();
        await base.InitializeAsync();
    }

    public override async Task Restart()
    {
        await cluster.Server.Down();
        await cluster.Server.Up();
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
        Task.FromResult(PortalDatabase.OpenPostgreSql(_connectionString + ";Command Timeout=1"));
}
