using System.Data.Common;
using System.Globalization;
using Microsoft.Data.Sqlite;
using Portal.Grains.Patients;
using Portal.Silo.Hosting;

namespace Portal.Silo.Storage;

/// <summary>
/// Opens connections with the settings that SQLite keeps per connection and no connection string can hold, and keeps
/// those that are not in use, with what they have prepared.
/// </summary>
/// <param name="file">The database file.</param>
/// <param name="settings">Waiting times.</param>
/// <param name="flushesCommits">Whether a commit waits for the disk; without it the caller brings <see cref="LogFile"/> there.</param>
internal sealed class SqliteDataSource(string file, SqliteSettings settings, bool flushesCommits) : DbDataSource
{
    /// <summary>What a database file says of itself: "port" in ASCII.</summary>
    private const int ApplicationId = 0x706f7274;

    // SQLite's codes.
    private const int StablePlans = 1007;
    private const int ReadOnly = 8;
    private const int CannotOpen = 14;
    private const int NoDatabase = 26;

    /// <summary>More are closed when they come back.</summary>
    private const int MostIdle = 16;

    private readonly Lock _lock = new();
    private readonly Stack<KeptConnection> _idle = [];
    private bool _isClosed;
    private SqliteConnection? _keeper;

    private readonly string _pragmas = string.Create(CultureInfo.InvariantCulture, $"""
        pragma busy_timeout = {settings.LockTimeout.TotalMilliseconds:F0};
        pragma foreign_keys = on;
        pragma synchronous = {(flushesCommits ? "full" : "normal")};
        """);

    public override string ConnectionString { get; } = new SqliteConnectionStringBuilder
    {
        DataSource = file,
        Mode = SqliteOpenMode.ReadWriteCreate,
        DefaultTimeout = (int)Math.Ceiling(settings.LockTimeout.TotalSeconds),
        Pooling = true,
    }.ToString();

    /// <summary>For connections that are kept here.</summary>
    private string Unpooled => new SqliteConnectionStringBuilder(ConnectionString) { Pooling = false }.ToString();

    public string LogFile => file + "-wal";

    /// <summary>Makes the log, brings it and its directory entry to the disk, and keeps it until this object is disposed.</summary>
    /// <exception cref="StartRefusedException">The file cannot be opened or written, or is none of SQLite's.</exception>
    public void SwitchToWriteAheadLog()
    {
        try
        {
            KeepLog();
        }
        catch (SqliteException fault) when (fault.SqliteErrorCode is ReadOnly or CannotOpen or NoDatabase)
        {
            throw new StartRefusedException($"Portal:DataFolder has '{file}', which this process cannot use ({fault.Message})", fault);
        }
    }

    private void KeepLog()
    {
        // SQLite removes the log with its last connection.
        _keeper = new SqliteConnection(Unpooled);
        _keeper.Open();
        using var command = _keeper.CreateCommand();
        command.CommandText = "pragma journal_mode = wal";
        var mode = (string?)command.ExecuteScalar();
        if (mode is not "wal")
            throw new InvalidOperationException($"SQLite keeps journal mode {mode} for {file}; Portal needs a folder on a local disk.");
        command.CommandText = string.Create(CultureInfo.InvariantCulture, $"pragma synchronous = full; pragma application_id = {ApplicationId}");
        command.ExecuteNonQuery();
    }

    protected override DbConnection CreateDbConnection() => new SqliteConnection(ConnectionString);

    protected override DbConnection OpenDbConnection()
    {
        lock (_lock)
        {
            if (_idle.TryPop(out var kept))
                return kept;
        }

        var connection = new KeptConnection(Unpooled, Keep);
        try
        {
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = _pragmas;
            command.ExecuteNonQuery();
            if (flushesCommits)
                connection.CreateFunction<string?, string?>("portal_fold", Fold, isDeterministic: true);
            else
                Plan(connection);
            return connection;
        }
        catch
        {
            connection.End();
            throw;
        }
    }

    /// <summary>
    /// Documents are found by their key, whatever it is. Without this SQLite looks at each new value of a parameter
    /// whether one of the indexes for a single state is of use, and compiles the statement anew.
    /// </summary>
    private static void Plan(SqliteConnection connection)
    {
        var answer = SQLitePCL.raw.sqlite3_db_config(connection.Handle!, StablePlans, 1, out _);
        if (answer != SQLitePCL.raw.SQLITE_OK)
            throw new InvalidOperationException($"SQLite does not take SQLITE_DBCONFIG_ENABLE_QPSG ({answer}).");
    }

    /// <summary>Whether a connection is wanted again.</summary>
    private bool Keep(KeptConnection connection)
    {
        lock (_lock)
        {
            if (_isClosed || _idle.Count == MostIdle)
                return false;
            _idle.Push(connection);
            return true;
        }
    }

    /// <summary>What PostgreSQL has from its migration. Documents are read and written without it.</summary>
    private static string? Fold(string? text) => text is null ? null : SearchText.Fold(text);

    // SQLite has no asynchronous calls: the base class would only add a detour.
    protected override ValueTask<DbConnection> OpenDbConnectionAsync(CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return ValueTask.FromResult(OpenDbConnection());
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            Close();
        base.Dispose(disposing);
    }

    protected override ValueTask DisposeAsyncCore()
    {
        Close();
        return base.DisposeAsyncCore();
    }

    private void Close()
    {
        lock (_lock)
        {
            _isClosed = true;
            while (_idle.TryPop(out var kept))
                kept.End();
        }

        _keeper?.Dispose();
    }
}
