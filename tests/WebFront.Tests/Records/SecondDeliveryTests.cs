using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace Portal.WebFront.Tests.Records;

/// <summary>A practice delivers some of its bundles, and later those again together with more.</summary>
public sealed class SecondDeliveryTests(BridgePortal portal) : IClassFixture<BridgePortal>
{
    private const int InTheFirst = 2;
    private const int InTheSecond = 4;

    [Fact]
    public async Task The_report_tells_what_was_there_from_what_is_new_and_nothing_is_lost()
    {
        var files = SharedData.Files("synthea").Take(InTheSecond).Select(SharedData.Read).ToList();
        var known = new HashSet<string>(StringComparer.Ordinal);
        foreach (var bundle in files.Take(InTheFirst))
            await Deliver(bundle, known);

        foreach (var bundle in files)
            await Deliver(bundle, known);

        foreach (var bundle in files)
        {
            var again = (await portal.Post(bundle)).Body["entry"]!.AsArray();
            Assert.All(again, entry => Assert.EndsWith("/_history/1", entry!["response"]!["location"]!.GetValue<string>(), StringComparison.Ordinal));
        }
    }

    /// <summary>The report names as created what was never delivered, as unchanged what was, and nothing else.</summary>
    private async Task Deliver(JsonObject bundle, HashSet<string> known)
    {
        var resources = bundle["entry"]!.AsArray().Select(entry => entry!["resource"]!).ToList();
        var expected = resources
            .GroupBy(resource => Text(resource, "resourceType"))
            .ToDictionary(type => type.Key, type => type.Count(resource => !known.Contains(Reference(resource))));

        var report = await Report(bundle);

        Assert.Equal(resources.Count, Number(report, "entries"));
        Assert.Equal(0, Number(report, "problems"));
        foreach (var (type, created) in expected)
        {
            var total = resources.Count(resource => Text(resource, "resourceType") == type);
            Assert.Equal((type, created, 0, total - created, 0), Tally(report, type));
        }

        known.UnionWith(resources.Select(Reference));
    }

    private async Task<JsonArray> Report(JsonObject bundle)
    {
        using var http = portal.Bridge();
        using var content = new StringContent(bundle.ToJsonString(), Encoding.UTF8, "application/fhir+json");
        using var accepted = await http.PostAsync($"/{BridgePortal.Practice}/fhir/R4/$import", content);
        Assert.Equal(HttpStatusCode.Accepted, accepted.StatusCode);
        JsonArray? report = null;
        await Eventually.Holds(
            async () =>
            {
                using var answer = await http.GetAsync(accepted.Content.Headers.ContentLocation);
                report = JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["parameter"]!.AsArray();
                return answer.StatusCode is HttpStatusCode.OK;
            },
            "the import ends");
        return report!;
    }

    private static (string, int, int, int, int) Tally(JsonArray report, string type)
    {
        var parts = report
            .Where(parameter => Text(parameter!, "name") == "type")
            .Select(parameter => parameter!["part"]!.AsArray())
            .Single(parts => Text(parts[0]!, "valueCode") == type);
        return (type, Number(parts, "created"), Number(parts, "updated"), Number(parts, "unchanged"), Number(parts, "refused"));
    }

    private static int Number(JsonArray parameters, string name) =>
        parameters.Single(parameter => Text(parameter!, "name") == name)!["valueInteger"]!.GetValue<int>();

    private static string Reference(JsonNode resource) => $"{Text(resource, "resourceType")}/{Text(resource, "id")}";

    private static string Text(JsonNode node, string property) => node[property]!.GetValue<string>();
}
