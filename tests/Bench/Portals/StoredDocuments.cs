using System.Data.Common;
using Npgsql;
using NpgsqlTypes;
using Portal.Silo.Storage;

namespace Portal.Bench.Portals;

/// <summary>Puts documents into the store in bulk, as rows that the grains wrote would look.</summary>
public static class StoredDocuments
{
    private const string Modified = "2026-01-01T00:00:00.000Z";

    public static Task Fill(PortalDatabase database, string state, IEnumerable<(string Key, string Document)> documents) =>
        database.Kind is DatabaseKind.PostgreSql
            ? Copy((NpgsqlDataSource)database.DataSource, state, documents)
            : Insert(database, state, documents);

    public static async Task<string> Read(PortalDatabase database, string state, string key)
    {
        await using var connection = await database.DataSource.OpenConnectionAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = "select cast(doc as text) from grain_state where state = @state and id = @id";
        Add(command, "state", state);
        Add(command, "id", key);
        return (string)(await command.ExecuteScalarAsync())!;
    }

    private static async Task Copy(NpgsqlDataSource source, string state, IEnumerable<(string Key, string Document)> documents)
    {
        await using var connection = await source.OpenConnectionAsync();
        const string into = "copy grain_state (service_id, state, id, n0, n1, doc, modified, version) from stdin (format binary)";
        await using (var writer = await connection.BeginBinaryImportAsync(into))
        {
            foreach (var (key, document) in documents)
            {
                await writer.StartRowAsync();
                await writer.WriteAsync(PortalStorage.ServiceId, NpgsqlDbType.Text);
                await writer.WriteAsync(state, NpgsqlDbType.Text);
                await writer.WriteAsync(key, NpgsqlDbType.Text);
                await writer.WriteAsync(0L, NpgsqlDbType.Bigint);
                await writer.WriteAsync(0L, NpgsqlDbType.Bigint);
                await writer.WriteAsync(document, NpgsqlDbType.Jsonb);
                await writer.WriteAsync(Modified, NpgsqlDbType.Text);
                await writer.WriteAsync(1, NpgsqlDbType.Integer);
            }

            await writer.CompleteAsync();
        }

        // A running server does this by itself a minute later.
        await using var analyze = source.CreateCommand("analyze grain_state");
        await analyze.ExecuteNonQueryAsync();
    }

    private static async Task Insert(PortalDatabase database, string state, IEnumerable<(string Key, string Document)> documents)
    {
        using var passage = await database.Writes.Enter();
        await using var connection = await database.DataSource.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = """
            insert into grain_state (service_id, state, id, n0, n1, doc, modified, version)
            values (@service, @state, @id, 0, 0, @doc, @modified, 1)
            """;
        Add(command, "service", PortalStorage.ServiceId);
        Add(command, "state", state);
        Add(command, "modified", Modified);
        var id = Add(command, "id", "");
        var doc = Add(command, "doc", "");
        foreach (var (key, document) in documents)
        {
            id.Value = key;
            doc.Value = document;
            await command.ExecuteNonQueryAsync();
        }

        await transaction.CommitAsync();
    }

    private static DbParameter Add(DbCommand command, string name, string value)
    {
        var parameter = command.CreateParameter();
        parameter.ParameterName = name;
        parameter.Value = value;
        command.Parameters.Add(parameter);
        return parameter;
    }
}
