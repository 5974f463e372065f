using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using System.Xml.Linq;
using Portal.WebFront.Records.Rest;

namespace Portal.WebFront.Tests.Records.Rest;

public sealed class MixedBatchTests(BridgePortal portal) : IClassFixture<BridgePortal>
{
    private const string Address = $"/{BridgePortal.Practice}/fhir/R4";
    private static readonly XNamespace _fhir = "http://hl7.org/fhir";

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
            Entry("GET", "Nope/1"),
            Entry("GET", "Basic?code=SubscriptionTopic"),
            Entry("POST", "$import", BridgePortal.Bundle("collection")),
            Entry("POST", "$Import", BridgePortal.Bundle("collection"))));

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal("batch-response", answer["type"]!.GetValue<string>());
        Assert.Equal(["201", "201", "200", "200", "404", "412", "204", "410", "405", "404", "200", "400", "400"], BridgePortal.Statuses(answer));
        var entries = answer["entry"]!.AsArray();
        Assert.Equal(1, entries[2]!["resource"]!["total"]!.GetValue<int>());
        Assert.Equal("W/\"1\"", entries[0]!["response"]!["etag"]!.GetValue<string>());
        Assert.EndsWith($"Patient/{id}/_history/1", entries[0]!["response"]!["location"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.Equal("Batch", entries[3]!["resource"]!["name"]![0]!["family"]!.GetValue<string>());
        Assert.Equal("OperationOutcome", entries[4]!["response"]!["outcome"]!["resourceType"]!.GetValue<string>());
    }

    [Fact]
    public async Task An_operation_in_a_batch_heeds_the_parameters_in_its_body()
    {
        var id = BridgePortal.NewId();
        await portal.Post(BridgePortal.Bundle("collection", BridgePortal.Patient(id), BridgePortal.Condition("c-" + id, id)));

        var (_, answer) = await portal.Post(Batch(
            Entry("POST", $"Patient/{id}/$everything", Parameters("_type", "Condition")),
            Entry("POST", "DocumentReference/$docref", Parameters("patient", id)),
            Entry("POST", $"Patient/{id}/$everything", Parameters("_tipe", "Condition"))));

        Assert.Equal(["200", "200", "400"], BridgePortal.Statuses(answer));
        Assert.Equal("Condition", Assert.Single(answer["entry"]![0]!["resource"]!["entry"]!.AsArray())!["resource"]!["resourceType"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_search_below_a_patient_stays_in_the_record()
    {
        var (one, other) = (BridgePortal.NewId(), BridgePortal.NewId());
        var file = new JsonObject
        {
            ["resourceType"] = "Binary", ["id"] = "f-" + one, ["contentType"] = "text/plain", ["data"] = "AAAA",
            ["securityContext"] = new JsonObject { ["reference"] = $"Patient/{one}" },
        };
        await portal.Post(BridgePortal.Bundle("collection", BridgePortal.Patient(one), BridgePortal.Patient(other), file));

        var (_, answer) = await portal.Post(Batch(
            Entry("GET", $"Patient/{one}/Binary"),
            Entry("GET", $"Patient/{other}/Binary"),
            Entry("GET", "Patient/_/Binary"),
            Entry("GET", $"Patient/{one}/Practitioner"),
            Entry("GET", $"Patient/{one}/Nope")));

        Assert.Equal(["200", "200", "404", "404", "404"], BridgePortal.Statuses(answer));
        var entries = answer["entry"]!.AsArray();
        Assert.Equal([1, 0], entries.Take(2).Select(entry => entry!["resource"]!["total"]!.GetValue<int>()));
        Assert.EndsWith($"Patient/{one}/Binary", entries[0]!["resource"]!["link"]![0]!["url"]!.GetValue<string>(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_parameter_in_another_spelling_leaves_the_right_one_alone()
    {
        var (one, other) = (BridgePortal.NewId(), BridgePortal.NewId());
        await portal.Post(BridgePortal.Bundle(
            "collection", BridgePortal.Patient(one), BridgePortal.Patient(other), BridgePortal.Condition("c-" + one, one), BridgePortal.Condition("c-" + other, other)));

        var (_, answer) = await portal.Post(Batch(
            Entry("GET", $"Condition?patient={one}&Patient={other}"),
            Entry("GET", $"Condition?PATIENT={other}&patient={one}"),
            Entry("GET", $"Patient/{one}/$everything?_type=Condition&_Type=Patient")));

        foreach (var entry in answer["entry"]!.AsArray())
            Assert.Equal($"c-{one}", Assert.Single(entry!["resource"]!["entry"]!.AsArray())!["resource"]!["id"]!.GetValue<string>());
    }

    [Fact]
    public async Task What_is_refused_and_what_is_found_is_said_as_it_is()
    {
        var id = BridgePortal.NewId();
        var measured = new JsonObject
        {
            ["resourceType"] = "Observation", ["id"] = "o-" + id, ["status"] = "final", ["code"] = new JsonObject { ["text"] = "Weight" },
            ["subject"] = new JsonObject { ["reference"] = $"Patient/{id}" }, ["valueQuantity"] = new JsonObject { ["value"] = 70 },
        };
        await portal.Post(BridgePortal.Bundle("collection", BridgePortal.Patient(id), measured));

        var (_, answer) = await portal.Post(Batch(
            Entry("GET", $"Observation?patient={id}&value-quantity=-7.9e28"),
            Entry("GET", $"Observation?patient={id}&value-quantity=1e-99999999999"),
            Entry("GET", $"Observation?patient={id}&value-quantity=7e1"),
            Entry("GET", $"Observation?_id=o-{id}"),
            Entry("GET", $"Observation?_id=none-{id}"),
            Entry("GET", $"Condition?patient={id}&_count=1&_revinclude=*"),
            Entry("GET", $"Patient?_id={id}&_revinclude=*")));

        Assert.Equal(["400", "400", "200", "200", "200", "200", "200"], BridgePortal.Statuses(answer));
        var entries = answer["entry"]!.AsArray().Select(entry => entry!["resource"]).ToList();
        // One record is looked through, so there is a total.
        Assert.Equal([1, 1, 0], entries.Skip(2).Take(3).Select(found => found!["total"]!.GetValue<int>()));
        Assert.Contains(entries[6]!["entry"]!.AsArray(), one => (string?)one!["resource"]!["id"] == "o-" + id);
    }

    [Theory]
    [InlineData("_history")]
    [InlineData("$everything")]
    [InlineData("$summary")]
    public async Task A_strict_caller_is_told_of_a_parameter_that_an_operation_does_not_know(string operation)
    {
        var id = BridgePortal.NewId();
        await portal.Post(BridgePortal.Bundle("collection", BridgePortal.Patient(id)));
        using var http = portal.Bridge();
        using var lenient = await http.GetAsync($"{Address}/Patient/{id}/{operation}?nonsense=1");
        http.DefaultRequestHeaders.Add("Prefer", "handling=strict");

        using var strict = await http.GetAsync($"{Address}/Patient/{id}/{operation}?nonsense=1");
        using var fitting = await http.GetAsync($"{Address}/Patient/{id}/{operation}?_format=json");

        Assert.Equal(HttpStatusCode.BadRequest, strict.StatusCode);
        Assert.Contains("nonsense", await strict.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.DoesNotContain(HttpStatusCode.BadRequest, new[] { lenient.StatusCode, fitting.StatusCode });
    }

    [Theory]
    [InlineData("4.0", HttpStatusCode.NotFound, HttpStatusCode.Created)]
    [InlineData("3.0", HttpStatusCode.NotAcceptable, HttpStatusCode.UnsupportedMediaType)]
    public async Task Another_release_of_FHIR_is_neither_given_nor_taken(string release, HttpStatusCode read, HttpStatusCode write)
    {
        var id = BridgePortal.NewId();
        using var http = portal.Bridge();
        using var asked = new HttpRequestMessage(HttpMethod.Get, $"{Address}/Patient/{id}");
        asked.Headers.Accept.ParseAdd($"application/fhir+json; fhirVersion={release}");
        using var body = new StringContent(BridgePortal.Patient(id).ToJsonString());
        body.Headers.ContentType = System.Net.Http.Headers.MediaTypeHeaderValue.Parse($"application/fhir+json; fhirVersion={release}");

        using var answer = await http.SendAsync(asked);
        using var put = await http.PutAsync($"{Address}/Patient/{id}", body);

        Assert.Equal((read, write), (answer.StatusCode, put.StatusCode));
    }

    [Fact]
    public async Task A_file_that_was_deleted_is_gone_and_pages_keep_the_format()
    {
        var id = BridgePortal.NewId();
        var file = new JsonObject
        {
            ["resourceType"] = "Binary", ["id"] = "f-" + id, ["contentType"] = "text/plain", ["data"] = "AAAA",
            ["securityContext"] = new JsonObject { ["reference"] = $"Patient/{id}" },
        };
        await portal.Post(BridgePortal.Bundle("collection", BridgePortal.Patient(id), BridgePortal.Condition("c-" + id, id), file));
        using var http = portal.Bridge();
        using var deleted = await http.DeleteAsync($"{Address}/Binary/f-{id}");

        using var gone = await http.GetAsync($"{Address}/Binary/f-{id}");
        var page = JsonNode.Parse(await http.GetStringAsync($"{Address}/Patient/{id}/$everything?_count=1&_elements=id&_pretty=true"))!;

        Assert.Equal((HttpStatusCode.NoContent, HttpStatusCode.Gone), (deleted.StatusCode, gone.StatusCode));
        var next = page["link"]!.AsArray().Single(link => (string?)link!["relation"] == "next")!["url"]!.GetValue<string>();
        Assert.Contains("_elements=id", next, StringComparison.Ordinal);
        Assert.Contains("_pretty=true", next, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_batch_that_only_asks_for_what_there_is_not_is_answered_entry_by_entry_too()
    {
        var (status, answer) = await portal.Post(Batch(Entry("PATCH", "Patient/p"), Entry("POST", "Patient/$match", BridgePortal.Patient("p"))));

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal(["405", "400"], BridgePortal.Statuses(answer));
    }

    [Theory]
    [InlineData("batch")]
    [InlineData("transaction")]
    public async Task A_bundle_may_be_xml_and_so_may_the_answer(string type)
    {
        var id = BridgePortal.NewId();
        var get = type is "batch" ? $"""<entry><request><method value="GET"/><url value="Patient/{id}"/></request></entry>""" : "";
        var xml = $"""
            <Bundle xmlns="http://hl7.org/fhir"><type value="{type}"/>
            <entry><resource><Patient><id value="{id}"/><name><family value="Müller"/></name><birthDate value="1990-05-06"/></Patient></resource>
            <request><method value="PUT"/><url value="Patient/{id}"/></request></entry>{get}</Bundle>
            """;

        using var answer = await Xml(xml);
        using var faulty = await Xml(xml.Replace("1990-05-06", "soon", StringComparison.Ordinal));
        using var entity = await Xml($"""<!DOCTYPE p [<!ENTITY e "x">]>{xml}""");
        using var large = await Xml(xml.Replace("Müller", new string('x', FhirLimits.ResourceBytes), StringComparison.Ordinal));

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("application/fhir+xml", answer.Content.Headers.ContentType!.MediaType);
        var bundle = XDocument.Parse(await answer.Content.ReadAsStringAsync()).Root!;
        Assert.Equal((_fhir + "Bundle", $"{type}-response"), (bundle.Name, bundle.Element(_fhir + "type")!.Attribute("value")!.Value));
        Assert.StartsWith("201", bundle.Descendants(_fhir + "status").First().Attribute("value")!.Value, StringComparison.Ordinal);
        Assert.Equal(type is "batch", bundle.Descendants(_fhir + "family").Any(family => family.Attribute("value")!.Value == "Müller"));
        Assert.Equal("Müller", (await portal.Stored(id, "Patient", id))!["name"]![0]!["family"]!.GetValue<string>());
        Assert.Equal(
            [HttpStatusCode.UnprocessableEntity, HttpStatusCode.BadRequest, HttpStatusCode.RequestEntityTooLarge],
            new[] { faulty, entity, large }.Select(refused => refused.StatusCode));
        var outcome = XDocument.Parse(await faulty.Content.ReadAsStringAsync()).Root!;
        Assert.Equal(_fhir + "OperationOutcome", outcome.Name);
        Assert.Contains("birthDate", outcome.Descendants(_fhir + "expression").Single().Attribute("value")!.Value, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pages_of_other_origins_may_send_a_batch_and_an_import()
    {
        using var http = portal.Bridge();
        http.DefaultRequestHeaders.Add("Origin", "https://app.example");
        http.DefaultRequestHeaders.Add("X-Request-Id", "abc-2");
        foreach (var path in new[] { "", "/$import" })
        {
            using var preflight = new HttpRequestMessage(HttpMethod.Options, Address + path);
            preflight.Headers.Add("Access-Control-Request-Method", "POST");
            preflight.Headers.Add("Access-Control-Request-Headers", "authorization,content-type");
            using var allowed = await http.SendAsync(preflight);
            using var content = new StringContent(BridgePortal.Bundle("collection").ToJsonString(), Encoding.UTF8, "application/fhir+json");
            using var answer = await http.PostAsync(Address + path, content);

            Assert.Equal("*", allowed.Headers.GetValues("Access-Control-Allow-Origin").Single());
            Assert.Contains("content-type", allowed.Headers.GetValues("Access-Control-Allow-Headers").Single(), StringComparison.Ordinal);
            Assert.True(answer.IsSuccessStatusCode, answer.StatusCode.ToString());
            Assert.Equal("*", answer.Headers.GetValues("Access-Control-Allow-Origin").Single());
            Assert.Equal("abc-2", answer.Headers.GetValues("X-Request-Id").Single());
            if (answer.Content.Headers.ContentLocation is not { } place)
                continue;
            using var progress = await http.GetAsync(place);
            Assert.Equal("*", progress.Headers.GetValues("Access-Control-Allow-Origin").Single());
            Assert.Equal("abc-2", progress.Headers.GetValues("X-Request-Id").Single());
        }
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

    private async Task<HttpResponseMessage> Xml(string xml)
    {
        using var http = portal.Bridge();
        http.DefaultRequestHeaders.Accept.Add(new("application/fhir+xml"));
        using var content = new StringContent(xml, Encoding.UTF8, "application/fhir+xml");
        return await http.PostAsync(Address, content);
    }

    private static JsonObject Batch(params JsonNode[] entries) => new()
    {
        ["resourceType"] = "Bundle",
        ["type"] = "batch",
        ["entry"] = new JsonArray(entries),
    };

    private static JsonObject Parameters(string name, string value) => new()
    {
        ["resourceType"] = "Parameters",
        ["parameter"] = new JsonArray(new JsonObject { ["name"] = name, ["valueString"] = value }),
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
