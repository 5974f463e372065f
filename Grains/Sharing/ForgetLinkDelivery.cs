using Portal.Grains.Documents;

namespace Portal.Grains.Sharing;

/// <summary>Wakes a link whose document is to go; the grain looks at that by itself when it has delivered what was due.</summary>
internal sealed class ForgetLinkDelivery : IDelivery
{
    public Task Deliver(OutboxItem item, CancellationToken cancellation) => Task.CompletedTask;
}
