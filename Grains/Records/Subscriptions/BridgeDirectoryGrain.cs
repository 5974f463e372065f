using System.Collections.Immutable;
using Orleans.Concurrency;
using Portal.Grains.Documents;
using Portal.Grains.Interfaces;
using Portal.Grains.Interfaces.Records.Subscriptions;

namespace Portal.Grains.Records.Subscriptions;

[StatelessWorker, GrainType("bridge-directory")]
public sealed class BridgeDirectoryGrain(DocumentQueries queries) : Grain, IBridgeDirectoryGrain
{
    public Task<ImmutableArray<string>> Subscribed() => queries.List(
        "select practice, id from subscription_index where app_id is null and live = 1 order by practice, id",
        row => GrainKey.For(row.GetString(0), row.GetString(1)));
}
