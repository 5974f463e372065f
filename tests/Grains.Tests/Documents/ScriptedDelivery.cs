using System.Collections.Concurrent;
using Portal.Grains.Documents;

namespace Portal.Grains.Tests.Documents;

/// <summary>A receiver that fails or hangs when a test says so. Items are told apart by where they go.</summary>
public sealed class ScriptedDelivery(TimeProvider time) : IDelivery
{
    private readonly ConcurrentDictionary<string, int> _failures = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, TaskCompletionSource> _held = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<(string To, DateTimeOffset At)> _attempts = new();
    private readonly ConcurrentQueue<string> _delivered = new();

    public void Fail(string to, int times) => _failures[to] = times;

    /// <summary>From now on a delivery there does not end before it is let go.</summary>
    public void Hold(string to) => _held[to] = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The receiver works again; whoever hung in it before hangs for ever, as in a silo that is gone.</summary>
    public void WorkAgain(string to) => _held.TryRemove(to, out _);

    public int Attempts(string to) => _attempts.Count(attempt => attempt.To == to);

    public int Delivered(string to) => _delivered.Count(one => one == to);

    public async Task Deliver(OutboxItem item, CancellationToken cancellation)
    {
        _attempts.Enqueue((item.To, time.GetUtcNow()));
        if (_held.TryGetValue(item.To, out var held))
            await held.Task;
        if (_failures.GetValueOrDefault(item.To) > 0)
        {
            _failures[item.To]--;
            throw new IOException("The receiver is away.");
        }

        _delivered.Enqueue(item.To);
    }
}
