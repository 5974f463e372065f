using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace Portal.WebFront.Tests.Records.Rest;

/// <summary>Operations by POST bring a Parameters resource: it counts as what stands in the address.</summary>
public sealed class OperationParameterTests(BridgePortal portal) : IClassFixture<BridgePortal>
{
    private const string Address = $"/{BridgePortal.Practice}/fhir/R4";
    private readonly string _id = BridgePortal.NewId();

    [Fact]
    public async Task What_is_asked_for_in_a_body_is_answered()
    {
        await Stored();

        var (status, found) = await Post($"Patient/{_id}/$everything", ("_type", "valueString", "Condition"), ("_count", "valueInteger", 1));

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal(["Condition"], found["entry"]!.AsArray().Select(entry => entry!["resource"]!["resourceType"]!.GetValue<string>()).Distinct());
        Assert.Equal(2, found["total"]!.GetValue<int>());
        var next = found["link"]!.AsArray().Single(link => link!["relation"]!.GetValue<string>() == "next")!["url"]!.GetValue<string>();
        using var http = portal.Bridge();
        var rest = JsonNode.Parse(await http.GetStringAsync(next))!;
        Assert.Equal("Condition", Assert.Single(rest["entry"]!.AsArray())!["resource"]!["resourceType"]!.GetValue<string>());
    }

    [Fact]
    public async Task Documents_are_asked_for_by_a_body_too()
    {
        await Stored();
        var kind = new JsonObject { ["coding"] = new JsonArray(new JsonObject { ["system"] = "http://loinc.org", ["code"] = "34133-9" }) };

        var (status, found) = await Post("DocumentReference/$docref", ("patient", "valueId", _id), ("type", "valueCodeableConcept", kind));

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal($"ccd-{_id}", Assert.Single(found["entry"]!.AsArray())!["resource"]!["id"]!.GetValue<string>());
    }

    [Fact]
    public async Task Of_several_types_all_are_given()
    {
        await Stored();

        var (_, found) = await Post($"Patient/{_id}/$everything", ("_type", "valueString", "Patient"), ("_type", "valueString", "Condition"));

        Assert.Equal(["Condition", "Condition", "Patient"], found["entry"]!.AsArray().Select(entry => entry!["resource"]!["resourceType"]!.GetValue<string>()).Order());
    }

    [Theory]
    [InlineData("start=2026-05-01&end=2026-05-31", "note")]
    [InlineData("start=2026-07-01&end=2026-07-31", "letter")]
    [InlineData("start=2026-05-01&end=2099", "letter note patient-summary")]
    [InlineData("end=2026-04-30", "")]
    public async Task Documents_are_narrowed_by_the_time_of_the_care_and_else_by_their_own(string time, string ids)
    {
        await portal.Post(BridgePortal.Bundle("collection", BridgePortal.Patient(_id), Document("note", "2026-05-04"), Document("letter", null)));
        using var http = portal.Bridge();

        var found = JsonNode.Parse(await http.GetStringAsync($"{Address}/DocumentReference/$docref?patient={_id}&{time}"))!;

        var told = (found["entry"]?.AsArray() ?? []).Select(entry => entry!["resource"]!["id"]!.GetValue<string>()).Where(id => !id.StartsWith("ccd-", StringComparison.Ordinal));
        Assert.Equal(ids, string.Join(' ', told.Select(id => id.Replace($"-{_id}", "", StringComparison.Ordinal)).Order(StringComparer.Ordinal)));
    }

    /// <summary>Filed in July, whenever the visit was.</summary>
    private JsonObject Document(string id, string? day)
    {
        var document = new JsonObject
        {
            ["resourceType"] = "DocumentReference", ["id"] = $"{id}-{_id}", ["status"] = "current", ["date"] = "2026-07-08T10:00:00Z",
            ["type"] = new JsonObject { ["text"] = "Note" }, ["subject"] = new JsonObject { ["reference"] = $"Patient/{_id}" },
            ["content"] = new JsonArray(new JsonObject { ["attachment"] = new JsonObject { ["contentType"] = "text/plain", ["data"] = "QQ==" } }),
        };
        if (day is not null)
            document["context"] = new JsonObject { ["period"] = new JsonObject { ["start"] = day, ["end"] = day } };
        return document;
    }

    [Theory]
    [InlineData("nonsense", "valueString")]
    [InlineData("_type", "valueMoney")]
    public async Task What_is_not_understood_is_refused(string name, string kind)
    {
        await Stored();

        var (status, outcome) = await Post($"Patient/{_id}/$everything", (name, kind, kind is "valueMoney" ? new JsonObject() : "x"));

        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Equal("OperationOutcome", outcome["resourceType"]!.GetValue<string>());
        Assert.Contains(name, outcome["issue"]![0]!["diagnostics"]!.GetValue<string>(), StringComparison.Ordinal);
    }

    private async Task Stored() => await portal.Post(BridgePortal.Bundle(
        "collection", BridgePortal.Patient(_id), BridgePortal.Condition($"c1-{_id}", _id), BridgePortal.Condition($"c2-{_id}", _id)));

    private async Task<(HttpStatusCode Status, JsonNode Body)> Post(string path, params (string Name, string Kind, JsonNode Value)[] parameters)
    {
        var body = new JsonObject
        {
            ["resourceType"] = "Parameters",
            ["parameter"] = new JsonArray([.. parameters.Select(parameter => new JsonObject { ["name"] = parameter.Name, [parameter.Kind] = parameter.Value })]),
        };
        using var http = portal.Bridge();
        using var content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/fhir+json");
        using var answer = await http.PostAsync($"{Address}/{path}", content);
        return (answer.StatusCode, JsonNode.Parse(await answer.Content.ReadAsStringAsync())!);
    }
}
