using System.Collections.Concurrent;
using System.Threading.Channels;
using Microsoft.AspNetCore.SignalR;
using Portal.Grains.Interfaces;
using Portal.Grains.Interfaces.Access;
using Portal.Grains.Interfaces.Live;

namespace Portal.WebFront.Live;

/// <summary>
/// This process's ear for changes: one observer object leases every topic that a browser here watches, renews the
/// leases, and passes notices on to the local sockets. A lost notice is found at the next renewal.
/// </summary>
public sealed class LiveFront(
    IClusterClient cluster, IHubContext<LiveHub> hub, LiveSessions sessions, LiveListeners listeners, TimeProvider time, ILogger<LiveFront> log)
    : BackgroundService, ILiveObserver
{
    private const int RenewalsAtOnce = 32;
    private static readonly TimeSpan _renewEvery = TimeSpan.FromSeconds(15);

    // Of a page that waits for its versions. The call goes on behind it and takes the lease all the same.
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(2);
    private readonly string _front = Ulid.NewUlid().ToString();
    private readonly ConcurrentDictionary<string, Topic> _topics = new(StringComparer.Ordinal);
    private readonly Channel<(string Key, LiveVersion Version)> _notices =
        Channel.CreateUnbounded<(string, LiveVersion)>(new() { SingleReader = true });

    private ILiveObserver? _reference;

    /// <summary>
    /// Leases a topic that somebody entered. While the topic's silo is away the answer is a version that nobody shows,
    /// and a later renewal brings the true one.
    /// </summary>
    public async Task<LiveVersion> Lease(string key)
    {
        if (!_topics.TryGetValue(key, out var topic))
            return default;
        try
        {
            return await Attach(key, topic).WaitAsync(_patience, time);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            LiveLog.LeaseFailed(log, failure.GetType().Name);
            topic.Begin(default);
            return default;
        }
    }

    /// <summary>
    /// Counts one more socket that watches the topic. It may be given up by its last socket at this very moment; then
    /// it is begun anew.
    /// </summary>
    public void Enter(string key, string token)
    {
        while (true)
        {
            var topic = _topics.GetOrAdd(key, _ => new Topic(token));
            if (topic.TryEnter())
                return;
            _topics.TryRemove(KeyValuePair.Create(key, topic));
        }
    }

    /// <summary>Counts one socket less. The lease runs out by itself.</summary>
    public void Release(string key)
    {
        if (_topics.TryGetValue(key, out var topic) && topic.Leave())
            _topics.TryRemove(KeyValuePair.Create(key, topic));
    }

    public Task Changed(string key, LiveVersion version)
    {
        _notices.Writer.TryWrite((key, version));
        return Task.CompletedTask;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken) =>
        await Task.WhenAll(PassOn(stoppingToken), Renew(stoppingToken));

    /// <summary>What has queued up goes out as one notice for each topic, with the last version.</summary>
    private async Task PassOn(CancellationToken stopping)
    {
        var latest = new Dictionary<string, LiveVersion>(StringComparer.Ordinal);
        while (await _notices.Reader.WaitToReadAsync(stopping))
        {
            while (_notices.Reader.TryRead(out var notice))
                latest[notice.Key] = notice.Version;
            foreach (var (key, version) in latest)
            {
                if (!_topics.TryGetValue(key, out var topic) || !topic.MoveTo(version))
                    continue;
                sessions.Doubt(key);
                listeners.Changed(key);
                await hub.Clients.Group(key).SendAsync("changed", topic.Token, version.ToString(), stopping);
            }

            latest.Clear();
        }
    }

    private async Task Renew(CancellationToken stopping)
    {
        using var timer = new PeriodicTimer(_renewEvery, time);
        while (await timer.WaitForNextTickAsync(stopping))
        {
            // Side by side, because those on a silo that just died wait for the whole response timeout.
            await Parallel.ForEachAsync(
                _topics, new ParallelOptions { MaxDegreeOfParallelism = RenewalsAtOnce, CancellationToken = stopping }, (topic, _) => Renew(topic.Key, topic.Value));
        }
    }

    private async ValueTask Renew(string key, Topic topic)
    {
        try
        {
            // A version that differs from the one last passed on is a notice that got lost.
            await Changed(key, await Attach(key, topic));
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            LiveLog.LeaseFailed(log, failure.GetType().Name);
        }
    }

    private async Task<LiveVersion> Attach(string key, Topic topic)
    {
        _reference ??= cluster.CreateObjectReference<ILiveObserver>(this);
        using var system = CallerScope.Use(Caller.System(GrainKey.Parse(key).Practice));
        var version = await cluster.GetGrain<ILiveGrain>(key).Attach(_front, _reference);
        topic.Begin(version);
        return version;
    }

    /// <summary>A topic with the sockets that watch it here.</summary>
    private sealed class Topic(string token)
    {
        private readonly Lock _lock = new();
        private int _sockets;
        private bool _left;
        private LiveVersion? _passedOn;

        public string Token => token;

        /// <returns>False once the last socket has left.</returns>
        public bool TryEnter()
        {
            lock (_lock)
            {
                if (_left)
                    return false;
                _sockets++;
                return true;
            }
        }

        /// <returns>Whether this was the last socket.</returns>
        public bool Leave()
        {
            lock (_lock)
                return _left = --_sockets <= 0;
        }

        public void Begin(LiveVersion version)
        {
            lock (_lock)
                _passedOn ??= version;
        }

        /// <returns>Whether the version is news; an older number of the same incarnation is not.</returns>
        public bool MoveTo(LiveVersion version)
        {
            lock (_lock)
            {
                if (_passedOn is { } known && known.Incarnation == version.Incarnation && known.Number >= version.Number)
                    return false;
                _passedOn = version;
                return true;
            }
        }
    }
}

internal static partial class LiveLog
{
    [LoggerMessage(1, LogLevel.Warning, "A live topic could not be leased ({Failure}); it is tried again.")]
    public static partial void LeaseFailed(ILogger log, string failure);
}
