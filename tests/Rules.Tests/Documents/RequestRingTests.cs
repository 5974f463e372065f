using Portal.Grains.Documents;
using Portal.Grains.Interfaces;

namespace Portal.Rules.Tests.Documents;

public sealed class RequestRingTests
{
    [Fact]
    public void An_answer_is_kept_for_the_last_64_commands()
    {
        var state = new Empty();
        for (var number = 0; number < RequestRing.Capacity + 1; number++)
            state = RequestRing.Remember(state, $"r{number}", $"answer {number}");

        Assert.Equal(RequestRing.Capacity, state.Answered!.Value.Length);
        Assert.False(RequestRing.TryAnswer<string>(state, "r0", out _));
        Assert.True(RequestRing.TryAnswer<string>(state, "r1", out var oldest));
        Assert.Equal("answer 1", oldest);
        Assert.True(RequestRing.TryAnswer<string>(state, $"r{RequestRing.Capacity}", out var latest));
        Assert.Equal($"answer {RequestRing.Capacity}", latest);
    }

    [Fact]
    public void A_small_document_remembers_fewer_and_always_the_latest()
    {
        var state = new Empty();
        for (var number = 0; number < 5; number++)
            state = RequestRing.Remember(state, $"r{number}", $"answer {number}", capacity: 2);

        Assert.Equal(["r3", "r4"], state.Answered!.Value.Select(answered => answered.Id));
    }

    [Fact]
    public void An_answer_without_content_is_recognised_too()
    {
        var state = RequestRing.Remember(new Empty(), "r", Done.Value);

        Assert.True(RequestRing.TryAnswer<Done>(state, "r", out var answer));
        Assert.Equal(Done.Value, answer);
    }

    [Fact]
    public void A_new_document_has_answered_nothing() => Assert.False(RequestRing.TryAnswer<string>(new Empty(), "r", out _));

    private sealed record Empty : DocumentState;
}
