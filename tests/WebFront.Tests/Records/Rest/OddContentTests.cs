using System.Net;
using System.Text.Json.Nodes;
using System.Xml.Linq;

namespace Portal.WebFront.Tests.Records.Rest;

/// <summary>What is kept as it came, however odd, harms nothing beside it.</summary>
public sealed class OddContentTests(BridgePortal portal) : IClassFixture<BridgePortal>, IAsyncLifetime
{
    private const string Address = $"/{BridgePortal.Practice}/fhir/R4";
    private static readonly XNamespace _fhir = "http://hl7.org/fhir";

    private readonly string _patient = BridgePortal.NewId();
    private readonly HttpClient _http = portal.Bridge();

    private string Id => "c-" + _patient;

    public Task InitializeAsync() => portal.Post(BridgePortal.Bundle("collection", BridgePortal.Patient(_patient)));

    public Task DisposeAsync()
    {
        _http.Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    public async Task An_unknown_element_of_any_kind_leaves_the_record_readable_and_can_be_corrected()
    {
        var poison = BridgePortal.Condition(Id, _patient);
        poison["performer"] = new JsonArray(new JsonObject { ["reference"] = 5 });

        var (put, _) = await portal.Put(poison);

        Assert.Equal(HttpStatusCode.Created, put);
        foreach (var path in new[] { $"Patient/{_patient}", $"Condition?patient={_patient}&_revinclude=Provenance:target", $"Patient/{_patient}/$everything", $"Patient/{_patient}/$summary" })
            Assert.Equal(HttpStatusCode.OK, (await _http.GetAsync($"{Address}/{path}")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await portal.Put(BridgePortal.Condition(Id, _patient))).Status);
        Assert.Equal(HttpStatusCode.NoContent, (await _http.DeleteAsync($"{Address}/Condition/{Id}")).StatusCode);
    }

    [Theory]
    [InlineData("""{"contained":{"resourceType":"Patient"}}""", "Condition")]
    [InlineData("""{"contained":"2026"}""", "Condition")]
    [InlineData("""{"code":{"text":1e300}}""", "Condition.code.text")]
    [InlineData("""{"recorder":{"reference":1e300}}""", "Condition.recorder.reference")]
    [InlineData("""{"stage":[{"summary":{"coding":[{"code":"a"},{"code":1e300}]}}]}""", "Condition.stage[0].summary.coding[1].code")]
    public async Task What_has_not_the_shape_of_fhir_is_refused_alone_and_with_others(string elements, string place)
    {
        var bad = BridgePortal.Condition(Id, _patient);
        foreach (var (name, value) in JsonNode.Parse(elements)!.AsObject())
            bad[name] = value!.DeepClone();

        var (put, outcome) = await portal.Put(bad);
        var (status, batch) = await portal.Post(BridgePortal.Bundle("batch", bad, BridgePortal.Condition("good-" + _patient, _patient)));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, put);
        Assert.Equal(place, outcome["issue"]![0]!["expression"]![0]!.GetValue<string>());
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal(["422", "201"], BridgePortal.Statuses(batch));
    }

    [Theory]
    [InlineData("<div xmlns=\"http://www.w3.org/1999/xhtml\">a&nbsp;b</div>", "a\u00a0b")]
    [InlineData("<div xmlns=\"http://www.w3.org/1999/xhtml\">a<br>b</div>", "a b")]
    [InlineData("<div xmlns=\"http://www.w3.org/1999/xhtml\">a & b</div>", "a & b")]
    [InlineData("<div xmlns=\"http://www.w3.org/1999/xhtml\">a&#11;b&#xFFFE;</div>", "a\uFFFDb")]
    [InlineData("<?xml version=\"1.0\"?><div xmlns=\"http://www.w3.org/1999/xhtml\">a</div>", "a")]
    [InlineData("<!DOCTYPE x><div xmlns=\"http://www.w3.org/1999/xhtml\">a</div>", "a")]
    [InlineData("<div xmlns=\"http://www.w3.org/1999/xhtml\">a</div></text><language value=\"de\"/><text><div xmlns=\"http://www.w3.org/1999/xhtml\">b</div>", "a")]
    public async Task A_narrative_that_is_no_xml_is_its_words_in_xml_and_as_it_came_in_json(string div, string words)
    {
        var odd = BridgePortal.Condition(Id, _patient);
        odd["text"] = new JsonObject { ["status"] = "generated", ["div"] = div };
        Assert.Equal(HttpStatusCode.Created, (await portal.Put(odd)).Status);

        foreach (var path in new[] { $"Condition/{Id}", $"Condition?patient={_patient}", $"Patient/{_patient}/$everything" })
        {
            var xml = XElement.Parse(await _http.GetStringAsync($"{Address}/{path}{(path.Contains('?', StringComparison.Ordinal) ? '&' : '?')}_format=xml"));
            var condition = xml.DescendantsAndSelf(_fhir + "Condition").Single();
            Assert.StartsWith(words, condition.Element(_fhir + "text")!.Elements().Single(element => element.Name.LocalName == "div").Value, StringComparison.Ordinal);
            Assert.Null(condition.Element(_fhir + "language"));
        }

        Assert.Equal(div, JsonNode.Parse(await _http.GetStringAsync($"{Address}/Condition/{Id}"))!["text"]!["div"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_character_that_no_text_can_have_stops_no_search_and_no_sign_in()
    {
        var odd = BridgePortal.Condition(Id, _patient, "Decay\uFFFE of the tooth");
        var observation = JsonNode.Parse($$"""{"resourceType":"Observation","id":"o-{{_patient}}","status":"final","code":{"text":"x"},"subject":{"reference":"Patient/{{_patient}}"},"valueString":"a\uFFFE"}""")!.AsObject();
        await portal.Post(BridgePortal.Bundle("collection", odd, observation));

        foreach (var path in new[] { $"Condition?code:text=tooth&patient={_patient}", "Condition?code:text=tooth", $"Observation?patient={_patient}&value-string=a", "Patient?name=%EF%BF%BE", $"Practitioner?name=a%EF%BF%BE" })
            Assert.Equal(HttpStatusCode.OK, (await _http.GetAsync($"{Address}/{path}")).StatusCode);
        Assert.Single(JsonNode.Parse(await _http.GetStringAsync($"{Address}/Condition?code:text=tooth&patient={_patient}"))!["entry"]!.AsArray());
        var patient = BridgePortal.Patient(BridgePortal.NewId(), "Doe\uFFFE");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await portal.Put(patient)).Status);
    }
}
