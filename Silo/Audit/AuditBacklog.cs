using System.Collections.Concurrent;
using Portal.Grains.Audit;

namespace Portal.Silo.Audit;

/// <summary>
/// Practices whose entries could not be written. Each keeps its order and is tried again by itself, so that what is
/// wrong with one practice's chain holds up no other's. Only the writer's loop adds to it and tries.
/// </summary>
internal sealed class AuditBacklog(Func<AuditBatch, Task<bool>> write)
{
    /// <summary>About the disk, not about the practice's time, as are all waits here.</summary>
    private static readonly TimeSpan _firstWait = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan _longestWait = TimeSpan.FromSeconds(5);

    private readonly Dictionary<string, Aside> _practices = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, TaskCompletionSource> _full = new(StringComparer.Ordinal);

    /// <summary>Entries of all practices.</summary>
    public int Count => _practices.Values.Sum(aside => aside.Count);

    /// <summary>How long until the next practice is to be tried again; none when there is none.</summary>
    public TimeSpan? DueIn => _practices.Count == 0
        ? null
        : _practices.Values.Min(aside => aside.Wait - TimeProvider.System.GetElapsedTime(aside.TriedAt)) is { Ticks: > 0 } wait ? wait : TimeSpan.Zero;

    /// <summary>Completes when the practice may have more set aside.</summary>
    public Task Room(string practice) => _full.TryGetValue(practice, out var room) ? room.Task : Task.CompletedTask;

    /// <summary>Writes the entries, or sets them aside behind those that wait already.</summary>
    public async Task Write(string practice, IReadOnlyList<AuditRecord> records)
    {
        if (!_practices.TryGetValue(practice, out var aside))
        {
            var batch = new AuditBatch(practice, records);
            if (await write(batch))
                return;
            _practices[practice] = aside = new(batch, _firstWait);
        }
        else
        {
            aside.Add(records);
        }

        if (aside.Count >= AuditWriter.SetAsideOfPractice)
            _full.TryAdd(practice, new(TaskCreationOptions.RunContinuationsAsynchronously));
    }

    /// <summary>Tries the practices that have waited long enough.</summary>
    public async Task Retry()
    {
        foreach (var (practice, aside) in _practices.Where(pair => pair.Value.IsDue).ToList())
        {
            var wait = aside.Wait < _longestWait ? aside.Wait * 2 : _longestWait;
            while (aside.Count > 0 && await write(aside.First))
            {
                aside.Advance();
                wait = _firstWait;
            }

            aside.Waits(wait);
            if (aside.Count == 0)
                _practices.Remove(practice);
            if (aside.Count < AuditWriter.SetAsideOfPractice && _full.TryRemove(practice, out var room))
                room.SetResult();
        }
    }

    /// <summary>Nobody waits for room any more: the queue is closed.</summary>
    public void Release()
    {
        foreach (var practice in _full.Keys)
        {
            if (_full.TryRemove(practice, out var room))
                room.SetResult();
        }
    }

    /// <summary>
    /// What a practice has set aside. The batch that failed stays as it was, because its commit may have been done and
    /// only the answer was lost; what came after it makes up the next ones.
    /// </summary>
    private sealed class Aside(AuditBatch first, TimeSpan wait)
    {
        private readonly Queue<AuditRecord> _behind = new();

        public AuditBatch First { get; private set; } = first;

        public TimeSpan Wait { get; private set; } = wait;

        public long TriedAt { get; private set; } = TimeProvider.System.GetTimestamp();

        public int Count => First.Records.Count + _behind.Count;

        public bool IsDue => TimeProvider.System.GetElapsedTime(TriedAt) >= Wait;

        public void Add(IEnumerable<AuditRecord> records)
        {
            foreach (var record in records)
                _behind.Enqueue(record);
        }

        public void Waits(TimeSpan wait) => (Wait, TriedAt) = (wait, TimeProvider.System.GetTimestamp());

        /// <summary>Goes on to the next batch, an empty one at the end.</summary>
        public void Advance()
        {
            var next = new List<AuditRecord>();
            while (next.Count < AuditWriter.LargestBatch && _behind.TryDequeue(out var record))
                next.Add(record);
            First = new(First.Practice, next);
        }
    }
}
