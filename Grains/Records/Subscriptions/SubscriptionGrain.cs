using Microsoft.Extensions.DependencyInjection;
using Orleans.Runtime;
using Orleans.Storage;
using Portal.Grains.Audit;
using Portal.Grains.Documents;
using Portal.Grains.Interfaces;
using Portal.Grains.Interfaces.Access;
using Portal.Grains.Interfaces.Live;
using Portal.Grains.Interfaces.Records;
using Portal.Grains.Interfaces.Records.Subscriptions;

namespace Portal.Grains.Records.Subscriptions;

[GrainType("subscription")]
public sealed class SubscriptionGrain(
    [PersistentState("subscription", DocumentQueries.Database)] IPersistentState<SubscriptionState> stored,
    [FromKeyedServices(DocumentQueries.Database)] IGrainStorage rows,
    IHookSender sender,
    DocumentServices services)
    : DocumentGrain<SubscriptionState>(stored, services), ISubscriptionGrain, IAboutPatient
{
    private static readonly GrainTimerCreationOptions _never = new() { DueTime = Timeout.InfiniteTimeSpan, Period = Timeout.InfiniteTimeSpan, KeepAlive = true };

    private static readonly TimeSpan _longest = TimeSpan.FromDays(1);

    private IGrainTimer? _timer;
    private bool _isListed;
    private bool _isSending;

    /// <summary>Whether to ask after the subscriber's access although nothing is due. Asking counts as a use of the app.</summary>
    private bool _isDoubted = true;
    private SentNotice? _sent;
    private DateTimeOffset _spokeAt;

    public string? AboutPatient => State.By.OnlyPatientId;

    private SubscriptionPages Pages => field ??= new(rows, Key);

    private SubscriberStanding Standing => field ??= new(Services.Grains, Key.Practice);

    private NoticeWriter Writer => field ??= new(Services.Grains, Key);

    private ISubscriptionRosterGrain Roster => Services.Grains.GetGrain<ISubscriptionRosterGrain>(GrainKey.For(Key.Practice, ISubscriptionRosterGrain.Id));

    private bool IsMine => State.Draft is not null && (SubscriberRules.IsOf(State.By, CallerScope.Required) || AuditedCall.Refuse());

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        await base.OnActivateAsync(cancellationToken);
        _spokeAt = Now;
        _timer = this.RegisterGrainTimer(Work, _never);
        // Whatever woke it: what it has to do does not wait for the sweeper.
        if (SubscriptionRules.IsLive(State))
            _timer.Change(TimeSpan.Zero, Timeout.InfiniteTimeSpan);
    }

    public async Task<Result<SubscriptionView>> Save(SaveSubscription command)
    {
        var caller = CallerScope.Required;
        if (SubscriberRules.Refuse(State, command, caller) is { } refusal)
            return refusal;
        if (command.Draft.Channel is NoticeChannel.Hook && !(Uri.TryCreate(command.Draft.Endpoint, UriKind.Absolute, out var endpoint) && sender.Takes(endpoint)))
            return SubscriberRules.NoEndpoint;
        var next = SubscriptionRules.Save(State, command, caller, Now);
        if (await Admit(next) is { Succeeded: false } tooMany)
            return tooMany.Problems;
        _isListed = false;
        await Commit(next);
        _sent = null;
        Soon();
        return View(State);
    }

    public Task<SubscriptionView?> View() => Task.FromResult(IsMine ? View(State) : null);

    public async Task<Result<Done>> Delete()
    {
        if (!IsMine)
            return SubscriptionRules.Unknown;
        await Forget();
        return Done.Value;
    }

    public Task<string?> Status() => Task.FromResult(IsMine ? new SubscriptionNotice(Key.Id, State).Status() : null);

    public async Task<string?> Events(long since, long? until, NoticeContent? content)
    {
        if (!IsMine)
            return null;
        var last = Math.Min(until ?? long.MaxValue, State.Events);
        var first = Math.Max(since, SubscriptionRules.FirstKept(State));
        var events = await Pages.Range(State, first, Math.Min(last, first + SubscriptionLimits.MostEventsAtOnce - 1));
        var most = State.Draft!.Content;
        return await Writer.Write(State, NoticeKind.QueryEvent, events, content is { } less && less < most ? less : most, CallerScope.Required, Now);
    }

    public async Task<SocketNotice?> Tell(NoticeKind kind, long after)
    {
        if (State.Draft is not { Channel: NoticeChannel.Socket } draft || !SubscriptionRules.IsLive(State) || await Access() is not { } caller)
            return null;
        if (kind is NoticeKind.Event && after >= State.Events)
            return new(null, after, draft.Heartbeat);
        var events = kind is NoticeKind.Event ? await Pages.Range(State, after + 1, after + AtOnce(draft)) : [];
        var json = await Writer.Write(State, kind, events, draft.Content, caller, Now);
        // A bound socket hears what happens from now on; older events can be asked for.
        return new(json, events is [.., var latest] ? latest.Number : kind is NoticeKind.Handshake ? State.Events : after, draft.Heartbeat);
    }

    public async Task Happened(ResourceChange change)
    {
        if (!SubscriptionRules.Counts(State) || SubscriptionRules.IsKnown(State, change) || await Access() is not { } caller)
            return;
        using (CallerScope.Use(caller))
        {
            if (!await Record(change.PatientId).Concerns(change, State.Draft!.Filters))
                return;
        }

        await Seal();
        // A page too many may have ended it.
        if (!SubscriptionRules.Counts(State))
            return;
        await Commit(SubscriptionRules.Happened(State, change));
        Soon();
    }

    public Task Doubt()
    {
        _isDoubted = true;
        Soon();
        return Task.CompletedTask;
    }

    public override async Task Drain()
    {
        await Work();
        await base.Drain();
    }

    protected override void Announce(SubscriptionState before, SubscriptionState after)
    {
        if (before.Events != after.Events || before.Status != after.Status || before.Saves != after.Saves)
            Services.Publish(Key.Practice, LiveTopic.Subscription(Key.Id));
    }

    private static int AtOnce(SubscriptionDraft draft) => draft.MaxCount ?? SubscriptionLimits.EventsAtOnce;

    private IRecordGrain Record(string patientId) => Services.Grains.GetGrain<IRecordGrain>(GrainKey.For(Key.Practice, patientId));

    private SubscriptionView View(SubscriptionState state) => new()
    {
        Id = Key.Id,
        Version = state.VersionId,
        LastUpdated = state.LastUpdated,
        Status = state.Status,
        Channel = state.Draft!.Channel,
        Json = SubscriptionResource.Of(Key.Id, state),
    };

    /// <summary>A turn of its own, right after this one.</summary>
    private void Soon() => _timer?.Change(TimeSpan.Zero, Timeout.InfiniteTimeSpan);

    /// <summary>A timer takes no more than some weeks, and a subscription may end in years.</summary>
    private void Look(TimeSpan later) =>
        _timer!.Change(TimeSpan.FromTicks(Math.Clamp(later.Ticks, 0, _longest.Ticks)), Timeout.InfiniteTimeSpan);

    /// <summary>Looks at everything that may be due: it is called often and does only what is left to do.</summary>
    private async Task Work()
    {
        using var system = CallerScope.Use(Caller.System(Key.Practice));
        await TakeAnswer();
        if (SubscriptionRules.IsForgotten(State, Now))
            await Forget();
        if (!SubscriptionRules.IsLive(State))
            return;
        if (State.Draft!.End <= Now)
        {
            await End("The time of the subscription is over.");
            return;
        }

        if (!_isListed && await Admit(State) is { Succeeded: false } tooMany)
        {
            await End(tooMany.Problems[0].Message);
            return;
        }

        _isListed = true;
        await GoOn(_isSending ? null : SubscriptionRules.Due(State, _spokeAt, Now));
        // An answer that came meanwhile is taken at once: a later look must not put it off.
        if (_sent is not null)
            Soon();
        else if (!_isSending && SubscriptionRules.Next(State, _spokeAt) is { } at)
            Look(at - Now);
    }

    private async Task GoOn(NoticeKind? due)
    {
        if (due is null && !_isDoubted)
            return;
        _isDoubted = false;
        if (await Access() is { } caller && due is { } kind)
            Send(kind, caller);
    }

    /// <summary>On whose behalf the subscription goes on. Without anybody it ends here and now.</summary>
    private async Task<Caller?> Access()
    {
        var caller = await Standing.Of(State.By);
        if (caller is null && SubscriptionRules.IsLive(State))
            await End("The access of the app has ended.");
        return caller;
    }

    private async Task End(string reason)
    {
        await Commit(SubscriptionRules.WithoutSecrets(SubscriptionRules.End(State, reason, Now)));
        await Admit(State);
    }

    private async Task Forget()
    {
        var (first, last) = (State.FirstPage, State.SealedPages);
        await Discard();
        await Pages.Forget(first, last);
        using var system = CallerScope.Use(Caller.System(Key.Practice));
        await Roster.Leave(Key.Id);
        Services.Publish(Key.Practice, LiveTopic.Subscription(Key.Id));
    }

    private async Task<Result<Done>> Admit(SubscriptionState state)
    {
        using var system = CallerScope.Use(Caller.System(Key.Practice));
        return await Roster.Admit(SubscriberRules.Entry(state, Key.Id));
    }

    private async Task Seal()
    {
        if (SubscriptionRules.FullPage(State) is not { } page)
            return;
        var before = State.FirstPage;
        await Pages.Write(State.SealedPages, page);
        await Commit(SubscriptionRules.Sealed(State, Now));
        await Pages.Forget(before, State.FirstPage);
    }

    /// <summary>Goes on beside the grain's turns, since an endpoint may take its time; its answer is taken in a turn.</summary>
    private void Send(NoticeKind kind, Caller caller)
    {
        _isSending = true;
        SendOne(State, kind, caller).Ignore();
    }

    private async Task SendOne(SubscriptionState state, NoticeKind kind, Caller caller)
    {
        long? upTo = null;
        string? problem;
        try
        {
            var draft = state.Draft!;
            var events = kind is NoticeKind.Event ? await Pages.Range(state, state.Delivered + 1, state.Delivered + AtOnce(draft)) : [];
            upTo = events is [.., var last] ? last.Number : null;
            var json = await Writer.Write(state, kind, events, draft.Content, caller, Now);
            var patience = TimeSpan.FromSeconds(draft.Timeout ?? SubscriptionLimits.Timeout);
            problem = await sender.Send(new(new(draft.Endpoint), draft.Headers, json, patience), CancellationToken.None);
        }
        catch (Exception failure)
        {
            // Any failure is an attempt: it is counted, tried again and shown to the subscriber.
            SubscriptionLog.NoticeFailed(Services.Log, failure.GetType().Name);
            problem = "The portal could not make the notice.";
        }

        _sent = new(state.Saves, upTo, problem);
        _isSending = false;
        Soon();
    }

    private async Task TakeAnswer()
    {
        if (_sent is not { } sent)
            return;
        _sent = null;
        // What was sent before it was saved anew says nothing of where it goes now.
        if (sent.Saves != State.Saves || !SubscriptionRules.IsLive(State))
            return;
        _spokeAt = Now;
        var next = sent.Problem is { } problem ? SubscriptionRules.Failed(State, problem, Now) : SubscriptionRules.Taken(State, sent.UpTo, Now);
        if (!ReferenceEquals(next, State))
            await Commit(next);
        if (!SubscriptionRules.IsLive(State))
            await Admit(State);
    }

    private sealed record SentNotice(int Saves, long? UpTo, string? Problem);
}
