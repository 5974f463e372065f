using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Portal.Bench.Portals;
using Portal.Bench.Running;
using Portal.Tests.Shared;

namespace Portal.Bench.Benches;

/// <summary>Resources in a second when the Synthea bundles are posted to a practice's FHIR address, one after the other.</summary>
public sealed class ImportBench : IBench
{
    private static readonly string _folder = Path.Combine(Repository.Root, "..", "shared", "data", "synthea");

    public string Name => "import";

    public async Task Run(BenchScale scale, Findings findings)
    {
        if (!Directory.Exists(_folder))
        {
            findings.Note("import of the Synthea bundles", "the bundles are not on this machine");
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
        await web.Practice.Build(1);
        using var http = new HttpClient { BaseAddress = web.Address, Timeout = TimeSpan.FromMinutes(3) };
        http.DefaultRequestHeaders.Authorization = BenchPractice.Bridge;
        var (bundles, resources, time) = (0, 0, TimeSpan.Zero);
        foreach (var file in new DirectoryInfo(_folder).GetFiles("*.json").OrderBy(file => file.Length))
        {
            var bytes = await File.ReadAllBytesAsync(file.FullName);
            var start = Stopwatch.GetTimestamp();
            await Import(http, bytes);
            time += Stopwatch.GetElapsedTime(start);
            (bundles, resources) = (bundles + 1, resources + EntriesOf(bytes));
            if (time >= scale.Import)
                break;
        }

        findings.Note(
            Findings.Text($"import, {where}, {bundles} Synthea bundles of {resources} resources"),
            Findings.Text($"{resources / time.TotalSeconds:F0} resources/s"));
    }

    private static async Task Import(HttpClient http, byte[] bundle)
    {
        using var content = new ByteArrayContent(bundle);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/fhir+json");
        using var response = await http.PostAsync($"/{BenchPractice.Slug}/fhir/R4", content);
        if (response.StatusCode is not HttpStatusCode.OK)
            throw new InvalidOperationException($"The import answered {(int)response.StatusCode}.");
    }

    private static int EntriesOf(byte[] bundle)
    {
        using var document = JsonDocument.Parse(bundle);
        return document.RootElement.GetProperty("entry").GetArrayLength();
    }
}
