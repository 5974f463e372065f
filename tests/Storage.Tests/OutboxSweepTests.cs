using System.Collections.Concurrent;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.Extensions.Logging.Abstractions;
using Portal.Grains.Documents;
using Portal.Grains.Interfaces.Documents;
using Portal.Silo.Outbox;

namespace Portal.Storage.Tests;

/// <summary>What the sweeper wakes and what the list of parked deliveries shows, from the views of each database.</summary>
public abstract class OutboxSweepSuite(TestDatabase database) : StorageSuite(database)
{
    // When the rows of these tests were written.
    private static readonly DateTimeOffset _written = new(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);

    private static readonly JsonSerializerOptions _json = new(DocumentJson.Options) { TypeInfoResolver = new DefaultJsonTypeInfoResolver() };

    [Fact]
    public async Task A_document_that_owes_something_due_is_woken_once_and_no_other()
    {
        await Owe("oak/due", Item("1"), Item("2"));
        await Owe("oak/again", Item("1") with { Attempts = 2, NotBefore = _written.AddMinutes(1) });
        await Owe("oak/later", Item("1") with { Attempts = 5, NotBefore = _written.AddMinutes(3) });
        await Owe("oak/parked", Item("1") with { Attempts = 8, Parked = true });
        await Owe("oak/both", Item("1") with { Attempts = 8, Parked = true }, Item("2"));
        await Owe("oak/pending", Item("1") with { Mark = true });
        await Database.Database.Insert("visit", ("oak/nothing", "{}"));

        Assert.Empty(await WokenAt(_written + OutboxSweeper.Patience, "oak/"));
        Assert.Equal(["oak/again", "oak/both", "oak/due", "oak/pending"], await WokenAt(_written.AddMinutes(2), "oak/"));
        Assert.Equal(["oak/again", "oak/both", "oak/due", "oak/later", "oak/pending"], await WokenAt(_written.AddMinutes(3), "oak/"));
    }

    [Fact]
    public async Task More_than_one_step_of_a_round_are_all_woken()
    {
        var keys = Enumerable.Range(0, 230).Select(number => $"elm/{number:000}").ToArray();
        await Database.Database.Insert("visit", keys.Select(key => (key, Document(Item("1")))));

        Assert.Equal(keys, await WokenAt(_written.AddMinutes(2), "elm/"));
    }

    [Fact]
    public async Task What_is_parked_is_listed_page_by_page_of_one_practice_only()
    {
        var parked = new ParkedDeliveries(new(Database.Database.DataSource));
        for (var number = 0; number < 30; number++)
        {
            await Owe(
                $"fir/{number:00}",
                Item("a") with { Parked = true, Attempts = 8, LastProblem = "IOException" },
                Item("b") with { Parked = true, Attempts = 8, CreatedAt = _written.AddMinutes(number) },
                Item("c"));
        }

        await Owe("yew/00", Item("a") with { Parked = true });

        var first = await parked.Page("fir", null);
        var second = await parked.Page("fir", first.Next);

        Assert.Equal((50, 10, null), (first.Rows.Length, second.Rows.Length, second.Next));
        var rows = first.Rows.Concat(second.Rows).ToList();
        Assert.Equal(60, rows.Select(row => (row.Owner.Id, row.Delivery.ItemId)).Distinct().Count());
        Assert.Equal(rows.Select(row => row.Delivery.CreatedAt).Order(), rows.Select(row => row.Delivery.CreatedAt));
        Assert.Contains(rows, row => row.Delivery is { Kind: "tell", Attempts: 8, LastProblem: "IOException" } && row.Owner == new DeliveryOwner("visit", "00"));
        Assert.DoesNotContain(rows, row => row.Delivery.ItemId == "c");
        Assert.True(await parked.Knows("fir", "visit", "fir/00", "a"));
        Assert.False(await parked.Knows("fir", "visit", "fir/00", "c"));
        Assert.False(await parked.Knows("yew", "visit", "fir/00", "a"));
    }

    private static OutboxItem Item(string id) => new()
    {
        Id = id, Kind = "tell", To = "somebody", Payload = JsonSerializer.SerializeToElement("it", DocumentJson.Options), CreatedAt = _written,
    };

    private Task Owe(string key, params OutboxItem[] items) => Database.Database.Insert("visit", (key, Document(items)));

    private static string Document(params OutboxItem[] items) =>
        $$"""{"outbox":{{JsonSerializer.Serialize(items, _json)}}}""";

    private async Task<string[]> WokenAt(DateTimeOffset now, string practice)
    {
        var grains = DispatchProxy.Create<IGrainFactory, WakingGrains>();
        // A process that was there before anything was written.
        var clock = new Standing { Now = _written };
        var sweeper = new OutboxSweeper(
            new(Database.Database.DataSource), grains, null!, Database.Database, clock, NullLogger<OutboxSweeper>.Instance);
        clock.Now = now;
        await sweeper.Sweep();
        var woken = ((WakingGrains)(object)grains).Woken.Where(id => id.Key.ToString()!.StartsWith(practice, StringComparison.Ordinal)).ToList();
        Assert.All(woken, id => Assert.Equal("visit", id.Type.ToString()));
        return [.. woken.Select(id => id.Key.ToString()!).Order(StringComparer.Ordinal)];
    }
}

/// <summary>A clock that moves only when it is set.</summary>
internal sealed class Standing : TimeProvider
{
    public required DateTimeOffset Now { get; set; }

    public override DateTimeOffset GetUtcNow() => Now;
}

/// <summary>Notes which documents are woken, in a cluster that has none of them.</summary>
public class WakingGrains : DispatchProxy
{
    public ConcurrentQueue<GrainId> Woken { get; } = new();

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
    {
        Woken.Enqueue((GrainId)args![0]!);
        return Create<IOutboxOwner, AwakeGrain>();
    }
}

/// <summary>Has nothing to deliver.</summary>
public class AwakeGrain : DispatchProxy
{
    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) => Task.CompletedTask;
}

public sealed class SqliteOutboxSweepTests(SqliteDatabase database) : OutboxSweepSuite(database), IClassFixture<SqliteDatabase>;

[Collection(PostgresTests.Name)]
public sealed class PostgresOutboxSweepTests(PostgresDatabase database) : OutboxSweepSuite(database), IClassFixture<PostgresDatabase>;
