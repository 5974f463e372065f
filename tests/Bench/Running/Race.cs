using System.Diagnostics;

namespace Portal.Bench.Running;

/// <summary>Lets contestants run in turns, so that a disturbance of the machine meets all of them.</summary>
public static class Race
{
    /// <returns>The median pace of each, by name.</returns>
    public static async Task<Dictionary<string, Pace>> Run(IReadOnlyList<Contestant> contestants, int callers, BenchScale scale)
    {
        var paces = contestants.ToDictionary(contestant => contestant.Name, _ => new List<Pace>());
        foreach (var contestant in contestants)
            await Measure(contestant, callers, scale.WarmUp);
        for (var round = 0; round < scale.Rounds; round++)
        {
            foreach (var contestant in contestants)
                paces[contestant.Name].Add(await Measure(contestant, callers, scale.Round));
        }

        return paces.ToDictionary(
            entry => entry.Key,
            entry => new Pace(
                Numbers.Median(entry.Value.Select(pace => pace.Acknowledged)), Numbers.Median(entry.Value.Select(pace => pace.Settled))));
    }

    private static async Task<Pace> Measure(Contestant contestant, int callers, TimeSpan time)
    {
        var done = 0L;
        var start = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, callers).Select(caller => Task.Run(async () =>
        {
            while (Stopwatch.GetElapsedTime(start) < time)
            {
                await contestant.Work(caller);
                Interlocked.Increment(ref done);
            }
        })));
        var acknowledged = Stopwatch.GetElapsedTime(start);
        await contestant.Settle();
        return new(done / acknowledged.TotalSeconds, done / Stopwatch.GetElapsedTime(start).TotalSeconds);
    }
}
