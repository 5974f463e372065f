using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Portal.WebFront.Tests.Records;

public sealed class ImportOperationTests(BridgePortal portal) : IClassFixture<BridgePortal>
{
    private static readonly JsonSerializerOptions _asItIs = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private const string Path = $"/{BridgePortal.Practice}/fhir/R4";

    [Theory]
    [InlineData("/$import")]
    [InlineData("")]
    public async Task Lines_go_in_and_their_progress_can_be_asked_for(string operation)
    {
        var id = BridgePortal.NewId();
        var lines = string.Join('\n', BridgePortal.Patient(id).ToJsonString(), "", "{ broken", BridgePortal.Condition("c-" + id, id).ToJsonString());
        using var http = portal.Bridge();
        using var content = new StringContent(lines, Encoding.UTF8, "application/fhir+ndjson");

        using var accepted = await http.PostAsync(Path + operation, content);

        Assert.Equal(HttpStatusCode.Accepted, accepted.StatusCode);
        var report = await End(http, accepted.Content.Headers.ContentLocation!);
        Assert.Contains("""{"name":"status","valueCode":"done"}""", report, StringComparison.Ordinal);
        Assert.Contains("line 3", report, StringComparison.Ordinal);
        Assert.NotNull(await portal.Stored(id, "Condition", "c-" + id));
    }

    [Fact]
    public async Task What_the_portal_does_nothing_with_is_read_all_the_same_or_it_is_told_that_it_is_not()
    {
        var id = BridgePortal.NewId();
        var list = new JsonObject
        {
            ["resourceType"] = "List", ["id"] = "l-" + id, ["status"] = "current", ["mode"] = "working", ["title"] = "Recalls",
            ["subject"] = new JsonObject { ["reference"] = $"Patient/{id}" },
        };
        var endpoint = new JsonObject
        {
            ["resourceType"] = "Endpoint", ["id"] = "e-" + id, ["status"] = "active", ["address"] = "https://lab.example.org",
            ["connectionType"] = new JsonObject { ["code"] = "hl7-fhir-rest" }, ["payloadType"] = new JsonArray(new JsonObject { ["text"] = "Any" }),
        };
        var definition = new JsonObject { ["resourceType"] = "ActivityDefinition", ["id"] = "a-" + id, ["status"] = "active" };

        var (_, answer) = await portal.Post(BridgePortal.Bundle("batch", BridgePortal.Patient(id), list, endpoint, definition));

        using var http = portal.Bridge();
        const string address = $"/{BridgePortal.Practice}/fhir/R4";
        Assert.Equal(["201", "201", "201", "201"], BridgePortal.Statuses(answer));
        Assert.Equal("Recalls", JsonNode.Parse(await http.GetStringAsync($"{address}/List?patient={id}&status=current"))!["entry"]![0]!["resource"]!["title"]!.GetValue<string>());
        Assert.Equal("active", JsonNode.Parse(await http.GetStringAsync($"{address}/Endpoint/e-{id}"))!["status"]!.GetValue<string>());
        Assert.Null(answer["entry"]![1]!["response"]!["outcome"]);
        Assert.Equal(("warning", "import.not_served"), Told(answer["entry"]![3]!["response"]!["outcome"]!["issue"]![0]!));

        static (string, string) Told(JsonNode issue) =>
            (issue["severity"]!.GetValue<string>(), issue["details"]!["coding"]![0]!["code"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_line_that_is_no_utf8_is_refused_and_the_others_are_taken()
    {
        var (first, second, third) = (BridgePortal.NewId(), BridgePortal.NewId(), BridgePortal.NewId());
        byte[] lines =
        [
            0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes(BridgePortal.Patient(first, "José").ToJsonString(_asItIs) + "\r\n"),
            .. Encoding.Latin1.GetBytes(BridgePortal.Patient(second, "José").ToJsonString(_asItIs) + "\n"),
            .. Encoding.UTF8.GetBytes(BridgePortal.Patient(third, "José").ToJsonString(_asItIs)),
        ];
        using var http = portal.Bridge();
        using var content = new ByteArrayContent(lines);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/fhir+ndjson");

        using var accepted = await http.PostAsync(Path, content);

        Assert.Equal(HttpStatusCode.Accepted, accepted.StatusCode);
        var report = await End(http, accepted.Content.Headers.ContentLocation!);
        Assert.Contains("line 2", report, StringComparison.Ordinal);
        Assert.Contains("not UTF-8", report, StringComparison.Ordinal);
        Assert.Null(await portal.Stored(second, "Patient", second));
        foreach (var taken in new[] { first, third })
            Assert.Equal("José", (await portal.Stored(taken, "Patient", taken))!["name"]![0]!["family"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_document_goes_in_with_all_that_it_holds()
    {
        var id = BridgePortal.NewId();
        var composition = new JsonObject
        {
            ["resourceType"] = "Composition",
            ["id"] = "d-" + id,
            ["status"] = "final",
            ["type"] = new JsonObject { ["text"] = "Summary" },
            ["subject"] = new JsonObject { ["reference"] = $"Patient/{id}" },
            ["date"] = "2026-03-04",
            ["author"] = new JsonArray(new JsonObject { ["display"] = "Dr. Raman" }),
            ["title"] = "Summary",
        };

        var (status, answer) = await portal.Post(
            BridgePortal.Bundle("document", composition, BridgePortal.Patient(id), BridgePortal.Condition("c-" + id, id)));

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal(["201", "201", "201"], BridgePortal.Statuses(answer));
        Assert.NotNull(await portal.Stored(id, "Condition", "c-" + id));
        Assert.Equal("Summary", (await portal.Stored(id, "Composition", "d-" + id))!["title"]!.GetValue<string>());
    }

    [Fact]
    public async Task More_than_fifty_megabytes_are_refused_by_their_stated_length()
    {
        using var http = portal.Bridge();
        using var content = new StreamContent(new Spaces((50 * 1024 * 1024) + 1));
        content.Headers.ContentType = new("application/fhir+json");
        content.Headers.ContentLength = (50 * 1024 * 1024) + 1;
        using var request = new HttpRequestMessage(HttpMethod.Post, Path) { Content = content };
        request.Headers.ExpectContinue = true;

        using var answer = await http.SendAsync(request);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
        Assert.Contains("50 MB", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task More_than_fifty_megabytes_are_refused_without_a_stated_length()
    {
        using var http = portal.Bridge();
        using var content = new StreamContent(new Spaces(60 * 1024 * 1024));
        content.Headers.ContentType = new("application/fhir+json");
        using var request = new HttpRequestMessage(HttpMethod.Post, Path) { Content = content };
        request.Headers.TransferEncodingChunked = true;

        using var answer = await http.SendAsync(request);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
    }

    [Theory]
    [InlineData("text/plain", "{}", HttpStatusCode.UnsupportedMediaType)]
    [InlineData("application/fhir+json", "{ no json", HttpStatusCode.BadRequest)]
    [InlineData("application/fhir+json", """{"resourceType":"Patient"}""", HttpStatusCode.UnprocessableEntity)]
    [InlineData("application/fhir+json", """{"resourceType":"Bundle","type":"history"}""", HttpStatusCode.UnprocessableEntity)]
    public async Task What_is_no_bundle_is_refused_with_an_outcome(string type, string body, HttpStatusCode expected)
    {
        using var http = portal.Bridge();
        using var content = new StringContent(body, Encoding.UTF8, type);

        using var answer = await http.PostAsync(Path, content);

        Assert.Equal(expected, answer.StatusCode);
        Assert.Equal("OperationOutcome", JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["resourceType"]!.GetValue<string>());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("Bearer nonsense")]
    [InlineData("Bearer " + BridgePortal.OtherToken)]
    [InlineData("Basic " + BridgePortal.Token)]
    public async Task Nobody_gets_in_without_the_practices_own_token(string? authorization)
    {
        using var http = new HttpClient { BaseAddress = portal.Address };
        if (authorization is not null)
            http.DefaultRequestHeaders.Authorization = AuthenticationHeaderValue.Parse(authorization);
        using var content = new StringContent("""{"resourceType":"Bundle","type":"collection"}""", Encoding.UTF8, "application/fhir+json");

        using var answer = await http.PostAsync(Path, content);
        using var progress = await http.GetAsync(Path + "/$import/whatever");

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Equal("Bearer", answer.Headers.WwwAuthenticate.Single().Scheme);
        Assert.Equal(HttpStatusCode.Unauthorized, progress.StatusCode);
    }

    [Fact]
    public async Task An_unknown_import_is_not_found()
    {
        using var http = portal.Bridge();

        using var answer = await http.GetAsync(Path + "/$import/whatever");

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    private static async Task<string> End(HttpClient http, Uri progress)
    {
        var report = "";
        await Eventually.Holds(
            async () =>
            {
                using var answer = await http.GetAsync(progress);
                Assert.True(answer.StatusCode is HttpStatusCode.OK or HttpStatusCode.Accepted);
                report = await answer.Content.ReadAsStringAsync();
                return answer.StatusCode is HttpStatusCode.OK;
            },
            "the import ends");
        return report;
    }

    /// <summary>Blanks without end, so that nothing of the size is in memory.</summary>
    private sealed class Spaces(long length) : Stream
    {
        private long _left = length;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count)
        {
            var read = (int)Math.Min(count, _left);
            buffer.AsSpan(offset, read).Fill((byte)' ');
            _left -= read;
            return read;
        }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
