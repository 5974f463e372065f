using System.Security.Cryptography;

namespace Portal.WebFront.Documents;

/// <summary>Files in a folder of the embedded portal: written under another name first, so that a crash leaves no half file.</summary>
public sealed class FolderBlobStore(string folder) : IBlobStore
{
    private const int BufferSize = 64 * 1024;

    public async Task<StoredBlob> Save(string id, Stream content, long limit, CancellationToken cancellation)
    {
        var path = PathOf(id);
        var partial = path + ".part";
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        try
        {
            var stored = await Copy(content, partial, limit, cancellation);
            File.Move(partial, path, overwrite: true);
            return stored;
        }
        finally
        {
            File.Delete(partial);
        }
    }

    public Task<Stream?> Open(string id, CancellationToken cancellation)
    {
        var path = PathOf(id);
        return Task.FromResult<Stream?>(File.Exists(path) ? File.OpenRead(path) : null);
    }

    public Task Delete(string id, CancellationToken cancellation)
    {
        File.Delete(PathOf(id));
        return Task.CompletedTask;
    }

    private static async Task<StoredBlob> Copy(Stream content, string path, long limit, CancellationToken cancellation)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        await using var file = File.Create(path);
        var buffer = new byte[BufferSize];
        long size = 0;
        int read;
        while ((read = await content.ReadAsync(buffer, cancellation)) > 0)
        {
            size += read;
            if (size > limit)
                throw new BlobTooLargeException();
            hash.AppendData(buffer, 0, read);
            await file.WriteAsync(buffer.AsMemory(0, read), cancellation);
        }

        file.Flush(flushToDisk: true);
        return new(size, Convert.ToHexStringLower(hash.GetHashAndReset()));
    }

    /// <summary>Ids are drawn by the portal; anything else must not become a path.</summary>
    private string PathOf(string id) => id.Length > 8 && id.All(char.IsAsciiLetterOrDigit)
        ? Path.Combine(folder, id[^2..], id)
        : throw new ArgumentException("Not the id of a file.", nameof(id));
}
