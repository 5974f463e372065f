using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace Portal.WebFront.Tests.Records.Rest;

/// <summary>Nobody makes the portal read without an end: what is too large is said to be, wherever it is sent.</summary>
public sealed class BodySizeTests(BridgePortal portal) : IClassFixture<BridgePortal>
{
    private const int Megabytes = 10 * 1024 * 1024;

    [Theory]
    [InlineData("Patient/$match")]
    [InlineData("Patient/p/$everything")]
    [InlineData("DocumentReference/$docref")]
    [InlineData("$export")]
    [InlineData("Subscription")]
    [InlineData("Condition")]
    public async Task A_body_of_ten_megabytes_is_refused_in_words(string path)
    {
        var body = new JsonObject { ["resourceType"] = "Parameters", ["language"] = new string('x', Megabytes) };

        var (status, answer) = await Post($"fhir/R4/{path}", new StringContent(body.ToJsonString(), Encoding.UTF8, "application/fhir+json"));

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, status);
        Assert.Equal("OperationOutcome", (string)answer["resourceType"]!);
        Assert.Contains("MB", (string)answer["issue"]![0]!["diagnostics"]!, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Condition/_search")]
    [InlineData("Patient/p/Condition/_search")]
    public async Task So_is_a_form(string path)
    {
        var (status, answer) = await Post($"fhir/R4/{path}", Form("patient"));

        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Equal("OperationOutcome", (string)answer["resourceType"]!);
        Assert.StartsWith("The form cannot be read: it is too large", (string)answer["issue"]![0]!["diagnostics"]!, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("token")]
    [InlineData("introspect")]
    [InlineData("revoke")]
    public async Task And_one_for_tokens(string endpoint)
    {
        var (status, answer) = await Post($"connect/{endpoint}", Form("code"));

        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Equal("invalid_request", (string)answer["error"]!);
        Assert.StartsWith("The form cannot be read.", (string)answer["error_description"]!, StringComparison.Ordinal);
    }

    private static StringContent Form(string name) => new($"{name}={new string('x', Megabytes)}", Encoding.UTF8, "application/x-www-form-urlencoded");

    private async Task<(HttpStatusCode Status, JsonNode Body)> Post(string path, HttpContent content)
    {
        using var http = portal.Bridge();
        http.DefaultRequestHeaders.Add("Prefer", "respond-async");
        using var answer = await http.PostAsync($"/{BridgePortal.Practice}/{path}", content);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(text.StartsWith('{'), $"{answer.StatusCode} {text}");
        return (answer.StatusCode, JsonNode.Parse(text)!);
    }
}
