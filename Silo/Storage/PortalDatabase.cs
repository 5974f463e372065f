using System.Data.Common;
using Npgsql;

namespace Portal.Silo.Storage;

/// <summary>The one database of a deployment: a SQLite file that this process owns, or a PostgreSQL server.</summary>
public sealed class PortalDatabase : IAsyncDisposable
{
    // PostgreSQL allows 100 connections by default, and three silos and two web fronts share them.
    private const int ConnectionsPerProcess = 24;
    private const int PreparedStatementsPerConnection = 128;

    private readonly DataFolderLock? _lock;

    private PortalDatabase(DatabaseKind kind, DbDataSource dataSource, DataFolderLock? folderLock)
    {
        Kind = kind;
        DataSource = dataSource;
        _lock = folderLock;
        Writes = new WriteGate(oneAtATime: kind is DatabaseKind.Sqlite);
    }

    public DatabaseKind Kind { get; }

    public DbDataSource DataSource { get; }

    /// <summary>The name by which Orleans' ADO.NET providers know the driver.</summary>
    public string Invariant => Kind is DatabaseKind.Sqlite ? "System.Data.SQLite" : "Npgsql";

    /// <summary>Whoever writes to the database past the grain storage enters here first.</summary>
    public WriteGate Writes { get; }

    /// <summary>Opens <c>portal.db</c> in the folder, which belongs to this process until the object is disposed.</summary>
    /// <exception cref="DatabaseInUseException">Another process, or another object of this one, has the folder.</exception>
    public static PortalDatabase OpenSqlite(string dataFolder, SqliteSettings? settings = null)
    {
        var folder = Path.GetFullPath(dataFolder);
        var folderLock = DataFolderLock.Take(folder);
        SqliteDataSource? dataSource = null;
        try
        {
            dataSource = new SqliteDataSource(Path.Combine(folder, "portal.db"), settings ?? new SqliteSettings());
            dataSource.SwitchToWriteAheadLog();
            return new PortalDatabase(DatabaseKind.Sqlite, dataSource, folderLock);
        }
        catch
        {
            dataSource?.Dispose();
            folderLock.Dispose();
            throw;
        }
    }

    public static PortalDatabase OpenPostgreSql(string connectionString)
    {
        var given = new DbConnectionStringBuilder { ConnectionString = connectionString };
        var settings = new NpgsqlConnectionStringBuilder(connectionString);
        if (!given.ContainsKey("Maximum Pool Size"))
            settings.MaxPoolSize = ConnectionsPerProcess;
        if (!given.ContainsKey("Max Auto Prepare"))
            settings.MaxAutoPrepare = PreparedStatementsPerConnection;
        if (!given.ContainsKey("Application Name"))
            settings.ApplicationName = "portal";

        return new PortalDatabase(DatabaseKind.PostgreSql, NpgsqlDataSource.Create(settings), folderLock: null);
    }

    public async ValueTask DisposeAsync()
    {
        await DataSource.DisposeAsync();
        _lock?.Dispose();
        Writes.Dispose();
    }
}
