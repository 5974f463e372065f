using System.Threading.Channels;
using Portal.Grains.Audit;

namespace Portal.Silo.Audit;

/// <summary>
/// Writes the audit trail off the request path. The queue is bounded: when the database cannot keep up, calls wait,
/// and nothing is dropped. A stopping silo takes its last call first and then empties the queue.
/// </summary>
public sealed class AuditWriter(IAuditStore store, ILogger<AuditWriter> log) : IAuditLog, ILifecycleParticipant<ISiloLifecycle>, IDisposable
{
    public const int Capacity = 8192;
    private const int LargestBatch = 1000;

    /// <summary>Gathers entries into one transaction. This and the waits below are about the disk, not about the practice's time.</summary>
    private static readonly TimeSpan _gather = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan _firstWait = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan _longestWait = TimeSpan.FromSeconds(5);

    private readonly Channel<Item> _queue = Channel.CreateBounded<Item>(new BoundedChannelOptions(Capacity) { SingleReader = true });
    private readonly SemaphoreSlim _hurry = new(0);
    private readonly CancellationTokenSource _giveUp = new();
    private Task _writing = Task.CompletedTask;

    public ValueTask Record(AuditRecord record) => _queue.Writer.WriteAsync(new(record, null));

    /// <summary>Completes when everything recorded before is written.</summary>
    public async Task Flush()
    {
        var written = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await _queue.Writer.WriteAsync(new(null, written));
        _hurry.Release();
        await written.Task;
    }

    // The stages stop from the highest to the lowest: at this one no grain takes a call any more.
    public void Participate(ISiloLifecycle observer) =>
        observer.Subscribe(nameof(AuditWriter), ServiceLifecycleStage.RuntimeInitialize, Start, Stop);

    public Task Start(CancellationToken cancellation)
    {
        _writing = Task.Run(WriteAll, CancellationToken.None);
        return Task.CompletedTask;
    }

    public async Task Stop(CancellationToken cancellation)
    {
        _queue.Writer.TryComplete();
        _hurry.Release();
        await using var hurried = cancellation.Register(_giveUp.Cancel);
        await _writing;
        if (_queue.Reader.Count > 0)
            AuditLogs.EntriesLost(log, _queue.Reader.Count);
    }

    public void Dispose()
    {
        _giveUp.Dispose();
        _hurry.Dispose();
    }

    private async Task WriteAll()
    {
        var items = new List<Item>(LargestBatch);
        while (await _queue.Reader.WaitToReadAsync())
        {
            if (_queue.Reader.Count < LargestBatch)
                await _hurry.WaitAsync(_gather);
            while (items.Count < LargestBatch && _queue.Reader.TryRead(out var item))
                items.Add(item);
            foreach (var practice in items.Select(item => item.Record).OfType<AuditRecord>().GroupBy(record => record.Practice))
            {
                if (!await Write(new(practice.Key, [.. practice])))
                    return;
            }

            items.ForEach(item => item.Written?.SetResult());
            items.Clear();
        }
    }

    /// <summary>Tries until it is written; only a stop that may wait no longer ends it without.</summary>
    private async Task<bool> Write(AuditBatch batch)
    {
        for (var wait = _firstWait; ; wait = wait < _longestWait ? wait * 2 : _longestWait)
        {
            try
            {
                await store.Append(batch, CancellationToken.None);
                AuditMetrics.Written.Add(batch.Records.Count);
                return true;
            }
            catch (Exception failure)
            {
                // Whatever it is, the entries are kept: the database may be away or being mended.
                AuditMetrics.Retries.Add(1);
                AuditLogs.WriteFailed(log, batch.Records.Count, failure.GetType().Name);
            }

            try
            {
                await Task.Delay(wait, TimeProvider.System, _giveUp.Token);
            }
            catch (OperationCanceledException)
            {
                AuditLogs.EntriesLost(log, batch.Records.Count);
                return false;
            }
        }
    }

    private sealed record Item(AuditRecord? Record, TaskCompletionSource? Written);
}
