using System.Collections.Immutable;
using System.Text.Json;
using Portal.Grains.Interfaces.Documents;

namespace Portal.Grains.Documents;

/// <summary>How deliveries enter and leave a document.</summary>
public static class OutboxRules
{
    public static TState Owe<TState, TPayload>(
        this TState state, string id, string kind, string to, TPayload payload, DateTimeOffset now)
        where TState : DocumentState
    {
        var item = new OutboxItem
        {
            Id = id,
            Kind = kind,
            To = to,
            Payload = JsonSerializer.SerializeToElement(payload, DocumentJson.Options),
            CreatedAt = now,
        };
        return state with { Outbox = (state.Outbox ?? []).Add(item) };
    }

    /// <summary>Takes delivered items out and puts failed ones back with their count.</summary>
    public static TState Settle<TState>(TState state, IReadOnlyDictionary<string, OutboxItem?> outcomes)
        where TState : DocumentState
    {
        if (state.Outbox is not { } items || outcomes.Count == 0)
            return state;
        var left = items
            .Select(item => outcomes.TryGetValue(item.Id, out var outcome) ? outcome : item)
            .OfType<OutboxItem>()
            .ToImmutableArray();
        return state with { Outbox = left.IsEmpty ? null : left };
    }

    public static OutboxItem Failed(OutboxItem item, string problem, DateTimeOffset now)
    {
        var attempts = item.Attempts + 1;
        return item with
        {
            Attempts = attempts,
            LastProblem = problem,
            Parked = attempts >= DeliveryLimits.MaxAttempts,
            NotBefore = now + Wait(attempts),
        };
    }

    public static OutboxItem Retried(OutboxItem item) =>
        item with { Attempts = 0, Parked = false, NotBefore = null };

    private static TimeSpan Wait(int attempts)
    {
        var wait = DeliveryLimits.FirstWait * Math.Pow(2, attempts - 1);
        return wait < DeliveryLimits.LongestWait ? wait : DeliveryLimits.LongestWait;
    }
}
