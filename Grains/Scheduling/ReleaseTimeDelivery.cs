using System.Text.Json;
using Portal.Grains.Documents;
using Portal.Grains.Interfaces;
using Portal.Grains.Interfaces.Access;
using Portal.Grains.Interfaces.Scheduling;

namespace Portal.Grains.Scheduling;

/// <summary>Gives a claim's time back to a day book.</summary>
internal sealed class ReleaseTimeDelivery(IGrainFactory grains) : IDelivery
{
    public Task Deliver(OutboxItem item, CancellationToken cancellation)
    {
        var book = GrainKey.For(CallerScope.Required.Practice, item.To);
        return grains.GetGrain<IDayBookGrain>(book).Release(item.Payload.Deserialize<string>(DocumentJson.Options)!);
    }
}
