using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;

namespace Portal.WebFront.Tests.Records.Rest;

/// <summary>What cannot be read is the sender's fault, and says what it is; nothing of it is taken for less.</summary>
public sealed class UnreadableInputTests(BridgePortal portal) : IClassFixture<BridgePortal>
{
    private const string Address = $"/{BridgePortal.Practice}/fhir/R4";
    private const string Form = "application/x-www-form-urlencoded";

    public static TheoryData<string> Addresses => ["Patient/_search", "AuditEvent/_search", "Subscription/_search", "Patient/p/$everything", "Patient/p/$summary", "DocumentReference/$docref", "$export"];

    [Theory]
    [MemberData(nameof(Addresses))]
    public async Task A_form_that_cannot_be_read_is_no_failure_of_the_portal(string path)
    {
        foreach (var body in new[] { "name=%00", $"{new string('a', 3_000)}=1", string.Join('&', Enumerable.Range(0, 1_100).Select(number => $"a{number}=1")) })
        {
            foreach (var token in new[] { BridgePortal.Token, "another", null })
            {
                var (status, outcome) = await Post(path, Form, body, token);

                Assert.Equal(HttpStatusCode.BadRequest, status);
                Assert.Equal("OperationOutcome", outcome["resourceType"]!.GetValue<string>());
            }
        }
    }

    [Theory]
    [InlineData("multipart/form-data")]
    [InlineData("multipart/form-data; boundary=q")]
    public async Task Forms_in_parts_are_not_taken(string type)
    {
        foreach (var path in new[] { "Condition", "Patient/_search", "Patient/$match", "Patient/p/$everything", "Subscription" })
        {
            var (status, outcome) = await Post(path, type, "none", BridgePortal.Token);

            Assert.Equal(HttpStatusCode.UnsupportedMediaType, status);
            Assert.Equal("Content-Type", outcome["issue"]![0]!["expression"]![0]!.GetValue<string>());
        }
    }

    [Theory]
    [InlineData("""{"resourceType":"Parameters","parameter":{"name":"_type","valueString":"Condition"}}""", "Parameters.parameter")]
    [InlineData("""{"resourceType":"Parameters","parameters":[{"name":"_type","valueString":"Condition"}]}""", "Parameters.parameters")]
    [InlineData("""{"resourceType":"Parameters","parameter":[{"name":5,"valueString":"Condition"}]}""", "Parameters.parameter")]
    [InlineData("""{"resourceType":"Parameters","parameter":["_type"]}""", "Parameters.parameter")]
    [InlineData("""{"resourceType":"Patient"}""", "resourceType")]
    public async Task Parameters_of_the_wrong_shape_ask_for_nothing(string body, string place)
    {
        var id = BridgePortal.NewId();
        await portal.Post(BridgePortal.Bundle("collection", BridgePortal.Patient(id)));
        foreach (var path in new[] { "$export", $"Patient/{id}/$everything", "Patient/$match" })
        {
            var (status, outcome) = await Post(path, "application/fhir+json", body, BridgePortal.Token);

            Assert.Equal(HttpStatusCode.BadRequest, status);
            Assert.Equal(place, outcome["issue"]![0]!["expression"]![0]!.GetValue<string>());
        }
    }

    [Theory]
    [InlineData("""{"resourceType":"Bundle","type":"batch","entry":{"resource":{"resourceType":"Patient","id":"lost","name":[{"family":"D"}]}}}""", "Bundle.entry")]
    [InlineData("""{"resourceType":"Bundle","type":"transaction","entries":[]}""", "Bundle.entry")]
    [InlineData("""{"resourceType":"Bundle","entry":[]}""", "Bundle.type")]
    public async Task A_Bundle_whose_entries_are_not_found_is_not_an_empty_one(string bundle, string place)
    {
        foreach (var path in new[] { "", "$import" })
        {
            var (status, outcome) = await Post(path, "application/fhir+json", bundle, BridgePortal.Token);

            Assert.Equal(HttpStatusCode.UnprocessableEntity, status);
            Assert.Equal(place, outcome["issue"]![0]!["expression"]![0]!.GetValue<string>());
        }
    }

    [Fact]
    public async Task An_empty_Bundle_is_one()
    {
        var (status, answer) = await portal.Post(new JsonObject { ["resourceType"] = "Bundle", ["type"] = "transaction", ["id"] = "empty" });

        Assert.Equal((HttpStatusCode.OK, "Bundle"), (status, answer["resourceType"]!.GetValue<string>()));
    }

    private async Task<(HttpStatusCode Status, JsonNode Body)> Post(string path, string type, string body, string? token)
    {
        using var http = new HttpClient { BaseAddress = portal.Address };
        using var request = new HttpRequestMessage(HttpMethod.Post, path.Length == 0 ? Address : $"{Address}/{path}");
        if (token is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        request.Headers.Add("Prefer", "respond-async");
        request.Content = new StringContent(body, Encoding.UTF8);
        request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
        using var answer = await http.SendAsync(request);
        return (answer.StatusCode, JsonNode.Parse(await answer.Content.ReadAsStringAsync())!);
    }
}
