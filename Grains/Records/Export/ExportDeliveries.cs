using System.Text.Json;
using Portal.Grains.Documents;
using Portal.Grains.Interfaces;
using Portal.Grains.Interfaces.Access;
using Portal.Grains.Interfaces.Records.Export;

namespace Portal.Grains.Records.Export;

/// <summary>Finds out which files an export has. The item goes to the export's id.</summary>
internal sealed class CountDelivery(IGrainFactory grains, DocumentQueries queries, TimeProvider time) : IDelivery
{
    public const string Kind = "export.count";

    public async Task Deliver(OutboxItem item, CancellationToken cancellation)
    {
        var practice = CallerScope.Required.Practice;
        var order = item.Payload.Deserialize<ExportOrder>(DocumentJson.Options)!;
        await Task.Delay(ExportLimits.Settling, time, cancellation);
        var files = await new ExportCount(new(queries), practice, order).Files();
        await grains.GetGrain<IExportGrain>(GrainKey.For(practice, item.To)).Counted(files);
    }
}

/// <summary>Forgets an export whose time is over.</summary>
internal sealed class ExpireDelivery(IGrainFactory grains) : IDelivery
{
    public const string Kind = "export.expire";

    public Task Deliver(OutboxItem item, CancellationToken cancellation) =>
        grains.GetGrain<IExportGrain>(GrainKey.For(CallerScope.Required.Practice, item.To)).Expire();
}
