using System.Diagnostics;
using Portal.Bench.Portals;
using Portal.Bench.Running;
using Portal.Grains.Interfaces;
using Portal.Grains.Interfaces.Access;
using Portal.Tests.Shared;

namespace Portal.Bench.Benches;

/// <summary>What a message costs in a mailbox of very many conversations, by what it costs in a small one.</summary>
public sealed class MailboxBench : IBench
{
    private const int SmallMailbox = 20;
    private const double Aim = 1.1;

    public string Name => "mailbox";

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
        await practice.Build(2);
        var full = await Fill(silo, practice, patient: 0, BenchPractice.Busy, scale.FullMailbox);
        var small = await Fill(silo, practice, patient: 1, BenchPractice.Calm, SmallMailbox);
        var times = new List<(double Full, double Small)>();
        for (var round = -1; round < scale.Rounds * 3; round++)
        {
            // One after the other, so that both meet the same disturbances. The first round warms up.
            var (inFull, inSmall) = (TimeSpan.Zero, TimeSpan.Zero);
            for (var post = 0; post < scale.Posts; post++)
            {
                inFull += await Post(practice, 0, full[post % full.Length]);
                inSmall += await Post(practice, 1, small[post % small.Length]);
            }

            if (round >= 0)
                times.Add((inFull.TotalMilliseconds / scale.Posts, inSmall.TotalMilliseconds / scale.Posts));
        }

        var ratio = Numbers.Median(times.Select(time => time.Full / time.Small));
        findings.Add(new(
            Findings.Text($"message into a mailbox of {scale.FullMailbox} conversations, {where}"),
            Findings.Text($"{Numbers.Median(times.Select(time => time.Full)):F2} ms"),
            Findings.Text($"mailbox of {SmallMailbox}: {Numbers.Median(times.Select(time => time.Small)):F2} ms"),
            Findings.Text($"{ratio:F2}"),
            Findings.Text($"≤ {Aim}"),
            ratio <= Aim));
    }

    private static async Task<TimeSpan> Post(BenchPractice practice, int patient, string conversation)
    {
        using var caller = CallerScope.Use(BenchPractice.Patient(patient));
        var start = Stopwatch.GetTimestamp();
        BenchPractice.Require(await practice.Conversation(conversation).Post(new(BenchPractice.NewId(), BenchPractice.Body, [], null)));
        return Stopwatch.GetElapsedTime(start);
    }

    /// <summary>One conversation is begun, the others are copies of its document under other ids.</summary>
    /// <returns>Some of the copies, as many as the small mailbox has.</returns>
    private static async Task<string[]> Fill(BenchSilo silo, BenchPractice practice, int patient, string owner, int count)
    {
        var model = await practice.Begin(patient, owner);
        var document = await StoredDocuments.Read(silo.Database, "conversation", GrainKey.For(BenchPractice.Slug, model));
        var ids = Enumerable.Range(0, count - 1).Select(_ => BenchPractice.NewId()).ToArray();
        await StoredDocuments.Fill(
            silo.Database,
            "conversation",
            ids.Select(id => (GrainKey.For(BenchPractice.Slug, id), document.Replace(model, id, StringComparison.Ordinal))));
        return [.. ids.Take(SmallMailbox - 1)];
    }
}
