using System.Data.Common;
using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Orleans.Storage;

namespace Portal.Storage.Tests;

/// <summary>Many writers, and a database that goes away.</summary>
public abstract class StorageUnderLoadSuite(TestDatabase database) : StorageSuite(database)
{
    [Fact]
    public async Task Sixty_four_writers_each_keep_all_their_writes()
    {
        await Task.WhenAll(Enumerable.Range(0, 64).Select(writer => Task.Run(async () =>
        {
            var note = new GrainState<Note>();
            for (var number = 1; number <= 20; number++)
                await Write($"demo/writer-{writer}", $"{number}", note);
        })));

        for (var writer = 0; writer < 64; writer++)
            Assert.Equal("20", await ReadText($"demo/writer-{writer}"));
    }

    [Fact]
    public async Task Sixty_four_writers_of_one_document_lose_no_update()
    {
        await Write("demo/counter", "0");

        await Task.WhenAll(Enumerable.Range(0, 64).Select(_ => Task.Run(() => AddOne("demo/counter"))));

        Assert.Equal("64", await ReadText("demo/counter"));
    }

    [Fact]
    public async Task What_was_acknowledged_is_there_after_the_database_was_stopped_and_started()
    {
        var note = await Write("demo/restarted", "kept");

        await RestartDatabase();

        Assert.Equal("kept", await ReadText("demo/restarted"));
        await Write("demo/restarted", "and on", note);
        Assert.Equal("and on", await ReadText("demo/restarted"));
    }

    private async Task AddOne(string key)
    {
        while (true)
        {
            try
            {
                var note = await Read(key);
                var next = int.Parse(note.State!.Text, CultureInfo.InvariantCulture) + 1;
                await Write(key, $"{next}", note);
                return;
            }
            catch (InconsistentStateException)
            {
                // Another was faster: read again.
            }
        }
    }
}

public sealed class SqliteStorageUnderLoadTests(SqliteDatabase database)
    : StorageUnderLoadSuite(database), IClassFixture<SqliteDatabase>
{
    [Fact]
    public async Task Writes_and_clears_wait_at_the_gate_and_reads_do_not()
    {
        var note = await Write("demo/gated", "before");
        Task write, clear;
        using (await Database.Database.Writes.Enter())
        {
            write = Write("demo/gated-other", "after");
            clear = Storage.ClearStateAsync(Note.StateName, Note.Id("demo/gated"), note);

            Assert.Equal("before", await ReadText("demo/gated"));
            Assert.False(write.IsCompleted);
            Assert.False(clear.IsCompleted);
        }

        await Task.WhenAll(write, clear);
        Assert.Equal("after", await ReadText("demo/gated-other"));
        Assert.Equal(0, await CountRows("demo/gated"));
    }

    [Fact]
    public async Task A_refused_write_gives_the_gate_back()
    {
        var stale = await Write("demo/gate-back", "one");
        await Write("demo/gate-back", "two", await Read("demo/gate-back"));

        await Assert.ThrowsAsync<InconsistentStateException>(() => Write("demo/gate-back", "late", stale));

        using var passage = await Database.Database.Writes.Enter(new CancellationTokenSource(TimeSpan.FromSeconds(5)).Token);
    }

    [Fact]
    public async Task Nobody_else_gets_a_turn_at_the_gate_until_the_passage_ends()
    {
        var gate = Database.Database.Writes;
        var first = await gate.Enter();
        var second = gate.Enter().AsTask();
        using var cancelled = new CancellationTokenSource();
        var third = gate.Enter(cancelled.Token).AsTask();

        await cancelled.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => third);
        Assert.False(second.IsCompleted);

        first.Dispose();
        (await second).Dispose();
        (await gate.Enter()).Dispose();
    }
}

[Collection(PostgresTests.Name)]
public sealed class PostgresStorageUnderLoadTests(PostgresDatabase database, PostgresCluster cluster)
    : StorageUnderLoadSuite(database), IClassFixture<PostgresDatabase>
{
    [Fact]
    public async Task A_running_provider_fails_while_the_server_is_down_and_recovers_when_it_is_back()
    {
        var notes = await Task.WhenAll(Enumerable.Range(0, 8).Select(number => Write($"demo/down-{number}", "before")));

        Assert.Equal(HealthStatus.Healthy, await Health());
        await cluster.Server.Down();
        await Assert.ThrowsAnyAsync<DbException>(() => Write("demo/down-0", "during", notes[0]));
        Assert.Equal(HealthStatus.Unhealthy, await Health());
        await cluster.Server.Up();

        // Each pooled connection may find out for itself that its server is gone, so a few first attempts may fail.
        for (var number = 0; number < notes.Length; number++)
            await WriteWithin(attempts: 9, $"demo/down-{number}", notes[number]);
        Assert.Equal("after", await ReadText("demo/down-0"));
        Assert.Equal(HealthStatus.Healthy, await Health());
    }

    [Fact]
    public async Task The_gate_stands_open()
    {
        using var first = await Database.Database.Writes.Enter();

        using var second = await Database.Database.Writes.Enter(new CancellationToken(canceled: true));
    }

    private async Task<HealthStatus> Health() =>
        (await Services.GetRequiredService<HealthCheckService>().CheckHealthAsync()).Status;

    private async Task WriteWithin(int attempts, string key, GrainState<Note> note)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await Write(key, "after", note);
                return;
            }
            catch (DbException) when (attempt < attempts)
            {
                // The connection was a dead one; the pool hands out another.
            }
        }
    }
}
