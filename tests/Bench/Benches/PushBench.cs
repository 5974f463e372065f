using System.Collections.Concurrent;
using Npgsql;
using Portal.Bench.Baseline;
using Portal.Bench.Portals;
using Portal.Bench.Running;
using Portal.Tests.Shared;

namespace Portal.Bench.Benches;

/// <summary>From the POST of a message until the other person's open page shows it, with very many sockets open.</summary>
public sealed class PushBench : IBench
{
    /// <summary>Those who are written to, in turns; the others' sockets are open beside them.</summary>
    private const int Readers = 50;
    private const double Aim = 50;
    private const double AimByEcho = 2;

    public string Name => "push";

    public async Task Run(BenchScale scale, Findings findings)
    {
        await using var server = await PostgresServer.Start(durable: true);
        await using var source = NpgsqlDataSource.Create(await server.CreateDatabase("baseline") + ";Max Auto Prepare=64");
        await using var echo = await EchoPush.Begin(source, scale.Connections, scale.Connections);
        var readers = Math.Min(Readers, scale.Connections);
        await using var onServer = await PortalPush.OnPostgreSql(await server.CreateDatabase("portal"), scale.Connections, scale.Connections, readers);
        await using var embedded = await PortalPush.Embedded(scale.Connections, scale.Connections, readers);
        (string Name, Func<int, Task<PushTime>> Push)[] contestants =
            [("echo", echo.Echo), ("baseline", echo.Post), ("portal", onServer.Push), ("embedded", embedded.Push)];
        var times = contestants.ToDictionary(contestant => contestant.Name, _ => new ConcurrentBag<PushTime>());
        for (var round = -1; round < scale.Rounds; round++)
        {
            foreach (var (name, push) in contestants)
            {
                // The round before the first warms up and is forgotten.
                var heard = round < 0 ? [] : times[name];
                await SteadyLoad.Run(scale.PushesPerSecond, scale.PushRound, readers, async number => heard.Add(await push(number)));
            }
        }

        Report(findings, scale, times);
    }

    private static void Report(Findings findings, BenchScale scale, Dictionary<string, ConcurrentBag<PushTime>> pushes)
    {
        var times = pushes.ToDictionary(entry => entry.Key, entry => Numbers.Sorted(entry.Value.Select(push => push.Shown)));
        var load = Findings.Text($"{scale.Connections} sockets, {scale.PushesPerSecond}/s");
        var echo = Numbers.Percentile(times["echo"], 0.99);
        foreach (var (name, where) in new[] { ("portal", "PostgreSQL"), ("embedded", "embedded") })
        {
            var p99 = Numbers.Percentile(times[name], 0.99);
            findings.Limit($"POST to change in the page, {where}, {load}, p99", p99, "ms", Aim);
            findings.Add(new(
                $"POST to change in the page, {where}, {load}, p99",
                Findings.Text($"{p99:F1} ms"),
                Findings.Text($"bare SignalR echo {echo:F1} ms"),
                Findings.Text($"{p99 / echo:F2}"),
                Findings.Text($"≤ {AimByEcho}"),
                p99 / echo <= AimByEcho));
            findings.Add(new(
                $"POST to change in the page, {where}, {load}, p50",
                Findings.Text($"{Numbers.Percentile(times[name], 0.5):F1} ms"),
                Findings.Text($"echo {Numbers.Percentile(times["echo"], 0.5):F1} ms, baseline {Numbers.Percentile(times["baseline"], 0.5):F1} ms")));
            findings.Note($"POST to change in the page, {where}, {load}, slowest", Findings.Text($"{times[name][^1]:F0} ms"));
            var heard = Numbers.Sorted(pushes[name].Select(push => push.Heard));
            findings.Note(
                $"POST to notice alone, {where}, {load}, p50 and p99",
                Findings.Text($"{Numbers.Percentile(heard, 0.5):F1} and {Numbers.Percentile(heard, 0.99):F1} ms"));
        }

        findings.Note($"POST to change in the page, baseline, {load}, p99", Findings.Text($"{Numbers.Percentile(times["baseline"], 0.99):F1} ms"));
    }
}
