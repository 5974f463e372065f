using System.Data.Common;
using Microsoft.Win32.SafeHandles;
using Npgsql;

namespace Portal.Silo.Storage;

/// <summary>The one database of a deployment: a SQLite file that this process owns, or a PostgreSQL server.</summary>
public sealed class PortalDatabase : IAsyncDisposable
{
    // PostgreSQL allows 100 connections by default, three of them to superusers only; three silos and two web fronts share the rest.
    private const int ConnectionsPerProcess = 18;
    private const int PreparedStatementsPerConnection = 128;

    private readonly DataFolderLock? _lock;
    private readonly SafeFileHandle? _log;

    private PortalDatabase(DbDataSource server)
    {
        Kind = DatabaseKind.PostgreSql;
        DataSource = DocumentSource = server;
        Writes = new WriteGate(oneAtATime: false);
    }

    private PortalDatabase(SqliteDataSource file, SqliteDataSource unflushed, DataFolderLock folderLock)
    {
        Kind = DatabaseKind.Sqlite;
        DataSource = file;
        DocumentSource = unflushed;
        _lock = folderLock;
        Writes = new WriteGate(oneAtATime: true);
        _log = File.OpenHandle(file.LogFile, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
        Flushed = new SharedFlush(() => RandomAccess.FlushToDisk(_log));
    }

    public DatabaseKind Kind { get; }

    public DbDataSource DataSource { get; }

    /// <summary>For the documents of grains: on SQLite a commit is on the disk only after <see cref="Flushed"/>.</summary>
    public DbDataSource DocumentSource { get; }

    /// <summary>Only on SQLite.</summary>
    internal SharedFlush? Flushed { get; }

    /// <summary>The name by which Orleans' ADO.NET providers know the driver.</summary>
    public string Invariant => Kind is DatabaseKind.Sqlite ? "System.Data.SQLite" : "Npgsql";

    /// <summary>Whoever writes to the database past the grain storage enters here first.</summary>
    public WriteGate Writes { get; }

    /// <summary>Opens <c>portal.db</c> in the folder, which belongs to this process until the object is disposed.</summary>
    /// <exception cref="DatabaseInUseException">Another process, or another object of this one, has the folder.</exception>
    public static PortalDatabase OpenSqlite(string dataFolder, SqliteSettings? settings = null)
    {
        var folder = Path.GetFullPath(dataFolder);
        var file = Path.Combine(folder, "portal.db");
        settings ??= new SqliteSettings();
        var folderLock = DataFolderLock.Take(folder);
        var flushed = new SqliteDataSource(file, settings, flushesCommits: true);
        var unflushed = new SqliteDataSource(file, settings, flushesCommits: false);
        try
        {
            flushed.SwitchToWriteAheadLog();
            return new PortalDatabase(flushed, unflushed, folderLock);
        }
        catch
        {
            unflushed.Dispose();
            flushed.Dispose();
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

        // No statement leaves anything behind in its session, and without this the server runs seven more before each.
        if (!given.ContainsKey("No Reset On Close"))
            settings.NoResetOnClose = true;

        return new PortalDatabase(NpgsqlDataSource.Create(settings));
    }

    public async ValueTask DisposeAsync()
    {
        await DocumentSource.DisposeAsync();
        await DataSource.DisposeAsync();
        _log?.Dispose();
        _lock?.Dispose();
        Writes.Dispose();
    }
}
