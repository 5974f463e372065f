using System.Data.Common;

namespace Portal.WebFront.Documents;

/// <summary>Reads a file of the database chunk by chunk, so that no connection is held while a slow browser loads it.</summary>
internal sealed class SqlBlobStream(DbDataSource database, string id) : Stream
{
    private byte[] _chunk = [];
    private int _offset;
    private int _next;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_offset == _chunk.Length && !await NextChunk(cancellationToken))
            return 0;
        var count = Math.Min(buffer.Length, _chunk.Length - _offset);
        _chunk.AsMemory(_offset, count).CopyTo(buffer);
        _offset += count;
        return count;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("Read asynchronously.");

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    private async Task<bool> NextChunk(CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation);
        await using var command = connection.CreateCommand();
        command.CommandText = "select content from blob_chunk where blob_id = @id and number = @number";
        SqlBlobStore.Add(command, "id", id);
        SqlBlobStore.Add(command, "number", _next);
        if (await command.ExecuteScalarAsync(cancellation) is not byte[] { Length: > 0 } content)
            return false;
        _chunk = content;
        _offset = 0;
        _next++;
        return true;
    }
}
