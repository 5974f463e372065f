using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Portal.Grains.Interfaces.Access;
using Portal.Grains.Interfaces.Apps;
using Portal.Grains.Interfaces.Patients;
using Portal.WebFront.Tests.Records;

namespace Portal.WebFront.Tests.Smart;

/// <summary>What an app does beside reading one thing: batches, exports, writes, matches. A token opens no more there than anywhere else.</summary>
[Collection(DemoPortal.Name)]
public sealed class AppActsTests(DemoPortal portal)
{
    private static readonly string _emma = DemoPerson.Emma;
    private static readonly string _minh = DemoPerson.Minh;

    [Fact]
    public async Task Each_entry_of_a_batch_is_answered_by_the_scopes_of_the_token()
    {
        var app = await SmartApp.Register(portal);
        var token = await app.Token("launch/patient patient/Patient.rs patient/AllergyIntolerance.rs");
        var batch = new JsonObject
        {
            ["resourceType"] = "Bundle",
            ["type"] = "batch",
            ["entry"] = new JsonArray(
                Get($"Patient/{_emma}"), Get($"Patient/{_minh}"), Get($"AllergyIntolerance?patient={_emma}"), Get($"Condition?patient={_emma}"),
                Get($"AllergyIntolerance?patient={_minh}"), Put(Observation("batch-1", _emma)), Delete($"AllergyIntolerance/allergy-{_emma}"), Get("Group"), Get("AuditEvent")),
        };

        var (status, answer) = await Send(token, HttpMethod.Post, "", batch);

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal(["200", "404", "200", "403", "200", "403", "403", "403", "403"], BridgePortal.Statuses(answer));
        Assert.DoesNotContain(_minh, answer.ToJsonString().Replace($"patient={_minh}", "", StringComparison.Ordinal).Replace($"id {_minh}", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_persons_app_exports_matches_and_writes_nothing()
    {
        var app = await SmartApp.Register(portal);
        var token = await app.Token();

        Assert.Equal(HttpStatusCode.Forbidden, (await Send(token, HttpMethod.Get, "$export", null, "respond-async")).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await Send(token, HttpMethod.Get, "Patient/$export", null, "respond-async")).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await Send(token, HttpMethod.Post, "Patient/$match", Asked())).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await Send(token, HttpMethod.Post, "Observation", Observation("x", _emma))).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await Send(token, HttpMethod.Get, "AuditEvent", null)).Status);
    }

    [Fact]
    public async Task A_program_exports_the_types_that_its_scopes_open_whole()
    {
        var (_, token) = await Program("system/Patient.rs system/Condition.rs?category=problem-list-item");

        var (begun, _, place) = await Begin(token, "$export");
        Assert.Equal(HttpStatusCode.Accepted, begun);
        var manifest = await Eventually.Get(async () => await Send(token, HttpMethod.Get, place!, null) is (HttpStatusCode.OK, var done) ? done : null);

        Assert.Equal(["Patient"], manifest["output"]!.AsArray().Select(file => file!["type"]!.GetValue<string>()).Distinct());
        var (_, otherToken) = await Program("system/*.rs");
        Assert.Equal(HttpStatusCode.NotFound, (await Send(otherToken, HttpMethod.Get, place!, null)).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await Begin(token, "$export?_type=Procedure")).Status);
    }

    [Fact]
    public async Task A_program_writes_what_its_scopes_let_it_write()
    {
        var (_, token) = await Program("system/Observation.crus system/Patient.rs");
        var id = "app-" + Ulid.NewUlid().ToString().ToLowerInvariant();

        var (made, _) = await Send(token, HttpMethod.Put, $"Observation/{id}", Observation(id, _emma));
        var (changed, _) = await Send(token, HttpMethod.Put, $"Observation/{id}", Observation(id, _emma, "amended"));
        var (deleted, _) = await Send(token, HttpMethod.Delete, $"Observation/{id}", null);
        var (other, outcome) = await Send(token, HttpMethod.Post, "Procedure", new JsonObject { ["resourceType"] = "Procedure" });
        var (imported, _) = await Send(token, HttpMethod.Post, "", BridgePortal.Bundle("transaction", Observation(id, _emma)));

        // The first of a name given by the program is made by PUT, so it needs both rights.
        Assert.Equal(HttpStatusCode.Created, made);
        Assert.Equal(HttpStatusCode.OK, changed);
        Assert.Equal(HttpStatusCode.Forbidden, deleted);
        Assert.Equal(HttpStatusCode.Forbidden, other);
        Assert.Equal("OperationOutcome", outcome["resourceType"]!.GetValue<string>());
        Assert.Equal(HttpStatusCode.Forbidden, imported);
    }

    [Theory]
    [InlineData("system/Account.cu", true)]
    [InlineData("system/Account.cu system/RelatedPerson.u", false)]
    public async Task A_program_that_may_not_write_relations_lets_nobody_pay_either(string scopes, bool isWarned)
    {
        var (_, token) = await Program(scopes);
        var id = "app-" + Ulid.NewUlid().ToString().ToLowerInvariant();
        var before = await Guarantor();
        var account = new JsonObject
        {
            ["resourceType"] = "Account",
            ["id"] = id,
            ["status"] = "active",
            ["subject"] = new JsonArray(new JsonObject { ["reference"] = $"Patient/{_minh}" }),
            // Whoever may tell it tells what is so already: the practice is shared by many tests.
            ["guarantor"] = new JsonArray(new JsonObject { ["party"] = new JsonObject { ["reference"] = $"Patient/{(isWarned ? _emma : before)}" } }),
        };

        var (status, outcome) = await Send(token, HttpMethod.Put, $"Account/{id}", account, "return=OperationOutcome");

        Assert.Equal(HttpStatusCode.Created, status);
        Assert.Equal(isWarned, outcome["issue"]!.AsArray().Any(issue => issue!["severity"]!.GetValue<string>() == "warning"));
        Assert.Equal(before, await Guarantor());

        async Task<string> Guarantor()
        {
            using var system = CallerScope.Use(Caller.System("demo"));
            return (await portal.Grain<IPatientGrain>("demo", _minh).View())!.GuarantorId;
        }
    }

    [Fact]
    public async Task A_program_that_may_only_read_writes_nothing()
    {
        var (_, token) = await Program("system/*.rs");

        Assert.Equal(HttpStatusCode.Forbidden, (await Send(token, HttpMethod.Post, "Observation", Observation("x", _emma))).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await Send(token, HttpMethod.Delete, $"AllergyIntolerance/allergy-{_emma}", null)).Status);
        Assert.Equal(HttpStatusCode.OK, (await Send(token, HttpMethod.Post, "Patient/$match", Asked())).Status);
        Assert.Equal(HttpStatusCode.OK, (await Send(token, HttpMethod.Get, "AuditEvent?_count=1", null)).Status);
    }

    [Fact]
    public async Task A_program_may_be_given_the_trail_and_the_groups_alone()
    {
        var (_, token) = await Program("system/AuditEvent.rs system/Group.rs");

        Assert.Equal("system/AuditEvent.rs system/Group.rs", token["scope"]!.GetValue<string>());
        Assert.Equal(HttpStatusCode.OK, (await Send(token, HttpMethod.Get, "AuditEvent?_count=1", null)).Status);
        Assert.Equal(HttpStatusCode.OK, (await Send(token, HttpMethod.Get, "Group", null)).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await Send(token, HttpMethod.Get, "Condition?_count=1", null)).Status);
    }

    [Fact]
    public async Task A_program_without_the_scope_gets_no_groups_no_trail_and_no_matches()
    {
        var (_, token) = await Program("system/Condition.rs");

        Assert.Equal(HttpStatusCode.Forbidden, (await Send(token, HttpMethod.Get, "Group", null)).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await Send(token, HttpMethod.Get, "AuditEvent", null)).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await Send(token, HttpMethod.Get, "AuditEvent/1", null)).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await Send(token, HttpMethod.Post, "Patient/$match", Asked())).Status);
    }

    private static JsonObject Asked() => new()
    {
        ["resourceType"] = "Parameters",
        ["parameter"] = new JsonArray(new JsonObject
        {
            ["name"] = "resource",
            ["resource"] = new JsonObject { ["resourceType"] = "Patient", ["name"] = new JsonArray(new JsonObject { ["family"] = "Bennett", ["given"] = new JsonArray("Emma") }) },
        }),
    };

    private static JsonObject Observation(string id, string patientId, string status = "final") => new()
    {
        ["resourceType"] = "Observation",
        ["id"] = id,
        ["status"] = status,
        ["code"] = new JsonObject { ["text"] = "Plaque index" },
        ["subject"] = new JsonObject { ["reference"] = $"Patient/{patientId}" },
        ["valueString"] = "low",
    };

    private static JsonObject Get(string url) => Entry("GET", url);

    private static JsonObject Delete(string url) => Entry("DELETE", url);

    private static JsonObject Put(JsonObject resource)
    {
        var entry = Entry("PUT", $"{resource["resourceType"]}/{resource["id"]}");
        entry["resource"] = resource;
        return entry;
    }

    private static JsonObject Entry(string method, string url) => new() { ["request"] = new JsonObject { ["method"] = method, ["url"] = url } };

    private async Task<(SmartApp App, JsonObject Token)> Program(string scopes)
    {
        var key = KeyedApp.Elliptic();
        var app = await SmartApp.Register(portal, new() { Name = "Registry", Proof = AppProof.Key, Backend = true, Scopes = scopes, Keys = key.PublicKeys });
        var (status, token) = await app.Post("token", KeyedApp.Ask(key.Assertion(app.Id, $"{portal.Address.OriginalString}/demo/connect/token"), scopes));
        Assert.True(status is HttpStatusCode.OK, token.ToJsonString());
        return (app, token);
    }

    private async Task<(HttpStatusCode Status, JsonObject Body)> Send(JsonObject token, HttpMethod method, string path, JsonObject? body, string? prefer = null)
    {
        var (status, answer, _) = await Sent(token, method, path, body, prefer);
        return (status, answer);
    }

    private Task<(HttpStatusCode Status, JsonObject Body, string? Place)> Begin(JsonObject token, string path) => Sent(token, HttpMethod.Get, path, null, "respond-async");

    private async Task<(HttpStatusCode Status, JsonObject Body, string? Place)> Sent(JsonObject token, HttpMethod method, string path, JsonObject? body, string? prefer)
    {
        using var http = new HttpClient { BaseAddress = portal.Address };
        using var request = new HttpRequestMessage(method, path.StartsWith("http", StringComparison.Ordinal) ? path : $"/demo/fhir/R4/{path}");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token["access_token"]!.GetValue<string>());
        if (prefer is not null)
            request.Headers.Add("Prefer", prefer);
        if (body is not null)
            request.Content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/fhir+json");
        using var answer = await http.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        return (answer.StatusCode, text.StartsWith('{') ? JsonNode.Parse(text)!.AsObject() : [], answer.Content.Headers.TryGetValues("Content-Location", out var places) ? places.First() : null);
    }
}
