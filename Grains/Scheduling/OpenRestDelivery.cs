using System.Text.Json;
using Portal.Grains.Documents;
using Portal.Grains.Interfaces;
using Portal.Grains.Interfaces.Access;
using Portal.Grains.Interfaces.Scheduling;

namespace Portal.Grains.Scheduling;

/// <summary>Opens the part of a break that lies in the next day book.</summary>
internal sealed class OpenRestDelivery(IGrainFactory grains) : IDelivery
{
    public Task Deliver(OutboxItem item, CancellationToken cancellation)
    {
        var book = GrainKey.For(CallerScope.Required.Practice, item.To);
        return grains.GetGrain<IDayBookGrain>(book).UnblockRest(item.Payload.Deserialize<string>(DocumentJson.Options)!);
    }
}
