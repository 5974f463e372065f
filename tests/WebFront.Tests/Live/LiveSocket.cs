using System.Collections.Concurrent;
using System.Threading.Channels;
using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.SignalR.Client;

namespace Portal.WebFront.Tests.Live;

/// <summary>The live connection of a page that a browser shows.</summary>
public sealed class LiveSocket : IAsyncDisposable
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(20);
    private readonly HubConnection _connection;
    private readonly TaskCompletionSource _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Channel<string> _changed = Channel.CreateUnbounded<string>();
    private readonly TaskCompletionSource _backAgain = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private readonly ConcurrentDictionary<string, int> _heard = new(StringComparer.Ordinal);

    private LiveSocket(HubConnection connection) => _connection = connection;

    public static async Task<LiveSocket> Open(PortalBrowser browser, string practice, bool comesBack = false)
    {
        var builder = new HubConnectionBuilder().WithUrl(new Uri(browser.Http.BaseAddress!, $"/{practice}/live"), options =>
        {
            options.Cookies = browser.Cookies;
            options.Transports = HttpTransportType.WebSockets;
            options.SkipNegotiation = true;
        });
        var socket = new LiveSocket((comesBack ? builder.WithAutomaticReconnect() : builder).Build());
        socket._connection.On<string, string>("changed", (topic, _) => socket._heard.AddOrUpdate(topic, 1, (_, count) => count + 1));
        socket._connection.Closed += _ => Task.FromResult(socket._closed.TrySetResult());
        socket._connection.On<string, string>("changed", (topic, _) => socket._changed.Writer.TryWrite(topic));
        socket._connection.Reconnected += _ => Task.FromResult(socket._backAgain.TrySetResult());
        await socket._connection.StartAsync();
        Assert.Empty(await socket.Watch());
        return socket;
    }

    /// <summary>A call to the server; fails on a closed connection.</summary>
    public Task<Dictionary<string, string>> Watch(params string[] tokens) =>
        _connection.InvokeAsync<Dictionary<string, string>>("Watch", tokens);

    /// <summary>How many notices of the topic came.</summary>
    public int Heard(string token) => _heard.GetValueOrDefault(token);

    /// <summary>The next topic of those watched that changes.</summary>
    public async Task<string> Hears()
    {
        using var limit = new CancellationTokenSource(_patience, TimeProvider.System);
        return await _changed.Reader.ReadAsync(limit.Token);
    }

    public Task IsClosed() => _closed.Task.WaitAsync(_patience);

    public Task IsBackAgain() => _backAgain.Task.WaitAsync(_patience);

    public ValueTask DisposeAsync() => _connection.DisposeAsync();
}
