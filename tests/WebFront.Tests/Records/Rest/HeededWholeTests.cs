using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace Portal.WebFront.Tests.Records.Rest;

/// <summary>What a program says in a way of its own is heeded as well.</summary>
public sealed class HeededWholeTests(BridgePortal portal) : IClassFixture<BridgePortal>, IAsyncLifetime
{
    private const string Address = $"/{BridgePortal.Practice}/fhir/R4";

    private readonly string _id = BridgePortal.NewId();

    public Task InitializeAsync() => portal.Post(BridgePortal.Bundle("collection", BridgePortal.Patient(_id)));

    public Task DisposeAsync() => Task.CompletedTask;

    [Theory]
    [InlineData("W/\"1\"", HttpStatusCode.NotModified)]
    [InlineData("\"1\"", HttpStatusCode.NotModified)]
    [InlineData("\"7\", \"1\"", HttpStatusCode.NotModified)]
    [InlineData("*", HttpStatusCode.NotModified)]
    [InlineData("\"7\"", HttpStatusCode.OK)]
    public async Task A_tag_means_its_version_however_it_is_written(string tags, HttpStatusCode status)
    {
        using var http = portal.Bridge();
        http.DefaultRequestHeaders.TryAddWithoutValidation("If-None-Match", tags);

        using var answer = await http.GetAsync($"{Address}/Patient/{_id}");

        Assert.Equal(status, answer.StatusCode);
    }

    [Theory]
    [InlineData("2099-01-01T00:00:00.000Z", "304")]
    [InlineData("2020-01-01T00:00:00-06:00", "200")]
    public async Task An_entry_of_a_batch_is_read_when_it_has_changed_since(string since, string status)
    {
        var request = new JsonObject { ["method"] = "GET", ["url"] = $"Patient/{_id}", ["ifModifiedSince"] = since };
        var batch = new JsonObject { ["resourceType"] = "Bundle", ["type"] = "batch", ["entry"] = new JsonArray(new JsonObject { ["request"] = request }) };

        var (_, answer) = await portal.Post(batch);

        Assert.Equal([status], BridgePortal.Statuses(answer));
    }

    [Theory]
    [InlineData("Group?_elements=name", "name")]
    [InlineData("Basic?_elements=code", "code")]
    [InlineData("Group?_summary=text", "type")]
    public async Task A_part_of_each_is_given_in_a_list_that_is_whole(string path, string kept)
    {
        using var http = portal.Bridge();

        var found = JsonNode.Parse(await http.GetStringAsync($"{Address}/{path}"))!;

        Assert.Equal(found["total"]!.GetValue<int>(), found["entry"]!.AsArray().Count);
        Assert.All(found["entry"]!.AsArray(), entry =>
        {
            Assert.NotNull(entry!["resource"]![kept]);
            Assert.Equal("SUBSETTED", entry["resource"]!["meta"]!["tag"]![0]!["code"]!.GetValue<string>());
            Assert.Null(entry["resource"]!["extension"]);
        });
    }

    [Fact]
    public async Task A_bundle_that_names_its_entries_twice_is_refused()
    {
        var (first, second) = (BridgePortal.NewId(), BridgePortal.NewId());
        var text = $$"""{"resourceType":"Bundle","type":"collection","entry":[{"resource":{{BridgePortal.Patient(first).ToJsonString()}}}],"entry":[{"resource":{{BridgePortal.Patient(second).ToJsonString()}}}]}""";
        using var http = portal.Bridge();
        using var body = new StringContent(text, Encoding.UTF8, "application/fhir+json");

        using var answer = await http.PostAsync(Address, body);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains("twice", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Null(await portal.Stored(second, "Patient", second));
    }
}
