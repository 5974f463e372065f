using Portal.Silo.Storage;

namespace Portal.Storage.Tests;

/// <summary>Puts documents into the database as their grains would, many at a time.</summary>
internal static class StoredRows
{
    public static async Task Insert(this PortalDatabase database, string state, params IEnumerable<(string Key, string Doc)> documents)
    {
        await using var connection = await database.DataSource.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = $"""
            insert into grain_state (service_id, state, id, n0, n1, doc, modified, version)
            values ('portal', '{state}', @id, 0, 0, {(database.Kind is DatabaseKind.Sqlite ? "@doc" : "cast(@doc as jsonb)")}, '2026-11-20T12:00:00.000Z', 1)
            """;
        var (id, doc) = (command.CreateParameter(), command.CreateParameter());
        (id.ParameterName, doc.ParameterName) = ("id", "doc");
        command.Parameters.Add(id);
        command.Parameters.Add(doc);
        foreach (var document in documents)
        {
            (id.Value, doc.Value) = (document.Key, document.Doc);
            await command.ExecuteNonQueryAsync();
        }

        await transaction.CommitAsync();
    }
}
