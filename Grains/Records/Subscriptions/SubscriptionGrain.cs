using System.Collections.Immutable;
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
    ISecretSeal seal,
    DocumentServices services)
    : DocumentGrain<SubscriptionState>(stored, services), ISubscriptionGrain, IAboutPatient
{
    private static readonly GrainTimerCreationOptions _never = new() { DueTime = Timeout.InfiniteTimeSpan, Period = Timeout.InfiniteTimeSpan, KeepAlive = true };

    private static readonly TimeSpan _longest = TimeSpan.FromDays(1);

    private IGrainTimer? _timer;
    private bool _isListed;
    private bool _isSending;

    /// <summary>Whether to ask after the subscriber's access although nothing is due.</summary>
    private bool _isDoubted = true;
    private SentNotice? _sent;

    /// <summary>Whom a subscription that was deleted was about: the trail asks after the call.</summary>
    private string? _forgotten;

    public string? AboutPatient => State.By.OnlyPatientId ?? _forgotten;

    private SubscriptionPages Pages => field ??= new(rows, Key);

    private SubscriberStanding Standing => field ??= new(Services.Grains, Key.Practice);

    private NoticeWriter Writer => field ??= new(Services.Grains, Key, Services.Log);

    private ISubscriptionRosterGrain Roster => Services.Grains.GetGrain<ISubscriptionRosterGrain>(GrainKey.For(Key.Practice, ISubscriptionRosterGrain.Id));

    private bool IsMine => State.Draft is not null && (SubscriberRules.IsOf(State.By, CallerScope.Required) || AuditedCall.Refuse());

    /// <summary>The practice may see who hears of its patients, and end it: a program may be gone, or its token lost.</summary>
    private bool IsManaged => State.Draft is not null && CallerScope.Required is { AppId: null } caller && caller.Is(Audience.Administrator);

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        await base.OnActivateAsync(cancellationToken);
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
        var sealedDraft = command.Draft with { Headers = HeaderRules.Sealed(command.Draft.Headers, value => seal.Seal(value, Key.ToString())) };
        var next = SubscriptionRules.Save(State, command with { Draft = sealedDraft }, caller, Now);
        if (await Admit(next) is { Succeeded: false } tooMany)
            return tooMany.Problems;
        _isListed = false;
        await Commit(next);
        _sent = null;
        Soon();
        return View(State);
    }

    public Task<SubscriptionView?> View() => Task.FromResult(IsManaged || IsMine ? View(State) : null);

    public async Task<Result<Done>> Delete()
    {
        if (IsMine)
        {
            _forgotten = State.By.OnlyPatientId;
            await Forget();
            return Done.Value;
        }

        if (!IsManaged || !SubscriptionRules.IsLive(State))
            return SubscriptionRules.Unknown;
        await End("The practice has ended it.");
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
        if (State.Draft is not { Channel: NoticeChannel.Socket } draft || !SubscriptionRules.IsLive(State) || await Access(isUse: true) is not { } caller)
            return null;
        // A bound socket hears what happens from now on; older events can be asked for.
        if (kind is not NoticeKind.Event)
            return new(await Writer.Write(State, kind, [], draft.Content, caller, Now), kind is NoticeKind.Handshake ? State.Events : after, draft.Heartbeat, draft.Xml is true);
        if (after >= State.Events)
            return new(null, after, draft.Heartbeat);
        var (first, last) = SubscriptionRules.After(State, after);
        var events = await Pages.Range(State, first, last);
        // What is not kept any more is passed over.
        return new(events.IsEmpty ? null : await Writer.Write(State, kind, events, draft.Content, caller, Now), last, draft.Heartbeat, draft.Xml is true);
    }

    public async Task Happened(ResourceChange change)
    {
        if (!SubscriptionRules.Counts(State) || SubscriptionRules.IsKnown(State, change) || await Access(isUse: false) is not { } caller)
            return;
        using (CallerScope.Use(caller))
        {
            if (!await Record(change.PatientId).Concerns(change, State.Draft!.Filters))
                return;
        }

        await Seal();
        if (!SubscriptionRules.Counts(State))
        {
            // A page too many has ended it.
            await Admit(State);
            return;
        }

        await Commit(SubscriptionRules.Happened(State, change));
        Soon();
    }

    public Task Doubt()
    {
        _isDoubted = true;
        Soon();
        return Task.CompletedTask;
    }

    public async Task OnlyFor(string? token)
    {
        if (SubscriptionRules.IsLive(State) && State.By is { AppId: null } by && by.Token != token)
            await End("The token with which it was made is not in use any more.");
    }

    public override async Task Drain()
    {
        await Work();
        await base.Drain();
    }

    protected override SubscriptionState Owing(SubscriptionState before, SubscriptionState next) => SubscriptionRules.Watched(next, Now);

    protected override void Announce(SubscriptionState before, SubscriptionState after)
    {
        if (before.Events != after.Events || before.Status != after.Status || before.Saves != after.Saves)
            Services.Publish(Key.Practice, LiveTopic.Subscription(Key.Id));
    }

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
        if (SubscriptionRules.IsIdleInSight(State, Now))
            await Commit(State);
        await GoOn(_isSending ? null : SubscriptionRules.Due(State, Now));
        // An answer or a doubt that came meanwhile is taken up at once: a later look must not put it off.
        if (_sent is not null || _isDoubted)
            Soon();
        else if (!_isSending && SubscriptionRules.Next(State) is { } at)
            Look(at - Now);
    }

    private async Task GoOn(NoticeKind? due)
    {
        if (due is null && !_isDoubted)
            return;
        _isDoubted = false;
        if (await Access(isUse: due is not null) is { } caller && due is { } kind)
            Send(kind, caller);
    }

    /// <summary>On whose behalf the subscription goes on. Without anybody it ends here and now.</summary>
    private async Task<Caller?> Access(bool isUse)
    {
        var caller = await Standing.Of(State.By, isUse);
        if (caller is null && SubscriptionRules.IsLive(State))
            await End("The access of the app has ended.");
        return caller;
    }

    private async Task End(string reason)
    {
        await Commit(SubscriptionRules.End(State, reason, Now));
        await Admit(State);
    }

    private async Task Forget()
    {
        // Pages first: what is left after a crash is still known to somebody.
        await Pages.Forget(State.FirstPage, State.SealedPages);
        await Discard();
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
        var next = SubscriptionRules.Sealed(State, Now);
        await Pages.Write(State.SealedPages, page);
        await Pages.Forget(State.FirstPage, next.FirstPage);
        await Commit(next);
    }

    /// <summary>Goes on beside the grain's turns, since an endpoint may take its time; its answer is taken in a turn.</summary>
    private void Send(NoticeKind kind, Caller caller)
    {
        _isSending = true;
        SendOne(State, kind, caller).Ignore();
    }

    private async Task SendOne(SubscriptionState state, NoticeKind kind, Caller caller)
    {
        try
        {
            _sent = await Sent(state, kind, caller);
        }
        catch (Exception failure)
        {
            // The endpoint is not to blame: it is tried again, and what cannot be read is left out in the end.
            SubscriptionLog.NoticeFailed(Services.Log, failure.GetType().Name);
            _sent = new(state.Saves, null, null) { NeverLeft = true };
        }

        _isSending = false;
        Soon();
    }

    private async Task<SentNotice> Sent(SubscriptionState state, NoticeKind kind, Caller caller)
    {
        var draft = state.Draft!;
        var (first, last) = SubscriptionRules.After(state, state.Delivered);
        var events = kind is NoticeKind.Event ? await Pages.Range(state, first, last) : [];
        if (kind is NoticeKind.Event && events.IsEmpty)
            return new(state.Saves, last, null) { NeverLeft = true };
        if (OpenHeaders(draft) is not { } headers)
            return new(state.Saves, null, "What is to go with notices cannot be read any more. Send the headers again.");
        return new(state.Saves, kind is NoticeKind.Event ? last : null, await Post(state, kind, events, headers, caller));
    }

    /// <returns>Why the endpoint has not taken it; none when it has.</returns>
    private async Task<string?> Post(
        SubscriptionState state, NoticeKind kind, ImmutableArray<SubscriptionEvent> events, ImmutableArray<string> headers, Caller caller)
    {
        var draft = state.Draft!;
        var isLenient = SubscriptionRules.IsLenient(state);
        try
        {
            return await With(draft.Content);
        }
        catch (Exception failure) when (isLenient && draft.Content is NoticeContent.FullResource)
        {
            // After many attempts nothing that one resource holds may stand before all that comes after it.
            SubscriptionLog.WithoutResources(Services.Log, failure.GetType().Name);
            return await With(NoticeContent.IdOnly);
        }

        async Task<string?> With(NoticeContent content)
        {
            var json = await Writer.Write(state, kind, events, content, caller, Now, isLenient);
            var patience = TimeSpan.FromSeconds(draft.Timeout ?? SubscriptionLimits.Timeout);
            return await sender.Send(new(new(draft.Endpoint), headers, json, patience, draft.Xml is true), CancellationToken.None);
        }
    }

    /// <summary>None when the key with which they were sealed is not there any more.</summary>
    private ImmutableArray<string>? OpenHeaders(SubscriptionDraft draft)
    {
        var isLost = false;
        var headers = HeaderRules.With(draft.Headers, value =>
        {
            var open = seal.Open(value, Key.ToString());
            isLost |= open is null;
            return open ?? "";
        });
        return isLost ? null : headers;
    }

    private async Task TakeAnswer()
    {
        if (_sent is not { } sent)
            return;
        _sent = null;
        // What was sent before it was saved anew says nothing of where it goes now.
        if (sent.Saves != State.Saves || !SubscriptionRules.IsLive(State))
            return;
        var spoken = SubscriptionRules.Spoken(State, Now);
        var next = sent switch
        {
            { NeverLeft: true, UpTo: { } passed } => SubscriptionRules.PassedOver(State, passed),
            { NeverLeft: true } => SubscriptionRules.Hindered(State, Now),
            { Problem: { } problem } => SubscriptionRules.Failed(spoken, problem, Now),
            _ => SubscriptionRules.Taken(spoken, sent.UpTo, Now),
        };
        if (!ReferenceEquals(next, State))
            await Commit(next);
        if (!SubscriptionRules.IsLive(State))
            await Admit(State);
    }

    /// <param name="Saves">To which save it belongs.</param>
    /// <param name="UpTo">The number of the last event in it.</param>
    /// <param name="Problem">Why the endpoint has not taken it.</param>
    private sealed record SentNotice(int Saves, long? UpTo, string? Problem)
    {
        /// <summary>Nothing was there to be told any more, or without a number: the portal could not tell it.</summary>
        public bool NeverLeft { get; init; }
    }
}
