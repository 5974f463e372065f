using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Portal.Grains.Interfaces.Records;

namespace Portal.WebFront.Tests.Records.Rest;

/// <summary>How deep a resource may be: what comes in must come out again everywhere.</summary>
public sealed class NestingTests(BridgePortal portal) : IClassFixture<BridgePortal>
{
    private const string Address = $"/{BridgePortal.Practice}/fhir/R4";
    private const string Json = "application/fhir+json";
    private static readonly JsonSerializerOptions _deep = new() { MaxDepth = 256 };
    private readonly string _patient = BridgePortal.NewId();

    [Fact]
    public async Task As_deep_as_one_may_be_it_comes_out_of_every_way()
    {
        await portal.Post(BridgePortal.Bundle("collection", BridgePortal.Patient(_patient)));
        var id = "deep-" + _patient;
        var (made, _) = await Send(HttpMethod.Put, $"Condition/{id}", Nested.Condition(id, _patient, Nested.Deepest));
        var batch = new JsonObject
        {
            ["resourceType"] = "Bundle", ["type"] = "batch",
            ["entry"] = new JsonArray(
                Entry("GET", $"Condition/{id}"), Entry("GET", $"Patient/{_patient}/$everything"), Entry("GET", $"Condition/{id}/_history"), Entry("GET", $"Patient/{_patient}/$summary")),
        };

        Assert.Equal(HttpStatusCode.Created, made);
        foreach (var path in new[] { $"Condition/{id}", $"Condition/{id}/_history", $"Condition?patient={_patient}", $"Patient/{_patient}/$everything", $"Patient/{_patient}/$summary", $"DocumentReference/$docref?patient={_patient}" })
        {
            foreach (var format in new[] { "json", "xml" })
            {
                var (read, text) = await Send(HttpMethod.Get, $"{path}{(path.Contains('?', StringComparison.Ordinal) ? '&' : '?')}_format={format}", null);
                Assert.Equal(HttpStatusCode.OK, read);
                if (!path.StartsWith("DocumentReference", StringComparison.Ordinal))
                    Assert.Equal(Nested.Deepest, Regex.Count(text, "http://example.org/level"));
            }
        }

        var (status, answer) = await Send(HttpMethod.Post, "", batch);
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.All(Parsed(answer)["entry"]!.AsArray(), entry => Assert.Equal("200 OK", entry!["response"]!["status"]!.GetValue<string>()));
    }

    [Theory]
    [InlineData(Nested.Deepest + 1)]
    [InlineData(40)]
    [InlineData(58)]
    public async Task What_is_deeper_is_refused_wherever_it_comes_in(int levels)
    {
        await portal.Post(BridgePortal.Bundle("collection", BridgePortal.Patient(_patient)));
        var id = "deep-" + _patient;
        var deep = Nested.Condition(id, _patient, levels);

        var (single, told) = await Send(HttpMethod.Put, $"Condition/{id}", deep);
        var (bundled, answer) = await Send(HttpMethod.Post, "", BridgePortal.Bundle("collection", deep, BridgePortal.Condition("flat-" + _patient, _patient)));
        var patient = BridgePortal.Patient(BridgePortal.NewId());
        patient["extension"] = deep["code"]!["extension"]!.DeepClone();
        var (asked, _) = await Send(HttpMethod.Post, "Patient/$match", new JsonObject
        {
            ["resourceType"] = "Parameters", ["parameter"] = new JsonArray(new JsonObject { ["name"] = "resource", ["resource"] = patient }),
        });

        Assert.Equal((HttpStatusCode.UnprocessableEntity, HttpStatusCode.OK, HttpStatusCode.UnprocessableEntity), (single, bundled, asked));
        Assert.Contains($"more than {ImportLimits.ResourceDepth} objects and lists", told, StringComparison.Ordinal);
        Assert.Equal(["422", "201"], BridgePortal.Statuses(Parsed(answer).AsObject()));
        Assert.Equal(HttpStatusCode.NotFound, (await Send(HttpMethod.Get, $"Condition/{id}", null)).Status);
    }

    private static JsonObject Entry(string method, string url) => new() { ["request"] = new JsonObject { ["method"] = method, ["url"] = url } };

    private static JsonNode Parsed(string text) => JsonNode.Parse(text, documentOptions: new() { MaxDepth = 256 })!;

    private async Task<(HttpStatusCode Status, string Text)> Send(HttpMethod method, string path, JsonObject? body)
    {
        using var http = portal.Bridge();
        using var request = new HttpRequestMessage(method, path.Length == 0 ? Address : $"{Address}/{path}");
        if (body is not null)
            request.Content = new StringContent(body.ToJsonString(_deep), Encoding.UTF8, Json);
        using var answer = await http.SendAsync(request);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }
}
