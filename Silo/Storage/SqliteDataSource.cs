using System.Data.Common;
using System.Globalization;
using Microsoft.Data.Sqlite;

namespace Portal.Silo.Storage;

/// <summary>Opens connections with the settings that SQLite keeps per connection and no connection string can hold.</summary>
internal sealed class SqliteDataSource(string file, SqliteSettings settings) : DbDataSource
{
    private readonly string _pragmas = string.Create(CultureInfo.InvariantCulture, $"""
        pragma busy_timeout = {settings.LockTimeout.TotalMilliseconds:F0};
        pragma foreign_keys = on;
        pragma synchronous = {(settings.Durability is SqliteDurability.Full ? "full" : "normal")};
        """);

    public override string ConnectionString { get; } = new SqliteConnectionStringBuilder
    {
        DataSource = file,
        Mode = SqliteOpenMode.ReadWriteCreate,
        DefaultTimeout = (int)Math.Ceiling(settings.LockTimeout.TotalSeconds),
        Pooling = true,
    }.ToString();

    public void SwitchToWriteAheadLog()
    {
        using var connection = OpenConnection();
        using var command = connection.CreateCommand();
        command.CommandText = "pragma journal_mode = wal";
        var mode = (string?)command.ExecuteScalar();
        if (mode is not "wal")
            throw new InvalidOperationException($"SQLite keeps journal mode {mode} for {file}; Portal needs a folder on a local disk.");
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
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    // SQLite has no asynchronous calls: the base class would only add a detour.
    protected override ValueTask<DbConnection> OpenDbConnectionAsync(CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return ValueTask.FromResult(OpenDbConnection());
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            ClearPool();
        base.Dispose(disposing);
    }

    protected override ValueTask DisposeAsyncCore()
    {
        ClearPool();
        return base.DisposeAsyncCore();
    }

    private void ClearPool()
    {
        using var connection = new SqliteConnection(ConnectionString);
        SqliteConnection.ClearPool(connection);
    }
}
