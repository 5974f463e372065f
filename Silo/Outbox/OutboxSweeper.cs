using System.Collections.Immutable;
using Portal.Grains.Documents;
using Portal.Grains.Interfaces;
using Portal.Grains.Interfaces.Access;
using Portal.Grains.Interfaces.Documents;
using Portal.Silo.Documents;
using Portal.Silo.Storage;

namespace Portal.Silo.Outbox;

/// <summary>
/// Finds documents that owe deliveries and whose grain is no longer at it, because its silo died or it was asleep
/// when the next attempt was due, and wakes the grain. Beside it goes the sweep of files that a crash left.
/// </summary>
public sealed class OutboxSweeper(
    DocumentQueries queries, IGrainFactory grains, FileSweep files, PortalDatabase database, TimeProvider time, ILogger<OutboxSweeper> log)
    : BackgroundService
{
    public static readonly TimeSpan Period = TimeSpan.FromSeconds(30);

    /// <summary>The first round comes soon: who starts the portal again after a crash waits for what it left.</summary>
    private static readonly TimeSpan _first = TimeSpan.FromSeconds(5);

    /// <summary>A grain that wrote this recently delivers by itself.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private const int AtOnce = 100;

    /// <summary>When this process began; only one at a time has a SQLite file.</summary>
    private readonly DateTimeOffset? _aloneSince = database.Kind is DatabaseKind.Sqlite ? time.GetUtcNow() : null;

    private static readonly string _overdue = $"""
        select distinct modified, state, grain_key from open_deliveries
        where parked = 0 and modified < @before and (not_before is null or not_before <= @now)
          and (modified, state, grain_key) > (@modified, @state, @key)
        order by modified, state, grain_key limit {AtOnce}
        """;

    /// <summary>One round over everything that is overdue, in bounded steps.</summary>
    /// <returns>How many grains were woken.</returns>
    public async Task<int> Sweep(CancellationToken cancellation = default)
    {
        var woken = 0;
        var last = new Owner("", "", "");
        while (!cancellation.IsCancellationRequested)
        {
            var owners = await Next(last);
            foreach (var owner in owners)
                woken += await Wake(owner) ? 1 : 0;
            if (owners.Length < AtOnce)
                break;
            last = owners[^1];
        }

        return woken;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(_first, time);
        while (await Ticked(timer, stoppingToken))
        {
            timer.Period = Period;
            await Round(() => Sweep(stoppingToken), SweeperLogs.RoundFailed);
            await Round(() => files.SweepWhenDue(stoppingToken), FileLogs.RoundFailed);
        }
    }

    private async Task Round(Func<Task> sweep, Action<ILogger, string> failed)
    {
        try
        {
            await sweep();
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            // The next round starts from the rows again, so nothing is lost by leaving this one.
            failed(log, failure.GetType().Name);
        }
    }

    private async Task<ImmutableArray<Owner>> Next(Owner after) => await queries.List(
        _overdue,
        row => new Owner(row.GetString(0), row.GetString(1), row.GetString(2)),
        ("before", DocumentJson.TextOf(Before())),
        ("now", DocumentJson.TextOf(time.GetUtcNow())),
        ("modified", after.Modified),
        ("state", after.State),
        ("key", after.Key));

    /// <summary>What was written before that, no grain is at any more.</summary>
    private DateTimeOffset Before() =>
        time.GetUtcNow() - Patience is var patient && _aloneSince > patient ? _aloneSince.Value : patient;

    private async Task<bool> Wake(Owner owner)
    {
        if (!GrainKey.TryParse(owner.Key, out var key))
            return false;
        try
        {
            using var system = CallerScope.Use(Caller.System(key.Practice));
            await grains.GetGrain<IOutboxOwner>(GrainId.Create(owner.State, owner.Key)).Drain();
            return true;
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            // One grain that cannot be woken must not keep the others asleep; it stays overdue for the next round.
            SweeperLogs.WakingFailed(log, owner.State, failure.GetType().Name);
            return false;
        }
    }

    private static async Task<bool> Ticked(PeriodicTimer timer, CancellationToken stopping)
    {
        try
        {
            return await timer.WaitForNextTickAsync(stopping);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private sealed record Owner(string Modified, string State, string Key);
}

internal static partial class SweeperLogs
{
    [LoggerMessage(1401, LogLevel.Warning, "The search for overdue deliveries failed ({Failure}).")]
    public static partial void RoundFailed(ILogger log, string failure);

    [LoggerMessage(1402, LogLevel.Warning, "A {State} with overdue deliveries could not be woken ({Failure}).")]
    public static partial void WakingFailed(ILogger log, string state, string failure);
}
