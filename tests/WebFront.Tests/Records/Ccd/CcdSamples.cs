using System.Text;
using System.Text.Json.Nodes;
using Portal.WebFront.Demo;
using Portal.WebFront.Records.Ccd;
using Portal.WebFront.Records.Summary;

namespace Portal.WebFront.Tests.Records.Ccd;

/// <summary>Records from which documents are made without a portal: those of the demo, and real examples.</summary>
internal static class CcdSamples
{
    public static readonly DateTimeOffset Now = new(2026, 11, 27, 15, 0, 0, TimeSpan.Zero);

    private static readonly JsonObject _practice = new()
    {
        ["resourceType"] = "Organization",
        ["id"] = "birch",
        ["name"] = "Birch Dental",
        ["telecom"] = new JsonArray(new JsonObject { ["system"] = "phone", ["value"] = "(423) 555-0199" }),
    };

    public static JsonObject Dentist => new()
    {
        ["resourceType"] = "Practitioner",
        ["id"] = "raman",
        ["identifier"] = new JsonArray(new JsonObject { ["system"] = "http://hl7.org/fhir/sid/us-npi", ["value"] = "9000000003" }),
        ["name"] = new JsonArray(new JsonObject { ["prefix"] = new JsonArray("Dr."), ["given"] = new JsonArray("Priya"), ["family"] = "Raman" }),
    };

    public static CcdEdition Edition(string patientId, int version = 1) => new("birch", patientId, version, Now);

    public static RecordSnapshot Demo(string patientId)
    {
        var resources = Resources(DemoBundle.At(Now));
        var practice = resources.Single(one => one["resourceType"]!.GetValue<string>() == "Organization" && one["id"]!.GetValue<string>() == "demo");
        return RecordSnapshot.Of(patientId, [.. resources.Where(one => Concerns(one, patientId))], practice);
    }

    public static RecordSnapshot Of(string file)
    {
        var resources = Resources(SharedData.Read(file));
        var patient = resources.Single(one => one["resourceType"]!.GetValue<string>() == "Patient")["id"]!.GetValue<string>();
        return RecordSnapshot.Of(patient, [.. resources], _practice);
    }

    /// <summary>All examples of US Core that are about its one patient: some of every kind.</summary>
    public static RecordSnapshot UsCore() => RecordSnapshot.Of(
        "example",
        [.. SharedData.Files("uscore-6.1.0-examples").Where(file => !Path.GetFileName(file).StartsWith("Bundle-", StringComparison.Ordinal)).Select(SharedData.Read).Where(one => Concerns(one, "example"))],
        _practice);

    public static RecordSnapshot Empty(string patientId) => RecordSnapshot.Of(
        patientId, [new JsonObject { ["resourceType"] = "Patient", ["id"] = patientId }], _practice);

    /// <summary>The resources as an import stores them: ids for the addresses within the bundle.</summary>
    private static List<JsonObject> Resources(JsonObject bundle)
    {
        var text = new StringBuilder(bundle.ToJsonString());
        foreach (var entry in bundle["entry"]!.AsArray())
        {
            var resource = entry!["resource"]!;
            if (entry["fullUrl"]?.GetValue<string>() is { } address && address.StartsWith("urn:uuid:", StringComparison.Ordinal))
                text.Replace($"\"reference\":\"{address}\"", $"\"reference\":\"{resource["resourceType"]}/{resource["id"]}\"");
        }

        return [.. JsonNode.Parse(text.ToString())!["entry"]!.AsArray().Select(entry => entry!["resource"]!.AsObject())];
    }

    private static bool Concerns(JsonObject resource, string patientId)
    {
        var own = resource["resourceType"]!.GetValue<string>() is "Practitioner" or "Organization" or "Location";
        return own || resource["id"]!.GetValue<string>() == patientId || resource.ToJsonString().Contains($"\"Patient/{patientId}\"", StringComparison.Ordinal);
    }
}
