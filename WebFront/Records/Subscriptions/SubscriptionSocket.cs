using System.Collections.Concurrent;
using System.Net.WebSockets;
using System.Text;
using System.Threading.Channels;
using Portal.Grains.Interfaces;
using Portal.Grains.Interfaces.Access;
using Portal.Grains.Interfaces.Live;
using Portal.Grains.Interfaces.Records.Subscriptions;
using Portal.WebFront.Records.Rest;

namespace Portal.WebFront.Records.Subscriptions;

/// <summary>
/// One socket of a subscriber. It hears of events by the same notices as browsers, and asks the subscription for what to
/// tell, which looks at the subscriber's access each time.
/// </summary>
/// <param name="socket">Open.</param>
/// <param name="practice">The practice.</param>
/// <param name="place">What it occupies of the web front.</param>
/// <param name="around">What it needs.</param>
internal sealed class SubscriptionSocket(WebSocket socket, string practice, SocketPlace place, SocketSurroundings around) : IAsyncDisposable
{
    /// <summary>Subscriptions that one socket may be bound to.</summary>
    public const int MostBound = 20;

    /// <summary>Bytes of a message of the subscriber.</summary>
    private const int LargestMessage = 8 * 1024;

    /// <summary>Messages of the subscriber, who has nothing to say but its tokens.</summary>
    private const int MostMessages = 100;

    private const string Bind = "bind-with-token";

    private static readonly TimeSpan _unboundFor = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan _beat = TimeSpan.FromSeconds(5);

    /// <summary>Who does not read for so long is not there: the place is another's, and the access has to be looked at again.</summary>
    private static readonly TimeSpan _readingTakes = TimeSpan.FromSeconds(10);

    /// <summary>For the subscriber to hear why.</summary>
    private static readonly TimeSpan _parting = TimeSpan.FromSeconds(2);

    private readonly Dictionary<string, Bound> _bound = new(StringComparer.Ordinal);
    private readonly Channel<string> _work = Channel.CreateUnbounded<string>(new() { SingleReader = true });

    /// <summary>Topics that stand in the work already, and the beat: none of them stands there twice.</summary>
    private readonly ConcurrentDictionary<string, bool> _waiting = new(StringComparer.Ordinal);
    private readonly DateTimeOffset _openedAt = around.Time.GetUtcNow();

    public async Task Run(CancellationToken aborted)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(aborted);
        await using var beat = around.Time.CreateTimer(_ => Look(""), null, _beat, _beat);
        var listening = Listen(ended.Token);
        try
        {
            await Close(await Serve(ended.Token));
            await Task.WhenAny(listening, Task.Delay(_parting, around.Time, ended.Token));
        }
        catch (Exception failure) when (failure is OperationCanceledException or WebSocketException)
        {
            // The subscriber is gone; what it did not hear can be asked for.
        }

        await ended.CancelAsync();
        await listening;
    }

    public ValueTask DisposeAsync()
    {
        foreach (var bound in _bound.Values)
            bound.Leave();
        _bound.Clear();
        return ValueTask.CompletedTask;
    }

    /// <summary>Does what comes, until the subscriber closes or something is in the way.</summary>
    /// <returns>Why the socket is to be closed; none when the subscriber has closed it.</returns>
    private async Task<string?> Serve(CancellationToken ended)
    {
        try
        {
            await foreach (var what in _work.Reader.ReadAllAsync(ended))
            {
                _waiting.TryRemove(what, out _);
                if (await Do(what, ended) is { } reason)
                    return reason;
            }

            return null;
        }
        catch (Exception failure) when (failure is not (OperationCanceledException or WebSocketException))
        {
            SocketLog.Failed(around.Log, failure.GetType().Name);
            return "The portal cannot tell at the moment. Bind again.";
        }
    }

    /// <summary>Has a topic looked at, or with none what the time brings.</summary>
    private void Look(string topic)
    {
        if (_waiting.TryAdd(topic, true))
            _work.Writer.TryWrite(topic);
    }

    /// <summary>Takes tokens until the subscriber closes.</summary>
    private async Task Listen(CancellationToken ended)
    {
        var buffer = new byte[LargestMessage];
        try
        {
            for (var count = 0; count < MostMessages && await Receive(buffer, ended) is { } text; count++)
                _work.Writer.TryWrite(text);
        }
        catch (Exception failure) when (failure is OperationCanceledException or WebSocketException)
        {
            // As above.
        }

        _work.Writer.TryComplete();
    }

    /// <summary>A whole message as text; none at the end, or when it is too large or no text.</summary>
    private async Task<string?> Receive(byte[] buffer, CancellationToken ended)
    {
        var length = 0;
        while (length < buffer.Length)
        {
            var part = await socket.ReceiveAsync(buffer.AsMemory(length), ended);
            if (part.MessageType is not WebSocketMessageType.Text)
                return null;
            length += part.Count;
            if (part.EndOfMessage)
                return Encoding.UTF8.GetString(buffer, 0, length);
        }

        return null;
    }

    /// <returns>Why the socket is to be closed, if it is.</returns>
    private async Task<string?> Do(string what, CancellationToken ended)
    {
        if (what.StartsWith(Bind, StringComparison.Ordinal))
            return await BindWith(what[Bind.Length..].Trim().TrimStart(':').Trim(), ended);
        if (_bound.TryGetValue(what, out var changed))
            return await Tell(changed, ended);
        if (what.Length > 0)
            return $"Send {Bind} and a token.";
        if (_bound.Count == 0)
            return around.Time.GetUtcNow() - _openedAt > _unboundFor ? "No token came." : null;
        foreach (var bound in _bound.Values.Where(bound => bound.IsBeatDue(around.Time.GetUtcNow())).ToList())
        {
            if (await Send(bound, NoticeKind.Heartbeat, ended) is { } reason)
                return reason;
        }

        return null;
    }

    private async Task<string?> BindWith(string token, CancellationToken ended)
    {
        var ids = await around.Tokens.Redeem(practice, token);
        if (ids.IsEmpty || _bound.Count + ids.Length > MostBound)
            return ids.IsEmpty ? "The token does not hold. Draw another one." : $"A socket is bound to {MostBound} subscriptions at most.";
        place.Bind();
        foreach (var id in ids)
        {
            var topic = GrainKey.For(practice, LiveTopic.Subscription(id));
            var isBound = _bound.TryGetValue(topic, out var bound);
            if (bound is null)
            {
                _bound[topic] = bound = new(id, topic, around, () => Look(topic));
                // Leased before it is asked where the subscription stands: nothing falls between.
                await around.Front.Lease(topic);
            }

            if (await Send(bound, NoticeKind.Handshake, ended) is { } reason)
                return reason;
            // One that is bound again goes on where it is.
            if (isBound && await Tell(bound, ended) is { } ending)
                return ending;
        }

        return null;
    }

    /// <summary>All that happened since.</summary>
    private async Task<string?> Tell(Bound bound, CancellationToken ended)
    {
        while (true)
        {
            var before = bound.UpTo;
            if (await Send(bound, NoticeKind.Event, ended) is { } reason)
                return reason;
            if (bound.UpTo == before)
                return null;
        }
    }

    private async Task<string?> Send(Bound bound, NoticeKind kind, CancellationToken ended)
    {
        SocketNotice? notice;
        using (CallerScope.Use(Caller.System(practice)))
            notice = await around.Grains.GetGrain<ISubscriptionGrain>(GrainKey.For(practice, bound.Id)).Tell(kind, bound.UpTo);
        if (notice is null)
            return "The subscription has ended.";
        bound.Note(notice, kind, around.Time.GetUtcNow());
        if (notice.Json is not { } json)
            return null;
        using var limit = new CancellationTokenSource(_readingTakes, around.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, ended);
        await socket.SendAsync(Text(json, notice.Xml), WebSocketMessageType.Text, endOfMessage: true, either.Token);
        return null;
    }

    private static byte[] Text(string json, bool xml) =>
        xml ? ResourceText.Write(Encoding.UTF8.GetBytes(json), FhirFormat.PlainXml) : Encoding.UTF8.GetBytes(json);

    private async Task Close(string? reason)
    {
        if (socket.State is not (WebSocketState.Open or WebSocketState.CloseReceived))
            return;
        using var limit = new CancellationTokenSource(_readingTakes, around.Time);
        await socket.CloseOutputAsync(reason is null ? WebSocketCloseStatus.NormalClosure : WebSocketCloseStatus.PolicyViolation, reason, limit.Token);
    }

    /// <summary>A subscription that the socket is bound to.</summary>
    private sealed class Bound
    {
        private readonly SocketSurroundings _around;
        private readonly string _topic;
        private readonly IDisposable _listening;
        private DateTimeOffset _spokeAt;
        private bool _isPlaced;
        private TimeSpan? _heartbeat;

        public Bound(string id, string topic, SocketSurroundings around, Action changed)
        {
            Id = id;
            _topic = topic;
            _around = around;
            _listening = around.Listeners.Add(topic, changed);
            around.Front.Enter(topic, around.Topics.For(GrainKey.Parse(topic).Practice, LiveTopic.Subscription(id)));
        }

        public string Id { get; }

        public long UpTo { get; private set; }

        public void Note(SocketNotice notice, NoticeKind kind, DateTimeOffset now)
        {
            if (kind is NoticeKind.Event || !_isPlaced)
                UpTo = notice.UpTo;
            _isPlaced = true;
            _heartbeat = notice.Heartbeat is { } seconds ? TimeSpan.FromSeconds(seconds) : null;
            if (notice.Json is not null)
                _spokeAt = now;
        }

        public bool IsBeatDue(DateTimeOffset now) => _heartbeat is { } period && now - _spokeAt >= period;

        public void Leave()
        {
            _listening.Dispose();
            _around.Front.Release(_topic);
        }
    }
}

internal static partial class SocketLog
{
    [LoggerMessage(622, LogLevel.Warning, "A socket of a subscriber failed ({Failure}).")]
    public static partial void Failed(ILogger log, string failure);
}
