using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.SignalR.Client;

namespace Portal.Bench.Portals;

/// <summary>Milliseconds from the beginning of a post.</summary>
/// <param name="Heard">Until the other's socket heard of it.</param>
/// <param name="Shown">Until the other's page shows it.</param>
public sealed record PushTime(double Heard, double Shown);

/// <summary>Many sockets, each of which watches a topic of its own and waits to hear of it.</summary>
public sealed class LiveCrowd : IAsyncDisposable
{
    private const int ConnectAtOnce = 16;

    // A lost notice is found at the next renewal of the lease: it then counts with the time that took.
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(40);

    private readonly HubConnection[] _connections;
    private readonly ConcurrentDictionary<int, TaskCompletionSource<long>> _waiting = new();

    private LiveCrowd(HubConnection[] connections) => _connections = connections;

    /// <param name="hub">The address of the hub.</param>
    /// <param name="cookies">Of the sessions that the sockets share in turns.</param>
    /// <param name="topics">What each of them watches; empty where the hub knows by itself.</param>
    /// <param name="count">Sockets.</param>
    public static async Task<LiveCrowd> Connect(Uri hub, string[] cookies, Func<int, string[]> topics, int count)
    {
        var crowd = new LiveCrowd(new HubConnection[count]);
        await Parallel.ForAsync(0, count, new ParallelOptions { MaxDegreeOfParallelism = ConnectAtOnce }, async (number, _) =>
        {
            var connection = Build(new($"{hub}?number={number}"), cookies[number % cookies.Length]);
            crowd._connections[number] = connection;
            connection.On<string, string>("changed", (_, _) => crowd.Heard(number));
            await connection.StartAsync(CancellationToken.None);
            if (topics(number) is { Length: > 0 } watched)
                await connection.InvokeAsync<Dictionary<string, string>>("Watch", watched, CancellationToken.None);
        });
        return crowd;
    }

    /// <param name="number">Whose socket.</param>
    /// <param name="post">What it is to hear of.</param>
    /// <param name="refresh">What its page then does to show the change; nothing when the notice brings it.</param>
    public async Task<PushTime> Hears(int number, Func<Task> post, Func<Task>? refresh = null)
    {
        var waiting = new TaskCompletionSource<long>(TaskCreationOptions.RunContinuationsAsynchronously);
        _waiting[number] = waiting;
        var start = Stopwatch.GetTimestamp();
        var showing = Shows();
        await post();
        return await showing;

        async Task<PushTime> Shows()
        {
            var heard = Stopwatch.GetElapsedTime(start, await waiting.Task.WaitAsync(_patience, TimeProvider.System));
            if (refresh is not null)
                await refresh();
            return new(heard.TotalMilliseconds, refresh is null ? heard.TotalMilliseconds : Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        }
    }

    public async ValueTask DisposeAsync() =>
        await Parallel.ForEachAsync(_connections, async (connection, _) => await connection.DisposeAsync());

    private void Heard(int number)
    {
        if (_waiting.TryRemove(number, out var waiting))
            waiting.TrySetResult(Stopwatch.GetTimestamp());
    }

    private static HubConnection Build(Uri address, string cookie) => new HubConnectionBuilder()
        .WithUrl(address, options =>
        {
            options.Transports = HttpTransportType.WebSockets;
            options.SkipNegotiation = true;
            options.Headers["Cookie"] = cookie;
        })
        .Build();
}
