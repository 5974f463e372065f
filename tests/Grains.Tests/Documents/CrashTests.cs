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
        await cluster.Cluster.KillSiloAsync(doomed);
        foreach (var id in ids)
            cluster.Delivery.WorkAgain(id);
        cluster.Time.Advance(OutboxSweeper.Patience + TimeSpan.FromSeconds(30));
        await PortalCluster.Eventually(
            async () =>
            {
                await cluster.Sweep();
                return ids.All(id => cluster.Delivery.Delivered(id) > 0);
            },
            "the other silo delivers");

        Assert.All(ids, id => Assert.Equal(1, cluster.Delivery.Delivered(id)));
        foreach (var id in ids)
            Assert.Equal(0, await cluster.Owed(id));
    }
}
