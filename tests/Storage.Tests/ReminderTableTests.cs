using Microsoft.Extensions.DependencyInjection;
using Orleans.Runtime;

namespace Portal.Storage.Tests;

/// <summary>Our reminder rows under Orleans' reminder table.</summary>
public abstract class ReminderTableSuite(TestDatabase database) : IAsyncLifetime
{
    private static readonly DateTime _start = new(2026, 11, 22, 8, 30, 0, DateTimeKind.Utc);

    private StorageProvider _provider = null!;
    private IReminderTable _table = null!;

    public async Task InitializeAsync()
    {
        _provider = await StorageProvider.Start(database.Database);
        _table = _provider.Services.GetRequiredService<IReminderTable>();
        await _table.StartAsync();
        await _table.TestOnlyClearTable();
    }

    public async Task DisposeAsync() => await _provider.DisposeAsync();

    [Fact]
    public async Task A_reminder_is_read_as_it_was_written()
    {
        var etag = await _table.UpsertRow(Entry("demo/1", "daily", TimeSpan.FromDays(1)));

        var read = await _table.ReadRow(Grain("demo/1"), "daily");

        Assert.NotNull(read);
        Assert.Equal(Grain("demo/1"), read.GrainId);
        Assert.Equal("daily", read.ReminderName);
        Assert.Equal(_start.Ticks, read.StartAt.Ticks);
        Assert.Equal(TimeSpan.FromDays(1), read.Period);
        Assert.Equal(etag, read.ETag);
        Assert.Null(await _table.ReadRow(Grain("demo/1"), "weekly"));
    }

    [Fact]
    public async Task A_second_upsert_changes_the_one_row_and_its_etag()
    {
        var first = await _table.UpsertRow(Entry("demo/2", "often", TimeSpan.FromMinutes(1)));
        var second = await _table.UpsertRow(Entry("demo/2", "often", TimeSpan.FromDays(60)));

        Assert.NotEqual(first, second);
        var row = Assert.Single((await _table.ReadRows(Grain("demo/2"))).Reminders);
        Assert.Equal(TimeSpan.FromDays(60), row.Period);
    }

    [Fact]
    public async Task Only_the_holder_of_the_current_etag_removes_a_reminder()
    {
        var stale = await _table.UpsertRow(Entry("demo/3", "once", TimeSpan.FromHours(1)));
        var current = await _table.UpsertRow(Entry("demo/3", "once", TimeSpan.FromHours(2)));

        Assert.False(await _table.RemoveRow(Grain("demo/3"), "once", stale!));
        Assert.True(await _table.RemoveRow(Grain("demo/3"), "once", current!));
        Assert.False(await _table.RemoveRow(Grain("demo/3"), "once", current!));
        Assert.Null(await _table.ReadRow(Grain("demo/3"), "once"));
    }

    [Fact]
    public async Task Every_split_of_the_ring_finds_every_reminder_once()
    {
        var names = Enumerable.Range(0, 40).Select(number => $"reminder-{number}").ToArray();
        foreach (var name in names)
            await _table.UpsertRow(Entry($"demo/{name}", name, TimeSpan.FromHours(1)));

        foreach (var (one, two) in ((uint, uint)[])[(0, int.MaxValue), (1, uint.MaxValue - 1), (0x4000_0000, 0xC000_0000), (0xF000_0000, 0x1000_0000)])
        {
            var found = (await _table.ReadRows(one, two)).Reminders.Concat((await _table.ReadRows(two, one)).Reminders);
            Assert.Equal(names.Order(StringComparer.Ordinal), found.Select(row => row.ReminderName).Order(StringComparer.Ordinal));
        }

        Assert.Equal(names.Length, (await _table.ReadRows(7, 7)).Reminders.Count);
    }

    private static GrainId Grain(string key) => GrainId.Create("agenda", key);

    private static ReminderEntry Entry(string key, string name, TimeSpan period) =>
        new() { GrainId = Grain(key), ReminderName = name, StartAt = _start, Period = period };
}

public sealed class SqliteReminderTableTests(SqliteDatabase database) : ReminderTableSuite(database), IClassFixture<SqliteDatabase>;

[Collection(PostgresTests.Name)]
public sealed class PostgresReminderTableTests(PostgresDatabase database)
    : ReminderTableSuite(database), IClassFixture<PostgresDatabase>;
