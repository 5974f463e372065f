using System.Text.Json;
using Portal.Grains.Documents;
using Portal.Grains.Interfaces;
using Portal.Grains.Interfaces.Access;
using Portal.Grains.Interfaces.Records;

namespace Portal.Grains.Records.Received;

/// <summary>Stores what was chosen from a received document, and the document, or withdraws them. Done again it changes nothing.</summary>
public sealed class ReceivedDocumentDelivery(IGrainFactory grains, IStoredContent files) : IDelivery
{
    public async Task Deliver(OutboxItem item, CancellationToken cancellation)
    {
        var owed = item.Payload.Deserialize<ReceivedDrafts>(DocumentJson.Options)!;
        var content = await files.Read(owed.FileId, cancellation)
            ?? throw new InvalidOperationException("The file of what was chosen is not stored.");
        var record = grains.GetGrain<IRecordGrain>(GrainKey.For(CallerScope.Required.Practice, item.To));
        await record.Store(PackedDrafts.Unpack(content));
        if (owed.Removed is { } binary)
            await record.Delete("Binary", binary, version: null);
    }
}
