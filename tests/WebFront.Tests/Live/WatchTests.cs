using Microsoft.Extensions.DependencyInjection;
using Portal.Grains.Interfaces;
using Portal.Grains.Interfaces.Access;
using Portal.Grains.Interfaces.Live;
using Portal.WebFront.Live;
using Portal.WebFront.Tests.Access;

namespace Portal.WebFront.Tests.Live;

/// <summary>What a page hears of while it says anew what it watches.</summary>
[Collection(SharedAccessPortal.Name)]
public sealed class WatchTests(AccessPortal portal)
{
    private readonly string _kept = $"conversation:{Ulid.NewUlid()}".ToLowerInvariant();
    private readonly string _dead = $"conversation:{Ulid.NewUlid()}".ToLowerInvariant();
    private readonly string _fresh = $"conversation:{Ulid.NewUlid()}".ToLowerInvariant();

    [Fact]
    public async Task A_topic_that_does_not_answer_keeps_the_page_from_hearing_of_no_other()
    {
        await using var socket = await Open();
        await socket.Watch(Token(_kept));
        using var silence = portal.Silent.Keep(GrainKey.For(AccessPortal.Lake, _dead));

        var watching = socket.Watch(Token(_dead), Token(_kept), Token(_fresh));

        await Hears(socket, _kept);
        await Hears(socket, _fresh);
        Assert.False(watching.IsCompleted);
        portal.Time.Advance(TimeSpan.FromSeconds(3));
        var versions = await watching;
        Assert.Equal(default(LiveVersion).ToString(), versions[Token(_dead)]);
        Assert.NotEqual(default(LiveVersion).ToString(), versions[Token(_kept)]);
    }

    [Fact]
    public async Task A_topic_that_is_not_named_again_is_heard_of_no_more()
    {
        await using var socket = await Open();
        await socket.Watch(Token(_kept), Token(_dead));
        await Hears(socket, _dead);

        await socket.Watch(Token(_kept));
        // What was under way when the topic was given up has arrived before this.
        await Hears(socket, _kept);
        var before = socket.Heard(Token(_dead));
        await Publish(_dead);
        await Hears(socket, _kept);

        Assert.Equal(before, socket.Heard(Token(_dead)));
    }

    [Fact]
    public async Task A_topic_with_a_made_up_mark_is_passed_over()
    {
        await using var socket = await Open();
        var right = Token(_kept);
        var wrong = right[..^1] + (right[^1] == 'x' ? 'y' : 'x');

        Assert.Empty(await socket.Watch(wrong, right[..^1], right + "x", _kept, "~", ""));
        Assert.Equal([right], (await socket.Watch(right)).Keys);
    }

    [Fact]
    public async Task A_socket_that_does_not_come_to_stand_keeps_no_lease()
    {
        var (userId, userName) = await portal.Patient();
        var session = GrainKey.For(AccessPortal.Lake, LiveTopic.Session(userId));
        using var browser = portal.Browser();
        await browser.SignIn(AccessPortal.Lake, userName, AccessPortal.Own);
        portal.Silent.BreakOff(session);
        await Assert.ThrowsAnyAsync<Exception>(() => LiveSocket.Open(browser, AccessPortal.Lake));
        Assert.Equal(1, portal.Silent.Asked(session));
        await using var other = await Open();
        await other.Watch(Token(_kept));
        var kept = GrainKey.For(AccessPortal.Lake, _kept);

        for (var renewal = 2; renewal <= 4; renewal++)
        {
            portal.Time.Advance(TimeSpan.FromSeconds(15));
            await Eventually.Holds(() => Task.FromResult(portal.Silent.Asked(kept) >= renewal), "what is watched is leased again");
        }

        Assert.Equal(1, portal.Silent.Asked(session));
    }

    private async Task<LiveSocket> Open()
    {
        var (_, userName) = await portal.Patient();
        using var browser = portal.Browser();
        await browser.SignIn(AccessPortal.Lake, userName, AccessPortal.Own);
        return await LiveSocket.Open(browser, AccessPortal.Lake);
    }

    private string Token(string topic) => portal.Services.GetRequiredService<LiveTokens>().For(AccessPortal.Lake, topic);

    private async Task Hears(LiveSocket socket, string topic)
    {
        var before = socket.Heard(Token(topic));
        await Eventually.Holds(
            async () =>
            {
                await Publish(topic);
                return socket.Heard(Token(topic)) > before;
            },
            "the page hears of the topic");
    }

    private async Task Publish(string topic)
    {
        using var system = CallerScope.Use(Caller.System(AccessPortal.Lake));
        await portal.Grain<ILiveGrain>(AccessPortal.Lake, topic).Publish();
    }
}
