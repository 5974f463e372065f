using System.Collections.Concurrent;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Portal.Grains.Audit;
using Portal.Grains.Interfaces.Access;
using Portal.Grains.Interfaces.Audit;
using Portal.Silo.Audit;

namespace Portal.Grains.Tests.Audit;

public sealed class AuditWriterTests : IDisposable
{
    private readonly ScriptedStore _store = new();
    private readonly FakeTimeProvider _time = new();
    private readonly AuditWriter _writer;

    public AuditWriterTests() => _writer = new(_store, NullLogger<AuditWriter>.Instance, _time);

    public void Dispose() => _writer.Dispose();

    [Fact]
    public async Task Entries_are_written_in_order_in_few_batches()
    {
        for (var number = 0; number < 100; number++)
            await _writer.Record(Entry("east", number));
        await _writer.Start(CancellationToken.None);
        await _writer.Flush();

        Assert.Equal(Enumerable.Range(0, 100).Select(number => $"{number}"), _store.Written("east"));
        Assert.Equal(1, _store.Batches);
    }

    [Fact]
    public async Task A_batch_holds_one_practice()
    {
        await _writer.Record(Entry("east", 1));
        await _writer.Record(Entry("west", 2));
        await _writer.Record(Entry("east", 3));
        await _writer.Start(CancellationToken.None);
        await _writer.Flush();

        Assert.Equal(["1", "3"], _store.Written("east"));
        Assert.Equal(["2"], _store.Written("west"));
    }

    [Fact]
    public async Task While_the_database_is_away_entries_are_kept_and_tried_again()
    {
        _store.Failures = 3;
        await _writer.Record(Entry("east", 1));
        await _writer.Start(CancellationToken.None);
        await _writer.Flush();

        Assert.Equal(["1"], _store.Written("east"));
        Assert.Equal(0, _store.Failures);
    }

    [Fact]
    public async Task A_full_queue_makes_the_next_call_wait_and_drops_nothing()
    {
        for (var number = 0; number < AuditWriter.Capacity; number++)
            await _writer.Record(Entry("east", number));
        var waiting = _writer.Record(Entry("east", AuditWriter.Capacity)).AsTask();
        Assert.False(waiting.IsCompleted);

        await _writer.Start(CancellationToken.None);
        await waiting;
        await _writer.Flush();

        Assert.Equal(AuditWriter.Capacity + 1, _store.Written("east").Length);
    }

    [Fact]
    public async Task A_clean_stop_writes_everything_that_was_taken()
    {
        await _writer.Start(CancellationToken.None);
        for (var number = 0; number < 2500; number++)
            await _writer.Record(Entry("east", number));

        await _writer.Stop(CancellationToken.None);

        Assert.Equal(2500, _store.Written("east").Length);
    }

    [Fact]
    public async Task A_stop_that_may_not_wait_ends_although_the_database_is_away()
    {
        _store.Failures = int.MaxValue;
        await _writer.Start(CancellationToken.None);
        await _writer.Record(Entry("east", 1));

        await _writer.Stop(new(canceled: true));

        Assert.Empty(_store.Written("east"));
    }

    [Fact]
    public async Task A_practice_whose_chain_takes_nothing_holds_up_no_other_and_catches_up_in_order()
    {
        _store.Broken = "east";
        await _writer.Start(CancellationToken.None);
        await _writer.Record(Entry("east", 1));
        await _writer.Record(Entry("west", 2));
        await Written("west", 1);
        await _writer.Record(Entry("east", 3));
        await _writer.Record(Entry("west", 4));
        await Written("west", 2);
        Assert.Empty(_store.Written("east"));

        _store.Broken = null;
        await _writer.Flush();

        Assert.Equal(["1", "3"], _store.Written("east"));
        Assert.Equal(["2", "4"], _store.Written("west"));
    }

    [Fact]
    public async Task A_practice_whose_chain_hangs_holds_up_no_other_for_long_and_catches_up()
    {
        _store.Hanging = "east";
        await _writer.Record(Entry("east", 1));
        await _writer.Record(Entry("west", 2));
        await _writer.Start(CancellationToken.None);
        await _store.Hangs;
        Assert.Empty(_store.Written("west"));

        _time.Advance(TimeSpan.FromSeconds(5));
        await Written("west", 1);
        _store.Hanging = null;
        _time.Advance(TimeSpan.FromSeconds(5));
        await _writer.Flush();

        Assert.Equal(["1"], _store.Written("east"));
    }

    [Fact]
    public async Task When_a_practice_has_set_much_aside_its_own_calls_wait_and_nobody_elses()
    {
        _store.Broken = "east";
        await _writer.Start(CancellationToken.None);
        var number = 0;
        var waiting = Task.CompletedTask;
        await PortalCluster.Eventually(
            async () =>
            {
                // Those still in the queue count only when they are taken out of it.
                for (var more = 0; more < AuditWriter.SetAsideOfPractice && waiting.IsCompleted; more++)
                    waiting = _writer.Record(Entry("east", number++)).AsTask();
                await _writer.Record(Entry("west", 0));
                return !waiting.IsCompleted;
            },
            "a call of the practice waits");
        Assert.True(number < AuditWriter.Capacity);
        await Written("west", 1);

        _store.Broken = null;
        await waiting;
        await _writer.Flush();

        Assert.Equal(Enumerable.Range(0, number).Select(one => $"{one}"), _store.Written("east"));
    }

    [Fact]
    public async Task A_clean_stop_waits_for_what_was_set_aside()
    {
        _store.Broken = "east";
        await _writer.Start(CancellationToken.None);
        await _writer.Record(Entry("east", 1));
        await _writer.Record(Entry("west", 2));
        await Written("west", 1);

        var stop = _writer.Stop(CancellationToken.None);
        _store.Broken = null;
        await stop;

        Assert.Equal(["1"], _store.Written("east"));
    }

    private Task Written(string practice, int count) => PortalCluster.Eventually(
        () => Task.FromResult(_store.Written(practice).Length >= count), $"{count} entries of {practice} are written");

    private static AuditRecord Entry(string practice, int number) => new()
    {
        Practice = practice,
        At = DateTimeOffset.UnixEpoch,
        ActorId = $"{number}",
        Roles = Audience.Patient,
        Action = "patient.view",
        Target = "patient/1",
        Outcome = AuditOutcome.Done,
    };

    private sealed class ScriptedStore : IAuditStore
    {
        private readonly ConcurrentQueue<AuditRecord> _written = new();
        private readonly TaskCompletionSource _hangs = new(TaskCreationOptions.RunContinuationsAsynchronously);

        /// <summary>The practice whose chain takes nothing.</summary>
        public string? Broken { get; set; }

        /// <summary>The practice whose chain gives no answer.</summary>
        public string? Hanging { get; set; }

        /// <summary>Completes when a write has met the chain that gives no answer.</summary>
        public Task Hangs => _hangs.Task;

        public int Failures { get; set; }

        public int Batches { get; private set; }

        public string[] Written(string practice) =>
            [.. _written.Where(record => record.Practice == practice).Select(record => record.ActorId)];

        public async Task Append(AuditBatch batch, CancellationToken cancellation)
        {
            if (batch.Practice == Hanging)
            {
                _hangs.TrySetResult();
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellation);
            }

            if (batch.Practice == Broken)
                throw new InvalidOperationException("This chain is broken.");
            if (Failures > 0)
            {
                Failures--;
                throw new IOException("The database is away.");
            }

            Batches++;
            foreach (var record in batch.Records)
                _written.Enqueue(record);
        }
    }
}
