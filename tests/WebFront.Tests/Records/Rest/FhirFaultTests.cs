using System.Net;
using System.Text.Json.Nodes;

namespace Portal.WebFront.Tests.Records.Rest;

/// <summary>What is wrong with a request is said as FHIR wants it: which parameter it is, and in words.</summary>
public sealed class FhirFaultTests(BridgePortal portal) : IClassFixture<BridgePortal>
{
    private const string Address = $"/{BridgePortal.Practice}/fhir/R4";

    [Theory]
    [InlineData("Patient/nobody-here", HttpStatusCode.NotFound, "not-found")]
    [InlineData("Patient/p1/_history?_since=yesterday", HttpStatusCode.BadRequest, "value")]
    [InlineData("Patient/p1/_history?_count=0", HttpStatusCode.BadRequest, "value")]
    [InlineData("Patient/p1/_history?_count=many", HttpStatusCode.BadRequest, "value")]
    [InlineData("Condition/nothing-here", HttpStatusCode.NotFound, "not-found")]
    [InlineData("Patientt/1", HttpStatusCode.NotFound, "not-supported")]
    [InlineData("Patient/bad%20id!", HttpStatusCode.NotFound, "not-found")]
    [InlineData("Patient/a/b/c/d", HttpStatusCode.NotFound, "not-found")]
    [InlineData("Patient?_format=turtle", HttpStatusCode.NotAcceptable, "not-supported")]
    [InlineData("Patient?_summary=some", HttpStatusCode.BadRequest, "value")]
    [InlineData("Observation?patient=p&date=not-a-date", HttpStatusCode.BadRequest, "value")]
    [InlineData("Observation?patient=p&value-quantity=much", HttpStatusCode.BadRequest, "value")]
    [InlineData("Observation?patient=p&_count=many", HttpStatusCode.BadRequest, "value")]
    [InlineData("Observation?patient=p&_sort=colour", HttpStatusCode.BadRequest, "not-supported")]
    [InlineData("Observation?patient=p&_include=Observation:colour", HttpStatusCode.BadRequest, "not-supported")]
    [InlineData("Observation?patient=p&code:colour=1", HttpStatusCode.BadRequest, "not-supported")]
    [InlineData("Observation?patient=p&code:missing=perhaps", HttpStatusCode.BadRequest, "value")]
    [InlineData("Observation?patient=p&code=a%7Cb%7Cc", HttpStatusCode.BadRequest, "value")]
    [InlineData("Patient/p/$everything?_since=yesterday", HttpStatusCode.BadRequest, "value")]
    [InlineData("Patient/p/$everything?_type=Nix", HttpStatusCode.BadRequest, "value")]
    [InlineData("Patient/p/$everything?_type=Condition,Nix", HttpStatusCode.BadRequest, "value")]
    [InlineData("Patient/p/$everything?_cursor=garbage", HttpStatusCode.BadRequest, "value")]
    [InlineData("Observation?patient=p&_cursor=garbage", HttpStatusCode.BadRequest, "value")]
    [InlineData("Observation?patient=p&_cursor=WyJhIiwiYiIsImMiXQ", HttpStatusCode.BadRequest, "value")]
    [InlineData("Observation?_cursor=garbage", HttpStatusCode.BadRequest, "value")]
    [InlineData("Communication?_cursor=%21", HttpStatusCode.BadRequest, "value")]
    [InlineData("Communication?_cursor=W251bGwsIngiXQ", HttpStatusCode.BadRequest, "value")]
    [InlineData("AuditEvent?_cursor=garbage", HttpStatusCode.BadRequest, "value")]
    public async Task What_is_wrong_is_said_as_an_operation_outcome(string path, HttpStatusCode status, string code)
    {
        using var http = portal.Bridge();

        using var answer = await http.GetAsync($"{Address}/{path}");

        var outcome = await Json(answer);
        Assert.Equal(status, answer.StatusCode);
        Assert.Equal("OperationOutcome", outcome["resourceType"]!.GetValue<string>());
        Assert.Equal(code, outcome["issue"]![0]!["code"]!.GetValue<string>());
        Assert.False(string.IsNullOrEmpty(outcome["issue"]![0]!["diagnostics"]?.GetValue<string>()));
    }

    /// <summary>Of one that could come with an answer, but names a record that there cannot be.</summary>
    [Theory]
    [InlineData("Communication")]
    [InlineData("Provenance")]
    public async Task A_cursor_of_no_record_begins_at_the_first_page(string type)
    {
        var id = BridgePortal.NewId();
        await portal.Post(BridgePortal.Bundle("collection", BridgePortal.Patient(id), BridgePortal.Condition("c-" + id, id)));
        using var http = portal.Bridge();

        var first = JsonNode.Parse(await http.GetStringAsync($"{Address}/{type}"))!;

        using var answer = await http.GetAsync($"{Address}/{type}?_cursor=WyJhIGIiLCJ4Il0");

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var page = JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;
        Assert.Equal(first["entry"]?.ToJsonString(), page["entry"]?.ToJsonString());
        Assert.Equal(type is "Provenance", page["entry"] is not null);
    }

    [Theory]
    [InlineData("Patient/p/$everything?_type=Nix", "_type", "_type")]
    [InlineData("Observation?patient=p&_cursor=garbage", "_cursor", "_cursor")]
    [InlineData("Observation?patient=p&date=not-a-date", "date", "date")]
    [InlineData("Observation?patient=p&_count=many", "_count", "_count")]
    [InlineData("Observation?patient=p&_sort=colour", "_sort", "colour")]
    [InlineData("Observation?patient=p&_include=Observation:colour", "_include", "Observation:colour")]
    [InlineData("Patient/p/$everything?start=yesterday", "start", "start")]
    [InlineData("Patient/p1/_history?_since=yesterday", "_since", "_since")]
    public async Task The_parameter_at_fault_is_named(string path, string parameter, string word)
    {
        using var http = portal.Bridge();

        using var answer = await http.GetAsync($"{Address}/{path}");

        var issue = (await Json(answer))["issue"]![0]!;
        Assert.Contains(word, issue["diagnostics"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.Equal(parameter, Assert.Single(issue["expression"]!.AsArray())!.GetValue<string>());
    }

    private static async Task<JsonObject> Json(HttpResponseMessage answer) => JsonNode.Parse(await answer.Content.ReadAsStringAsync())!.AsObject();
}
