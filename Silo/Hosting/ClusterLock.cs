using System.Data.Common;
using Portal.Silo.Storage;

namespace Portal.Silo.Hosting;

/// <summary>What only one process of a cluster may do at a time.</summary>
public enum ClusterWork
{
    /// <summary>Making the first keys of cookies and forms.</summary>
    ProtectionKeys = 1,

    /// <summary>Filling an empty portal with the demo practice.</summary>
    Demo = 2,
}

/// <summary>Held until it is disposed, or until the process that holds it is gone.</summary>
public sealed class ClusterLock : IAsyncDisposable
{
    // The migrator locks by one large number; two small ones are another space.
    private const int Space = 0x506F7274;
    private readonly DbConnection _connection;
    private readonly DbTransaction _transaction;

    private ClusterLock(DbConnection connection, DbTransaction transaction)
    {
        _connection = connection;
        _transaction = transaction;
    }

    public static async Task<ClusterLock> Take(PortalDatabase database, ClusterWork work, CancellationToken cancellation = default)
    {
        var connection = await database.DataSource.OpenConnectionAsync(cancellation);
        try
        {
            var transaction = await connection.BeginTransactionAsync(cancellation);
            await using var command = connection.CreateCommand();
            command.CommandText = $"select pg_advisory_xact_lock({Space}, {(int)work})";
            command.CommandTimeout = 0;
            await command.ExecuteNonQueryAsync(cancellation);
            return new(connection, transaction);
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _transaction.DisposeAsync();
        await _connection.DisposeAsync();
    }
}
