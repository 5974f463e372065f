using System.Diagnostics;
using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Portal.Bench.Portals;
using Portal.Bench.Running;
using Portal.Grains.Documents;
using Portal.Grains.Interfaces.Records;
using Portal.Grains.Records;
using Portal.Tests.Shared;

namespace Portal.Bench.Benches;

/// <summary>Resources in a second when a whole practice is exported, and whether memory stays flat however many there are.</summary>
public sealed class ExportBench : IBench
{
    private const double AimOfMemory = 1.2;

    public string Name => "export";

    public async Task Run(BenchScale scale, Findings findings)
    {
        await using var server = await PostgresServer.Start(durable: true);
        await Measure(server, "few", scale.Patients / 10, findings);
        var memory = await Measure(server, "many", scale.Patients, findings);
        var half = memory.Count / 2;
        findings.Limit(
            Findings.Text($"$export of {scale.Patients} patients, peak memory of the second half by that of the first"),
            (double)memory.Skip(half).Max() / memory.Take(half).Max(), "×", AimOfMemory);
    }

    /// <returns>The resident memory again and again, from the asking to the last byte.</returns>
    private static async Task<List<long>> Measure(PostgresServer server, string name, int patients, Findings findings)
    {
        await using var web = await BenchWeb.OnPostgreSql(await server.CreateDatabase($"portal_{name}"));
        await web.Practice.Build(1);
        await StoredDocuments.Fill(web.Database, ResourceState.StateName, Documents(patients));
        using var http = new HttpClient { BaseAddress = web.Address, Timeout = TimeSpan.FromMinutes(10) };
        http.DefaultRequestHeaders.Authorization = BenchPractice.Bridge;
        http.DefaultRequestHeaders.Add("Prefer", "respond-async");
        // The rows were made in this process: what that took is given back first, or it would be counted as the export's.
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        var memory = new List<long> { Environment.WorkingSet };
        var start = Stopwatch.GetTimestamp();
        var lines = 0L;
        foreach (var url in await Files(http, memory))
        {
            await using var body = await http.GetStreamAsync(url);
            var buffer = new byte[1 << 16];
            for (int read; (read = await body.ReadAsync(buffer)) > 0;)
            {
                lines += buffer.AsSpan(0, read).Count((byte)'\n');
                memory.Add(Environment.WorkingSet);
            }
        }

        var time = Stopwatch.GetElapsedTime(start);
        if (lines < patients * 2L)
            throw new InvalidOperationException($"The export has {lines} resources of {patients * 2}.");
        findings.Note(
            Findings.Text($"$export of {patients} patients, PostgreSQL, {lines} resources"),
            Findings.Text($"{lines / time.TotalSeconds:F0} resources/s, peak {memory.Max() / 1e6:F0} MB resident, {(memory.Max() - memory[0]) / 1e6:F0} MB more than before"));
        return memory;
    }

    private static async Task<string[]> Files(HttpClient http, List<long> memory)
    {
        using var begun = await http.GetAsync($"/{BenchPractice.Slug}/fhir/R4/$export?_type=Patient,Condition");
        if (begun.StatusCode is not HttpStatusCode.Accepted)
            throw new InvalidOperationException($"The export answered {(int)begun.StatusCode}.");
        var place = begun.Content.Headers.GetValues("Content-Location").Single();
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(50), TimeProvider.System);
        while (await timer.WaitForNextTickAsync())
        {
            memory.Add(Environment.WorkingSet);
            using var answer = await http.GetAsync(place);
            if (answer.StatusCode is HttpStatusCode.Accepted)
                continue;
            var manifest = JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;
            return [.. manifest["output"]!.AsArray().Select(file => file!["url"]!.GetValue<string>())];
        }

        throw new InvalidOperationException("The export did not end.");
    }

    private static IEnumerable<(string Key, string Document)> Documents(int patients)
    {
        for (var number = 0; number < patients; number++)
        {
            var patient = BenchPractice.PatientId(number);
            yield return Row(patient, "Patient", patient, $$"""{"resourceType":"Patient","id":"{{patient}}","name":[{"family":"Sample","given":["Pat{{number}}"]}],"gender":"female","birthDate":"1980-01-02"}""");
            yield return Row(patient, "Condition", $"c-{patient}", $$"""
                {"resourceType":"Condition","id":"c-{{patient}}","clinicalStatus":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/condition-clinical","code":"active"}]},"code":{"text":"Dental caries"},"subject":{"reference":"Patient/{{patient}}"},"recordedDate":"2026-01-02"}
                """);
        }
    }

    private static (string Key, string Document) Row(string patient, string type, string id, string json)
    {
        var content = CanonicalJson.Of(json);
        var state = RecordRules.Store(null, patient, new() { Type = type, Id = id, Json = json }, content, new(2026, 1, 2, 0, 0, 0, TimeSpan.Zero));
        return (RecordId.RowKey(BenchPractice.Slug, patient, type, id), JsonSerializer.Serialize(state, DocumentJson.Options));
    }
}
