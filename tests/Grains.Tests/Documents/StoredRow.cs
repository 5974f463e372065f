using System.Globalization;
using System.Text.Json;
using Portal.Grains.Documents;
using Portal.Silo.Outbox;

namespace Portal.Grains.Tests.Documents;

internal static class StoredRow
{
    /// <summary>Puts a document where its grain will find it, as one that was written before the last crash.</summary>
    public static async Task Write<TState>(this PortalCluster cluster, string name, string key, TState state)
    {
        await using var connection = await cluster.Database.DataSource.OpenConnectionAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = "insert into grain_state (service_id, state, id, n0, n1, doc, modified, version) select service_id, @state, @id, 0, 0, @doc, @at, 1 from grain_state limit 1";
        command.AddParameter("state", name);
        command.AddParameter("id", key);
        command.AddParameter("doc", JsonSerializer.Serialize(state, DocumentJson.Options));
        // Long enough ago that nobody can still be at it.
        command.AddParameter("at", (cluster.Time.GetUtcNow() - OutboxSweeper.Patience - TimeSpan.FromSeconds(1)).ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));
        await command.ExecuteNonQueryAsync();
    }
}
