namespace Portal.Grains.Documents;

/// <summary>Stored files, for deliveries that need one: grains themselves never hold them.</summary>
public interface IStoredContent
{
    /// <summary>The whole content, or none.</summary>
    Task<byte[]?> Read(string fileId, CancellationToken cancellation);
}
