using System.Text.Json;
using Portal.Grains.Documents;
using Portal.Grains.Interfaces;
using Portal.Grains.Interfaces.Access;
using Portal.Grains.Interfaces.Records;

namespace Portal.Grains.Records.Received;

/// <summary>
/// Stores what was chosen from a received document, and the document, or withdraws them; the file with it is needed no longer
/// then. Done again it changes nothing.
/// </summary>
public sealed class ReceivedDocumentDelivery(IGrainFactory grains, IStoredContent files) : IDelivery
{
    public async Task Deliver(OutboxItem item, CancellationToken cancellation)
    {
        var owed = item.Payload.Deserialize<ReceivedDrafts>(DocumentJson.Options)!;
        var record = grains.GetGrain<IRecordGrain>(GrainKey.For(CallerScope.Required.Practice, item.To));
        if (await files.Read(owed.FileId, cancellation) is { } content)
        {
            await record.Store(PackedDrafts.Unpack(content));
            if (owed.Removed is { } binary)
                await record.Delete("Binary", binary, version: null);
            await files.Delete(owed.FileId, cancellation);
        }
        else if (await record.Fetch("DocumentReference", ReceivedResources.Document(owed.DocumentId)) is null)
        {
            throw new InvalidOperationException("The file of what was chosen is not stored.");
        }
    }
}
