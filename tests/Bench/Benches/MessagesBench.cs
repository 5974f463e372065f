using Npgsql;
using Portal.Bench.Baseline;
using Portal.Bench.Portals;
using Portal.Bench.Running;
using Portal.Tests.Shared;

namespace Portal.Bench.Benches;

/// <summary>Durable messages in a second, over many conversations: portal, ordinary program, bare inserts.</summary>
public sealed class MessagesBench : IBench
{
    private const string Server = "portal on PostgreSQL";
    private const string Embedded = "portal embedded";
    private const string Ordinary = "baseline";
    private const string Bare = "raw inserts";

    public string Name => "messages";

    public async Task Run(BenchScale scale, Findings findings)
    {
        await using var server = await PostgresServer.Start(durable: true);
        await using var onServer = await PortalMessages.Begin(
            await BenchSilo.OnPostgreSql(await server.CreateDatabase("portal")), scale.Conversations);
        await using var embedded = await PortalMessages.Begin(await BenchSilo.OnSqlite(), scale.Conversations);
        await using var source = NpgsqlDataSource.Create(await server.CreateDatabase("baseline") + ";Max Auto Prepare=64;Maximum Pool Size=64");
        var raw = new RawInserts(source);
        await raw.Migrate();
        var baseline = await BaselineMessages.Begin(source, scale.Conversations);
        Contestant[] contestants =
        [
            new(Server, onServer.Post) { Settle = onServer.Settle },
            new(Ordinary, baseline.Post),
            new(Bare, _ => raw.Add(baseline.Next)),
            new(Embedded, embedded.Post) { Settle = embedded.Settle },
        ];
        foreach (var callers in scale.Callers)
            Report(findings, callers, await Race.Run(contestants, callers, scale));
    }

    private static void Report(Findings findings, int callers, Dictionary<string, Pace> paces)
    {
        var with = Findings.Text($"{callers} callers");
        findings.Rate($"messages, PostgreSQL, {with}", paces[Server].Settled, Ordinary, paces[Ordinary].Settled, aim: 1.0);
        findings.Rate($"messages, PostgreSQL, {with}", paces[Server].Settled, Bare, paces[Bare].Settled, aim: 0.35);
        findings.Rate($"messages, PostgreSQL, {with}, until acknowledged", paces[Server].Acknowledged, Ordinary, paces[Ordinary].Acknowledged);
        findings.Rate($"messages, embedded, {with}", paces[Embedded].Settled, Ordinary, paces[Ordinary].Settled);
    }
}
