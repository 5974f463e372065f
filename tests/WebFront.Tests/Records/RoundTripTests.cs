using System.Text.Json.Nodes;
using Portal.Grains.Interfaces.Records.Search;
using Portal.WebFront.Records;

namespace Portal.WebFront.Tests.Records;

public sealed class RoundTripTests(BridgePortal portal) : IClassFixture<BridgePortal>
{
    /// <summary>Definitions and answers, which belong to no practice; what the portal makes of its own; and what a dental office has no use for.</summary>
    private static readonly string[] _leftOut =
    [
        "CapabilityStatement", "CodeSystem", "OperationOutcome", "StructureDefinition", "ValueSet",
        "AuditEvent", "Bundle", "Subscription",
        "AppointmentResponse", "PaymentNotice", "PaymentReconciliation",
    ];

    /// <summary>They name no patient who is not within themselves, or what they are about is not among the examples.</summary>
    private static readonly string[] _ofNobody =
        ["Binary/example", "Claim/100152", "Claim/100154", "Claim/100155", "Device/ips-example-imaging-1", "Provenance/example"];

    [Theory]
    [InlineData("uscore-6.1.0-examples")]
    [InlineData("ips-1.1.0-examples")]
    [InlineData("fhir-r4-core-examples")]
    [InlineData("dental")]
    public async Task Every_example_comes_out_as_it_went_in(string folder)
    {
        var resources = SharedData.Files(folder).Select(SharedData.Read)
            .Where(resource => !_leftOut.Contains(TypeOf(resource)))
            .DistinctBy(resource => $"{TypeOf(resource)}/{resource["id"]}")
            .ToList();
        Assert.All(resources, resource => Assert.True(SearchParameters.IsServed(TypeOf(resource)), $"{TypeOf(resource)} is not served."));
        await portal.Post(BridgePortal.Bundle("collection", [.. MissingPatients(resources)]));

        var (_, answer) = await portal.Post(BridgePortal.Bundle("collection", [.. resources]));

        var faults = new List<string>();
        foreach (var (resource, response) in resources.Zip(answer["entry"]!.AsArray()))
        {
            var served = response!["response"]!["location"] is { } location ? await portal.Served(location.GetValue<string>().Split("/_history")[0]) : null;
            if (served is null != _ofNobody.Contains($"{TypeOf(resource)}/{resource["id"]}") || (served is not null && !JsonNode.DeepEquals(SharedData.Unversioned(resource), served)))
                faults.Add($"{TypeOf(resource)}/{resource["id"]} {response["response"]!.ToJsonString()}");
        }

        Assert.True(faults.Count == 0, string.Join('\n', faults));
    }

    /// <summary>Not those of Inferno: one leads to a resource of the examples, and is refused where that is not stored.</summary>
    [Fact]
    public async Task Every_resource_of_a_transaction_comes_out_as_it_went_in()
    {
        var faults = new List<string>();
        foreach (var bundle in SharedData.Files("synthea").Select(SharedData.Read))
        {
            var (_, answer) = await portal.Post(bundle);
            List<string> stored = [.. answer["entry"]!.AsArray().Select(entry => entry!["response"]!["location"]!.GetValue<string>().Split("/_history")[0])];
            // What means something within the bundle only is written as the reference that it has become.
            var text = bundle["entry"]!.AsArray().Zip(stored).Aggregate(
                bundle.ToJsonString(), (all, pair) => all.Replace($"\"reference\":\"{pair.First!["fullUrl"]}\"", $"\"reference\":\"{pair.Second}\"", StringComparison.Ordinal));
            foreach (var (entry, reference) in JsonNode.Parse(text)!["entry"]!.AsArray().Zip(stored))
            {
                if (!JsonNode.DeepEquals(SharedData.Unversioned(entry!["resource"]!), await portal.Served(reference)))
                    faults.Add(reference);
            }
        }

        Assert.True(faults.Count == 0, string.Join('\n', faults));
    }

    [Fact]
    public async Task What_fhir_does_not_know_is_kept()
    {
        var id = BridgePortal.NewId();
        var patient = BridgePortal.Patient(id);
        patient["favouriteTooth"] = new JsonObject { ["number"] = 1.50m };
        patient["_birthDate"] = new JsonObject
        {
            ["extension"] = new JsonArray(new JsonObject { ["url"] = "urn:time", ["valueDateTime"] = "1980-01-02T07:00:00Z" }),
        };

        await portal.Post(BridgePortal.Bundle("collection", patient));

        Assert.True(JsonNode.DeepEquals(patient, await portal.Stored(id, "Patient", id)));
        Assert.Contains("1.50", (await portal.Stored(id, "Patient", id))!.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_id_beyond_fhirs_rule_is_taken_under_another_and_found_again()
    {
        var id = BridgePortal.NewId();
        var condition = BridgePortal.Condition($"under_score {id}", id);
        var bundle = BridgePortal.Bundle("collection", BridgePortal.Patient(id), condition);

        var first = BridgePortal.Statuses((await portal.Post(bundle)).Body);
        var (_, again) = await portal.Post(bundle);

        Assert.Equal(["201", "201"], first);
        Assert.EndsWith("/_history/1", again["entry"]![1]!["response"]!["location"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.True(JsonNode.DeepEquals(condition, await portal.Stored(id, "Condition", $"under_score {id}")));
    }

    internal static IEnumerable<JsonNode> MissingPatients(IReadOnlyList<JsonObject> resources)
    {
        var there = resources.Where(resource => TypeOf(resource) is "Patient").Select(resource => resource["id"]!.GetValue<string>()).ToHashSet();
        return resources.SelectMany(PatientsIn).Distinct().Where(id => !there.Contains(id)).Select(id => BridgePortal.Patient(id));
    }

    private static IEnumerable<string> PatientsIn(JsonObject resource)
    {
        using var document = System.Text.Json.JsonDocument.Parse(resource.ToJsonString());
        return [.. References.In(document.RootElement)
            .Select(found => found.Reference)
            .Where(reference => reference.StartsWith("Patient/", StringComparison.Ordinal))
            .Select(reference => reference.Split('/')[1])];
    }

    internal static string TypeOf(JsonObject resource) => resource["resourceType"]!.GetValue<string>();
}
