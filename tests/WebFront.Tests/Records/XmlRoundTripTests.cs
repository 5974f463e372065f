using System.Text;
using System.Text.Json.Nodes;
using Hl7.Fhir.Model;
using Hl7.Fhir.Serialization;
using Portal.Grains.Interfaces.Records.Search;

namespace Portal.WebFront.Tests.Records;

/// <summary>The examples of the Dental Data Exchange that are XML, sent as XML.</summary>
public sealed class XmlRoundTripTests(BridgePortal portal) : IClassFixture<BridgePortal>
{
    private static readonly FhirXmlDeserializer _reader = new(new DeserializerSettings().UsingMode(DeserializationMode.Ostrich));
    private static readonly FhirXmlSerializer _xml = new();
    private static readonly FhirJsonSerializer _json = new();

    [Fact]
    public async System.Threading.Tasks.Task Every_example_comes_out_as_it_went_in()
    {
        var sent = new Bundle { Type = Bundle.BundleType.Collection };
        foreach (var resource in Read().Where(resource => SearchParameters.IsServed(resource.TypeName)).DistinctBy(resource => $"{resource.TypeName}/{resource.Id}"))
            sent.AddResourceEntry(resource, null);
        List<JsonObject> resources = [.. sent.Entry.Select(entry => Json(entry.Resource!))];
        Assert.True(resources.Count > 50, $"{resources.Count} resources");
        await portal.Post(BridgePortal.Bundle("collection", [.. RoundTripTests.MissingPatients(resources)]));

        var answer = await Post(sent);

        Assert.Equal(resources.Count, answer.Count);
        Assert.Empty(await Faults(resources.Zip(answer)));
    }

    [Fact]
    public async System.Threading.Tasks.Task So_does_what_a_document_holds()
    {
        foreach (var document in Read().OfType<Bundle>())
        {
            var answer = await Post(document);

            Assert.True(document.Entry.Count > 5, document.Id);
            Assert.Equal(document.Entry.Count, answer.Count);
            Assert.Empty(await Faults(document.Entry.Select(entry => Json(entry.Resource!)).Zip(answer).Where(entry => SearchParameters.IsServed(RoundTripTests.TypeOf(entry.First)))));
        }
    }

    private async Task<List<string>> Faults(IEnumerable<(JsonObject Sent, JsonNode? Answer)> entries)
    {
        var faults = new List<string>();
        foreach (var (resource, answer) in entries)
        {
            var location = (string?)answer!["response"]!["location"];
            if (location is null || !JsonNode.DeepEquals(SharedData.Unversioned(resource), await portal.Served(location.Split("/_history")[0])))
                faults.Add($"{RoundTripTests.TypeOf(resource)}/{resource["id"]} {answer["response"]!.ToJsonString()}");
        }

        return faults;
    }

    private async Task<JsonArray> Post(Bundle bundle)
    {
        using var http = portal.Bridge();
        http.DefaultRequestHeaders.Accept.ParseAdd("application/fhir+json");
        using var content = new StringContent(_xml.SerializeToString(bundle), Encoding.UTF8, "application/fhir+xml");
        using var answer = await http.PostAsync($"/{BridgePortal.Practice}/fhir/R4", content);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, text);
        return JsonNode.Parse(text)!["entry"]!.AsArray();
    }

    private static JsonObject Json(Resource resource) => JsonNode.Parse(_json.SerializeToString(resource))!.AsObject();

    private static IEnumerable<Resource> Read() => SharedData.Files("dental", "*.xml").Select(file => _reader.Deserialize<Resource>(File.ReadAllText(file)));
}
