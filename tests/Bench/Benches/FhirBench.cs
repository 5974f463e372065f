using System.Text.Json;
using Portal.Bench.Peers;
using Portal.Bench.Portals;
using Portal.Bench.Running;
using Portal.Tests.Shared;

namespace Portal.Bench.Benches;

/// <summary>
/// Reads, searches and whole records in a second over HTTP, in turns with a file server that returns the same bytes and
/// with Medplum's repository in memory, on the same patients.
/// </summary>
public sealed class FhirBench : IBench
{
    private const double AimOfPages = 1;
    private const double AimOfEverything = 0.5;

    public string Name => "fhir";

    public async Task Run(BenchScale scale, Findings findings)
    {
        if (!SyntheaRecords.AreHere)
        {
            findings.Note("FHIR reads and searches", "the Synthea bundles are not on this machine");
            return;
        }

        await using var server = await PostgresServer.Start(durable: true);
        await using (var web = await BenchWeb.OnPostgreSql(await server.CreateDatabase("portal")))
            await Measure(web, "PostgreSQL", scale, findings);
        await using (var web = await BenchWeb.Embedded())
            await Measure(web, "embedded", scale, findings);
    }

    private static async Task Measure(BenchWeb web, string where, BenchScale scale, Findings findings)
    {
        using var portal = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = 256 }) { BaseAddress = web.Address };
        portal.DefaultRequestHeaders.Authorization = BenchPractice.Bridge;
        await web.Practice.Build(1);
        var patients = await SyntheaRecords.Import(portal, scale.Records);
        string[][] kinds =
        [
            [.. patients.Select(id => $"Patient/{id}")],
            [.. patients.Select(id => $"Condition?patient={id}&_count=1000")],
            [.. patients.Select(id => $"Patient/{id}/$everything?_count=1000")],
        ];
        await using var files = await FileServer.Of(portal, $"/{BenchPractice.Slug}/fhir/R4/", kinds.SelectMany(kind => kind));
        await using var medplum = await MedplumServer.Start(files.Bodies(kinds[2]));
        foreach (var callers in scale.FhirCallers)
        {
            await Race(Findings.Text($"Patient read, {where}, {callers} callers"), kinds[0], AimOfPages, medplum);
            await Race(Findings.Text($"Condition?patient=, {where}, {callers} callers"), kinds[1], AimOfPages, medplum);
            await Race(Findings.Text($"$everything, {where}, {callers} callers"), kinds[2], AimOfEverything, null);

            async Task Race(string what, string[] paths, double aim, MedplumServer? peer)
            {
                var times = new LatencySample();
                var contestants = new List<Contestant>
                {
                    new("portal", times.Timed(Getting(portal, $"/{BenchPractice.Slug}/fhir/R4/", paths))),
                    new("files", Getting(files.Http, "/", paths)),
                };
                if (peer is not null)
                    contestants.Add(new("Medplum", Getting(peer.Http, "/", paths)));
                var paces = await Running.Race.Run(contestants, callers, scale);
                var (best, pace) = paces.Where(entry => entry.Key != "portal").MaxBy(entry => entry.Value.Acknowledged) is var other ? (other.Key, other.Value.Acknowledged) : default;
                findings.Rate(what, paces["portal"].Acknowledged, best, pace, aim);
                if (peer is not null && best != "Medplum")
                    findings.Rate(what, paces["portal"].Acknowledged, "Medplum", paces["Medplum"].Acknowledged);
                findings.Note($"{what}, p99", Findings.Text($"{times.Percentile(0.99):F1} ms"));
            }
        }

        if (medplum is null)
            findings.Note($"Medplum in memory, {where}", "not installed: npm ci --prefix tests/Bench/Peers");
    }

    private static Func<int, Task> Getting(HttpClient http, string root, string[] paths)
    {
        var next = 0;
        return async _ =>
        {
            var path = paths[(Interlocked.Increment(ref next) & int.MaxValue) % paths.Length];
            var bytes = await http.GetByteArrayAsync(root + path);
            if (bytes.Length < 2 || bytes[0] != '{')
                throw new JsonException($"{path} answered no resource.");
        };
    }
}
