using System.Net.Http.Headers;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json.Nodes;
using System.Xml.Linq;
using Portal.Grains.Interfaces;
using Portal.Grains.Interfaces.Live;
using Portal.Tests.Shared;
using Portal.WebFront.Tests.Access;

namespace Portal.WebFront.Tests.Records.Subscriptions;

/// <summary>What time brings to a bound socket; the clock is the tests' own.</summary>
[Collection(SharedAccessPortal.Name)]
public sealed class SocketTimeTests(AccessPortal portal) : IDisposable
{
    private const int Heartbeat = 30;
    private const int Step = 5;
    private static readonly XNamespace _fhir = "http://hl7.org/fhir";
    private readonly HttpClient _http = Bridge(portal);

    private string Fhir => $"{portal.Address.OriginalString}/{AccessPortal.Lake}/fhir/R4";

    [Theory]
    [InlineData("application/fhir+json")]
    [InlineData("application/fhir+xml")]
    public async Task A_socket_that_hears_of_nothing_hears_a_heartbeat_in_the_form_that_was_asked_for(string payload)
    {
        var asked = SubscriptionJson.Socket(Fhir, heartbeat: Heartbeat);
        asked["channel"]!["payload"] = payload;
        var made = await Sent("Subscription", asked);
        using var socket = new ClientWebSocket();
        await Bind(socket, made["id"]!);
        Assert.Equal("handshake", TypeOf(await Hear(socket)));

        var seconds = 0;
        for (var beats = 1; beats <= 2; beats++)
        {
            var beat = Hear(socket);
            await Eventually.Holds(
                async () =>
                {
                    if (beat.IsCompleted)
                        return true;
                    portal.Time.Advance(TimeSpan.FromSeconds(Step));
                    seconds += Step;
                    // The beat of the socket is on its way; a look at the portal lets it come.
                    await _http.GetAsync($"{Fhir}/Subscription/{made["id"]}");
                    return beat.IsCompleted;
                },
                "a heartbeat is heard");

            Assert.Equal("heartbeat", TypeOf(await beat));
            Assert.True(seconds >= (Heartbeat * beats) - Step, $"It came after {seconds} seconds.");
        }
    }

    [Fact]
    public async Task A_socket_that_is_bound_again_hears_of_what_it_has_missed()
    {
        var patient = BridgePortal.NewId();
        await Put($"Patient/{patient}", BridgePortal.Patient(patient));
        var made = await Sent("Subscription", SubscriptionJson.Socket(Fhir));
        using var socket = new ClientWebSocket();
        await Bind(socket, made["id"]!);
        Assert.Equal("handshake", TypeOf(await Hear(socket)));

        portal.Silent.Lose(GrainKey.For(AccessPortal.Lake, LiveTopic.Subscription(made["id"]!.GetValue<string>())));
        await Put($"Appointment/missed-{patient}", new()
        {
            ["resourceType"] = "Appointment",
            ["id"] = $"missed-{patient}",
            ["status"] = "booked",
            ["participant"] = new JsonArray(new JsonObject { ["actor"] = new JsonObject { ["reference"] = $"Patient/{patient}" }, ["status"] = "accepted" }),
        });
        await Eventually.Holds(async () => new Notice(await _http.GetStringAsync($"{Fhir}/Subscription/{made["id"]}/$status")).Events == "1", "it counts");
        await Bind(socket, made["id"]!);

        var again = new Notice(await Hear(socket));
        Assert.Equal(("handshake", "1"), (again.Type, again.Events));
        Assert.Equal([$"Appointment/missed-{patient}"], new Notice(await Hear(socket)).Focuses);
    }

    public void Dispose() => _http.Dispose();

    private async Task Bind(ClientWebSocket socket, JsonNode id)
    {
        var binding = await Sent($"Subscription/{id}/$get-ws-binding-token", null);
        if (socket.State is WebSocketState.None)
            await socket.ConnectAsync(new(Value(binding, "websocket-url", "valueUrl")), CancellationToken.None);
        await socket.SendAsync(
            Encoding.UTF8.GetBytes($"bind-with-token {Value(binding, "token", "valueString")}"), WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);
    }

    private async Task Put(string path, JsonObject resource)
    {
        using var content = new StringContent(resource.ToJsonString(), Encoding.UTF8, new MediaTypeHeaderValue("application/fhir+json"));
        using var answer = await _http.PutAsync($"{Fhir}/{path}", content);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
    }

    private static HttpClient Bridge(AccessPortal portal)
    {
        var http = new HttpClient { BaseAddress = portal.Address };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", AccessPortal.BridgeToken);
        return http;
    }

    private async Task<JsonNode> Sent(string path, JsonObject? body)
    {
        using var content = body is null ? null : new StringContent(body.ToJsonString(), Encoding.UTF8, new MediaTypeHeaderValue("application/fhir+json"));
        using var answer = await _http.PostAsync($"{Fhir}/{path}", content);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, text);
        return JsonNode.Parse(text)!;
    }

    private static string Value(JsonNode parameters, string name, string type) =>
        parameters["parameter"]!.AsArray().Single(one => one!["name"]!.GetValue<string>() == name)![type]!.GetValue<string>();

    private static string TypeOf(string notice) => notice.StartsWith('{')
        ? new Notice(notice).Type
        : XDocument.Parse(notice).Descendants(_fhir + "parameter").Single(one => one.Element(_fhir + "name")!.Attribute("value")!.Value == "type")
            .Element(_fhir + "valueCode")!.Attribute("value")!.Value;

    private static async Task<string> Hear(ClientWebSocket socket)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20), TimeProvider.System);
        using var whole = new MemoryStream();
        var buffer = new byte[4096];
        while (true)
        {
            var part = await socket.ReceiveAsync(buffer, limit.Token);
            Assert.True(part.MessageType is WebSocketMessageType.Text, socket.CloseStatusDescription);
            whole.Write(buffer, 0, part.Count);
            if (part.EndOfMessage)
                return Encoding.UTF8.GetString(whole.ToArray());
        }
    }
}
