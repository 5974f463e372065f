using System.Net;
using System.Net.Http.Headers;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json.Nodes;
using Portal.Grains.Interfaces.Access;
using Portal.Grains.Interfaces.Apps;
using Portal.Grains.Interfaces.Patients;
using Portal.Grains.Interfaces.Records;
using Portal.Grains.Interfaces.Records.Subscriptions;
using Portal.Tests.Shared;
using Portal.WebFront.Tests.Smart;

namespace Portal.WebFront.Tests.Records.Subscriptions;

/// <summary>Subscriptions of apps that patients have connected.</summary>
[Collection(DemoPortal.Name)]
public sealed class AppSubscriptionTests(DemoPortal portal)
{
    private const string Scopes = "launch/patient patient/*.rs patient/Subscription.cruds";

    [Fact]
    public async Task A_patients_app_hears_of_that_patient_only()
    {
        await using var hooks = await HookHost.Start();
        var (app, token) = await Connected();
        await Subscribed(app, token, SubscriptionJson.Hook(app.Fhir, hooks.Endpoint));

        await Changes(DemoPerson.Minh, "foreign");
        await Changes(DemoPerson.Noah, "child");
        var own = await Changes(DemoPerson.Emma, "own");

        await Eventually.Holds(() => Task.FromResult(hooks.Taken("event-notification").Count > 0), "the own change is told");
        Assert.Equal([$"Appointment/{own}"], hooks.Taken("event-notification").SelectMany(notice => notice.Focuses));
        Assert.Equal("1", hooks.Taken("event-notification")[0].Events);
        var foreign = SubscriptionJson.Hook(app.Fhir, hooks.Endpoint, filter: $"Appointment?patient=Patient/{DemoPerson.Minh}");
        var (status, outcome) = await Send(app, token, HttpMethod.Post, "Subscription", foreign);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, status);
        Assert.Equal("Subscription.criteria.extension", outcome["issue"]![0]!["expression"]![0]!.GetValue<string>());
    }

    [Fact]
    public async Task With_the_connection_its_subscriptions_end_at_once()
    {
        await using var hooks = await HookHost.Start();
        var (app, token) = await Connected();
        var id = await Subscribed(app, token, SubscriptionJson.Hook(app.Fhir, hooks.Endpoint));
        var (second, secondToken) = await Connected();
        await using var others = await HookHost.Start();
        await Subscribed(second, secondToken, SubscriptionJson.Hook(app.Fhir, others.Endpoint));

        await app.Post("revoke", new() { ["token"] = token["access_token"]!.GetValue<string>(), ["client_id"] = app.Id });
        await Eventually.Holds(async () => await StandsAt(id) is SubscriptionStatus.Off, "it is off without any event");
        await Changes(DemoPerson.Emma, "after");

        await Eventually.Holds(() => Task.FromResult(others.Taken("event-notification").Count == 1), "another app is told");
        Assert.Empty(hooks.Taken("event-notification"));
        Assert.Equal(HttpStatusCode.Unauthorized, (await Send(app, token, HttpMethod.Get, $"Subscription/{id}", null)).Status);
    }

    [Fact]
    public async Task A_token_without_the_scopes_subscribes_to_nothing()
    {
        var (app, token) = await Connected("launch/patient patient/*.rs");
        var (narrow, narrowToken) = await Connected("launch/patient patient/Condition.rs patient/Subscription.cruds");
        var asked = SubscriptionJson.Socket(app.Fhir);

        var (withoutRight, _) = await Send(app, token, HttpMethod.Post, "Subscription", asked);
        var (outOfReach, outcome) = await Send(narrow, narrowToken, HttpMethod.Post, "Subscription", asked);

        Assert.Equal((HttpStatusCode.Forbidden, HttpStatusCode.Forbidden), (withoutRight, outOfReach));
        Assert.Equal("Subscription.criteria", outcome["issue"]![0]!["expression"]![0]!.GetValue<string>());
    }

    [Fact]
    public async Task One_app_does_not_find_the_subscriptions_of_another()
    {
        var (app, token) = await Connected();
        var id = await Subscribed(app, token, SubscriptionJson.Socket(app.Fhir));
        var (other, otherToken) = await Connected();

        Assert.Equal(HttpStatusCode.NotFound, (await Send(other, otherToken, HttpMethod.Get, $"Subscription/{id}", null)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await Send(other, otherToken, HttpMethod.Get, $"Subscription/{id}/$events", null)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await Send(other, otherToken, HttpMethod.Post, $"Subscription/$get-ws-binding-token?id={id}", null)).Status);
        Assert.Equal(0, (await Send(other, otherToken, HttpMethod.Get, "Subscription", null)).Body["total"]!.GetValue<int>());
        Assert.Equal(HttpStatusCode.OK, (await Send(app, token, HttpMethod.Get, $"Subscription/{id}/$events", null)).Status);
    }

    [Fact]
    public async Task A_socket_that_is_bound_hears_of_changes_until_the_connection_ends()
    {
        var (app, token) = await Connected();
        var id = await Subscribed(app, token, SubscriptionJson.Socket(app.Fhir, content: "full-resource"));
        await Changes(DemoPerson.Emma, "before");
        var (binding, url) = await Binding(app, token, id);
        using var socket = await Open(url);
        await Say(socket, $"bind-with-token {binding}");

        var handshake = await Hear(socket);
        await Changes(DemoPerson.Minh, "foreign");
        var own = await Changes(DemoPerson.Emma, "own");
        var told = await Hear(socket);

        Assert.Equal(("handshake", "active", "1"), (handshake!.Type, handshake.Status, handshake.Events));
        Assert.Equal(("event-notification", "2"), (told!.Type, told.Events));
        Assert.Equal([$"Appointment/{own}"], told.Focuses);
        Assert.Equal(own, told.Bundle["entry"]![1]!["resource"]!["id"]!.GetValue<string>());
        Assert.Equal(["Appointment/" + own], new Notice((await Send(app, token, HttpMethod.Get, $"Subscription/{id}/$events?eventsSinceNumber=2", null)).Body.ToJsonString()).Focuses);
        await app.Post("revoke", new() { ["token"] = token["access_token"]!.GetValue<string>(), ["client_id"] = app.Id });
        Assert.Null(await Hear(socket));
        Assert.Equal("The subscription has ended.", socket.CloseStatusDescription);
    }

    [Fact]
    public async Task A_binding_token_is_good_once_and_nothing_else_opens_a_socket()
    {
        var (app, token) = await Connected();
        var id = await Subscribed(app, token, SubscriptionJson.Socket(app.Fhir));
        var (binding, url) = await Binding(app, token, id);
        using (var first = await Open(url))
        {
            await Say(first, $"bind-with-token {binding}");
            Assert.Equal("handshake", (await Hear(first))!.Type);
        }

        foreach (var text in new[] { $"bind-with-token {binding}", "bind-with-token made-up", "bind-with-token", "hello", $"bind-with-token {token["access_token"]}" })
        {
            using var socket = await Open(url);
            await Say(socket, text);
            Assert.Null(await Hear(socket));
            Assert.Equal(WebSocketCloseStatus.PolicyViolation, socket.CloseStatus);
        }

        using var plain = app.Plain(new());
        Assert.Equal(HttpStatusCode.BadRequest, (await plain.GetAsync(url.Replace("ws://", "http://", StringComparison.Ordinal))).StatusCode);
    }

    [Fact]
    public async Task An_administrator_sees_who_is_told_of_changes_and_ends_it()
    {
        await using var hooks = await HookHost.Start();
        var (app, token) = await Connected();
        var id = await Subscribed(app, token, SubscriptionJson.Hook(app.Fhir, $"{hooks.Endpoint}?secret=of-the-app"));
        using var browser = new PortalBrowser(portal.Address);
        await browser.SignIn(SmartApp.Practice, "grace.kim", Portal.WebFront.Demo.DemoSignIns.Password);

        await browser.Open($"/{SmartApp.Practice}/staff/settings/apps");
        var row = browser.Page.QuerySelectorAll("tbody tr").First(one => one.QuerySelector($"input[value='{id}']") is not null);
        Assert.Contains("Reminder, for somebody who connected it", row.TextContent, StringComparison.Ordinal);
        Assert.Contains("127.0.0.1", row.TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain("of-the-app", browser.Page.Source.Text, StringComparison.Ordinal);
        Assert.Equal(
            "End telling Reminder, for somebody who connected it at 127.0.0.1: An appointment changed", row.QuerySelector("button")!.TextContent);
        await browser.Press($"form:has(input[value='{id}']) button");
        Assert.Contains("Only the program itself can subscribe again.", browser.Page.QuerySelector("#sure")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(SubscriptionStatus.Active, await StandsAt(id));
        using var second = new PortalBrowser(portal.Address);
        await second.SignIn(SmartApp.Practice, "grace.kim", Portal.WebFront.Demo.DemoSignIns.Password);
        await second.Open($"/{SmartApp.Practice}/staff/settings/apps");
        await second.Press($"form:has(input[value='{id}']) button");
        await browser.Press("#sure button");
        await second.Press("#sure button");

        Assert.Contains("The program is told of changes no more already.", second.Text, StringComparison.Ordinal);
        Assert.Contains("The program is told of changes no more.", browser.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(id, browser.Page.Source.Text, StringComparison.Ordinal);
        var (_, ended) = await Send(app, token, HttpMethod.Get, $"Subscription/{id}", null);
        Assert.Equal(("off", "The practice has ended it."), (ended["status"]!.GetValue<string>(), ended["error"]!.GetValue<string>()));
    }

    [Fact]
    public async Task Who_is_signed_in_and_no_app_cannot_subscribe()
    {
        using var browser = new PortalBrowser(portal.Address);
        await browser.SignIn(SmartApp.Practice, "emma.bennett", Portal.WebFront.Demo.DemoSignIns.Password);
        var app = await SmartApp.Register(portal);
        using var http = app.Plain(browser.Cookies);

        using var answer = await http.PostAsync($"/{SmartApp.Practice}/fhir/R4/Subscription", Content(SubscriptionJson.Socket(app.Fhir)));

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
    }

    private async Task<(SmartApp App, JsonObject Token)> Connected(string scopes = Scopes)
    {
        var app = await SmartApp.Register(portal, new AppDraft { Name = "Reminder", Redirects = [SmartApp.Redirect], Scopes = scopes });
        var token = await app.Token(scopes);
        Assert.Equal(scopes, token["scope"]!.GetValue<string>());
        return (app, token);
    }

    /// <summary>As the practice sees it.</summary>
    private async Task<SubscriptionStatus?> StandsAt(string id)
    {
        using var administrator = CallerScope.Use(new() { Practice = SmartApp.Practice, Roles = Audience.Administrator, UserId = "grace" });
        return (await portal.Grain<ISubscriptionGrain>(SmartApp.Practice, id).View())?.Status;
    }

    /// <summary>Stores an appointment of the patient.</summary>
    private async Task<string> Changes(string patientId, string name)
    {
        var id = $"{name}-{BridgePortal.NewId()}";
        using var system = CallerScope.Use(Caller.System(SmartApp.Practice));
        var mark = await portal.Grain<IRecordGrain>(SmartApp.Practice, patientId)
            .Store([new() { Type = "Appointment", Id = id, Json = Appointment(id, patientId).ToJsonString() }]);
        Assert.Equal(Saved.Created, mark[0].Saved);
        return id;
    }

    private static JsonObject Appointment(string id, string patientId) => new()
    {
        ["resourceType"] = "Appointment",
        ["id"] = id,
        ["status"] = "booked",
        ["start"] = "2025-03-04T15:00:00Z",
        ["end"] = "2025-03-04T15:30:00Z",
        ["participant"] = new JsonArray(new JsonObject { ["actor"] = new JsonObject { ["reference"] = $"Patient/{patientId}" }, ["status"] = "accepted" }),
    };

    private static async Task<string> Subscribed(SmartApp app, JsonObject token, JsonObject subscription)
    {
        var (status, made) = await Send(app, token, HttpMethod.Post, "Subscription", subscription);
        Assert.True(status is HttpStatusCode.Created, made.ToJsonString());
        var id = made["id"]!.GetValue<string>();
        await Eventually.Holds(
            async () => (await Send(app, token, HttpMethod.Get, $"Subscription/{id}", null)).Body["status"]!.GetValue<string>() == "active", "it is active");
        return id;
    }

    private static async Task<(string Token, string Url)> Binding(SmartApp app, JsonObject token, string id)
    {
        var (status, body) = await Send(app, token, HttpMethod.Post, $"Subscription/{id}/$get-ws-binding-token", null);
        Assert.True(status is HttpStatusCode.OK, body.ToJsonString());
        var parameters = body["parameter"]!.AsArray().ToDictionary(one => one!["name"]!.GetValue<string>(), one => one!);
        Assert.Equal(id, parameters["subscription"]!["valueString"]!.GetValue<string>());
        return (parameters["token"]!["valueString"]!.GetValue<string>(), parameters["websocket-url"]!["valueUrl"]!.GetValue<string>());
    }

    private static async Task<ClientWebSocket> Open(string url)
    {
        var socket = new ClientWebSocket();
        await socket.ConnectAsync(new(url), CancellationToken.None);
        return socket;
    }

    private static Task Say(ClientWebSocket socket, string text) =>
        socket.SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);

    /// <summary>The next notice; none when the portal closes.</summary>
    private static async Task<Notice?> Hear(ClientWebSocket socket)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20), TimeProvider.System);
        using var whole = new MemoryStream();
        var buffer = new byte[4096];
        while (true)
        {
            var part = await socket.ReceiveAsync(buffer, limit.Token);
            if (part.MessageType is WebSocketMessageType.Close)
                return null;
            whole.Write(buffer, 0, part.Count);
            if (part.EndOfMessage)
                return new(Encoding.UTF8.GetString(whole.ToArray()));
        }
    }

    private static async Task<(HttpStatusCode Status, JsonObject Body)> Send(SmartApp app, JsonObject token, HttpMethod method, string path, JsonObject? body)
    {
        using var http = app.Plain(new());
        using var request = new HttpRequestMessage(method, $"/{SmartApp.Practice}/fhir/R4/{path}") { Content = body is null ? null : Content(body) };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token["access_token"]!.GetValue<string>());
        using var answer = await http.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        return (answer.StatusCode, text.StartsWith('{') ? JsonNode.Parse(text)!.AsObject() : []);
    }

    private static StringContent Content(JsonObject body) => new(body.ToJsonString(), Encoding.UTF8, new MediaTypeHeaderValue("application/fhir+json"));
}
