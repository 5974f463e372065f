using System.Collections.Concurrent;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Portal.Cluster.Tests;

/// <summary>
/// Every change that was acknowledged is an event with a number of its own, without a gap, whatever dies. An event may be told
/// twice, but then under the same number.
/// </summary>
[Collection(SharedCluster.Name)]
public sealed class SubscriptionCrashTests(PortalCluster cluster)
{
    private const int Subscriptions = 3;
    private const int Patients = 5;
    private const int Changes = 40;
    private const int KillAfter = 15;

    /// <summary>A limit for what must happen at all.</summary>
    private static readonly TimeSpan _patience = TimeSpan.FromMinutes(3);

    private readonly string _run = Ulid.NewUlid().ToString().ToLowerInvariant();

    [Fact]
    public Task No_event_is_lost_or_numbered_twice_when_a_silo_is_killed() => cluster.Told(async () =>
    {
        using var limit = new CancellationTokenSource(_patience);
        await using var endpoint = await Endpoint.Start();
        foreach (var patient in Enumerable.Range(0, Patients))
            await Put(0, $"Patient/p{patient}-{_run}", new() { ["resourceType"] = "Patient", ["id"] = $"p{patient}-{_run}", ["name"] = new JsonArray(new JsonObject { ["family"] = "Doe", ["given"] = new JsonArray("Pat") }) }, limit.Token);
        for (var number = 0; number < Subscriptions; number++)
            await Subscribe($"{endpoint.Address}/{number}", limit.Token);
        using (var staff = await PortalCluster.SignIn(cluster.Fronts[1], "grace.kim"))
        {
            await staff.Open($"/{PortalCluster.Practice}/staff/settings/apps");
            Assert.Equal(Subscriptions, staff.Page.QuerySelectorAll("tbody tr").Count(row => row.TextContent.Contains("The practice's own system", StringComparison.Ordinal)));
        }

        try
        {
            for (var number = 0; number < Changes; number++)
            {
                await Put(number, $"Appointment/a{number}-{_run}", Appointment(number), limit.Token);
                if (number == KillAfter)
                    cluster.Silos[0].Kill();
            }

            Assert.False(cluster.Silos[0].Runs);
            for (var number = 0; number < Subscriptions; number++)
            {
                while (endpoint.Told(number).Select(one => one.Number).Distinct().Count() < Changes)
                    await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System, limit.Token);
                var told = endpoint.Told(number).Distinct().OrderBy(one => one.Number).ToList();
                Assert.Equal(Enumerable.Range(1, Changes).Select(one => (long)one), told.Select(one => one.Number));
                Assert.Equal(
                    Enumerable.Range(0, Changes).Select(change => $"a{change}-{_run}").Order(StringComparer.Ordinal),
                    told.Select(one => one.Focus.Split('/')[^1]).Order(StringComparer.Ordinal));
            }
        }
        finally
        {
            await cluster.Restore();
        }
    });

    private JsonObject Appointment(int number) => new()
    {
        ["resourceType"] = "Appointment",
        ["id"] = $"a{number}-{_run}",
        ["status"] = "booked",
        ["participant"] = new JsonArray(new JsonObject { ["actor"] = new JsonObject { ["reference"] = $"Patient/p{number % Patients}-{_run}" }, ["status"] = "accepted" }),
    };

    private async Task Subscribe(string endpoint, CancellationToken limit)
    {
        var fhir = $"{cluster.Fronts[0].Address.OriginalString.TrimEnd('/')}/{PortalCluster.Practice}/fhir/R4";
        var asked = new JsonObject
        {
            ["resourceType"] = "Subscription",
            ["status"] = "requested",
            ["reason"] = "A test",
            ["criteria"] = $"{fhir}/SubscriptionTopic/appointment-change",
            ["channel"] = new JsonObject
            {
                ["type"] = "rest-hook",
                ["endpoint"] = endpoint,
                ["payload"] = "application/fhir+json",
                ["_payload"] = new JsonObject
                {
                    ["extension"] = new JsonArray(new JsonObject
                    {
                        ["url"] = "http://hl7.org/fhir/uv/subscriptions-backport/StructureDefinition/backport-payload-content", ["valueCode"] = "id-only",
                    }),
                },
                ["header"] = new JsonArray($"Authorization: Bearer of {endpoint}"),
            },
        };
        using var http = Bridge(cluster.Fronts[0]);
        using var made = await http.PostAsync($"{fhir}/Subscription", Content(asked), limit);
        var subscription = JsonNode.Parse(await made.Content.ReadAsStringAsync(limit))!;
        Assert.True(made.IsSuccessStatusCode, subscription.ToJsonString());
        while (JsonNode.Parse(await http.GetStringAsync($"{fhir}/Subscription/{subscription["id"]}", limit))!["status"]!.GetValue<string>() != "active")
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, limit);
    }

    /// <summary>Sends it until it is acknowledged, at whichever web front answers.</summary>
    private async Task Put(int first, string path, JsonObject resource, CancellationToken limit)
    {
        for (var attempt = first; ; attempt++)
        {
            try
            {
                using var http = Bridge(cluster.Fronts[attempt % cluster.Fronts.Count]);
                using var answer = await http.PutAsync($"/{PortalCluster.Practice}/fhir/R4/{path}", Content(resource), limit);
                if (answer.IsSuccessStatusCode)
                    return;
            }
            catch (Exception failure) when (failure is HttpRequestException or TaskCanceledException && !limit.IsCancellationRequested)
            {
                // Whether it was stored is unknown: the same again changes nothing then.
            }
        }
    }

    private static HttpClient Bridge(PortalNode front)
    {
        var http = new HttpClient { BaseAddress = front.Address, Timeout = TimeSpan.FromSeconds(30) };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", PortalCluster.BridgeToken);
        return http;
    }

    private static StringContent Content(JsonObject resource) => new(resource.ToJsonString(), Encoding.UTF8, new MediaTypeHeaderValue("application/fhir+json"));

    /// <summary>The subscribers' server. Who does not say what was agreed on is not heard.</summary>
    private sealed class Endpoint : IAsyncDisposable
    {
        private readonly WebApplication _host = WebApplication.CreateSlimBuilder().Build();
        private readonly ConcurrentDictionary<int, ConcurrentQueue<(long Number, string Focus)>> _told = new();

        public string Address => _host.Urls.First();

        public IReadOnlyList<(long Number, string Focus)> Told(int subscription) => [.. _told.GetValueOrDefault(subscription) ?? []];

        public static async Task<Endpoint> Start()
        {
            var endpoint = new Endpoint();
            endpoint._host.Urls.Add("http://127.0.0.1:0");
            endpoint._host.MapPost("/{subscription:int}", async (HttpContext context, int subscription) =>
            {
                if (context.Request.Headers.Authorization != $"Bearer of {endpoint.Address}/{subscription}")
                    return Results.Unauthorized();
                var notice = await JsonNode.ParseAsync(context.Request.Body);
                foreach (var one in notice!["entry"]![0]!["resource"]!["parameter"]!.AsArray().Where(one => one!["name"]!.GetValue<string>() == "notification-event"))
                    endpoint._told.GetOrAdd(subscription, _ => new()).Enqueue((long.Parse(Part(one!, "event-number")["valueString"]!.GetValue<string>(), CultureInfo.InvariantCulture), Part(one!, "focus")["valueReference"]!["reference"]!.GetValue<string>()));
                return Results.Ok();
            });
            await endpoint._host.StartAsync();
            return endpoint;
        }

        public ValueTask DisposeAsync() => _host.DisposeAsync();

        private static JsonNode Part(JsonNode one, string name) => one["part"]!.AsArray().First(part => part!["name"]!.GetValue<string>() == name)!;
    }
}
