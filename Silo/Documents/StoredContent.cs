using Portal.Grains.Documents;

namespace Portal.Silo.Documents;

internal sealed class StoredContent(IStoredFiles files) : IStoredContent
{
    public Task<byte[]?> Read(string fileId, CancellationToken cancellation) => files.Read(fileId, cancellation);

    public Task Delete(string fileId, CancellationToken cancellation) => files.Delete(fileId, cancellation);
}
