using System.Buffers.Text;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Portal.Grains.Interfaces.Access;
using Portal.Grains.Interfaces.Records;
using Portal.Grains.Interfaces.Sharing;
using Portal.Silo.Storage;
using Portal.WebFront.Demo;
using Portal.WebFront.Tests.Records;
using DemoPerson = Portal.WebFront.Tests.Smart.DemoPerson;

namespace Portal.WebFront.Tests.Sharing;

/// <summary>Links that patients make and what programs get by them.</summary>
[Collection(DemoPortal.Name)]
public sealed class HealthLinkTests(DemoPortal portal)
{
    private const string Patient = "emma.bennett";

    [Fact]
    public async Task A_link_says_what_the_specification_wants_of_it()
    {
        var (browser, link) = await SharedLink.Make(portal, Patient, ("Input.Label", "For Dr. Weber"), ("Input.Passcode", "Tulip 42"));
        using var _ = browser;

        Assert.StartsWith($"{portal.Address}demo/shared#shlink:/", link.Text, StringComparison.Ordinal);
        Assert.Equal(["url", "key", "exp", "flag", "label", "v"], link.Payload.Select(entry => entry.Key));
        Assert.Matches($"^{portal.Address}demo/shl/[A-Za-z0-9_-]{{43}}$", link.Url);
        Assert.True(link.Url.Length <= 128);
        Assert.Matches("^[A-Za-z0-9_-]{43}$", link.Key);
        Assert.Equal(("P", "For Dr. Weber", 1), ((string)link.Payload["flag"]!, (string)link.Payload["label"]!, (int)link.Payload["v"]!));
        Assert.InRange(DateTimeOffset.FromUnixTimeSeconds((long)link.Payload["exp"]!), TimeProvider.System.GetUtcNow().AddHours(23), TimeProvider.System.GetUtcNow().AddHours(24));
    }

    [Fact]
    public async Task The_picture_beside_it_is_read_by_cameras_as_the_link()
    {
        var (browser, link) = await SharedLink.Make(portal, Patient, ("Input.Label", "For Dr. Weber"));
        using var _ = browser;

        Assert.Equal(link.Text, QrReader.Read(browser.Page.QuerySelector("svg.qr")!));
    }

    [Fact]
    public async Task Without_a_passcode_no_flag_is_set_and_the_payload_is_small()
    {
        var (browser, link) = await SharedLink.Make(portal, Patient, ("Input.ViewOnce", "true"));
        using var _ = browser;
        var payload = link.Text[(link.Text.IndexOf("#shlink:/", StringComparison.Ordinal) + "#shlink:/".Length)..];

        Assert.Equal(["url", "key", "exp", "label", "v"], link.Payload.Select(entry => entry.Key));
        Assert.Equal("Health summary", (string)link.Payload["label"]!);
        Assert.Matches("^[A-Za-z0-9_-]+$", payload);
        Assert.Equal(link.Payload.ToJsonString(), Encoding.UTF8.GetString(Base64Url.DecodeFromChars(payload)));
    }

    [Fact]
    public async Task Whoever_has_it_gets_the_summary_and_the_patient_sees_who_it_was()
    {
        var (browser, link) = await SharedLink.Make(portal, Patient, ("Input.Label", "Second opinion"));
        using var _ = browser;

        var file = await link.Open(new { recipient = "Lakeside Dental <b>", somethingNew = true });

        Assert.Equal(["contentType", "embedded", "fhirVersion", "lastUpdated", "status"], file.Select(entry => entry.Key).Order(StringComparer.Ordinal));
        Assert.Equal(("application/fhir+json", "finalized", "4.0.1"), ((string)file["contentType"]!, (string)file["status"]!, (string)file["fhirVersion"]!));
        var bundle = link.Decrypt((string)file["embedded"]!);
        Assert.Equal(("Bundle", "document"), ((string)bundle["resourceType"]!, (string)bundle["type"]!));
        Assert.Contains(bundle["entry"]!.AsArray(), entry => (string)entry!["resource"]!["id"]! == "p1000");
        await browser.Open("/demo/share");
        var card = browser.Page.QuerySelectorAll("section.card").First(card => card.TextContent.Contains("Second opinion", StringComparison.Ordinal));
        Assert.Contains("by “Lakeside Dental <b>”", card.TextContent, StringComparison.Ordinal);
        Assert.Contains("Once", card.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whatever_came_into_the_record_goes_into_a_link()
    {
        var id = $"deep-{Ulid.NewUlid()}".ToLowerInvariant();
        var record = portal.Grain<IRecordGrain>("demo", DemoPerson.Emma);
        using (CallerScope.Use(Caller.System("demo")))
            await record.Store([new() { Type = "Condition", Id = id, Json = Nested.Condition(id, DemoPerson.Emma, Nested.Deepest).ToJsonString() }]);
        try
        {
            var (browser, link) = await SharedLink.Make(portal, Patient);
            using var _ = browser;

            var bundle = link.Decrypt((string)(await link.Open(new { recipient = "Second opinion" }))["embedded"]!);

            Assert.Contains(bundle["entry"]!.AsArray(), entry => (string)entry!["resource"]!["id"]! == id);
        }
        finally
        {
            using (CallerScope.Use(Caller.System("demo")))
                await record.Delete("Condition", id, null);
        }
    }

    [Fact]
    public async Task An_independent_program_decrypts_it()
    {
        var (browser, link) = await SharedLink.Make(portal, Patient);
        using var _ = browser;
        using var jose = await JoseReader.Install();

        var (header, content) = await jose.Decrypt((string)(await link.Open())["embedded"]!, link.Key);

        Assert.Equal("""{"alg":"dir","enc":"A256GCM","cty":"application/fhir+json"}""", header);
        Assert.Equal("document", (string)JsonNode.Parse(content)!["type"]!);
    }

    [Fact]
    public async Task A_receiver_who_takes_little_at_once_fetches_the_file_once_with_a_ticket()
    {
        var (browser, link) = await SharedLink.Make(portal, Patient);
        using var _ = browser;
        using var http = new HttpClient();

        var file = await link.Open(new { recipient = "Dr. Weber", embeddedLengthMax = 100 });
        using var first = await http.GetAsync((string)file["location"]!);
        using var second = await http.GetAsync((string)file["location"]!);

        Assert.Null(file["embedded"]);
        Assert.Equal((HttpStatusCode.OK, "application/jose"), (first.StatusCode, first.Content.Headers.ContentType?.ToString()));
        Assert.Equal("Bundle", (string)link.Decrypt(await first.Content.ReadAsStringAsync())["resourceType"]!);
        Assert.Equal(HttpStatusCode.NotFound, second.StatusCode);
    }

    [Fact]
    public async Task What_is_exactly_as_long_as_the_receiver_takes_is_embedded()
    {
        var (browser, link) = await SharedLink.Make(portal, Patient);
        using var _ = browser;
        var length = ((string)(await link.Open())["embedded"]!).Length;

        Assert.NotNull((await link.Open(new { recipient = "Dr. Weber", embeddedLengthMax = length }))["embedded"]);
        Assert.NotNull((await link.Open(new { recipient = "Dr. Weber", embeddedLengthMax = 9_007_199_254_740_991 }))["embedded"]);
        Assert.NotNull((await link.Open(new { recipient = "Dr. Weber", embeddedLengthMax = length - 1 }))["location"]);
    }

    [Fact]
    public async Task What_may_be_opened_once_is_given_to_one_of_many_who_ask_at_the_same_moment()
    {
        var (browser, link) = await SharedLink.Make(portal, Patient, ("Input.ViewOnce", "true"));
        using var _ = browser;

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(number => link.Post(new { recipient = $"Reader {number}" })));

        Assert.Equal(
            Enumerable.Repeat(HttpStatusCode.NotFound, 7).Prepend(HttpStatusCode.OK),
            answers.Select(answer => answer.StatusCode).Order());
        foreach (var answer in answers)
            answer.Dispose();
    }

    [Fact]
    public async Task Wrong_passcodes_are_counted_down_to_the_end_of_the_link()
    {
        var (browser, link) = await SharedLink.Make(portal, Patient, ("Input.Passcode", "Tulip 42"));
        using var _ = browser;

        Assert.Equal((HttpStatusCode.Unauthorized, 10), await Attempt(link, new { recipient = "Dr. Weber" }));
        for (var left = 9; left >= 1; left--)
            Assert.Equal((HttpStatusCode.Unauthorized, left), await Attempt(link, new { recipient = "Dr. Weber", passcode = $"guess {left}" }));
        using (var right = await link.Post(new { recipient = "Dr. Weber", passcode = "Tulip 42" }))
            Assert.Equal(HttpStatusCode.OK, right.StatusCode);
        Assert.Equal((HttpStatusCode.Unauthorized, 0), await Attempt(link, new { recipient = "Dr. Weber", passcode = "the tenth" }));

        using var dead = await link.Post(new { recipient = "Dr. Weber", passcode = "Tulip 42" });
        Assert.Equal(HttpStatusCode.NotFound, dead.StatusCode);
    }

    [Theory]
    [InlineData("{\"passcode\":\"x\"}", "application/json", HttpStatusCode.BadRequest)]
    [InlineData("{\"recipient\":\"  \"}", "application/json", HttpStatusCode.BadRequest)]
    [InlineData("{\"recipient\":", "application/json", HttpStatusCode.BadRequest)]
    [InlineData("[1]", "application/json", HttpStatusCode.BadRequest)]
    [InlineData("null", "application/json", HttpStatusCode.BadRequest)]
    [InlineData("{\"recipient\":\"x\",\"embeddedLengthMax\":\"many\"}", "application/json", HttpStatusCode.BadRequest)]
    [InlineData("recipient=x", "application/x-www-form-urlencoded", HttpStatusCode.UnsupportedMediaType)]
    public async Task A_request_that_is_none_is_refused_and_opens_nothing(string body, string type, HttpStatusCode status)
    {
        var (browser, link) = await SharedLink.Make(portal, Patient, ("Input.ViewOnce", "true"));
        using var _ = browser;
        using var http = new HttpClient();

        using var answer = await http.PostAsync(link.Url, new StringContent(body, Encoding.UTF8, type));
        using var large = await http.PostAsync(link.Url, new StringContent($"{{\"recipient\":\"{new string('x', 20_000)}\"}}", Encoding.UTF8, "application/json"));
        using var read = await http.GetAsync(link.Url);

        Assert.Equal((status, HttpStatusCode.RequestEntityTooLarge, HttpStatusCode.MethodNotAllowed), (answer.StatusCode, large.StatusCode, read.StatusCode));
        Assert.NotNull((await link.Open())["embedded"]);
    }

    [Fact]
    public async Task What_is_not_to_be_had_is_one_and_the_same_answer_for_everybody()
    {
        var (browser, used) = await SharedLink.Make(portal, Patient, ("Input.ViewOnce", "true"));
        using var _ = browser;
        await used.Open();
        await browser.Open("/demo/share/new");
        await browser.Submit(new() { ["Input.Life"] = "Hour" });
        var revoked = SharedLink.Shown(browser);
        await browser.Open("/demo/share");
        await Revoke(browser, revoked);
        await browser.Open("/demo/share/new");
        await browser.Submit(new() { ["Input.Life"] = "Hour" });
        var alive = SharedLink.Shown(browser);

        string[] addresses =
        [
            used.Url, revoked.Url, $"{portal.Address}demo/shl/{new string('x', 43)}", $"{portal.Address}demo/shl/short",
            alive.Url.Replace("/demo/", "/elsewhere/", StringComparison.Ordinal), alive.Url.Replace("/demo/", "/NO.PRACTICE/", StringComparison.Ordinal),
        ];
        var answers = new List<string>();
        foreach (var address in addresses)
        {
            using var answer = await (used with { Payload = new() { ["url"] = address } }).Post(new { recipient = "Dr. Weber", passcode = "x" });
            answer.Headers.Remove("Date");
            answers.Add($"{answer.StatusCode}\n{answer.Headers}{answer.Content.Headers}{await answer.Content.ReadAsStringAsync()}");
        }

        Assert.Single(answers.Distinct());
        Assert.StartsWith("NotFound", answers[0], StringComparison.Ordinal);
        Assert.NotNull((await alive.Open())["embedded"]);
    }

    [Fact]
    public async Task Programs_of_any_origin_may_ask_and_nothing_is_kept_on_the_way()
    {
        var (browser, link) = await SharedLink.Make(portal, Patient);
        using var _ = browser;
        using var http = new HttpClient();
        using var preflight = new HttpRequestMessage(HttpMethod.Options, link.Url);
        preflight.Headers.Add("Origin", "https://viewer.example.org");
        preflight.Headers.Add("Access-Control-Request-Method", "POST");
        preflight.Headers.Add("Access-Control-Request-Headers", "content-type");
        using var request = new HttpRequestMessage(HttpMethod.Post, link.Url) { Content = new StringContent("""{"recipient":"App"}""", Encoding.UTF8, "application/json") };
        request.Headers.Add("Origin", "https://viewer.example.org");

        using var allowed = await http.SendAsync(preflight);
        using var answer = await http.SendAsync(request);

        foreach (var one in new[] { allowed, answer })
            Assert.Equal("*", Assert.Single(one.Headers.GetValues("Access-Control-Allow-Origin")));
        Assert.Contains("content-type", Assert.Single(allowed.Headers.GetValues("Access-Control-Allow-Headers")), StringComparison.OrdinalIgnoreCase);
        Assert.Equal("no-store", answer.Headers.CacheControl?.ToString());
        Assert.False(answer.Headers.Contains("Set-Cookie"));
    }

    [Fact]
    public async Task Neither_the_key_nor_the_address_nor_the_passcode_is_kept_anywhere()
    {
        var (browser, link) = await SharedLink.Make(portal, Patient, ("Input.Passcode", "Tulip 42"));
        using var _ = browser;
        var secret = link.Url[(link.Url.LastIndexOf('/') + 1)..];
        var id = HealthLinkId.Of(secret);
        await link.Open(new { recipient = "Dr. Weber", passcode = "Tulip 42" });
        await browser.Open("/demo/share");

        Assert.Contains(id, browser.Page.Source.Text, StringComparison.Ordinal);
        foreach (var word in new[] { link.Key, secret, "Tulip 42" })
        {
            Assert.DoesNotContain(word, browser.Page.Source.Text, StringComparison.Ordinal);
            Assert.Equal(0, await RowsWith(word));
            Assert.Empty(FilesWith(word));
        }

        Assert.Equal(2, await RowsWith(id));
        Assert.NotEmpty(FilesWith(id));
    }

    [Fact]
    public async Task No_log_and_no_trace_has_the_key_the_passcode_or_the_link_and_none_that_is_kept_its_address()
    {
        using var browser = new PortalBrowser(portal.Address);
        await browser.SignIn("demo", Patient, DemoSignIns.Password);
        using var ear = portal.Log.Listen();
        await browser.Open("/demo/share/new");
        var seed = browser.Page.QuerySelector("input[name='Secret']")!.GetAttribute("value")!;
        await browser.Submit(new() { ["Input.Life"] = "Day", ["Input.Label"] = "Marigold", ["Input.Passcode"] = "Tulip 42" });
        var link = SharedLink.Shown(browser);
        await Attempt(link, new { recipient = "Hyacinth", passcode = "Rose 43" });
        var file = await link.Open(new { recipient = "Hyacinth", passcode = "Tulip 42", embeddedLengthMax = 1 });
        using var http = new HttpClient();
        await http.GetStringAsync((string)file["location"]!);
        await browser.Open("/demo/share");
        await Revoke(browser, link);
        using var dead = await link.Post(new { recipient = "Hyacinth", passcode = "Tulip 42" });

        var (all, kept) = (portal.Log.All, portal.Log.Kept);
        Assert.Contains(all, line => line.Contains("/demo/share/new", StringComparison.Ordinal));
        foreach (var word in new[] { seed, link.Key, link.Text.Split('#')[1], "Tulip", "Rose" })
            Assert.DoesNotContain(all, line => line.Contains(word, StringComparison.OrdinalIgnoreCase));
        foreach (var word in new[] { link.Url[(link.Url.LastIndexOf('/') + 1)..], "Hyacinth", "Marigold" })
            Assert.DoesNotContain(kept, line => line.Contains(word, StringComparison.OrdinalIgnoreCase));
    }

    private static async Task<(HttpStatusCode Status, int Left)> Attempt(SharedLink link, object body)
    {
        using var answer = await link.Post(body);
        return (answer.StatusCode, (int)JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["remainingAttempts"]!);
    }

    private static Task<PortalBrowser> Revoke(PortalBrowser browser, SharedLink link) =>
        browser.Press($"#link-{HealthLinkId.Of(link.Url[(link.Url.LastIndexOf('/') + 1)..])} form button");

    /// <summary>Documents whose key or content holds the word.</summary>
    /// <summary>Whatever the portal has written: databases, their logs, mail, files. Its lock, which nobody else may open, is empty.</summary>
    private List<string> FilesWith(string word)
    {
        var sought = Encoding.UTF8.GetBytes(word);
        return [.. Directory.EnumerateFiles(portal.DataFolder, "*", SearchOption.AllDirectories).Where(file => Path.GetExtension(file) is not ".lock").Where(file =>
        {
            using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using var whole = new MemoryStream();
            stream.CopyTo(whole);
            return whole.GetBuffer().AsSpan(0, (int)whole.Length).IndexOf(sought) >= 0;
        })];
    }

    private async Task<long> RowsWith(string word)
    {
        await using var connection = await portal.Services.GetRequiredService<PortalDatabase>().DataSource.OpenConnectionAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = "select count(*) from grain_state where instr(id, @word) > 0 or instr(doc, @word) > 0";
        var parameter = command.CreateParameter();
        (parameter.ParameterName, parameter.Value) = ("word", word);
        command.Parameters.Add(parameter);
        return (long)(await command.ExecuteScalarAsync())!;
    }
}
