using Portal.Grains.Interfaces.Documents;

namespace Portal.Grains.Tests.Documents;

public sealed class OutboxTests(KernelCluster cluster) : IClassFixture<KernelCluster>
{
    private readonly string _id = PortalCluster.NewId();

    private string Line => $"for {_id}";

    [Fact]
    public async Task What_a_write_owes_is_delivered_at_once_and_then_leaves_the_document()
    {
        await Add();
        await Attempted(1);
        await cluster.Drain(_id);

        Assert.Equal(1, cluster.Delivery.Delivered(Line));
        Assert.Equal(0, await cluster.Owed(_id));
    }

    [Fact]
    public async Task A_failed_delivery_waits_twice_as_long_each_time()
    {
        cluster.Delivery.Fail(Line, 3);
        await Add();
        await Attempted(1);

        foreach (var wait in new[] { 2, 4, 8 })
        {
            var before = cluster.Delivery.Attempts(Line);
            cluster.Time.Advance(TimeSpan.FromSeconds(wait) - TimeSpan.FromMilliseconds(1));
            await cluster.Drain(_id);
            Assert.Equal(before, cluster.Delivery.Attempts(Line));
            cluster.Time.Advance(TimeSpan.FromMilliseconds(1));
            await cluster.Drain(_id);
            Assert.Equal(before + 1, cluster.Delivery.Attempts(Line));
        }

        Assert.Equal(1, cluster.Delivery.Delivered(Line));
        Assert.Equal(0, await cluster.Owed(_id));
    }

    [Fact]
    public async Task A_delivery_that_always_fails_is_parked_and_listed_and_may_be_tried_again()
    {
        cluster.Delivery.Fail(Line, DeliveryLimits.MaxAttempts);
        await Add();
        for (var round = 0; round < DeliveryLimits.MaxAttempts + 3; round++)
        {
            cluster.Time.Advance(DeliveryLimits.LongestWait);
            await cluster.Drain(_id);
        }

        var parked = Assert.Single(await KernelCluster.AsSystem(() => cluster.Owner(_id).Parked()));
        Assert.Equal(DeliveryLimits.MaxAttempts, cluster.Delivery.Attempts(Line));
        Assert.Equal((DeliveryLimits.MaxAttempts, nameof(IOException)), (parked.Attempts, parked.LastProblem));
        var directory = cluster.Cluster.Client.GetGrain<IDeliveryDirectoryGrain>(
            Interfaces.GrainKey.For(KernelCluster.Practice, IDeliveryDirectoryGrain.Id));
        var row = Assert.Single((await KernelCluster.AsSystem(() => directory.Parked(null))).Rows, row => row.Owner.Id == _id);
        Assert.Equal((parked.ItemId, parked.Attempts), (row.Delivery.ItemId, row.Delivery.Attempts));

        Assert.True((await KernelCluster.AsSystem(() => directory.Retry(row.Owner, parked.ItemId))).Succeeded);

        Assert.Equal(1, cluster.Delivery.Delivered(Line));
        Assert.Equal(0, await cluster.Owed(_id));
        Assert.Equal(
            "outbox.unknown_item",
            Assert.Single((await KernelCluster.AsSystem(() => directory.Retry(row.Owner, parked.ItemId))).Problems).Code);
    }

    [Fact]
    public async Task A_failing_receiver_does_not_keep_others_from_their_delivery()
    {
        cluster.Delivery.Fail(Line, 1);
        await Add();
        await cluster.Note(_id).Add("r2", $"other {_id}", deliver: true);

        await PortalCluster.Eventually(() => Task.FromResult(cluster.Delivery.Delivered($"other {_id}") == 1), "the other is delivered");
    }

    [Fact]
    public async Task The_sweeper_wakes_a_document_that_sleeps_with_an_open_delivery()
    {
        cluster.Delivery.Fail(Line, 1);
        await Add();
        await Attempted(1);
        await cluster.Note(_id).Sleep();

        cluster.Pass(Silo.Outbox.OutboxSweeper.Patience + TimeSpan.FromSeconds(5));
        await PortalCluster.Eventually(
            async () =>
            {
                await cluster.Sweep();
                return cluster.Delivery.Delivered(Line) == 1;
            },
            "the sweeper delivers");
    }

    [Fact]
    public async Task What_a_process_that_is_gone_owed_is_found_at_once_by_the_next_one()
    {
        cluster.Delivery.Fail(Line, 1);
        await Add();
        await Attempted(1);
        await cluster.Note(_id).Sleep();
        cluster.Pass(Silo.Outbox.OutboxSweeper.Patience / 2);

        await cluster.SweepOfTheNextProcess();

        await PortalCluster.Eventually(() => Task.FromResult(cluster.Delivery.Delivered(Line) == 1), "the next process delivers");
    }

    private Task<Interfaces.Result<string>> Add() => cluster.Note(_id).Add("r1", Line, deliver: true);

    private Task Attempted(int times) =>
        PortalCluster.Eventually(() => Task.FromResult(cluster.Delivery.Attempts(Line) >= times), "an attempt is made");
}
