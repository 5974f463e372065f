using Npgsql;
using Portal.Bench.Running;
using Portal.Tests.Shared;

namespace Portal.Bench.Benches;

/// <summary>Messages in a second over HTTP: the portal's form, with its page frame and checks, by the ordinary program's JSON.</summary>
public sealed class PostsBench : IBench
{
    private const int Callers = 16;
    private const int Sockets = 20;

    public string Name => "posts";

    public async Task Run(BenchScale scale, Findings findings)
    {
        await using var server = await PostgresServer.Start(durable: true);
        await using var source = NpgsqlDataSource.Create(await server.CreateDatabase("baseline") + ";Max Auto Prepare=64");
        await using var ordinary = await EchoPush.Begin(source, scale.Conversations, Sockets);
        await using var onServer = await PortalPush.OnPostgreSql(await server.CreateDatabase("portal"), scale.Conversations, Sockets);
        await using var embedded = await PortalPush.Embedded(scale.Conversations, Sockets);
        Contestant[] contestants =
            [new("portal", _ => onServer.PostNext()), new("baseline", _ => ordinary.PostNext()), new("embedded", _ => embedded.PostNext())];
        var paces = await Race.Run(contestants, Callers, scale);
        findings.Rate("messages over HTTP, PostgreSQL, 16 callers", paces["portal"].Settled, "baseline", paces["baseline"].Settled);
        findings.Rate("messages over HTTP, embedded, 16 callers", paces["embedded"].Settled, "baseline", paces["baseline"].Settled);
    }
}
