using System.Data.Common;
using System.Runtime.CompilerServices;
using Portal.Grains.Documents;

namespace Portal.Silo.Documents;

/// <summary>The files of a cluster, in the tables <c>blob</c> and <c>blob_chunk</c>.</summary>
public sealed class TableFiles(DbDataSource database, DocumentQueries queries) : IStoredFiles
{
    private const int AtOnce = 1_000;

    public async IAsyncEnumerable<string> Between(
        string from, string before, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var last = "";
        while (!cancellation.IsCancellationRequested)
        {
            var ids = await queries.List(
                $"select id from blob where id >= @from and id < @before and id > @last order by id limit {AtOnce}",
                row => row.GetString(0),
                ("from", from),
                ("before", before),
                ("last", last));
            foreach (var id in ids)
                yield return id;
            if (ids.Length < AtOnce)
                yield break;
            last = ids[^1];
        }
    }

    public async Task Delete(string id, CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        await using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.AddParameter("id", id);
        foreach (var text in new[] { "delete from blob_chunk where blob_id = @id", "delete from blob where id = @id" })
        {
            command.CommandText = text;
            await command.ExecuteNonQueryAsync(cancellation);
        }

        await transaction.CommitAsync(cancellation);
    }

    public async Task<byte[]?> Read(string id, CancellationToken cancellation)
    {
        if ((await queries.List("select id from blob where id = @id", row => row.GetString(0), ("id", id))).IsEmpty)
            return null;
        var chunks = await queries.List(
            "select content from blob_chunk where blob_id = @id order by number", row => row.GetFieldValue<byte[]>(0), ("id", id));
        return [.. chunks.SelectMany(chunk => chunk)];
    }
}
