using System.Collections.Immutable;
using System.Text.Json;
using Portal.Grains.Documents;
using Portal.Grains.Interfaces;
using Portal.Grains.Interfaces.Access;
using Portal.Grains.Interfaces.Records.Search;
using Portal.Grains.Interfaces.Records.Subscriptions;

namespace Portal.Grains.Records.Subscriptions;

/// <summary>How a subscription is made, numbers its events, fails and ends.</summary>
public static class SubscriptionRules
{
    /// <summary>Events of a sealed page.</summary>
    public const int PageEvents = 50;

    /// <summary>The latest stay in the document: a change that is told twice is recognised among them.</summary>
    private const int SealAt = PageEvents + 25;

    /// <summary>Keeps a subscription that is not over in sight of the sweeper.</summary>
    private const string Awake = "subscription.awake";

    /// <summary>How long one that waits for an event is out of sight.</summary>
    private static readonly TimeSpan _outOfSight = TimeSpan.FromHours(1);

    public static readonly Problem Unknown = new("subscription.unknown", "There is no such subscription.");

    public static readonly Problem OtherVersion = new("subscription.other_version", "Another version is the latest. Read it and send the change with its ETag.");

    /// <summary>Whether events are counted: from the first handshake on, as long as it is not off.</summary>
    public static bool Counts(SubscriptionState state) => IsLive(state) && state.Begun;

    public static bool IsLive(SubscriptionState state) => state.Draft is not null && state.Status is not SubscriptionStatus.Off;

    /// <summary>Whether it has been off for so long that it is forgotten.</summary>
    public static bool IsForgotten(SubscriptionState state, DateTimeOffset now) => state.OffSince is { } since && now >= since + SubscriptionLimits.KeptWhenOff;

    /// <param name="state">As it is; a new one when there is none.</param>
    /// <param name="command">What is asked for.</param>
    /// <param name="caller">Whose it is, or will be.</param>
    /// <param name="now">The time.</param>
    public static SubscriptionState Save(SubscriptionState state, SaveSubscription command, Caller caller, DateTimeOffset now)
    {
        var draft = command.Draft with { Headers = HeaderRules.Kept(command.Draft.Headers, state.Draft?.Headers ?? []) };
        var isSocket = draft.Channel is NoticeChannel.Socket;
        var next = state with
        {
            Draft = draft,
            By = new()
            {
                Name = caller.Name,
                AppId = caller.AppId,
                UserId = caller.UserId,
                GrantId = caller.GrantId,
                Scope = caller.Scope,
                OnlyPatientId = caller.OnlyPatientId,
                Token = caller.AppId is null ? command.Token : null,
            },
            OnlyPatientId = caller.IsForOnePatient ? caller.OnlyPatientId : draft.OnlyPatient(),
            Address = command.Address,
            Saves = state.Saves + 1,

            // What happens at the end of a socket the portal sees for itself: nothing is asked beforehand.
            Shaken = isSocket && !draft.Off,
            Begun = state.Begun || isSocket,
            Delivered = IsContinued(state.Draft, draft) ? Math.Max(state.Delivered, FirstKept(state) - 1) : state.Events,
            Failures = 0,
            Hindrances = null,
            FailingSince = null,
            NotBefore = null,
            Reason = null,
        };
        return draft.Off ? End(next, null, now) : Stand(next, isSocket ? SubscriptionStatus.Active : SubscriptionStatus.Requested, now, always: true);
    }

    /// <summary>The state with one more event; the same one when it was told before.</summary>
    public static SubscriptionState Happened(SubscriptionState state, ResourceChange change) => IsKnown(state, change) ? state : state with
    {
        Events = state.Events + 1,
        Recent = state.Recent.Add(new(state.Events + 1, change)),
    };

    public static bool IsKnown(SubscriptionState state, ResourceChange change) =>
        state.Recent.Any(known => known.Change.Reference() == change.Reference() && known.Change.Version == change.Version);

    /// <summary>The events that go into the next page, when it is full.</summary>
    public static ImmutableArray<SubscriptionEvent>? FullPage(SubscriptionState state) => state.Recent.Length >= SealAt ? state.Recent[..PageEvents] : null;

    /// <summary>The state without the events that are in a page now, and without the pages that are too old.</summary>
    public static SubscriptionState Sealed(SubscriptionState state, DateTimeOffset now)
    {
        var pages = state.SealedPages + 1;
        var next = state with
        {
            Recent = state.Recent[PageEvents..],
            SealedPages = pages,
            FirstPage = Math.Max(state.FirstPage, pages - (SubscriptionLimits.KeptEvents / PageEvents)),
        };
        return next.Draft?.Channel is NoticeChannel.Hook && next.Delivered < FirstKept(next) - 1
            ? End(next, $"More than {SubscriptionLimits.KeptEvents} events waited for the endpoint.", now)
            : next;
    }

    /// <summary>The numbers of the next events to tell after one: of those that are kept.</summary>
    public static (long First, long Last) After(SubscriptionState state, long number)
    {
        var first = Math.Max(number + 1, FirstKept(state));
        return (first, Math.Min(first + AtOnce(state.Draft!) - 1, state.Events));
    }

    /// <summary>The number of the first event that can still be asked for.</summary>
    public static long FirstKept(SubscriptionState state) => ((long)state.FirstPage * PageEvents) + 1;

    /// <summary>The endpoint has taken a notice.</summary>
    /// <param name="state">As it is.</param>
    /// <param name="upTo">The number of the last event in it; none when it had none.</param>
    /// <param name="now">The time.</param>
    public static SubscriptionState Taken(SubscriptionState state, long? upTo, DateTimeOffset now)
    {
        var next = state with
        {
            Shaken = true,
            Begun = true,
            Delivered = Math.Max(state.Delivered, upTo ?? 0),
            Failures = 0,
            Hindrances = null,
            FailingSince = null,
            NotBefore = null,
            Reason = null,
        };
        return next == state ? state : Stand(next, SubscriptionStatus.Active, now);
    }

    /// <summary>Events that are not kept any more are not waited for.</summary>
    public static SubscriptionState PassedOver(SubscriptionState state, long upTo) => state with { Delivered = Math.Max(state.Delivered, upTo) };

    /// <summary>The portal could not make a notice, for which the endpoint is not to blame: it is only put off.</summary>
    public static SubscriptionState Hindered(SubscriptionState state, DateTimeOffset now) =>
        state with { Hindrances = (state.Hindrances ?? 0) + 1, NotBefore = now + Wait((state.Hindrances ?? 0) + 1) };

    /// <summary>Whether what cannot be read or written is to be left out of notices, so that what is behind it is told at all.</summary>
    public static bool IsLenient(SubscriptionState state) => state.Hindrances >= SubscriptionLimits.FailuresBeforeError;

    /// <summary>
    /// The state as it is to be stored: with something to send in sight of the sweeper at once, otherwise for the next
    /// heartbeat, and once an hour at least. The grain with its timer may be long gone by then, or its silo.
    /// </summary>
    public static SubscriptionState Watched(SubscriptionState state, DateTimeOffset now) => IsLive(state)
        ? state.Due(Awake, IsOwing(state, now) ? state.NotBefore : new[] { state.Draft!.End, NextBeat(state), now + _outOfSight }.Min())
        : state;

    /// <summary>Whether the sweeper sees one that has nothing to send.</summary>
    public static bool IsIdleInSight(SubscriptionState state, DateTimeOffset now) =>
        IsLive(state) && !IsOwing(state, now) && (state.Outbox ?? []).Any(item => item.Kind == Awake && (item.NotBefore is null || item.NotBefore <= now));

    /// <summary>A notice did not arrive.</summary>
    /// <param name="state">As it is.</param>
    /// <param name="reason">Why, without personal data.</param>
    /// <param name="now">The time.</param>
    public static SubscriptionState Failed(SubscriptionState state, string reason, DateTimeOffset now)
    {
        var failures = state.Failures + 1;
        var since = state.FailingSince ?? now;
        var next = state with { Failures = failures, FailingSince = since, NotBefore = now + Wait(failures), Reason = reason };
        if (now - since >= SubscriptionLimits.GivenUpAfter)
            return End(next, reason, now);
        var isError = !state.Shaken || failures >= SubscriptionLimits.FailuresBeforeError;
        return Stand(next, isError ? SubscriptionStatus.Error : state.Status, now);
    }

    /// <summary>
    /// Nothing leaves any more. What was secret is forgotten, unless the subscriber itself lets it rest; the mark by which the
    /// sweeper wakes it stays until it is forgotten too.
    /// </summary>
    /// <param name="state">As it is.</param>
    /// <param name="reason">Why; none when the subscriber wants it.</param>
    /// <param name="now">The time.</param>
    public static SubscriptionState End(SubscriptionState state, string? reason, DateTimeOffset now)
    {
        var off = (reason is null ? state : WithoutSecrets(state)) with { Shaken = false, NotBefore = null, Reason = reason, OffSince = now, Outbox = null };
        var next = Stand(off, SubscriptionStatus.Off, now, always: true).Marked(Awake, Awake, now);
        return next with { Outbox = [.. next.Outbox!.Value.Select(mark => mark with { NotBefore = now + SubscriptionLimits.KeptWhenOff })] };
    }

    /// <summary>What is to be sent to the endpoint now, if anything.</summary>
    public static NoticeKind? Due(SubscriptionState state, DateTimeOffset now)
    {
        if (!IsLive(state) || state.Draft!.Channel is NoticeChannel.Socket || state.NotBefore > now)
            return null;
        if (!state.Shaken)
            return NoticeKind.Handshake;
        if (state.Delivered < state.Events)
            return NoticeKind.Event;
        // Where nothing else is left to do, what failed was a heartbeat.
        return HasFailed(state) || NextBeat(state) <= now ? NoticeKind.Heartbeat : null;
    }

    /// <summary>When it has to be looked at again; none when it waits for an event.</summary>
    public static DateTimeOffset? Next(SubscriptionState state) =>
        IsLive(state) ? new[] { state.NotBefore ?? NextBeat(state), state.Draft!.End }.Min() : null;

    /// <summary>The state with it noted that the endpoint was spoken to, where heartbeats go by that.</summary>
    public static SubscriptionState Spoken(SubscriptionState state, DateTimeOffset now) =>
        state.Draft?.Heartbeat is null ? state : state with { SpokeAt = now };

    public static TimeSpan Wait(int failures)
    {
        var wait = SubscriptionLimits.FirstWait * Math.Pow(2, Math.Min(failures, 20) - 1);
        return wait < SubscriptionLimits.LongestWait ? wait : SubscriptionLimits.LongestWait;
    }

    /// <summary>Without what the endpoint was to recognise the portal by.</summary>
    private static SubscriptionState WithoutSecrets(SubscriptionState state) =>
        state.Draft is { } draft ? state with { Draft = draft with { Headers = [] } } : state;

    private static int AtOnce(SubscriptionDraft draft) => draft.MaxCount ?? SubscriptionLimits.EventsAtOnce;

    private static bool IsOwing(SubscriptionState state, DateTimeOffset now) =>
        state.Draft!.Channel is NoticeChannel.Hook && (!state.Shaken || state.Delivered < state.Events || HasFailed(state) || NextBeat(state) <= now);

    /// <summary>When the endpoint has to hear that the portal is there, should nothing happen until then.</summary>
    private static DateTimeOffset? NextBeat(SubscriptionState state) => state.Draft is { Heartbeat: { } seconds, Channel: NoticeChannel.Hook }
        ? (state.SpokeAt ?? state.LastUpdated) + TimeSpan.FromSeconds(seconds)
        : null;

    private static bool HasFailed(SubscriptionState state) => state.Failures > 0 || state.Hindrances > 0;

    /// <summary>Whether events that wait go on to the same end. A socket was told of them, and other filters mean other ones.</summary>
    private static bool IsContinued(SubscriptionDraft? before, SubscriptionDraft draft) => before is null || (
        before.Channel is NoticeChannel.Hook && draft.Channel is NoticeChannel.Hook
        && before.Filters.Select(Text).SequenceEqual(draft.Filters.Select(Text), StringComparer.Ordinal));

    private static string Text(SearchFilter filter) => JsonSerializer.Serialize(filter, DocumentJson.Options);

    private static SubscriptionState Stand(SubscriptionState state, SubscriptionStatus status, DateTimeOffset now, bool always = false)
    {
        var next = state;
        if (always || status != state.Status)
            next = next with { Status = status, VersionId = state.VersionId + 1, LastUpdated = now };
        if (status is SubscriptionStatus.Off)
            return next;
        var isMarked = next.OffSince is null && next.Outbox is { IsEmpty: false };
        return isMarked ? next : (next with { OffSince = null, Outbox = null }).Marked(Awake, Awake, now);
    }
}
