using Orleans.Concurrency;
using Orleans.Runtime;
using Portal.Grains.Interfaces;
using Portal.Grains.Interfaces.Documents;

namespace Portal.Grains.Documents;

[GrainType("delivery-directory"), StatelessWorker]
public sealed class DeliveryDirectoryGrain(ParkedDeliveries parked) : Grain, IDeliveryDirectoryGrain
{
    private string Practice => GrainKey.Parse(this.GetPrimaryKeyString()).Practice;

    public Task<ParkedPage> Parked(string? after) => parked.Page(Practice, after);

    public async Task<Result<Done>> Retry(DeliveryOwner owner, string itemId)
    {
        if (!GrainKey.TryParse($"{Practice}/{owner.Id}", out var parsed))
            return UnknownItem;
        var key = parsed.ToString();
        if (!await parked.Knows(Practice, owner.State, key, itemId))
            return UnknownItem;
        return await GrainFactory.GetGrain<IOutboxOwner>(GrainId.Create(owner.State, key)).Retry(itemId);
    }

    private static Problem UnknownItem => new("outbox.unknown_item", "This delivery is not waiting any more. Reload the page.");
}
