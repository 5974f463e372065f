using System.Data.Common;
using System.Security.Cryptography;

namespace Portal.WebFront.Documents;

/// <summary>Files of a cluster, in chunks in the shared database. A file is visible once its last row is written.</summary>
public sealed class SqlBlobStore(DbDataSource database) : IBlobStore
{
    private const int ChunkSize = 256 * 1024;

    public async Task<StoredBlob> Save(string id, Stream content, long limit, CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[ChunkSize];
        long size = 0;
        for (var number = 0; ; number++)
        {
            var read = await content.ReadAtLeastAsync(buffer, ChunkSize, throwOnEndOfStream: false, cancellation);
            if (read == 0)
                break;
            size += read;
            if (size > limit)
                throw new BlobTooLargeException();
            hash.AppendData(buffer, 0, read);
            await Run(connection, "insert into blob_chunk (blob_id, number, content) values (@id, @number, @content)",
                cancellation, ("id", id), ("number", number), ("content", buffer[..read]));
        }

        var stored = new StoredBlob(size, Convert.ToHexStringLower(hash.GetHashAndReset()));
        await Run(connection, "insert into blob (id, size, sha256) values (@id, @size, @sha256)",
            cancellation, ("id", id), ("size", size), ("sha256", stored.Sha256));
        await transaction.CommitAsync(cancellation);
        return stored;
    }

    public async Task<Stream?> Open(string id, CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation);
        await using var command = connection.CreateCommand();
        command.CommandText = "select count(*) from blob where id = @id";
        Add(command, "id", id);
        var found = Convert.ToInt64(await command.ExecuteScalarAsync(cancellation), System.Globalization.CultureInfo.InvariantCulture);
        return found == 0 ? null : new SqlBlobStream(database, id);
    }

    public async Task Delete(string id, CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        await Run(connection, "delete from blob_chunk where blob_id = @id", cancellation, ("id", id));
        await Run(connection, "delete from blob where id = @id", cancellation, ("id", id));
        await transaction.CommitAsync(cancellation);
    }

    /// <summary>The one of the grains is out of reach: only Hosting may name their types.</summary>
    internal static void Add(DbCommand command, string name, object value)
    {
        var parameter = command.CreateParameter();
        parameter.ParameterName = name;
        parameter.Value = value;
        command.Parameters.Add(parameter);
    }

    private static async Task Run(
        DbConnection connection, string text, CancellationToken cancellation, params (string Name, object Value)[] arguments)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = text;
        foreach (var (name, value) in arguments)
            Add(command, name, value);
        await command.ExecuteNonQueryAsync(cancellation);
    }
}
