using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Hl7.Fhir.Model;
using Hl7.Fhir.Serialization;
using Portal.Grains.Interfaces.Access;
using Portal.Grains.Interfaces.Records;

namespace Portal.WebFront.Tests.Records.Rest;

public sealed class FhirReadTests(BridgePortal portal) : IClassFixture<BridgePortal>
{
    private const string Address = $"/{BridgePortal.Practice}/fhir/R4";

    [Fact]
    public async System.Threading.Tasks.Task A_resource_is_read_with_its_version_and_comes_again_only_when_it_changed()
    {
        var id = await Stored(words: "Tooth decay");
        using var http = portal.Bridge();

        using var first = await http.GetAsync($"{Address}/Condition/c-{id}");
        using var again = await Get(http, $"{Address}/Condition/c-{id}", headers => headers.IfNoneMatch.Add(first.Headers.ETag!));
        using var since = await Get(http, $"{Address}/Condition/c-{id}", headers => headers.IfModifiedSince = first.Content.Headers.LastModified);

        var json = await Json(first);
        Assert.Equal(HttpStatusCode.OK, first.StatusCode);
        Assert.Equal("application/fhir+json", first.Content.Headers.ContentType!.MediaType);
        Assert.Equal($"W/\"{json["meta"]!["versionId"]}\"", first.Headers.ETag!.ToString());
        Assert.Equal("Tooth decay", json["code"]!["text"]!.GetValue<string>());
        Assert.Equal(HttpStatusCode.NotModified, again.StatusCode);
        Assert.Equal(HttpStatusCode.NotModified, since.StatusCode);
        Assert.Empty(await again.Content.ReadAsByteArrayAsync());
        Assert.Equal("no-store", first.Headers.CacheControl!.ToString());
    }

    /// <summary>What the latest version keeps from patients the ones before must not tell (decision 0005).</summary>
    [Fact]
    public async System.Threading.Tasks.Task Of_earlier_versions_patients_are_given_no_address_either()
    {
        var (id, patient) = (BridgePortal.NewId(), await Stored());
        foreach (var family in new[] { "Raman", "Raman-Field" })
        {
            await portal.Post(BridgePortal.Bundle("collection", JsonNode.Parse(
                $$"""{"resourceType":"Practitioner","id":"{{id}}","name":[{"family":"{{family}}"}],"telecom":[{"system":"email","value":"raman@birch.example"}]}""")!));
        }

        var record = portal.Grain<IRecordGrain>(BridgePortal.Practice, RecordId.PracticeWide);
        using var scope = CallerScope.Use(new Caller { Practice = BridgePortal.Practice, Roles = Audience.Patient, UserId = PortalUserId.ForPatient(patient), PatientId = patient });

        var history = await record.History(new() { Type = "Practitioner", Id = id });
        var first = await record.FetchVersion("Practitioner", id, 1);

        Assert.Equal([2, 1], history!.Matches.Select(version => version.Version));
        Assert.All(history.Matches.Append(first!), version =>
        {
            Assert.Contains("Raman", Encoding.UTF8.GetString(version.Json), StringComparison.Ordinal);
            Assert.DoesNotContain("@birch.example", Encoding.UTF8.GetString(version.Json), StringComparison.Ordinal);
        });
    }

    [Fact]
    public async System.Threading.Tasks.Task Versions_before_a_change_stay_readable()
    {
        var id = await Stored(words: "Tooth decay");
        await portal.Post(BridgePortal.Bundle("collection", BridgePortal.Condition("c-" + id, id, "Deep tooth decay")));
        using var http = portal.Bridge();

        var latest = await Json(await http.GetAsync($"{Address}/Condition/c-{id}"));
        var first = await Json(await http.GetAsync($"{Address}/Condition/c-{id}/_history/1"));
        var history = await Json(await http.GetAsync($"{Address}/Condition/c-{id}/_history"));

        Assert.Equal("2", latest["meta"]!["versionId"]!.GetValue<string>());
        Assert.Equal("Deep tooth decay", latest["code"]!["text"]!.GetValue<string>());
        Assert.Equal("Tooth decay", first["code"]!["text"]!.GetValue<string>());
        Assert.Equal("history", history["type"]!.GetValue<string>());
        Assert.Equal(["2", "1"], history["entry"]!.AsArray().Select(entry => entry!["resource"]!["meta"]!["versionId"]!.GetValue<string>()));
        Assert.Equal(["PUT", "PUT"], history["entry"]!.AsArray().Select(entry => entry!["request"]!["method"]!.GetValue<string>()));
        Assert.Equal("history", (string?)(await Json(await http.GetAsync($"{Address}/Patient/{id}/_history")))["type"]);
        Assert.Equal(HttpStatusCode.NotFound, (await http.GetAsync($"{Address}/Condition/c-{id}/_history/3")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await http.GetAsync($"{Address}/Condition/c-{id}/_history/first")).StatusCode);
    }

    [Fact]
    public async System.Threading.Tasks.Task A_history_comes_in_pages_and_from_a_time_on()
    {
        var id = await Stored(words: "1");
        for (var version = 2; version <= 5; version++)
            await portal.Post(BridgePortal.Bundle("collection", BridgePortal.Condition("c-" + id, id, version.ToString(CultureInfo.InvariantCulture))));
        using var http = portal.Bridge();
        var address = $"{Address}/Condition/c-{id}/_history";
        var third = await Json(await http.GetAsync(address + "/3"));
        var since = Uri.EscapeDataString(third["meta"]!["lastUpdated"]!.GetValue<string>());

        var pages = new List<string[]>();
        for (var next = $"{address}?_count=2&_since={since}&_pretty=true"; next is not null;)
        {
            var page = await Json(await http.GetAsync(next));
            pages.Add(Versions(page));
            next = page["link"]!.AsArray().FirstOrDefault(link => link!["relation"]!.GetValue<string>() == "next")?["url"]!.GetValue<string>();
        }

        var none = await Json(await http.GetAsync(address + "?_since=2999-01-01"));
        Assert.Equal([["5", "4"], ["3"]], pages);
        Assert.Equal(["5", "4", "3", "2", "1"], Versions(await Json(await http.GetAsync(address + "?_count=1000"))));
        Assert.Equal(0, none["total"]!.GetValue<int>());
        Assert.False(none.ContainsKey("entry"));
    }

    [Theory]
    [InlineData("PATCH", "Patient/p1", "DELETE, GET, HEAD, PUT")]
    [InlineData("DELETE", "Patient/p1/_history", "GET, HEAD")]
    [InlineData("PUT", "Patient/p1/$everything", "GET, HEAD, POST")]
    [InlineData("DELETE", "Patient", "GET, HEAD, POST")]
    public async System.Threading.Tasks.Task What_an_address_does_not_take_it_says_with_what_it_takes(string method, string path, string allowed)
    {
        using var http = portal.Bridge();
        using var request = new HttpRequestMessage(new(method), $"{Address}/{path}");

        using var answer = await http.SendAsync(request);

        Assert.Equal(HttpStatusCode.MethodNotAllowed, answer.StatusCode);
        Assert.Equal(allowed, string.Join(", ", answer.Content.Headers.Allow));
        Assert.Contains(method, (await Json(answer))["issue"]![0]!["diagnostics"]!.GetValue<string>(), StringComparison.Ordinal);
    }

    [Fact]
    public async System.Threading.Tasks.Task Where_nothing_is_nothing_can_be_sent()
    {
        using var http = portal.Bridge();

        using var answer = await http.DeleteAsync($"{Address}/Patient/a/b/c/d");

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    [Theory]
    [InlineData("fhir/R4/metadata")]
    [InlineData("fhir/R4/.well-known/smart-configuration")]
    [InlineData(".well-known/openid-configuration")]
    [InlineData(".well-known/jwks")]
    public async System.Threading.Tasks.Task A_practice_that_does_not_exist_tells_nothing_of_itself(string path)
    {
        using var http = new HttpClient { BaseAddress = portal.Address };

        using var known = await http.GetAsync($"/{BridgePortal.Practice}/{path}");
        using var unknown = await http.GetAsync($"/no-such-practice/{path}");

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.NotFound), (known.StatusCode, unknown.StatusCode));
    }

    [Fact]
    public async System.Threading.Tasks.Task Strangers_and_other_practices_get_nothing()
    {
        var id = await Stored();
        using var stranger = new HttpClient { BaseAddress = portal.Address };
        using var other = portal.Bridge(BridgePortal.OtherToken);

        foreach (var path in new[] { $"Patient/{id}", $"Patient?_id={id}", $"Condition?patient={id}", $"Patient/{id}/$everything", $"Condition/c-{id}/_history" })
        {
            foreach (var http in new[] { stranger, other })
            {
                using var answer = await http.GetAsync($"{Address}/{path}");

                Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
                Assert.Contains(answer.Headers.WwwAuthenticate, challenge => challenge.Scheme == "Bearer");
                Assert.Equal("OperationOutcome", (await Json(answer))["resourceType"]!.GetValue<string>());
            }
        }
    }

    [Fact]
    public async System.Threading.Tasks.Task Xml_is_the_same_resource()
    {
        var id = await Stored();
        using var http = portal.Bridge();

        using var byHeader = await Get(http, $"{Address}/Patient/{id}", headers => headers.Accept.Add(new("application/fhir+xml")));
        using var byParameter = await http.GetAsync($"{Address}/Patient/{id}?_format=xml&_pretty=true");

        foreach (var answer in new[] { byHeader, byParameter })
        {
            Assert.Equal("application/fhir+xml", answer.Content.Headers.ContentType!.MediaType);
            var patient = new FhirXmlDeserializer().Deserialize<Patient>(await answer.Content.ReadAsStringAsync());
            Assert.Equal(id, patient.Id);
            Assert.Equal("Doe", patient.Name[0].Family);
        }
    }

    [Fact]
    public async System.Threading.Tasks.Task Parts_are_marked_as_parts()
    {
        var id = await Stored();
        using var http = portal.Bridge();

        var names = await Json(await http.GetAsync($"{Address}/Patient/{id}?_elements=name"));
        var summary = await Json(await http.GetAsync($"{Address}/Patient/{id}?_summary=true"));
        var counted = await Json(await http.GetAsync($"{Address}/Condition?patient={id}&_summary=count"));

        Assert.NotNull(names["name"]);
        Assert.Null(names["birthDate"]);
        Assert.NotNull(summary["birthDate"]);
        Assert.All([names, summary], part => Assert.Equal("SUBSETTED", part["meta"]!["tag"]![0]!["code"]!.GetValue<string>()));
        Assert.Equal(1, counted["total"]!.GetValue<int>());
        Assert.Null(counted["entry"]);
    }

    [Fact]
    public async System.Threading.Tasks.Task Head_has_the_headers_and_nothing_else()
    {
        var id = await Stored();
        using var http = portal.Bridge();
        using var request = new HttpRequestMessage(HttpMethod.Head, $"{Address}/Patient/{id}");
        using var packed = new HttpRequestMessage(HttpMethod.Head, $"{Address}/Patient/{id}");
        packed.Headers.AcceptEncoding.ParseAdd("gzip");

        using var whole = await http.GetAsync($"{Address}/Patient/{id}");
        using var answer = await http.SendAsync(request);
        using var unknown = await http.SendAsync(packed);

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (answer.StatusCode, unknown.StatusCode));
        Assert.Equal((whole.Headers.ETag, whole.Content.Headers.LastModified, whole.Content.Headers.ContentType), (answer.Headers.ETag, answer.Content.Headers.LastModified, answer.Content.Headers.ContentType));
        Assert.Equal((await whole.Content.ReadAsByteArrayAsync()).Length, answer.Content.Headers.ContentLength);
        Assert.Null(unknown.Content.Headers.ContentLength);
        Assert.Empty(await answer.Content.ReadAsByteArrayAsync());
    }

    [Fact]
    public async System.Threading.Tasks.Task What_was_imported_comes_back_with_what_fhir_does_not_know()
    {
        var id = BridgePortal.NewId();
        var patient = BridgePortal.Patient(id);
        patient["favouriteTooth"] = new JsonObject { ["number"] = 1.50m };
        patient["meta"] = new JsonObject { ["source"] = "urn:pms", ["profile"] = new JsonArray("http://example.org/profile") };
        await portal.Post(BridgePortal.Bundle("collection", patient));
        using var http = portal.Bridge();

        var served = await Json(await http.GetAsync($"{Address}/Patient/{id}"));

        var meta = served["meta"]!.AsObject();
        meta.Remove("versionId");
        meta.Remove("lastUpdated");
        Assert.True(JsonNode.DeepEquals(patient, served), served.ToJsonString());
    }

    [Fact]
    public async System.Threading.Tasks.Task Pages_of_other_origins_may_ask_with_a_token_and_large_answers_are_packed()
    {
        var id = await Stored();
        using var http = portal.Bridge();
        using var preflight = new HttpRequestMessage(HttpMethod.Options, $"{Address}/Patient/{id}");
        preflight.Headers.Add("Origin", "https://app.example");
        preflight.Headers.Add("Access-Control-Request-Method", "GET");
        preflight.Headers.Add("Access-Control-Request-Headers", "authorization");

        using var allowed = await http.SendAsync(preflight);
        using var answer = await Get(http, $"{Address}/Patient/{id}/$everything", headers =>
        {
            headers.Add("Origin", "https://app.example");
            headers.Add("X-Request-Id", "abc-1");
            headers.AcceptEncoding.Add(new("gzip"));
        });

        Assert.Equal("*", allowed.Headers.GetValues("Access-Control-Allow-Origin").Single());
        Assert.Contains("authorization", allowed.Headers.GetValues("Access-Control-Allow-Headers").Single(), StringComparison.Ordinal);
        Assert.Equal("*", answer.Headers.GetValues("Access-Control-Allow-Origin").Single());
        Assert.False(answer.Headers.Contains("Access-Control-Allow-Credentials"));
        Assert.Contains("ETag", answer.Headers.GetValues("Access-Control-Expose-Headers").Single(), StringComparison.Ordinal);
        Assert.Equal(["gzip"], answer.Content.Headers.ContentEncoding);
        Assert.Contains("Accept-Encoding", answer.Headers.Vary, StringComparer.OrdinalIgnoreCase);
        Assert.Equal("abc-1", answer.Headers.GetValues("X-Request-Id").Single());
    }

    [Fact]
    public async System.Threading.Tasks.Task A_version_that_there_is_not_is_told_with_the_id_of_its_resource()
    {
        var id = await Stored();
        using var http = portal.Bridge();
        (await http.DeleteAsync($"{Address}/Condition/c-{id}")).EnsureSuccessStatusCode();

        using var none = await http.GetAsync($"{Address}/Patient/{id}/_history/9");
        using var gone = await http.GetAsync($"{Address}/Condition/c-{id}/_history/2");

        Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.Gone), (none.StatusCode, gone.StatusCode));
        Assert.Contains($"no version 9 of a Patient with the id {id},", await none.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Contains($"The Condition with the id c-{id} was deleted", await gone.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Basic?code=SubscriptionTopic", 2)]
    [InlineData("Basic?_id=appointment-change&code=other", 0)]
    [InlineData("Group?_id=all", 1)]
    public async System.Threading.Tasks.Task A_short_list_tells_by_what_it_was_searched(string search, int total)
    {
        using var http = portal.Bridge();

        var found = await Json(await http.GetAsync($"{Address}/{search}"));
        using var strict = await Get(http, $"{Address}/{search}&nonsense=1", headers => headers.Add("Prefer", "handling=strict"));
        var lenient = await Json(await http.GetAsync($"{Address}/{search}&nonsense=1"));

        Assert.Equal(total, found["total"]!.GetValue<int>());
        Assert.EndsWith($"/{search}", found["link"]![0]!["url"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.BadRequest, strict.StatusCode);
        Assert.EndsWith($"/{search}", lenient["link"]![0]!["url"]!.GetValue<string>(), StringComparison.Ordinal);
    }

    private static string[] Versions(JsonObject history) =>
        [.. history["entry"]!.AsArray().Select(entry => entry!["resource"]!["meta"]!["versionId"]!.GetValue<string>())];

    private async Task<string> Stored(string words = "Tooth decay")
    {
        var id = BridgePortal.NewId();
        await portal.Post(BridgePortal.Bundle("collection", BridgePortal.Patient(id), BridgePortal.Condition("c-" + id, id, words)));
        return id;
    }

    private static async Task<HttpResponseMessage> Get(HttpClient http, string path, Action<HttpRequestHeaders> with)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        with(request.Headers);
        return await http.SendAsync(request);
    }

    private static async Task<JsonObject> Json(HttpResponseMessage answer) => JsonNode.Parse(await answer.Content.ReadAsStringAsync())!.AsObject();
}
