using System.Net;
using System.Text.Json.Nodes;

namespace Portal.WebFront.Tests.Records.Rest;

/// <summary>How much of an answer is wished for, and in which form.</summary>
public sealed class ResultParameterTests(BridgePortal portal) : IClassFixture<BridgePortal>
{
    private const string Address = $"/{BridgePortal.Practice}/fhir/R4";
    private readonly string _id = BridgePortal.NewId();

    [Theory]
    [InlineData("text", "id,meta,resourceType,text")]
    [InlineData("data", "birthDate,id,meta,name,resourceType")]
    [InlineData("false", "birthDate,id,meta,name,resourceType,text")]
    public async Task A_summary_of_each_kind_holds_what_is_its_own(string kind, string elements)
    {
        var patient = BridgePortal.Patient(_id);
        patient["text"] = new JsonObject { ["status"] = "generated", ["div"] = "<div xmlns=\"http://www.w3.org/1999/xhtml\">Pat Doe</div>" };
        await portal.Post(BridgePortal.Bundle("collection", patient));

        var read = JsonNode.Parse(await Text($"Patient/{_id}?_summary={kind}"))!.AsObject();
        var found = JsonNode.Parse(await Text($"Patient?_id={_id}&_summary={kind}"))!["entry"]![0]!["resource"]!.AsObject();

        foreach (var resource in new[] { read, found })
        {
            Assert.Equal(elements, string.Join(',', resource.Select(element => element.Key).Order(StringComparer.Ordinal)));
            Assert.Equal(kind is "false" ? null : "SUBSETTED", (string?)resource["meta"]!["tag"]?[0]?["code"]);
        }
    }

    [Fact]
    public async Task For_people_it_is_written_on_lines()
    {
        await portal.Post(BridgePortal.Bundle("collection", BridgePortal.Patient(_id)));

        var (pretty, plain, unwished) = (await Text($"Patient/{_id}?_pretty=true"), await Text($"Patient/{_id}"), await Text($"Patient/{_id}?_pretty=false"));
        var asXml = await Text($"Patient/{_id}?_pretty=true&_format=xml");

        Assert.Contains("\n  \"birthDate\": \"1980-01-02\"", pretty, StringComparison.Ordinal);
        Assert.Contains("\n  <birthDate value=\"1980-01-02\"", asXml, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', plain);
        Assert.Equal(plain, unwished);
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(plain), JsonNode.Parse(pretty)));
    }

    [Fact]
    public async Task What_comes_along_brings_its_own_only_where_that_is_asked_for()
    {
        var visit = new JsonObject
        {
            ["resourceType"] = "Encounter", ["id"] = $"e-{_id}", ["status"] = "finished", ["subject"] = Reference($"Patient/{_id}"), ["serviceProvider"] = Reference($"Organization/o-{_id}"),
            ["class"] = new JsonObject { ["system"] = "http://terminology.hl7.org/CodeSystem/v3-ActCode", ["code"] = "AMB" },
        };
        await portal.Post(BridgePortal.Bundle(
            "collection", BridgePortal.Patient(_id), new JsonObject { ["resourceType"] = "Organization", ["id"] = $"o-{_id}", ["name"] = "Lakeside" }, visit, Observation("a", "2020-05-01")));
        var search = $"Observation?patient={_id}&_include=Observation:encounter";

        Assert.Equal(["Encounter", "Observation"], Types(await Text($"{search}&_include=Encounter:service-provider")));
        Assert.Equal(["Encounter", "Observation", "Organization"], Types(await Text($"{search}&_include:iterate=Encounter:service-provider")));
    }

    [Theory]
    [InlineData("start=2020-05-01&end=2020-05-01", "a")]
    [InlineData("start=2020-05-02", "b")]
    [InlineData("end=2021-07-03", "a,b")]
    [InlineData("start=2020-01-01&end=2021-07-02", "a")]
    public async Task Everything_of_a_time_of_care_is_what_was_done_then(string period, string expected)
    {
        await portal.Post(BridgePortal.Bundle("collection", BridgePortal.Patient(_id), Observation("a", "2020-05-01T09:00:00Z"), Observation("b", "2021-07-03T09:00:00Z")));

        var everything = JsonNode.Parse(await Text($"Patient/{_id}/$everything?{period}&_type=Observation"))!;

        Assert.Equal(expected, string.Join(',', everything["entry"]!.AsArray().Select(entry => entry!["resource"]!["id"]!.GetValue<string>()[..1]).Order(StringComparer.Ordinal)));
    }

    [Fact]
    public async Task Everything_since_a_time_is_what_changed_from_then_on()
    {
        await portal.Post(BridgePortal.Bundle("collection", BridgePortal.Patient(_id), Observation("a", "2020-05-01")));
        await portal.Post(BridgePortal.Bundle("collection", Observation("b", "2020-05-01")));
        var since = JsonNode.Parse(await Text($"Observation/b-{_id}"))!["meta"]!["lastUpdated"]!.GetValue<string>();

        var late = JsonNode.Parse(await Text($"Patient/{_id}/$everything?_since={Uri.EscapeDataString(since)}"))!;
        var whole = JsonNode.Parse(await Text($"Patient/{_id}/$everything?_since=2000-01-01"))!;

        Assert.Equal([$"Observation/b-{_id}"], References(late));
        Assert.Equal([$"Observation/a-{_id}", $"Observation/b-{_id}", $"Patient/{_id}"], References(whole));
    }

    /// <summary>Without where they come from, which the portal adds.</summary>
    private static IEnumerable<string> References(JsonNode bundle) => bundle["entry"]!.AsArray()
        .Select(entry => $"{entry!["resource"]!["resourceType"]}/{entry["resource"]!["id"]}")
        .Where(reference => !reference.StartsWith("Provenance/", StringComparison.Ordinal))
        .Order(StringComparer.Ordinal);

    private static IEnumerable<string> Types(string bundle) =>
        JsonNode.Parse(bundle)!["entry"]!.AsArray().Select(entry => entry!["resource"]!["resourceType"]!.GetValue<string>()).Order(StringComparer.Ordinal);

    private static JsonObject Reference(string to) => new() { ["reference"] = to };

    private JsonObject Observation(string name, string at) => new()
    {
        ["resourceType"] = "Observation", ["id"] = $"{name}-{_id}", ["status"] = "final", ["effectiveDateTime"] = at,
        ["code"] = new JsonObject { ["text"] = "Probing depth" }, ["subject"] = Reference($"Patient/{_id}"), ["encounter"] = Reference($"Encounter/e-{_id}"),
    };

    private async Task<string> Text(string path)
    {
        using var http = portal.Bridge();
        using var answer = await http.GetAsync($"{Address}/{path}");
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.StatusCode is HttpStatusCode.OK, text);
        return text;
    }
}
