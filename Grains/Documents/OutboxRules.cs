using System.Collections.Immutable;
using System.Text.Json;
using Portal.Grains.Interfaces.Documents;

namespace Portal.Grains.Documents;

/// <summary>How deliveries enter and leave a document.</summary>
public static class OutboxRules
{
    public static TState Owe<TState, TPayload>(
        this TState state, string id, string kind, string to, TPayload payload, DateTimeOffset now, DateTimeOffset? notBefore = null)
        where TState : DocumentState
    {
        var item = new OutboxItem
        {
            Id = id,
            Kind = kind,
            To = to,
            Payload = JsonSerializer.SerializeToElement(payload, DocumentJson.Options),
            CreatedAt = now,
            NotBefore = notBefore,
        };
        return state with { Outbox = (state.Outbox ?? []).Add(item) };
    }

    /// <summary>Gives deliveries of the kind another time; none is at once.</summary>
    public static TState Due<TState>(this TState state, string kind, DateTimeOffset? notBefore)
        where TState : DocumentState => state.Outbox is { } items
        ? state with { Outbox = [.. items.Select(item => item.Kind == kind ? item with { NotBefore = notBefore } : item)] }
        : state;

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

    /// <param name="item">What was tried.</param>
    /// <param name="problem">A word for the failure, without personal data.</param>
    /// <param name="now">When.</param>
    /// <param name="forGood">Whether only a person can have it tried again.</param>
    public static OutboxItem Failed(OutboxItem item, string problem, DateTimeOffset now, bool forGood = false)
    {
        var attempts = item.Attempts + 1;
        return item with
        {
            Attempts = attempts,
            LastProblem = problem,
            Parked = forGood || attempts >= DeliveryLimits.MaxAttempts,
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
