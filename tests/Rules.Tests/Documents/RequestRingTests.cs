using System.Text;
using System.Text.Json;
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
            state = RequestRing.Remember(state, Asked($"r{number}"), $"answer {number}");

        Assert.Equal(RequestRing.Capacity, state.Answered!.Value.Length);
        Assert.False(RequestRing.TryAnswer<string>(state, Asked("r0"), out _));
        Assert.True(RequestRing.TryAnswer<string>(state, Asked("r1"), out var oldest));
        Assert.Equal("answer 1", oldest.Value);
        Assert.True(RequestRing.TryAnswer<string>(state, Asked($"r{RequestRing.Capacity}"), out var latest));
        Assert.Equal($"answer {RequestRing.Capacity}", latest.Value);
    }

    [Fact]
    public void A_small_document_remembers_fewer_and_always_the_latest()
    {
        var state = new Empty();
        for (var number = 0; number < 5; number++)
            state = RequestRing.Remember(state, Asked($"r{number}"), $"answer {number}", capacity: 2);

        Assert.Equal(["r3", "r4"], state.Answered!.Value.Select(answered => answered.Id));
    }

    [Fact]
    public void An_answer_without_content_is_recognised_too()
    {
        var state = RequestRing.Remember(new Empty(), Asked("r"), Done.Value);

        Assert.True(RequestRing.TryAnswer<Done>(state, Asked("r"), out var answer));
        Assert.Equal(Done.Value, answer.Value);
    }

    [Fact]
    public void A_new_document_has_answered_nothing() => Assert.False(RequestRing.TryAnswer<string>(new Empty(), Asked("r"), out _));

    [Fact]
    public void Another_command_or_another_content_under_a_used_id_is_refused_and_never_answered()
    {
        var state = RequestRing.Remember(new Empty(), Asked("r", "note", "First"), Done.Value);

        Assert.True(RequestRing.TryAnswer<string>(state, Asked("r", "post", "First"), out var otherCommand));
        Assert.True(RequestRing.TryAnswer<Done>(state, Asked("r", "note", "Corrected"), out var otherContent));

        Assert.Equal([Problem.RequestReused], otherCommand.Problems.Select(problem => problem.Code));
        Assert.Equal([Problem.RequestReused], otherContent.Problems.Select(problem => problem.Code));
    }

    [Fact]
    public void An_answer_that_was_stored_before_digests_is_recognised_by_its_id()
    {
        var old = new Empty { Answered = [new("r", JsonSerializer.SerializeToElement("answer", DocumentJson.Options))] };

        Assert.True(RequestRing.TryAnswer<string>(old, Asked("r", "note", "First"), out var answer));
        Assert.Equal("answer", answer.Value);
    }

    [Fact]
    public void What_is_kept_of_the_content_is_short_and_cannot_be_read()
    {
        var asked = Asked("r", "post", new string('x', 20_000)).Asked!;

        Assert.Equal("post:".Length + 11, Encoding.UTF8.GetByteCount(asked));
    }

    [Fact]
    public void A_property_that_a_later_release_adds_changes_no_digest() =>
        Assert.Equal(
            AskedRequest.Of("r", "save", new { Name = "Ana" }),
            AskedRequest.Of("r", "save", new { Name = "Ana", Later = (string?)null, Flag = false }));

    private static AskedRequest Asked(string id, string command = "test", object? content = null) => AskedRequest.Of(id, command, content);

    private sealed record Empty : DocumentState;
}
