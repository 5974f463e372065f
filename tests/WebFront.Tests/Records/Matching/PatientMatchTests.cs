using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace Portal.WebFront.Tests.Records.Matching;

/// <summary>A program asks who of the practice's patients a person is.</summary>
public sealed class PatientMatchTests(BridgePortal portal) : IClassFixture<BridgePortal>
{
    private readonly string _id = BridgePortal.NewId();
    private readonly string _family = "Fam" + BridgePortal.NewId()[^8..];

    /// <summary>Of this test alone: the others' people must not look alike.</summary>
    private readonly string _phone = "555 " + RandomNumberGenerator.GetInt32(1_000_000, 9_999_999).ToString(CultureInfo.InvariantCulture);
    private readonly string _born = new DateOnly(1930, 1, 1).AddDays(RandomNumberGenerator.GetInt32(25_000)).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    [Fact]
    public async Task The_same_person_comes_first_and_says_how_sure_it_is()
    {
        var twin = BridgePortal.NewId();
        await Imported(Person(_id, "Ada"), Person(twin, "Bea"));

        var (status, found) = await Match(Person("asked", "ada"));

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal("searchset", found["type"]!.GetValue<string>());
        Assert.Equal([_id, twin], Ids(found));
        var search = found["entry"]![0]!["search"]!;
        Assert.Equal("match", search["mode"]!.GetValue<string>());
        Assert.Equal(0.8m, search["score"]!.GetValue<decimal>());
        Assert.Equal("certain", Grade(found, 0));
        Assert.Equal("possible", Grade(found, 1));
        Assert.Equal(_family, found["entry"]![0]!["resource"]!["name"]![0]!["family"]!.GetValue<string>());
    }

    [Fact]
    public async Task Only_the_certain_one_when_that_is_asked_and_none_when_two_are()
    {
        await Imported(Person(_id, "Ada"), Person(BridgePortal.NewId(), "Bea"));
        Assert.Equal([_id], Ids((await Match(Person("asked", "Ada"), ("onlyCertainMatches", true))).Body));

        await Imported(Person(BridgePortal.NewId(), "Ada"));

        Assert.Empty(Ids((await Match(Person("asked", "Ada"), ("onlyCertainMatches", true))).Body));
        Assert.Single(Ids((await Match(Person("asked", "Ada"), ("count", 1))).Body));
    }

    [Fact]
    public async Task An_identifier_finds_whoever_has_it()
    {
        var number = BridgePortal.NewId();
        var held = Person(_id, "Ada");
        held["identifier"] = new JsonArray(new JsonObject { ["system"] = "https://hospital.example/mrn", ["value"] = $"a|b,{number}" });
        await Imported(held, Person(BridgePortal.NewId(), "Bea"));

        var asked = new JsonObject { ["resourceType"] = "Patient", ["identifier"] = held["identifier"]!.DeepClone() };
        var byOwn = new JsonObject
        {
            ["resourceType"] = "Patient",
            ["identifier"] = new JsonArray(new JsonObject { ["system"] = $"urn:portal:{BridgePortal.Practice}:patient", ["value"] = _id }),
        };

        Assert.Equal([_id], Ids((await Match(asked)).Body));
        Assert.Equal([_id], Ids((await Match(byOwn)).Body));
    }

    [Fact]
    public async Task Nobody_is_found_as_an_empty_answer()
    {
        var (status, found) = await Match(Person("asked", "Nobody"));

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal(0, found["total"]!.GetValue<int>());
        Assert.Null(found["entry"]);
    }

    [Theory]
    [InlineData("""{"resourceType":"Parameters","parameter":[{"name":"resource","resource":{"resourceType":"Patient","gender":"female"}}]}""", 422, "Patient")]
    [InlineData("""{"resourceType":"Parameters","parameter":[{"name":"resource","resource":{"resourceType":"Patient","gender":"lady"}}]}""", 422, "Patient.gender")]
    [InlineData("""{"resourceType":"Parameters","parameter":[{"name":"resource","resource":{"resourceType":"Practitioner"}}]}""", 400, "resource")]
    [InlineData("""{"resourceType":"Parameters"}""", 400, "resource")]
    [InlineData("""{"resourceType":"Parameters","parameter":[{"name":"count","valueInteger":0}]}""", 400, "count")]
    [InlineData("""{"resourceType":"Parameters","parameter":[{"name":"onlyCertainMatches","valueString":"yes"}]}""", 400, "onlyCertainMatches")]
    [InlineData("""{"resourceType":"Patient"}""", 400, null)]
    [InlineData("[1", 400, null)]
    public async Task What_cannot_be_matched_is_told_with_its_place(string body, int expected, string? place)
    {
        var (status, outcome) = await Post(body);

        Assert.Equal(expected, (int)status);
        Assert.Equal("OperationOutcome", outcome["resourceType"]!.GetValue<string>());
        if (place is not null)
            Assert.Equal(place, outcome["issue"]![0]!["expression"]![0]!.GetValue<string>());
    }

    [Fact]
    public async Task Six_identifiers_are_too_many()
    {
        var asked = new JsonObject
        {
            ["resourceType"] = "Patient",
            ["birthDate"] = "1890-01-01",
            ["identifier"] = new JsonArray([.. Enumerable.Range(1, 6).Select(number => new JsonObject { ["system"] = "urn:s", ["value"] = $"{number}" })]),
        };

        var (status, outcome) = await Match(asked);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, status);
        Assert.Equal("Patient.identifier", outcome["issue"]![0]!["expression"]![0]!.GetValue<string>());
        asked["identifier"]!.AsArray().RemoveAt(0);
        Assert.Equal(HttpStatusCode.OK, (await Match(asked)).Status);
    }

    [Fact]
    public async Task Another_practice_matches_its_own_patients_only()
    {
        await Imported(Person(_id, "Ada"));

        var (_, found) = await Post(Parameters(Person("asked", "Ada")), BridgePortal.Other, BridgePortal.OtherToken);

        Assert.Empty(Ids(found));
        Assert.Equal(HttpStatusCode.Unauthorized, (await Post(Parameters(Person("asked", "Ada")), BridgePortal.Other)).Status);
    }

    [Fact]
    public async Task Xml_is_taken_and_answered()
    {
        await Imported(Person(_id, "Ada"));
        using var http = portal.Bridge();
        using var content = new StringContent(
            $"""<Parameters xmlns="http://hl7.org/fhir"><parameter><name value="resource"/><resource><Patient><name><family value="{_family}"/><given value="Ada"/></name><birthDate value="{_born}"/></Patient></resource></parameter></Parameters>""",
            Encoding.UTF8, "application/fhir+xml");

        using var answer = await http.PostAsync($"/{BridgePortal.Practice}/fhir/R4/Patient/$match?_format=xml", content);

        var text = await answer.Content.ReadAsStringAsync();
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Contains($"""<id value="{_id}" />""", text.Replace("\"/>", "\" />", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Contains("match-grade", text, StringComparison.Ordinal);
    }

    private JsonObject Person(string id, string given)
    {
        var person = BridgePortal.Patient(id, _family);
        person["name"]![0]!["given"] = new JsonArray(given);
        person["birthDate"] = _born;
        person["gender"] = "female";
        person["telecom"] = new JsonArray(new JsonObject { ["system"] = "phone", ["use"] = "mobile", ["value"] = _phone });
        return person;
    }

    private async Task Imported(params JsonNode[] people) => Assert.Equal(HttpStatusCode.OK, (await portal.Post(BridgePortal.Bundle("batch", people))).Status);

    private Task<(HttpStatusCode Status, JsonObject Body)> Match(JsonObject person, params (string Name, JsonNode Value)[] more) => Post(Parameters(person, more));

    private static string Parameters(JsonObject person, params (string Name, JsonNode Value)[] more)
    {
        var parameters = new JsonArray(new JsonObject { ["name"] = "resource", ["resource"] = person.DeepClone() });
        foreach (var (name, value) in more)
            parameters.Add(new JsonObject { ["name"] = name, [value.GetValueKind() is System.Text.Json.JsonValueKind.Number ? "valueInteger" : "valueBoolean"] = value });
        return new JsonObject { ["resourceType"] = "Parameters", ["parameter"] = parameters }.ToJsonString();
    }

    private async Task<(HttpStatusCode Status, JsonObject Body)> Post(string body, string practice = BridgePortal.Practice, string token = BridgePortal.Token)
    {
        using var http = portal.Bridge(token);
        using var content = new StringContent(body, Encoding.UTF8, "application/fhir+json");
        using var answer = await http.PostAsync($"/{practice}/fhir/R4/Patient/$match", content);
        var text = await answer.Content.ReadAsStringAsync();
        return (answer.StatusCode, text.StartsWith('{') ? JsonNode.Parse(text)!.AsObject() : []);
    }

    private static string[] Ids(JsonObject bundle) => [.. (bundle["entry"]?.AsArray() ?? []).Select(entry => entry!["resource"]!["id"]!.GetValue<string>())];

    private static string Grade(JsonObject bundle, int place) =>
        bundle["entry"]![place]!["search"]!["extension"]![0]!["valueCode"]!.GetValue<string>();
}
