namespace Portal.Silo.Documents;

/// <summary>The stored files as the silo sees them. Ids are drawn by time, so their order is that of time.</summary>
public interface IStoredFiles
{
    /// <summary>Ids from one on and before another, in any order.</summary>
    IAsyncEnumerable<string> Between(string from, string before, CancellationToken cancellation);

    Task Delete(string id, CancellationToken cancellation);

    /// <summary>The whole content, or none; for small files that the silo itself sends on.</summary>
    Task<byte[]?> Read(string id, CancellationToken cancellation);
}
