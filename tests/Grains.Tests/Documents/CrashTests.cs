using Orleans.Runtime;
using Orleans.Runtime.Placement;
using Portal.Silo.Outbox;

namespace Portal.Grains.Tests.Documents;

public sealed class CrashTests(KernelCluster cluster) : IClassFixture<KernelCluster>
{
    [Fact]
    public async Task What_a_dead_silo_owed_is_delivered_once_by_another_one()
    {
        var doomed = cluster.Cluster.Silos[^1];
        var ids = Enumerable.Range(0, 5).Select(_ => PortalCluster.NewId()).ToArray();
        RequestContext.Set(IPlacementDirector.PlacementHintKey, doomed.SiloAddress);
        foreach (var id in ids)
        {
            cluster.Delivery.Hold(id);
            await cluster.Note(id).Add("r1", id, deliver: true);
            await PortalCluster.Eventually(() => Task.FromResult(cluster.Delivery.Attempts(id) == 1), "the delivery is under way");
        }

        RequestContext.Clear();
        var watched = Enumerable.Range(0, 10).Select(_ => PortalCluster.NewId()).ToArray();
        var before = await Task.WhenAll(watched.Select(cluster.Renew));
        await cluster.Cluster.KillSiloAsync(doomed);
        foreach (var id in ids)
            cluster.Delivery.WorkAgain(id);
        cluster.Pass(OutboxSweeper.Patience + TimeSpan.FromSeconds(30));
        await PortalCluster.Eventually(
            async () =>
            {
                await cluster.Sweep();
                return ids.All(id => cluster.Delivery.Delivered(id) > 0);
            },
            "the other silo delivers");

        // Also of a topic on a silo that lives: the dead one may have written what it came to tell nobody of.
        await PortalCluster.Eventually(
            async () => (await Task.WhenAll(watched.Select(cluster.Renew))).Zip(before).All(pair => pair.First.Incarnation != pair.Second.Incarnation),
            "who watches hears at a renewal that notices may have been lost");
        Assert.All(ids, id => Assert.Equal(1, cluster.Delivery.Delivered(id)));
        foreach (var id in ids)
            Assert.Equal(0, await cluster.Owed(id));
    }
}
