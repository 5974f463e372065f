using System.Text.Json.Nodes;
using Portal.WebFront.Records;

namespace Portal.WebFront.Tests.Records;

public sealed class RoundTripTests(BridgePortal portal) : IClassFixture<BridgePortal>
{
    private static readonly string[] _kept =
    [
        "Account", "AllergyIntolerance", "Appointment", "CarePlan", "ChargeItem", "Communication", "Condition", "Coverage",
        "DocumentReference", "Encounter", "Immunization", "Invoice", "Location", "MedicationRequest", "MedicationStatement",
        "Observation", "Organization", "Patient", "Practitioner", "PractitionerRole", "Procedure", "RelatedPerson", "Schedule", "Slot",
    ];

    [Theory]
    [InlineData("uscore-6.1.0-examples")]
    [InlineData("ips-1.1.0-examples")]
    [InlineData("fhir-r4-core-examples")]
    [InlineData("dental")]
    public async Task Every_example_of_the_kept_types_comes_out_as_it_went_in(string folder)
    {
        var resources = SharedData.Files(folder).Select(SharedData.Read)
            .Where(resource => _kept.Contains(resource["resourceType"]!.GetValue<string>()))
            .DistinctBy(resource => $"{resource["resourceType"]}/{resource["id"]}")
            .ToList();
        await portal.Post(BridgePortal.Bundle("collection", [.. MissingPatients(resources)]));

        var (_, answer) = await portal.Post(BridgePortal.Bundle("collection", [.. resources]));

        var refused = new List<string>();
        var responses = answer["entry"]!.AsArray();
        for (var i = 0; i < resources.Count; i++)
        {
            var type = resources[i]["resourceType"]!.GetValue<string>();
            if (responses[i]!["response"]!["location"]?.GetValue<string>() is not { } location)
            {
                refused.Add($"{type}/{resources[i]["id"]}");
                continue;
            }

            var stored = await portal.Stored(OwnerOf(resources[i]), type, location.Split('/')[1]);
            Assert.True(JsonNode.DeepEquals(resources[i], stored), $"{type}/{resources[i]["id"]} changed.");
        }

        Assert.Empty(refused);
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

    private static IEnumerable<JsonNode> MissingPatients(IReadOnlyList<JsonObject> resources)
    {
        var there = resources.Where(resource => resource["resourceType"]!.GetValue<string>() is "Patient")
            .Select(resource => resource["id"]!.GetValue<string>())
            .ToHashSet();
        return resources.Select(OwnerOf).Where(id => id != "_" && !there.Contains(id)).Distinct().Select(id => BridgePortal.Patient(id));
    }

    private static string OwnerOf(JsonObject resource)
    {
        if (resource["resourceType"]!.GetValue<string>() is "Patient")
            return resource["id"]!.GetValue<string>();
        using var document = System.Text.Json.JsonDocument.Parse(resource.ToJsonString());
        string[] owners = [".subject.reference", ".patient.reference", ".beneficiary.reference", ".subject[0].reference"];
        var reference = References.In(document.RootElement)
            .Where(found => owners.Contains(found.Path) || found.Path.Contains("actor", StringComparison.Ordinal))
            .Select(found => found.Reference)
            .FirstOrDefault(found => found.StartsWith("Patient/", StringComparison.Ordinal));
        return reference?["Patient/".Length..] ?? "_";
    }
}
