using Portal.Bench.Portals;
using Portal.Bench.Running;
using Portal.Tests.Shared;

namespace Portal.Bench.Benches;

/// <summary>Inbox pages in a second, by empty pages of the same portal for the same person.</summary>
public sealed class InboxBench : IBench
{
    private const int Callers = 8;
    private const string Inbox = "inbox";
    private const string InFrame = "empty page in the portal's frame";
    private const string Bare = "empty page without frame";

    public string Name => "inbox";

    public async Task Run(BenchScale scale, Findings findings)
    {
        await using var server = await PostgresServer.Start(durable: true);
        await using (var web = await BenchWeb.OnPostgreSql(await server.CreateDatabase("portal")))
            await Measure(web, "PostgreSQL", scale, findings);
        await using (var web = await BenchWeb.Embedded())
            await Measure(web, "embedded", scale, findings);
    }

    private static async Task Measure(BenchWeb web, string where, BenchScale scale, Findings findings)
    {
        await web.Practice.Build(1);
        for (var conversation = 0; conversation < Math.Min(scale.Conversations, 60); conversation++)
            await web.Practice.Begin(patient: 0, "pool:front-desk");
        using var http = new LoadHttp(web.Address, await web.SignInPatient(0));
        var page = await http.Get($"/{BenchPractice.Slug}/webmail");
        if (!page.Contains("Crown", StringComparison.Ordinal))
            throw new InvalidOperationException("The inbox does not show its messages.");
        Contestant[] contestants =
        [
            new(Inbox, _ => http.Get($"/{BenchPractice.Slug}/webmail")),
            new(InFrame, _ => http.Get($"/{BenchPractice.Slug}/bench/empty")),
            new(Bare, _ => http.Get($"/{BenchPractice.Slug}/bench/bare")),
        ];
        var paces = await Race.Run(contestants, Callers, scale);
        findings.Rate($"inbox pages, {where}", paces[Inbox].Settled, Bare, paces[Bare].Settled, aim: 0.5);
        findings.Rate($"inbox pages, {where}", paces[Inbox].Settled, InFrame, paces[InFrame].Settled);
    }
}
