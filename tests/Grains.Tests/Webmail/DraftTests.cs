using Portal.Grains.Interfaces.Webmail;
using static Portal.Grains.Tests.PortalCluster;

namespace Portal.Grains.Tests.Webmail;

[Collection(SharedCluster.Name)]
public sealed class DraftTests(PortalCluster cluster)
{
    [Fact]
    public async Task A_draft_says_when_it_was_kept()
    {
        var (practice, draft) = Of();
        WebmailPractice.Require(await As(practice.Mother, () => draft.Save(Written("I wanted", NewId()))));

        var read = await As(practice.Mother, draft.Read);

        Assert.Equal(("I wanted", cluster.Time.GetUtcNow()), (read?.Body, read?.KeptAt));
    }

    [Fact]
    public async Task A_save_that_was_under_way_does_not_bring_back_what_was_sent()
    {
        var (practice, draft) = Of();
        var requestId = NewId();
        await As(practice.Mother, () => draft.Save(Written("I wanted", requestId)));
        await As(practice.Mother, () => draft.Discard(requestId));

        var late = await As(practice.Mother, () => draft.Save(Written("I wanted to", requestId)));

        Assert.Equal(DraftLimits.Ended, Assert.Single(late.Problems).Code);
        Assert.Null(await As(practice.Mother, draft.Read));
    }

    [Fact]
    public async Task The_next_letter_is_kept()
    {
        var (practice, draft) = Of();
        await As(practice.Mother, () => draft.Discard(NewId()));

        WebmailPractice.Require(await As(practice.Mother, () => draft.Save(Written("And also", NewId()))));

        Assert.Equal("And also", (await As(practice.Mother, draft.Read))?.Body);
    }

    private (WebmailPractice Practice, IDraftGrain Draft) Of()
    {
        var practice = new WebmailPractice(cluster);
        return (practice, cluster.Grain<IDraftGrain>(practice.Slug, $"draft:{practice.Mother.UserId}:new"));
    }

    private static Draft Written(string body, string requestId) => new("provider:raman", "mother", "Crown", body, requestId);
}
