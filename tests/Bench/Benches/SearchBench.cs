using System.Collections.Concurrent;
using System.Diagnostics;
using Portal.Bench.Portals;
using Portal.Bench.Running;
using Portal.Grains.Interfaces.Access;
using Portal.Grains.Interfaces.Patients;
using Portal.Tests.Shared;

namespace Portal.Bench.Benches;

/// <summary>How long the staff's patient search takes at the server.</summary>
public sealed class SearchBench : IBench
{
    private const int Searchers = 4;
    private const double Aim = 50;

    public string Name => "search";

    public async Task Run(BenchScale scale, Findings findings)
    {
        await using var server = await PostgresServer.Start(durable: true);
        await using (var silo = await BenchSilo.OnPostgreSql(await server.CreateDatabase("portal")))
            await Measure(silo, "PostgreSQL", scale, findings);
        await using (var silo = await BenchSilo.OnSqlite())
            await Measure(silo, "embedded", scale, findings);
    }

    private static async Task Measure(BenchSilo silo, string where, BenchScale scale, Findings findings)
    {
        var practice = new BenchPractice(silo.Grains);
        await practice.Build(1);
        await StoredDocuments.Fill(silo.Database, "patient", PatientCrowd.Documents(scale.Patients));
        await Search(practice, scale.Searches / 4);
        var times = await Search(practice, scale.Searches);
        var all = Numbers.Sorted([.. times.Select(time => time.Milliseconds)]);
        var what = Findings.Text($"patient search over {scale.Patients} patients, {where}");
        findings.Limit($"{what}, p99", Numbers.Percentile(all, 0.99), "ms", Aim);
        findings.Note($"{what}, p50", Findings.Text($"{Numbers.Percentile(all, 0.5):F2} ms"));
        var slowest = times
            .GroupBy(time => time.Kind, time => time.Milliseconds)
            .MaxBy(kind => Numbers.Percentile([.. kind.Order()], 0.99))!;
        findings.Note($"{what}, slowest kind", Findings.Text($"{slowest.Key}: p99 {Numbers.Percentile([.. slowest.Order()], 0.99):F1} ms"));
    }

    private static async Task<IReadOnlyCollection<(string Kind, double Milliseconds)>> Search(BenchPractice practice, int count)
    {
        var times = new ConcurrentBag<(string, double)>();
        var next = 0;
        await Task.WhenAll(Enumerable.Range(0, Searchers).Select(_ => Task.Run(async () =>
        {
            using var caller = CallerScope.Use(BenchPractice.Desk);
            var directory = practice.Grain<IPatientDirectoryGrain>(IPatientDirectoryGrain.Id);
            while (Interlocked.Increment(ref next) is var number && number <= count)
            {
                var (kind, text, found) = PatientCrowd.Query(number);
                var start = Stopwatch.GetTimestamp();
                var page = await directory.Search(new(text, After: null));
                times.Add((kind, Stopwatch.GetElapsedTime(start).TotalMilliseconds));
                if (page.Rows.IsEmpty == found)
                    throw new InvalidOperationException($"A search by {kind} found {page.Rows.Length} patients.");
            }
        })));
        return times;
    }
}
