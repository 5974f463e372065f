using Portal.Grains.Interfaces;
using Portal.Grains.Interfaces.Webmail;
using static Portal.Grains.Tests.PortalCluster;

namespace Portal.Grains.Tests.Webmail;

/// <summary>A message that is sent again long after the conversation has forgotten the request.</summary>
[Collection(SharedCluster.Name)]
public sealed class RepeatedMessageTests(PortalCluster cluster)
{
    private const int MoreThanAreRemembered = 20;

    [Fact]
    public async Task After_many_other_messages_it_is_sent_once_all_the_same()
    {
        var (practice, id) = await Begun();
        var answer = WebmailPractice.Answer("Is nine possible?") with { RequestId = DrawnNow() };
        var first = await As(practice.Mother, () => practice.Conversation(id).Post(answer));
        await WriteMuch(practice, id);

        var again = await As(practice.Mother, () => practice.Conversation(id).Post(answer));

        Assert.Equal(first.Value, again.Value);
        Assert.Equal(2 + MoreThanAreRemembered, (await As(practice.Mother, () => practice.Conversation(id).View(null)))!.Total);
    }

    [Fact]
    public async Task After_many_other_acts_without_a_message_too()
    {
        var (practice, id) = await Begun();
        var note = new AddNote(DrawnNow(), "Ask about the insurer.", []);
        var first = await As(practice.Desk, () => practice.Conversation(id).AddNote(note));
        for (var act = 0; act < MoreThanAreRemembered; act++)
            WebmailPractice.Require(await As(practice.Desk, () => practice.Conversation(id).SetDone(new(NewId(), act % 2 == 0))));

        var again = await As(practice.Desk, () => practice.Conversation(id).AddNote(note));

        Assert.Equal(first.Value, again.Value);
        Assert.Equal(2, (await As(practice.Desk, () => practice.Conversation(id).View(null)))!.Messages.Length);
    }

    [Fact]
    public async Task Another_text_under_its_id_is_told_and_not_swallowed()
    {
        var (practice, id) = await Begun();
        var answer = WebmailPractice.Answer("At nine.") with { RequestId = DrawnNow() };
        WebmailPractice.Require(await As(practice.Mother, () => practice.Conversation(id).Post(answer)));
        await WriteMuch(practice, id);

        var corrected = await As(practice.Mother, () => practice.Conversation(id).Post(answer with { Body = "At ten." }));
        var ofAnother = await As(practice.Dentist, () => practice.Conversation(id).Post(answer));

        Assert.Equal(Problem.RequestReused, Assert.Single(corrected.Problems).Code);
        Assert.Equal(Problem.RequestReused, Assert.Single(ofAnother.Problems).Code);
    }

    [Fact]
    public async Task The_first_message_is_known_again_by_its_conversation()
    {
        var practice = await Practice();
        var start = new StartConversation(DrawnNow(), "mother", "provider:raman", "Crown", "At nine.", []);
        var first = await As(practice.Mother, () => practice.Conversation(start.RequestId).Start(start));
        await WriteMuch(practice, start.RequestId);

        var again = await As(practice.Mother, () => practice.Conversation(start.RequestId).Start(start));
        var corrected = await As(practice.Mother, () => practice.Conversation(start.RequestId).Start(start with { Body = "At ten." }));

        Assert.Equal(first.Value, again.Value);
        Assert.Equal(Problem.RequestReused, Assert.Single(corrected.Problems).Code);
    }

    /// <summary>A page draws its ids by the clock that the messages are stored by.</summary>
    private string DrawnNow() => Ulid.NewUlid(cluster.Time.GetUtcNow()).ToString().ToLowerInvariant();

    private static async Task WriteMuch(WebmailPractice practice, string id)
    {
        for (var number = 0; number < MoreThanAreRemembered; number++)
            WebmailPractice.Require(await As(practice.Dentist, () => practice.Conversation(id).Post(WebmailPractice.Answer($"Answer {number}"))));
    }

    private async Task<(WebmailPractice Practice, string Id)> Begun()
    {
        var practice = await Practice();
        return (practice, await practice.Begin());
    }

    private async Task<WebmailPractice> Practice()
    {
        var practice = new WebmailPractice(cluster);
        await practice.Build();
        return practice;
    }
}
