using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Portal.Grains.Interfaces.Access;
using Portal.Grains.Interfaces.Practices;
using Portal.Grains.Interfaces.Records.Export;
using Portal.Tests.Shared;
using Portal.WebFront.Records.Rest;

namespace Portal.WebFront.Tests.Records.Export;

/// <summary>How an export is asked for.</summary>
public sealed partial class ExportTests
{
    [Fact]
    public async Task The_capability_statement_names_the_exports()
    {
        using var http = new HttpClient { BaseAddress = portal.Address };
        var rest = JsonNode.Parse(await http.GetStringAsync($"{Address}/metadata"))!["rest"]![0]!;

        Assert.Contains("export", Operations(rest));
        foreach (var type in new[] { "Patient", "Group" })
            Assert.Contains("export", Operations(rest["resource"]!.AsArray().Single(resource => resource!["type"]!.GetValue<string>() == type)!));

        static IEnumerable<string> Operations(JsonNode of) => of["operation"]!.AsArray().Select(operation => operation!["name"]!.GetValue<string>());
    }

    [Fact]
    public async Task Who_names_a_type_and_sends_nothing_asks_by_the_address()
    {
        using var http = portal.Bridge();
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{Address}/$export?_type=Condition") { Content = new ByteArrayContent([]) };
        request.Content.Headers.ContentType = new("application/fhir+json");
        request.Headers.Add("Prefer", "respond-async");

        using var answer = await http.SendAsync(request);

        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
    }

    [Theory]
    [InlineData("$export", null, HttpStatusCode.BadRequest, "Prefer")]
    [InlineData("$export?_outputFormat=text/csv", "respond-async", HttpStatusCode.BadRequest, "_outputFormat")]
    [InlineData("$export?_since=yesterday", "respond-async", HttpStatusCode.BadRequest, "_since")]
    [InlineData("$export?_type=", "respond-async", HttpStatusCode.BadRequest, "_type")]
    [InlineData("$export?_type=Starship", "respond-async", HttpStatusCode.BadRequest, "_type")]
    [InlineData("$export?_type=Patient,Starship", "respond-async, handling=strict", HttpStatusCode.BadRequest, "_type")]
    [InlineData("$export?colour=blue", "respond-async, handling=strict", HttpStatusCode.BadRequest, "colour")]
    [InlineData("Patient/$export?patient=Patient/1", "respond-async", HttpStatusCode.BadRequest, "patient")]
    [InlineData("$export?_typeFilter=Condition%3Fcode%3D1", "respond-async", HttpStatusCode.BadRequest, "_typeFilter")]
    [InlineData("Group/nobody/$export", "respond-async", HttpStatusCode.NotFound, null)]
    public async Task What_cannot_be_exported_is_said(string path, string? prefer, HttpStatusCode status, string? place)
    {
        using var answer = await KickOff(path, prefer);

        var issue = JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["issue"]![0]!;
        Assert.Equal(status, answer.StatusCode);
        Assert.Equal(place, issue["expression"]?[0]!.GetValue<string>());
    }

    [Theory]
    [InlineData("$export?_outputFormat=application%2Ffhir%2Bndjson")]
    [InlineData("$export?_outputFormat=application/fhir+ndjson")]
    [InlineData("$export?_outputFormat=application/ndjson")]
    [InlineData("Group/all/$export")]
    [InlineData("$export?_type=Patient,Starship")]
    [InlineData("$export?colour=blue")]
    public async Task What_is_well_meant_is_taken(string path)
    {
        using var answer = await KickOff(path, "respond-async");

        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
    }

    [Fact]
    public async Task A_parameters_resource_asks_as_an_address_does()
    {
        JsonObject asked = new()
        {
            ["resourceType"] = "Parameters",
            ["parameter"] = new JsonArray(new JsonObject { ["name"] = "patient", ["valueReference"] = new JsonObject { ["reference"] = "Patient/1" } }),
        };
        using var http = portal.Bridge();
        http.DefaultRequestHeaders.Add("Prefer", "respond-async");

        using var narrow = await http.PostAsync($"{Address}/Patient/$export", new StringContent(asked.ToJsonString(), Encoding.UTF8, "application/fhir+json"));
        asked["parameter"]![0]!.ReplaceWith(new JsonObject { ["name"] = "_type", ["valueString"] = "Patient" });
        using var whole = await http.PostAsync($"{Address}/Patient/$export", new StringContent(asked.ToJsonString(), Encoding.UTF8, "application/fhir+json"));
        using var other = await http.PostAsync($"{Address}/Patient/$export", new StringContent("hello", Encoding.UTF8, "text/plain"));

        Assert.Equal(HttpStatusCode.BadRequest, narrow.StatusCode);
        Assert.Equal(HttpStatusCode.Accepted, whole.StatusCode);
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, other.StatusCode);
    }
}
