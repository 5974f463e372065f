using System.Collections.Immutable;
using System.Text.Json;

namespace Portal.Grains.Documents;

/// <summary>
/// Keeps a document in sight of the sweeper while a command of several steps is under way. The mark is never due: the
/// sweeper's call to drain the document is what finishes it.
/// </summary>
public static class PendingMark
{
    public static TState Marked<TState>(this TState state, string kind, string id, DateTimeOffset now)
        where TState : DocumentState
    {
        var mark = new OutboxItem
        {
            Id = id,
            Kind = kind,
            To = "",
            Payload = JsonSerializer.SerializeToElement("", DocumentJson.Options),
            CreatedAt = now,
            NotBefore = DateTimeOffset.MaxValue,
        };
        return state with { Outbox = (state.Outbox ?? []).Add(mark) };
    }

    public static TState Unmarked<TState>(this TState state, string kind)
        where TState : DocumentState
    {
        var left = (state.Outbox ?? []).Where(item => item.Kind != kind).ToImmutableArray();
        return state with { Outbox = left.IsEmpty ? null : left };
    }
}
