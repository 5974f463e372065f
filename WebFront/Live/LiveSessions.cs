using System.Threading.Channels;
using Portal.Grains.Interfaces;
using Portal.Grains.Interfaces.Access;

namespace Portal.WebFront.Live;

/// <summary>
/// The sockets of this web front by the sessions that opened them. A socket is closed when its session has ended, which
/// the topic of the portal user tells at once, and when the cookie that opened it runs out. Whoever renewed the session
/// meanwhile comes back with the newer cookie; nobody else gets in again.
/// </summary>
public sealed class LiveSessions(IGrainFactory grains, TimeProvider time, ILogger<LiveSessions> log) : BackgroundService
{
    private const int ChecksAtOnce = 32;
    private static readonly TimeSpan _lookEvery = TimeSpan.FromSeconds(5);
    private readonly Lock _lock = new();
    private readonly Dictionary<string, List<SessionSocket>> _sockets = new(StringComparer.Ordinal);
    private readonly HashSet<string> _unanswered = new(StringComparer.Ordinal);
    private readonly Channel<string> _doubts = Channel.CreateUnbounded<string>();

    public void Enter(SessionSocket socket)
    {
        lock (_lock)
        {
            if (!_sockets.TryGetValue(socket.Topic, out var others))
                _sockets[socket.Topic] = others = [];
            others.Add(socket);
        }
    }

    public void Leave(SessionSocket socket)
    {
        lock (_lock)
        {
            if (_sockets.TryGetValue(socket.Topic, out var others) && others.Remove(socket) && others.Count == 0)
                _sockets.Remove(socket.Topic);
        }
    }

    /// <summary>Something happened to the sessions of a portal user, if it is such a topic: those open here are asked after.</summary>
    /// <param name="topic">The grain key of the topic.</param>
    public void Doubt(string topic)
    {
        lock (_lock)
        {
            if (!_sockets.ContainsKey(topic))
                return;
        }

        _doubts.Writer.TryWrite(topic);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken) =>
        await Task.WhenAll(CloseOverdue(stoppingToken), FollowDoubts(stoppingToken));

    private async Task CloseOverdue(CancellationToken stopping)
    {
        using var timer = new PeriodicTimer(_lookEvery, time);
        while (await timer.WaitForNextTickAsync(stopping))
        {
            foreach (var socket in TakeOverdue(time.GetUtcNow()))
                socket.Close();
        }
    }

    /// <summary>Side by side, because those on a silo that just died wait for the whole response timeout.</summary>
    private Task FollowDoubts(CancellationToken stopping) => Parallel.ForEachAsync(
        _doubts.Reader.ReadAllAsync(stopping),
        new ParallelOptions { MaxDegreeOfParallelism = ChecksAtOnce, CancellationToken = stopping },
        async (topic, _) => await Follow(topic));

    private async Task Follow(string topic)
    {
        try
        {
            foreach (var session in Of(topic).GroupBy(socket => (socket.User, socket.SessionId)))
                await Check(session.Key.User, session.Key.SessionId, [.. session]);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            LiveSessionsLog.Unanswered(log, failure.GetType().Name);
            lock (_lock)
                _unanswered.Add(topic);
        }
    }

    private async Task Check(GrainKey user, string sessionId, SessionSocket[] sockets)
    {
        using var system = CallerScope.Use(Caller.System(user.Practice));
        var session = await grains.GetGrain<IPortalUserGrain>(user.ToString()).Session(sessionId);
        foreach (var socket in sockets)
        {
            if (session is null)
                socket.Close();
            else
                Shorten(socket, session.Until);
        }
    }

    private SessionSocket[] Of(string topic)
    {
        lock (_lock)
            return _sockets.TryGetValue(topic, out var sockets) ? [.. sockets] : [];
    }

    /// <summary>However often its cookie is renewed, a session has an end.</summary>
    private void Shorten(SessionSocket socket, DateTimeOffset until)
    {
        lock (_lock)
            socket.Until = until < socket.Until ? until : socket.Until;
    }

    private List<SessionSocket> TakeOverdue(DateTimeOffset now)
    {
        lock (_lock)
        {
            foreach (var topic in _unanswered)
                _doubts.Writer.TryWrite(topic);
            _unanswered.Clear();
            return [.. _sockets.Values.SelectMany(sockets => sockets).Where(socket => socket.Until <= now)];
        }
    }
}

/// <summary>A socket and the session that opened it.</summary>
/// <param name="topic">The grain key of the topic that tells of the user's sessions.</param>
/// <param name="user">The portal user.</param>
/// <param name="sessionId">The session.</param>
/// <param name="until">When the cookie runs out that opened the socket.</param>
/// <param name="close">Closes it, so that a browser which is still signed in may come back.</param>
public sealed class SessionSocket(string topic, GrainKey user, string sessionId, DateTimeOffset until, Action close)
{
    public string Topic => topic;

    public GrainKey User => user;

    public string SessionId => sessionId;

    public DateTimeOffset Until { get; set; } = until;

    public void Close() => close();
}

internal static partial class LiveSessionsLog
{
    [LoggerMessage(1, LogLevel.Warning, "Whether a session stands could not be asked ({Failure}); it is asked again.")]
    public static partial void Unanswered(ILogger log, string failure);
}
