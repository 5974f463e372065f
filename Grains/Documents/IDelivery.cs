namespace Portal.Grains.Documents;

/// <summary>
/// Delivers outbox items of one kind; registered as a keyed service under the kind. The receiver dedupes by item id,
/// since a delivery may be made again after a crash. Whatever it throws counts as a failed attempt.
/// </summary>
public interface IDelivery
{
    Task Deliver(OutboxItem item, CancellationToken cancellation);
}
