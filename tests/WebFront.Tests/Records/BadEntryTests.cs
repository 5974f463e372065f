using System.Net;
using System.Text.Json.Nodes;

namespace Portal.WebFront.Tests.Records;

public sealed class BadEntryTests(BridgePortal portal) : IClassFixture<BridgePortal>
{
    [Fact]
    public async Task A_bad_entry_is_told_with_its_place_and_the_others_go_in()
    {
        var id = BridgePortal.NewId();
        var bad = BridgePortal.Patient(BridgePortal.NewId());
        bad["birthDate"] = "1990-13-45";

        var (status, answer) = await portal.Post(
            BridgePortal.Bundle("collection", BridgePortal.Patient(id), bad, BridgePortal.Condition("c-" + id, id)));

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal(["201", "422", "201"], BridgePortal.Statuses(answer));
        var issue = IssueOf(answer, 1);
        Assert.Equal("Bundle.entry[1].resource.birthDate", issue["expression"]![0]!.GetValue<string>());
        Assert.Contains("not a valid date", issue["diagnostics"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.DoesNotContain("1990-13-45", answer.ToJsonString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"resourceType":"Nonsense","id":"n"}""", "import.unknown_type")]
    [InlineData("""{"id":"n"}""", "import.no_type")]
    [InlineData("""{"resourceType":"Condition","id":"n","subject":{"reference":"Patient/nobody-here"}}""", "import.unknown_patient")]
    [InlineData("""{"resourceType":"Observation","id":"n","status":"final","code":{"text":"x"}}""", "import.no_owner")]
    [InlineData("""{"resourceType":"Patient","id":"n"}""", "patient.name_missing")]
    [InlineData("""{"resourceType":"Patient","id":"n","gender":"femal","name":[{"family":"D"}]}""", "import.unknown_code")]
    [InlineData("""{"resourceType":"Patient","id":"n","name":{"family":"D"}}""", "import.not_a_list")]
    [InlineData("""{"resourceType":"Patient","id":"n","name":[{"family":"D\u0000"}]}""", "import.bad_json")]
    [InlineData("""{"resourceType":"Patient","id":"n","name":[{"family":"\ud800"}]}""", "import.bad_json")]
    public async Task A_bad_entry_tells_its_reason(string resource, string code)
    {
        var bundle = $$$"""{"resourceType":"Bundle","type":"collection","entry":[{"resource":{{{resource}}}}]}""";

        using var http = portal.Bridge();
        using var content = new StringContent(bundle, System.Text.Encoding.UTF8, "application/fhir+json");
        using var response = await http.PostAsync($"/{BridgePortal.Practice}/fhir/R4", content);
        var answer = JsonNode.Parse(await response.Content.ReadAsStringAsync())!.AsObject();

        Assert.Equal(["422"], BridgePortal.Statuses(answer));
        Assert.Equal(code, IssueOf(answer, 0)["details"]!["coding"]![0]!["code"]!.GetValue<string>());
    }

    /// <summary>What is stored already is still what the others mean, so they are not changed.</summary>
    [Fact]
    public async Task A_reference_to_an_entry_that_is_refused_leads_to_the_resource_all_the_same()
    {
        var (patient, visit, result) = (BridgePortal.NewId(), BridgePortal.NewId(), BridgePortal.NewId());
        var encounter = new JsonObject
        {
            ["resourceType"] = "Encounter", ["id"] = visit, ["status"] = "finished",
            ["class"] = new JsonObject { ["code"] = "AMB" }, ["subject"] = new JsonObject { ["reference"] = $"Patient/{patient}" },
        };
        var observation = new JsonObject
        {
            ["resourceType"] = "Observation", ["id"] = result, ["status"] = "final", ["code"] = new JsonObject { ["text"] = "Pulse" },
            ["subject"] = new JsonObject { ["reference"] = $"Patient/{patient}" }, ["encounter"] = new JsonObject { ["reference"] = $"urn:uuid:{visit}" },
        };
        JsonObject Bundle()
        {
            var bundle = BridgePortal.Bundle("collection", BridgePortal.Patient(patient), encounter, observation);
            bundle["entry"]![1]!["fullUrl"] = $"urn:uuid:{visit}";
            return bundle;
        }

        await portal.Post(Bundle());
        encounter.Remove("class");
        var (_, answer) = await portal.Post(Bundle());

        Assert.Equal(["200", "422", "200"], BridgePortal.Statuses(answer));
        Assert.Equal($"Encounter/{visit}", (await portal.Stored(patient, "Observation", result))!["encounter"]!["reference"]!.GetValue<string>());
    }

    [Fact]
    public async Task The_same_resource_twice_is_taken_once()
    {
        var id = BridgePortal.NewId();

        var (_, answer) = await portal.Post(BridgePortal.Bundle("collection", BridgePortal.Patient(id), BridgePortal.Patient(id, "Other")));

        Assert.Equal(["201", "422"], BridgePortal.Statuses(answer));
    }

    [Fact]
    public async Task A_change_is_a_new_version()
    {
        var id = BridgePortal.NewId();
        await portal.Post(BridgePortal.Bundle("collection", BridgePortal.Patient(id)));

        var (_, answer) = await portal.Post(BridgePortal.Bundle("collection", BridgePortal.Patient(id, "Changed")));

        Assert.Equal($"Patient/{id}/_history/2", answer["entry"]![0]!["response"]!["location"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_large_binary_is_refused_and_a_small_one_kept()
    {
        var id = BridgePortal.NewId();
        var small = Binary("s-" + id, id, 1024 * 1024);
        var large = Binary("l-" + id, id, (1024 * 1024) + 1);

        var (_, answer) = await portal.Post(BridgePortal.Bundle("collection", BridgePortal.Patient(id), small, large));

        Assert.Equal(["201", "201", "422"], BridgePortal.Statuses(answer));
        Assert.Equal("Bundle.entry[2].resource.data", IssueOf(answer, 2)["expression"]![0]!.GetValue<string>());
        Assert.True(JsonNode.DeepEquals(small, await portal.Stored(id, "Binary", "s-" + id)));
    }

    private static JsonObject Binary(string id, string patientId, int bytes) => new()
    {
        ["resourceType"] = "Binary",
        ["id"] = id,
        ["contentType"] = "application/pdf",
        ["securityContext"] = new JsonObject { ["reference"] = $"Patient/{patientId}" },
        ["data"] = Convert.ToBase64String(new byte[bytes]),
    };

    private static JsonNode IssueOf(JsonObject answer, int entry) => answer["entry"]![entry]!["response"]!["outcome"]!["issue"]![0]!;
}
