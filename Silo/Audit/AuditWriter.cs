using System.Threading.Channels;
using Portal.Grains.Audit;

namespace Portal.Silo.Audit;

/// <summary>
/// Writes the audit trail off the request path. What cannot be written is set aside per practice and tried again; the
/// others go on. Queue and backlog are bounded: when the database cannot keep up, calls wait, and nothing is dropped.
/// A stopping silo takes its last call first and then empties both.
/// </summary>
public sealed class AuditWriter : IAuditLog, ILifecycleParticipant<ISiloLifecycle>, IDisposable
{
    /// <summary>Of the queue, and of the entries that all practices together may have set aside before it is read on.</summary>
    public const int Capacity = 8192;

    /// <summary>From here on the calls of that practice wait.</summary>
    public const int SetAsideOfPractice = 1024;

    internal const int LargestBatch = 1000;

    /// <summary>Gathers entries into one transaction. This is about the disk, not about the practice's time.</summary>
    private static readonly TimeSpan _gather = TimeSpan.FromMilliseconds(50);

    /// <summary>A try that takes longer is given up, so that a chain that hangs holds up the others no longer than that.</summary>
    internal static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly IAuditStore _store;
    private readonly ILogger<AuditWriter> _log;
    private readonly TimeProvider _time;
    private readonly AuditBacklog _backlog;
    private readonly Channel<Item> _queue = Channel.CreateBounded<Item>(new BoundedChannelOptions(Capacity) { SingleReader = true });
    private readonly List<TaskCompletionSource> _flushed = [];
    private readonly SemaphoreSlim _hurry = new(0);
    private readonly CancellationTokenSource _giveUp = new();
    private Task _writing = Task.CompletedTask;

    /// <param name="store">Where the entries go.</param>
    /// <param name="log">The log.</param>
    /// <param name="time">The clock of the disk, not of the practices.</param>
    public AuditWriter(IAuditStore store, ILogger<AuditWriter> log, TimeProvider time)
    {
        _store = store;
        _log = log;
        _time = time;
        _backlog = new(TryWrite);
    }

    public async ValueTask Record(AuditRecord record)
    {
        await _backlog.Room(record.Practice);
        await _queue.Writer.WriteAsync(new(record, null));
    }

    /// <summary>Completes when everything recorded before is written, and what is set aside with it.</summary>
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
        _backlog.Release();
        if (_backlog.Count > 0)
            AuditLogs.EntriesLost(_log, _backlog.Count);
    }

    public void Dispose()
    {
        _giveUp.Dispose();
        _hurry.Dispose();
    }

    /// <summary>Until the queue is closed and empty, and nothing is set aside that may still be waited for.</summary>
    private async Task WriteAll()
    {
        var records = new List<AuditRecord>(LargestBatch);
        while (!_queue.Reader.Completion.IsCompleted || (_backlog.DueIn is not null && !_giveUp.IsCancellationRequested))
        {
            await WaitForWork();
            Take(records);
            foreach (var practice in records.GroupBy(record => record.Practice))
                await _backlog.Write(practice.Key, [.. practice]);
            records.Clear();
            await _backlog.Retry();
            if (_backlog.DueIn is null)
                TellFlushed();
        }
    }

    private async Task WaitForWork()
    {
        if (_backlog.DueIn is { } due)
        {
            using var tryAgain = new CancellationTokenSource(due, TimeProvider.System);
            using var wait = CancellationTokenSource.CreateLinkedTokenSource(_giveUp.Token, tryAgain.Token);
            // A closed queue has nothing to wait for, and a full backlog no room for more.
            var mayRead = HasRoom && !_queue.Reader.Completion.IsCompleted;
            await Task.WhenAny(mayRead ? _queue.Reader.WaitToReadAsync(wait.Token).AsTask() : Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, wait.Token));
        }
        else
        {
            await _queue.Reader.WaitToReadAsync();
        }

        if (HasRoom && _queue.Reader.Count is > 0 and < LargestBatch)
            await _hurry.WaitAsync(_gather);
    }

    private bool HasRoom => _backlog.Count < Capacity || _giveUp.IsCancellationRequested;

    private void Take(List<AuditRecord> records)
    {
        while (HasRoom && records.Count < LargestBatch && _queue.Reader.TryRead(out var item))
        {
            if (item.Record is { } record)
                records.Add(record);
            if (item.Written is { } written)
                _flushed.Add(written);
        }
    }

    private void TellFlushed()
    {
        _flushed.ForEach(written => written.SetResult());
        _flushed.Clear();
    }

    private async Task<bool> TryWrite(AuditBatch batch)
    {
        using var patience = new CancellationTokenSource(Patience, _time);
        try
        {
            await _store.Append(batch, patience.Token);
            AuditMetrics.Written.Add(batch.Records.Count);
            return true;
        }
        catch (Exception failure)
        {
            // Whatever it is, the entries are kept: the database may be away or being mended.
            AuditMetrics.Retries.Add(1);
            AuditLogs.WriteFailed(_log, batch.Records.Count, failure.GetType().Name);
            return false;
        }
    }

    private sealed record Item(AuditRecord? Record, TaskCompletionSource? Written);
}
