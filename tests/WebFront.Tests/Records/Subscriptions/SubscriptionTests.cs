using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using System.Xml.Linq;
using Hl7.Fhir.Serialization;
using Microsoft.AspNetCore.Http;
using Portal.Tests.Shared;

namespace Portal.WebFront.Tests.Records.Subscriptions;

/// <summary>Subscriptions of the practice's bridge, over HTTP from end to end.</summary>
public sealed class SubscriptionTests(BridgePortal portal) : IClassFixture<BridgePortal>
{
    private const string Base = $"/{BridgePortal.Practice}/fhir/R4";

    private string Fhir => $"{portal.Address.OriginalString}{Base}";

    [Fact]
    public async Task An_endpoint_takes_a_handshake_and_then_hears_of_each_change()
    {
        await using var hooks = await HookHost.Start();
        var (patient, asked) = (await Patient(), SubscriptionJson.Hook(Fhir, hooks.Endpoint));
        asked["channel"]!["header"] = new JsonArray("Authorization: Bearer of-the-subscriber");

        var (status, made) = await Send(HttpMethod.Post, "Subscription", asked);
        var id = made["id"]!.GetValue<string>();
        await IsActive(id);
        await Visit($"a-{patient}", patient);
        await Eventually.Holds(() => Task.FromResult(hooks.Taken("event-notification").Count == 1), "the change is told");
        await Visit($"a-{patient}", patient, "cancelled");
        await Eventually.Holds(() => Task.FromResult(hooks.Taken("event-notification").Count == 2), "the second change is told");

        Assert.Equal((HttpStatusCode.Created, "requested"), (status, made["status"]!.GetValue<string>()));
        var handshake = Assert.Single(hooks.Taken("handshake"));
        Assert.Equal(("Bearer of-the-subscriber", "application/fhir+json", "0"), (handshake.Authorization, handshake.ContentType, handshake.Events));
        var told = hooks.Taken("event-notification");
        Assert.Equal([("active", "1"), ("active", "2")], told.Select(notice => (notice.Status, notice.Events)));
        Assert.All(told, notice => Assert.Equal([$"Appointment/a-{patient}"], notice.Focuses));
        Assert.Equal(["201", "200"], told.Select(notice => notice.Bundle["entry"]![1]!["response"]!["status"]!.GetValue<string>()));
        var read = await Read($"Subscription/{id}");
        Assert.Equal("Authorization: ***", read["channel"]!["header"]![0]!.GetValue<string>());
        Assert.DoesNotContain("of-the-subscriber", made.ToJsonString() + read.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Notices_are_xml_when_the_payload_says_so()
    {
        await using var hooks = await HookHost.Start();
        var (patient, asked) = (await Patient(), SubscriptionJson.Hook(Fhir, hooks.Endpoint, content: "full-resource"));
        asked["channel"]!["payload"] = "application/fhir+xml";
        var id = await Subscribed(asked);

        await Visit($"x-{patient}", patient, description: "Crown\uFFFE came\u0001 loose");
        await Eventually.Holds(() => Task.FromResult(hooks.TakenXml.Count == 2), "the handshake and the change are told");

        XNamespace fhir = "http://hl7.org/fhir";
        var told = XDocument.Parse(hooks.TakenXml[1]).Root!;
        Assert.Equal((fhir + "Bundle", "history"), (told.Name, told.Element(fhir + "type")!.Attribute("value")!.Value));
        Assert.Equal("Crown\uFFFD came\uFFFD loose", told.Descendants(fhir + "description").Single().Attribute("value")!.Value);
        using var read = await Ask(HttpMethod.Get, $"Appointment/x-{patient}?_format=xml", null);
        Assert.Equal("Crown\uFFFD came\uFFFD loose", XDocument.Parse(await read.Content.ReadAsStringAsync()).Root!.Element(fhir + "description")!.Attribute("value")!.Value);
        Assert.Equal($"x-{patient}", told.Descendants(fhir + "Appointment").Single().Element(fhir + "id")!.Attribute("value")!.Value);
        foreach (var notice in hooks.TakenXml)
        {
            new FhirXmlDeserializer().TryDeserializeResource(notice, out var bundle, out var faults);
            Assert.Empty(faults);
            Assert.IsType<Hl7.Fhir.Model.Parameters>(((Hl7.Fhir.Model.Bundle)bundle!).Entry[0].Resource);
        }

        Assert.Equal("application/fhir+xml", (await Read($"Subscription/{id}"))["channel"]!["payload"]!.GetValue<string>());
        Assert.Empty(hooks.Taken());
    }

    [Fact]
    public async Task A_secret_is_not_told_to_another_server_and_the_topic_stays()
    {
        await using var hooks = await HookHost.Start();
        await using var others = await HookHost.Start();
        var asked = SubscriptionJson.Hook(Fhir, hooks.Endpoint);
        asked["channel"]!["header"] = new JsonArray("Authorization: Bearer of-the-subscriber");
        var id = await Subscribed(asked);
        var read = await Read($"Subscription/{id}");

        read["channel"]!["endpoint"] = others.Endpoint;
        var (elsewhere, outcome) = await Send(HttpMethod.Put, $"Subscription/{id}", read);
        read = await Read($"Subscription/{id}");
        read["criteria"] = $"{Fhir}/SubscriptionTopic/message-change";
        var (otherTopic, about) = await Send(HttpMethod.Put, $"Subscription/{id}", read);

        Assert.Equal((HttpStatusCode.UnprocessableEntity, HttpStatusCode.UnprocessableEntity), (elsewhere, otherTopic));
        Assert.Equal("Subscription.channel.header[0]", outcome["issue"]![0]!["expression"]![0]!.GetValue<string>());
        Assert.Equal("Subscription.criteria", about["issue"]![0]!["expression"]![0]!.GetValue<string>());
        Assert.Empty(others.Taken());
    }

    [Fact]
    public async Task What_was_missed_can_be_asked_for_by_number()
    {
        await using var hooks = await HookHost.Start();
        var (patient, id) = (await Patient(), await Subscribed(SubscriptionJson.Hook(Fhir, hooks.Endpoint)));
        hooks.Status = StatusCodes.Status500InternalServerError;
        for (var number = 1; number <= 3; number++)
            await Visit($"m{number}-{patient}", patient);

        await Eventually.Holds(async () => (await Stands(id)).Events == "3", "three events count");
        var all = new Notice((await Read($"Subscription/{id}/$events")).ToJsonString());
        var some = new Notice((await Read($"Subscription/{id}/$events?eventsSinceNumber=2&eventsUntilNumber=2&content=empty")).ToJsonString());
        var stands = await Stands(id);
        var all2 = await Read("Subscription/$status");

        Assert.Equal("query-event", all.Type);
        Assert.Equal([$"Appointment/m1-{patient}", $"Appointment/m2-{patient}", $"Appointment/m3-{patient}"], all.Focuses);
        Assert.Equal(["2"], some.Focuses);
        Assert.Equal("query-status", stands.Type);
        Assert.Contains(id, all2.ToJsonString(), StringComparison.Ordinal);
        using var wrong = await Ask(HttpMethod.Get, $"Subscription/{id}/$events?eventsSinceNumber=one", null);
        Assert.Equal(HttpStatusCode.BadRequest, wrong.StatusCode);
    }

    [Theory]
    [InlineData(StatusCodes.Status302Found)]
    [InlineData(StatusCodes.Status307TemporaryRedirect)]
    public async Task An_endpoint_that_leads_elsewhere_is_in_error_and_is_not_followed(int answer)
    {
        await using var hooks = await HookHost.Start();
        hooks.Status = answer;

        var (_, made) = await Send(HttpMethod.Post, "Subscription", SubscriptionJson.Hook(Fhir, hooks.Endpoint));
        var id = made["id"]!.GetValue<string>();
        await Eventually.Holds(async () => (await Read($"Subscription/{id}"))["status"]!.GetValue<string>() == "error", "it is in error");

        Assert.Equal($"The endpoint answered with the status {answer}.", (await Read($"Subscription/{id}"))["error"]!.GetValue<string>());
        Assert.Equal(0, hooks.StrayRequests);
    }

    public static TheoryData<string, string> Malformed => new()
    {
        { "status", "Subscription.status" },
        { "no reason", "Subscription" },
        { "topic", "Subscription.criteria" },
        { "filter type", "Subscription.criteria.extension[0]" },
        { "filter name", "Subscription.criteria.extension[0]" },
        { "filter value", "Subscription.criteria.extension[0]" },
        { "channel", "Subscription.channel.type" },
        { "no endpoint", "Subscription.channel.endpoint" },
        { "payload", "Subscription.channel.payload" },
        { "content", "Subscription.channel.payload.extension" },
        { "heartbeat", "Subscription.channel.extension[0]" },
        { "extension", "Subscription.channel.extension[0]" },
        { "header", "Subscription.channel.header[0]" },
        { "header injection", "Subscription.channel.header[0]" },
        { "end", "Subscription.end" },
    };

    [Theory]
    [MemberData(nameof(Malformed))]
    public async Task What_would_not_be_done_is_refused_with_the_element(string fault, string element)
    {
        var asked = SubscriptionJson.Hook(Fhir, "https://hooks.example/in", filter: fault switch
        {
            "filter type" => "Condition?patient=Patient/1",
            "filter name" => "Appointment?reason-code=1",
            "filter value" => "Appointment?status=",
            _ => null,
        });
        Spoil(asked, fault);

        var (status, outcome) = await Send(HttpMethod.Post, "Subscription", asked);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, status);
        Assert.StartsWith(element, outcome["issue"]![0]!["expression"]![0]!.GetValue<string>(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://hooks.example/in")]
    [InlineData("https://10.0.0.1/in")]
    [InlineData("https://192.168.0.10/in")]
    [InlineData("https://169.254.169.254/latest/meta-data")]
    [InlineData("https://[fd00::1]/in")]
    [InlineData("https://user:secret@hooks.example/in")]
    [InlineData("gopher://hooks.example/in")]
    public async Task An_endpoint_within_our_own_networks_or_without_tls_is_refused(string endpoint)
    {
        var (status, outcome) = await Send(HttpMethod.Post, "Subscription", SubscriptionJson.Hook(Fhir, endpoint));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, status);
        Assert.Equal("Subscription.channel.endpoint", outcome["issue"]![0]!["expression"]![0]!.GetValue<string>());
    }

    [Fact]
    public async Task A_subscription_is_found_changed_and_deleted_by_whose_it_is()
    {
        await using var hooks = await HookHost.Start();
        var asked = SubscriptionJson.Hook(Fhir, hooks.Endpoint, filter: "Appointment?status=booked");
        asked["channel"]!["header"] = new JsonArray("X-Key: of-the-subscriber");
        var id = await Subscribed(asked);

        var found = await Read($"Subscription?url={Uri.EscapeDataString(hooks.Endpoint)}&status=active");
        Assert.Equal([id], found["entry"]!.AsArray().Select(entry => entry!["resource"]!["id"]!.GetValue<string>()));
        var read = await Read($"Subscription/{id}");
        Assert.Equal("Appointment?status=booked", read["_criteria"]!["extension"]![0]!["valueString"]!.GetValue<string>());
        using (var old = await Ask(HttpMethod.Put, $"Subscription/{id}", read, "W/\"1\""))
            Assert.Equal(HttpStatusCode.PreconditionFailed, old.StatusCode);
        using (var changed = await Ask(HttpMethod.Put, $"Subscription/{id}", read, $"W/\"{read["meta"]!["versionId"]}\""))
            Assert.Equal(HttpStatusCode.OK, changed.StatusCode);
        await Eventually.Holds(() => Task.FromResult(hooks.Taken("handshake").Count == 2), "it shook hands again");
        read["status"] = "off";
        var (_, off) = await Send(HttpMethod.Put, $"Subscription/{id}", read);
        Assert.Equal("off", off["status"]!.GetValue<string>());
        using (var xml = await Ask(HttpMethod.Get, $"Subscription/{id}?_format=xml", null))
            Assert.Contains("<Subscription", await xml.Content.ReadAsStringAsync(), StringComparison.Ordinal);

        using (var gone = await Ask(HttpMethod.Delete, $"Subscription/{id}", null))
            Assert.Equal(HttpStatusCode.NoContent, gone.StatusCode);
        using var after = await Ask(HttpMethod.Get, $"Subscription/{id}", null);
        using var unknown = await Ask(HttpMethod.Put, $"Subscription/{id}", read);
        Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.NotFound), (after.StatusCode, unknown.StatusCode));
    }

    [Fact]
    public async Task Another_practice_and_a_stranger_find_nothing()
    {
        await using var hooks = await HookHost.Start();
        var id = await Subscribed(SubscriptionJson.Hook(Fhir, hooks.Endpoint));
        using var stranger = new HttpClient { BaseAddress = portal.Address };
        using var other = portal.Bridge(BridgePortal.OtherToken);
        var elsewhere = $"/{BridgePortal.Other}/fhir/R4/Subscription";

        Assert.Equal(HttpStatusCode.Unauthorized, (await stranger.GetAsync($"{Base}/Subscription/{id}")).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await stranger.PostAsync($"{Base}/Subscription", Content(SubscriptionJson.Hook(Fhir, hooks.Endpoint)))).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await other.GetAsync($"{elsewhere}/{id}")).StatusCode);
        Assert.Equal(0, JsonNode.Parse(await other.GetStringAsync(elsewhere))!["total"]!.GetValue<int>());
    }

    [Fact]
    public async Task The_topics_are_told_by_the_capability_statement_and_as_resources()
    {
        var statement = await Read("metadata");

        var declared = statement["rest"]![0]!["resource"]!.AsArray().Single(resource => resource!["type"]!.GetValue<string>() == "Subscription")!;
        var topics = declared["extension"]!.AsArray().Select(extension => extension!["valueCanonical"]!.GetValue<string>()).ToList();
        Assert.Equal([$"{Fhir}/SubscriptionTopic/appointment-change", $"{Fhir}/SubscriptionTopic/message-change"], topics);
        Assert.Equal(["status", "events", "get-ws-binding-token"], declared["operation"]!.AsArray().Select(operation => operation!["name"]!.GetValue<string>()));
        var listed = await Read("Basic?code=SubscriptionTopic");
        Assert.Equal(topics, listed["entry"]!.AsArray().Select(entry => entry!["resource"]!["extension"]![0]!["valueUri"]!.GetValue<string>()));
        Assert.Equal($"{Fhir}/Basic?code=SubscriptionTopic", listed["link"]![0]!["url"]!.GetValue<string>());
        Assert.Equal("appointment-change", (await Read("Basic/appointment-change"))["id"]!.GetValue<string>());
    }

    private static void Spoil(JsonObject asked, string fault)
    {
        var channel = asked["channel"]!.AsObject();
        switch (fault)
        {
            case "status":
                asked["status"] = "active";
                break;
            case "no reason":
                asked.Remove("reason");
                break;
            case "topic":
                asked["criteria"] = "https://elsewhere.example/SubscriptionTopic/appointment-change";
                break;
            case "channel":
                channel["type"] = "email";
                break;
            case "no endpoint":
                channel.Remove("endpoint");
                break;
            case "payload":
                channel["payload"] = "text/plain";
                break;
            case "content":
                channel.Remove("_payload");
                break;
            case "heartbeat":
                channel["extension"] = new JsonArray(new JsonObject { ["url"] = SubscriptionJson.Profiles + "backport-heartbeat-period", ["valueUnsignedInt"] = 1 });
                break;
            case "extension":
                channel["extension"] = new JsonArray(new JsonObject { ["url"] = "https://elsewhere.example/colour", ["valueString"] = "blue" });
                break;
            case "header":
                channel["header"] = new JsonArray("Host: elsewhere.example");
                break;
            case "header injection":
                channel["header"] = new JsonArray("X-One: a\r\nHost: elsewhere.example");
                break;
            case "end":
                asked["end"] = "2020-01-01T00:00:00Z";
                break;
        }
    }

    private async Task<string> Patient()
    {
        var id = BridgePortal.NewId();
        await portal.Post(BridgePortal.Bundle("collection", BridgePortal.Patient(id)));
        return id;
    }

    private async Task Visit(string id, string patient, string status = "booked", string description = "A visit")
    {
        using var answer = await Ask(HttpMethod.Put, $"Appointment/{id}", new JsonObject
        {
            ["resourceType"] = "Appointment",
            ["id"] = id,
            ["status"] = status,
            ["description"] = description,
            ["participant"] = new JsonArray(new JsonObject { ["actor"] = new JsonObject { ["reference"] = $"Patient/{patient}" }, ["status"] = "accepted" }),
        });
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
    }

    private async Task<string> Subscribed(JsonObject subscription)
    {
        var (status, made) = await Send(HttpMethod.Post, "Subscription", subscription);
        Assert.True(status is HttpStatusCode.Created, made.ToJsonString());
        var id = made["id"]!.GetValue<string>();
        await IsActive(id);
        return id;
    }

    private Task IsActive(string id) =>
        Eventually.Holds(async () => (await Read($"Subscription/{id}"))["status"]!.GetValue<string>() == "active", "it is active");

    private async Task<Notice> Stands(string id) => new((await Read($"Subscription/{id}/$status")).ToJsonString());

    private async Task<JsonObject> Read(string path)
    {
        var (status, body) = await Send(HttpMethod.Get, path, null);
        Assert.True(status is HttpStatusCode.OK, body.ToJsonString());
        return body;
    }

    private async Task<(HttpStatusCode Status, JsonObject Body)> Send(HttpMethod method, string path, JsonObject? body)
    {
        using var answer = await Ask(method, path, body);
        return (answer.StatusCode, JsonNode.Parse(await answer.Content.ReadAsStringAsync())!.AsObject());
    }

    private async Task<HttpResponseMessage> Ask(HttpMethod method, string path, JsonObject? body, string? ifMatch = null)
    {
        using var http = portal.Bridge();
        using var request = new HttpRequestMessage(method, $"{Base}/{path}") { Content = body is null ? null : Content(body) };
        if (ifMatch is not null)
            request.Headers.TryAddWithoutValidation("If-Match", ifMatch);
        return await http.SendAsync(request);
    }

    private static StringContent Content(JsonObject body) => new(body.ToJsonString(), Encoding.UTF8, new MediaTypeHeaderValue("application/fhir+json"));
}
