using System.Collections.Immutable;
using Orleans.Runtime;
using Portal.Grains.Interfaces;
using Portal.Grains.Interfaces.Access;
using Portal.Grains.Interfaces.Documents;

namespace Portal.Grains.Documents;

/// <summary>
/// The shell round a document: recognise a repeated command, let the rule decide on an immutable state, write once,
/// swap, deliver. When a write fails the activation is dropped, because whether the row changed is unknown.
/// </summary>
public abstract class DocumentGrain<TState>(IPersistentState<TState> stored, DocumentServices services)
    : Grain, IOutboxOwner
    where TState : DocumentState, new()
{
    private static readonly TimeSpan _settleAfter = TimeSpan.FromSeconds(20);
    private readonly Dictionary<string, OutboxItem?> _outcomes = new(StringComparer.Ordinal);
    private readonly HashSet<string> _underway = new(StringComparer.Ordinal);
    private IGrainTimer? _settleTimer;

    /// <summary>The document as last written.</summary>
    protected TState State { get; private set; } = new();

    protected bool Exists => stored.RecordExists;

    protected DocumentServices Services => services;

    protected GrainKey Key { get; private set; }

    protected DateTimeOffset Now => services.Now;

    /// <summary>
    /// Whether a drain waits for the deliveries. A document that those to whom it delivers write to in turn must not: each
    /// would wait for the other.
    /// </summary>
    protected virtual bool WaitsForDeliveries => true;

    /// <summary>How many commands with an effect are recognised when they are repeated.</summary>
    protected virtual int Remembers => RequestRing.Capacity;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        Key = GrainKey.Parse(this.GetPrimaryKeyString());
        State = stored.RecordExists ? stored.State : new TState();
        return Task.CompletedTask;
    }

    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        if (reason.ReasonCode is DeactivationReasonCode.ActivationIdle or DeactivationReasonCode.ShuttingDown)
            await SettleNow();
    }

    public virtual async Task Drain()
    {
        await DeliverInTurn();
        await SettleNow();
    }

    public Task<ImmutableArray<ParkedDelivery>> Parked()
    {
        var parked = (State.Outbox ?? [])
            .Where(item => item.Parked)
            .Select(item => new ParkedDelivery(item.Id, item.Kind, item.Attempts, item.LastProblem ?? "", item.CreatedAt));
        return Task.FromResult(parked.ToImmutableArray());
    }

    public async Task<Result<Done>> Retry(string itemId)
    {
        var item = State.Outbox?.FirstOrDefault(item => item.Id == itemId && item.Parked);
        if (item is null)
            return new Problem("outbox.unknown_item", "This delivery is not waiting any more. Reload the page.");
        _outcomes[itemId] = OutboxRules.Retried(item);
        await SettleNow();
        await Drain();
        return Done.Value;
    }

    /// <summary>
    /// What is asked under the id. The portal's own work asks under an id that belongs to one thing, such as an entry of
    /// an import, and what it asks for it may follow what was stored meanwhile: there the command's name is enough.
    /// </summary>
    /// <param name="requestId">The command's request id.</param>
    /// <param name="command">Its name, short: it is stored with every answer.</param>
    /// <param name="content">What makes it another command when it differs; never a password.</param>
    protected static AskedRequest Asked(string requestId, string command, object? content = null) =>
        AskedRequest.Of(requestId, command, CallerScope.Current?.Is(Audience.System) is true ? null : content);

    /// <summary>Runs a command: the same request gives the same answer, and has its effect once.</summary>
    protected async Task<Result<T>> Decide<T>(AskedRequest request, Func<TState, Decision<TState, T>> rule)
    {
        if (RequestRing.TryAnswer<T>(State, request, out var answered))
        {
            AnnounceAgain();
            return answered;
        }

        var before = State;
        var decision = rule(before);
        if (!decision.Answer.Succeeded || decision.Next is null || ReferenceEquals(decision.Next, before))
            return decision.Answer;
        await Commit(RequestRing.Remember(decision.Next, request, decision.Answer.Value, Remembers));
        return decision.Answer;
    }

    /// <summary>Writes the next state, then swaps, announces and delivers.</summary>
    protected async Task Commit(TState next)
    {
        var before = State;
        // Deliveries go on while the write is under way: only what was settled in it may be forgotten after it.
        var outcomes = _outcomes.ToImmutableDictionary();
        var settled = OutboxRules.Settle(Owing(before, next), outcomes);
        stored.State = settled;
        await Store(stored.WriteStateAsync, before, settled);
        foreach (var (id, outcome) in outcomes)
        {
            if (ReferenceEquals(_outcomes[id], outcome))
                _outcomes.Remove(id);
        }

        State = settled;
        Announce(before, settled);
        if (settled.Outbox is not null)
            DeliverDue().Ignore();
    }

    /// <summary>Takes the document away, as if it had never been.</summary>
    protected async Task Discard()
    {
        await Store(stored.ClearStateAsync, State, new());
        _outcomes.Clear();
        State = new();
    }

    /// <summary>Whether something is owed that has not been delivered; that it was is noted in the document only a little later.</summary>
    protected bool IsDelivering => (State.Outbox ?? []).Any(item => !_outcomes.TryGetValue(item.Id, out var outcome) || outcome is not null);

    /// <summary>Adds what the document owes to others because of the change.</summary>
    protected virtual TState Owing(TState before, TState next) => next;

    /// <summary>Tells the watching browsers what moved between the two states.</summary>
    protected virtual void Announce(TState before, TState after)
    {
    }

    /// <summary>Who asks again was not answered, so perhaps nobody was told either.</summary>
    protected virtual void AnnounceAgain() => Announce(new(), State);

    private async Task Store(Func<Task> store, TState before, TState after)
    {
        try
        {
            await store();
        }
        catch (Exception failure)
        {
            DocumentLog.WriteFailed(services.Log, this.GetGrainId().Type.ToString() ?? "", failure.GetType().Name);
            stored.State = before;
            DeactivateOnIdle();
            // What was stored all the same, while only the answer was lost, is told by nobody else.
            Announce(before, after);
            throw;
        }
    }

    private async Task DeliverInTurn()
    {
        var delivering = DeliverDue();
        if (WaitsForDeliveries)
            await delivering;
        else
            delivering.Ignore();
    }

    private async Task DeliverDue()
    {
        var due = (State.Outbox ?? []).Where(IsDue).ToImmutableArray();
        foreach (var item in due)
            _underway.Add(item.Id);
        foreach (var item in due)
            await DeliverOne(item);
        if (_outcomes.Count > 0)
            SettleLater();
    }

    private bool IsDue(OutboxItem item)
    {
        var current = _outcomes.TryGetValue(item.Id, out var outcome) ? outcome : item;
        return current is { Parked: false, Mark: false } && !_underway.Contains(item.Id)
            && (current.NotBefore is not { } notBefore || notBefore <= services.Now);
    }

    private async Task DeliverOne(OutboxItem item)
    {
        var current = _outcomes.TryGetValue(item.Id, out var outcome) && outcome is not null ? outcome : item;
        try
        {
            using var system = CallerScope.Use(Caller.System(Key.Practice));
            await services.DeliveryFor(item.Kind).Deliver(item, CancellationToken.None);
            _outcomes[item.Id] = null;
        }
        catch (Exception failure)
        {
            // Any failure is an attempt: it is kept with the item, tried again and in the end shown to a person.
            DocumentLog.DeliveryFailed(services.Log, item.Kind, current.Attempts + 1, failure.GetType().Name);
            _outcomes[item.Id] = OutboxRules.Failed(current, failure.GetType().Name, services.Now, failure is RefusedForGoodException);
        }
        finally
        {
            _underway.Remove(item.Id);
        }
    }

    /// <summary>A busy document settles with its next write; an idle one gets a write of its own a little later.</summary>
    private void SettleLater() =>
        _settleTimer ??= this.RegisterGrainTimer(
            async () =>
            {
                await DeliverInTurn();
                await SettleNow();
                if (State.Outbox is null or [] || State.Outbox.Value.All(item => item.Parked))
                {
                    _settleTimer?.Dispose();
                    _settleTimer = null;
                }
            },
            _settleAfter,
            _settleAfter);

    private async Task SettleNow()
    {
        if (_outcomes.Count > 0 && stored.RecordExists)
            await Commit(State);
    }
}
