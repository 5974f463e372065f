namespace Portal.WebFront.Documents;

/// <summary>
/// Keeps the bytes of files. They never travel through grains: pages stream them in and out, and the grain that owns
/// the file holds its name, size and hash and decides who may see it.
/// </summary>
public interface IBlobStore
{
    /// <summary>Stores a new file. Nothing is kept when the content is longer than allowed.</summary>
    /// <exception cref="BlobTooLargeException">The content is longer than <paramref name="limit"/> bytes.</exception>
    Task<StoredBlob> Save(string id, Stream content, long limit, CancellationToken cancellation);

    /// <summary>The bytes of a file, or none.</summary>
    Task<Stream?> Open(string id, CancellationToken cancellation);

    /// <summary>Forgets a file that nothing refers to.</summary>
    Task Delete(string id, CancellationToken cancellation);
}

/// <summary>A stored file.</summary>
/// <param name="Size">Bytes.</param>
/// <param name="Sha256">Lower-case hexadecimal.</param>
public sealed record StoredBlob(long Size, string Sha256);

/// <summary>The content is longer than allowed.</summary>
public sealed class BlobTooLargeException : Exception
{
    public BlobTooLargeException()
        : base("The file is larger than allowed.")
    {
    }

    public BlobTooLargeException(string message)
        : base(message)
    {
    }

    public BlobTooLargeException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
