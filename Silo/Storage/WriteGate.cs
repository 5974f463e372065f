using System.Diagnostics;

namespace Portal.Silo.Storage;

/// <summary>
/// Lets one write through at a time where the database allows only one writer, so that the others wait without
/// holding a thread. On PostgreSQL it stands open.
/// </summary>
public sealed class WriteGate : IDisposable
{
    private readonly SemaphoreSlim? _turn;

    internal WriteGate(bool oneAtATime) => _turn = oneAtATime ? new SemaphoreSlim(1, 1) : null;

    public async ValueTask<Passage> Enter(CancellationToken cancellationToken = default)
    {
        if (_turn is null)
            return default;

        if (!_turn.Wait(0, CancellationToken.None))
        {
            var start = Stopwatch.GetTimestamp();
            await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
            StorageMetrics.WriteWait.Record(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        }
        else
        {
            StorageMetrics.WriteWait.Record(0);
        }

        return new Passage(_turn);
    }

    public void Dispose() => _turn?.Dispose();

    public readonly record struct Passage : IDisposable
    {
        private readonly SemaphoreSlim? _turn;

        internal Passage(SemaphoreSlim turn) => _turn = turn;

        public void Dispose() => _turn?.Release();
    }
}
