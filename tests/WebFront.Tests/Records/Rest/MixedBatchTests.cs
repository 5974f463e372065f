using System.Net;
using System.Text.Json.Nodes;
using Portal.WebFront.Records.Rest;

namespace Portal.WebFront.Tests.Records.Rest;

public sealed class MixedBatchTests(BridgePortal portal) : IClassFixture<BridgePortal>
{
    [Fact]
    public async Task Each_entry_of_a_batch_is_answered_as_if_it_came_alone()
    {
        var id = BridgePortal.NewId();
        var condition = BridgePortal.Condition("c-" + id, id);

        var (status, answer) = await portal.Post(Batch(
            Entry("PUT", $"Patient/{id}", BridgePortal.Patient(id, "Batch")),
            Entry("PUT", $"Condition/c-{id}", condition),
            Entry("GET", $"Condition?patient={id}"),
            Entry("GET", $"Patient/{id}/_history/1"),
            Entry("GET", "Condition/nothing-here"),
            Entry("PUT", $"Condition/c-{id}", condition, ("ifMatch", "W/\"9\"")),
            Entry("DELETE", $"Condition/c-{id}"),
            Entry("GET", $"Condition/c-{id}"),
            Entry("PATCH", $"Condition/c-{id}"),
            Entry("POST", "$import", BridgePortal.Bundle("collection"))));

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal("batch-response", answer["type"]!.GetValue<string>());
        Assert.Equal(["201", "201", "200", "200", "404", "412", "204", "410", "400", "400"], BridgePortal.Statuses(answer));
        var entries = answer["entry"]!.AsArray();
        Assert.Equal(1, entries[2]!["resource"]!["total"]!.GetValue<int>());
        Assert.Equal("W/\"1\"", entries[0]!["response"]!["etag"]!.GetValue<string>());
        Assert.EndsWith($"Patient/{id}/_history/1", entries[0]!["response"]!["location"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.Equal("Batch", entries[3]!["resource"]!["name"]![0]!["family"]!.GetValue<string>());
        Assert.Equal("OperationOutcome", entries[4]!["response"]!["outcome"]!["resourceType"]!.GetValue<string>());
    }

    /// <summary>FHIR R4 knows no empty lists (json.html): a batch without entries is answered by a Bundle without entries.</summary>
    [Theory]
    [InlineData("batch", true)]
    [InlineData("batch", false)]
    [InlineData("transaction", false)]
    public async Task Without_entries_the_answer_has_none(string type, bool emptyList)
    {
        var bundle = new JsonObject { ["resourceType"] = "Bundle", ["type"] = type };
        if (emptyList)
            bundle["entry"] = new JsonArray();

        var (status, answer) = await portal.Post(bundle);

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal($"{type}-response", answer["type"]!.GetValue<string>());
        Assert.False(answer.ContainsKey("entry"));
    }

    [Fact]
    public async Task Another_practice_is_not_reached_from_within_a_batch()
    {
        var (_, answer) = await portal.Post(Batch(
            Entry("GET", $"../../../{BridgePortal.Other}/fhir/R4/Patient"),
            Entry("GET", $"http://127.0.0.1/{BridgePortal.Other}/fhir/R4/Patient"),
            Entry("GET", "%2e%2e/%2e%2e/staff"),
            Entry("POST", "%24import", BridgePortal.Bundle("collection")),
            Entry("GET", "%24export/x/Patient.ndjson"),
            Entry("GET", "Patient/x/../../metadata"),
            Entry("GET", "Patient?_format=xml")));

        Assert.All(BridgePortal.Statuses(answer), status => Assert.Equal("400", status));
    }

    [Fact]
    public async Task A_batch_of_single_requests_is_bounded()
    {
        var entries = Enumerable.Range(0, FhirLimits.BatchEntries + 1).Select(_ => Entry("GET", "metadata")).ToArray();

        var (status, answer) = await portal.Post(Batch(entries));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, status);
        Assert.Equal("too-costly", answer["issue"]![0]!["code"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_transaction_with_a_condition_is_refused_and_not_half_understood()
    {
        var id = BridgePortal.NewId();
        var bundle = Batch(Entry("POST", "Patient", BridgePortal.Patient(id), ("ifNoneExist", "identifier=1")));
        bundle["type"] = "transaction";

        var (status, answer) = await portal.Post(bundle);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, status);
        Assert.Equal("Bundle.entry[0].request.ifNoneExist", answer["issue"]![0]!["expression"]![0]!.GetValue<string>());
        Assert.Null(await portal.Stored(id, "Patient", id));
    }

    private static JsonObject Batch(params JsonNode[] entries) => new()
    {
        ["resourceType"] = "Bundle",
        ["type"] = "batch",
        ["entry"] = new JsonArray(entries),
    };

    private static JsonObject Entry(string method, string url, JsonNode? resource = null, params (string Name, string Value)[] conditions)
    {
        var request = new JsonObject { ["method"] = method, ["url"] = url };
        foreach (var (name, value) in conditions)
            request[name] = value;
        var entry = new JsonObject { ["request"] = request };
        if (resource is not null)
            entry["resource"] = resource.DeepClone();
        return entry;
    }
}
