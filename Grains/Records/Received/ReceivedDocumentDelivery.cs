using System.Text.Json;
using Portal.Grains.Documents;
using Portal.Grains.Interfaces;
using Portal.Grains.Interfaces.Access;
using Portal.Grains.Interfaces.Records;

namespace Portal.Grains.Records.Received;

/// <summary>Stores what was chosen from a received document, and the document. Done again it changes nothing.</summary>
public sealed class ReceivedDocumentDelivery(IGrainFactory grains, IStoredContent files) : IDelivery
{
    public async Task Deliver(OutboxItem item, CancellationToken cancellation)
    {
        var fileId = item.Payload.Deserialize<ReceivedDrafts>(DocumentJson.Options)!.FileId;
        var content = await files.Read(fileId, cancellation)
            ?? throw new InvalidOperationException("The file of what was chosen is not stored.");
        await grains.GetGrain<IRecordGrain>(GrainKey.For(CallerScope.Required.Practice, item.To)).Store(PackedDrafts.Unpack(content));
    }
}
