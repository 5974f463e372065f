namespace Portal.Grains.Documents;

/// <summary>Stored files, for deliveries that need one: grains themselves never hold them.</summary>
public interface IStoredContent
{
    /// <summary>The whole content, or none.</summary>
    Task<byte[]?> Read(string fileId, CancellationToken cancellation);

    /// <summary>Takes it away; one that is not there stays away.</summary>
    Task Delete(string fileId, CancellationToken cancellation);
}
