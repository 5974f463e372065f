using System.Data.Common;
using System.Globalization;
using Microsoft.Data.Sqlite;
using Portal.Grains.Patients;
using Portal.Silo.Hosting;

namespace Portal.Silo.Storage;

/// <summary>Opens connections with the settings that SQLite keeps per connection and no connection string can hold.</summary>
/// <param name="file">The database file.</param>
/// <param name="settings">Waiting times.</param>
/// <param name="flushesCommits">Whether a commit waits for the disk; without it the caller brings <see cref="LogFile"/> there.</param>
internal sealed class SqliteDataSource(string file, SqliteSettings settings, bool flushesCommits) : DbDataSource
{
    /// <summary>What a database file says of itself: "port" in ASCII.</summary>
    private const int ApplicationId = 0x706f7274;

    // SQLite's codes.
    private const int ReadOnly = 8;
    private const int CannotOpen = 14;
    private const int NoDatabase = 26;

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
        // SQLite removes the log with its last connection, and this pool closes idle ones.
        _keeper = new SqliteConnection(new SqliteConnectionStringBuilder(ConnectionString) { Pooling = false }.ToString());
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
        var connection = new SqliteConnection(ConnectionString);
        try
        {
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = _pragmas;
            command.ExecuteNonQuery();
            if (flushesCommits)
                connection.CreateFunction<string?, string?>("portal_fold", Fold, isDeterministic: true);
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
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
        _keeper?.Dispose();
        using var connection = new SqliteConnection(ConnectionString);
        SqliteConnection.ClearPool(connection);
    }
}
