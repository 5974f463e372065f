using System.Diagnostics;

namespace Portal.Silo.Storage;

/// <summary>
/// Brings SQLite's write-ahead log to the disk, once for all who have committed since the last time. A commit is
/// acknowledged after its flush, as with <c>synchronous = full</c>, but those who wait at the same time share one.
/// </summary>
/// <remarks>
/// SQLite may find its log again after a cut when its directory entry is on the disk and every frame up to the commit
/// is. The entry is: <see cref="SqliteDataSource.SwitchToWriteAheadLog"/> sees to it.
/// </remarks>
/// <param name="toDisk">Brings the log to the disk; blocks until it is there.</param>
public sealed class SharedFlush(Action toDisk)
{
    private readonly Lock _lock = new();
    private TaskCompletionSource? _next;
    private bool _running;
    private Exception? _failure;

    /// <summary>Ends when all that was written before the call is on the disk.</summary>
    /// <exception cref="IOException">
    /// A flush failed, this one or one before. The system may have dropped what it could not write, so no later flush
    /// tells anything: only a new start, which reads what is really there, helps.
    /// </exception>
    public Task Flush()
    {
        lock (_lock)
        {
            if (_failure is not null)
                return Task.FromException(Refusal(_failure));
            _next ??= new(TaskCreationOptions.RunContinuationsAsynchronously);
            if (!_running)
            {
                _running = true;
                ThreadPool.UnsafeQueueUserWorkItem(static flush => flush.Run(), this, preferLocal: false);
            }

            return _next.Task;
        }
    }

    private void Run()
    {
        while (Begin() is { } waiting)
        {
            try
            {
                var start = Stopwatch.GetTimestamp();
                toDisk();
                StorageMetrics.Flush.Record(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
                waiting.SetResult();
            }
            catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or ObjectDisposedException)
            {
                var came = Close(failure);
                waiting.SetException(failure);
                came?.SetException(Refusal(failure));
            }
        }
    }

    /// <summary>For good: those who came during the flush that failed are served by no other.</summary>
    private TaskCompletionSource? Close(Exception failure)
    {
        lock (_lock)
        {
            _failure = failure;
            var came = _next;
            _next = null;
            return came;
        }
    }

    private static IOException Refusal(Exception failure) =>
        new("The log of the database could not be brought to the disk. Start the program again.", failure);

    private TaskCompletionSource? Begin()
    {
        lock (_lock)
        {
            var waiting = _next;
            _next = null;
            _running = waiting is not null;
            return waiting;
        }
    }
}
