using Microsoft.Extensions.DependencyInjection;
using Orleans.Storage;
using Portal.Grains.Documents;
using Portal.Grains.Interfaces;
using Portal.Grains.Interfaces.Access;

namespace Portal.Grains.Sharing;

/// <summary>Takes the file of a link away that has ended. The item goes to the link's own id; done again it finds nothing.</summary>
internal sealed class RemoveFileDelivery([FromKeyedServices(DocumentQueries.Database)] IGrainStorage rows) : IDelivery
{
    public Task Deliver(OutboxItem item, CancellationToken cancellation) =>
        new HealthLinkFiles(rows, GrainKey.Parse(GrainKey.For(CallerScope.Required.Practice, item.To))).Remove();
}
