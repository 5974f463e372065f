using Portal.Grains.Interfaces.Live;

namespace Portal.Grains.Tests.Documents;

public sealed class CommitTests(KernelCluster cluster) : IClassFixture<KernelCluster>
{
    private readonly string _id = PortalCluster.NewId();

    private INoteGrain Note => cluster.Note(_id);

    [Fact]
    public async Task A_repeated_command_has_its_effect_once_and_the_same_answer()
    {
        var first = await Note.Add("r1", "one", deliver: false);
        await Note.Add("r2", "two", deliver: false);

        var again = await Note.Add("r1", "one", deliver: false);

        Assert.Equal("line 1", first.Value);
        Assert.Equal("line 1", again.Value);
        Assert.Equal(["one", "two"], await Note.Lines());
    }

    [Fact]
    public async Task A_repeated_command_is_recognised_by_the_next_activation()
    {
        await Note.Add("r1", "one", deliver: false);
        await Reactivate();

        Assert.Equal("line 1", (await Note.Add("r1", "one", deliver: false)).Value);
        Assert.Equal(["one"], await Note.Lines());
    }

    [Fact]
    public async Task Another_content_under_a_used_id_is_refused_by_the_next_activation_too()
    {
        await Note.Add("r1", "one", deliver: false);
        await Reactivate();

        var other = await Note.Add("r1", "two", deliver: false);

        Assert.Equal(Interfaces.Problem.RequestReused, Assert.Single(other.Problems).Code);
        Assert.Equal(["one"], await Note.Lines());
    }

    [Fact]
    public async Task A_declined_command_writes_nothing_and_is_decided_again()
    {
        var declined = await Note.Add("r1", "", deliver: false);
        var done = await Note.Add("r1", "one", deliver: false);

        Assert.Equal("note.empty", Assert.Single(declined.Problems).Code);
        Assert.Equal("line 1", done.Value);
    }

    [Fact]
    public async Task A_failed_write_shows_no_change_and_drops_the_activation()
    {
        await Note.Add("r1", "one", deliver: false);
        var before = await Note.Activation();
        cluster.Storage.Next = WriteFault.Before;

        await Assert.ThrowsAnyAsync<Exception>(() => Note.Add("r2", "two", deliver: false));

        Assert.Equal(["one"], await Note.Lines());
        Assert.NotEqual(before, await Note.Activation());
    }

    [Fact]
    public async Task A_command_may_be_tried_again_after_a_failed_write()
    {
        cluster.Storage.Next = WriteFault.Before;
        await Assert.ThrowsAnyAsync<Exception>(() => Note.Add("r1", "one", deliver: true));

        Assert.Equal("line 1", (await Note.Add("r1", "one", deliver: false)).Value);
        Assert.Equal(["one"], await Note.Lines());
    }

    [Fact]
    public async Task A_write_whose_answer_was_lost_is_recognised_when_the_command_is_tried_again()
    {
        cluster.Storage.Next = WriteFault.After;
        await Assert.ThrowsAnyAsync<Exception>(() => Note.Add("r1", "one", deliver: false));

        Assert.Equal("line 1", (await Note.Add("r1", "one", deliver: false)).Value);
        Assert.Equal(["one"], await Note.Lines());
    }

    [Fact]
    public async Task A_write_whose_answer_was_lost_is_told_to_those_who_watch()
    {
        await Note.Add("r1", "one", deliver: false);
        var before = await Quiet();
        cluster.Storage.Next = WriteFault.After;

        await Assert.ThrowsAnyAsync<Exception>(() => Note.Add("r2", "two", deliver: false));

        await IsToldAfter(before);
    }

    [Fact]
    public async Task A_repeated_command_is_told_once_more_to_those_who_watch()
    {
        await Note.Add("r1", "one", deliver: false);
        var before = await Quiet();

        await Note.Add("r1", "one", deliver: false);

        await IsToldAfter(before);
    }

    [Fact]
    public async Task Nothing_is_delivered_for_a_write_that_failed()
    {
        cluster.Storage.Next = WriteFault.Before;
        await Assert.ThrowsAnyAsync<Exception>(() => Note.Add("r1", $"never {_id}", deliver: true));
        await Reactivate();
        await cluster.Drain(_id);

        Assert.Equal(0, cluster.Delivery.Attempts($"never {_id}"));
    }

    /// <summary>Where the topic stands once the notices so far have come: they go one way, one after the other.</summary>
    private async Task<LiveVersion> Quiet()
    {
        await PortalCluster.Eventually(async () => (await cluster.Renew(_id)).Number > 0, "the first notice has come");
        return await cluster.Renew(_id);
    }

    private Task IsToldAfter(LiveVersion before) =>
        PortalCluster.Eventually(async () => await cluster.Renew(_id) != before, "the next renewal finds that the note moved");

    private async Task Reactivate()
    {
        var before = await Note.Activation();
        await Note.Sleep();
        await PortalCluster.Eventually(async () => await Note.Activation() != before, "the grain sleeps");
    }
}
