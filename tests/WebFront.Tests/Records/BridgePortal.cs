using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Portal.Grains.Interfaces.Access;
using Portal.Grains.Interfaces.Records;

namespace Portal.WebFront.Tests.Records;

/// <summary>A portal with bridges of two practices.</summary>
public sealed class BridgePortal : EmbeddedPortal
{
    public const string Practice = "birch";
    public const string Other = "aspen";
    public const string Token = "a token of the practice birch";
    public const string OtherToken = "a token of the practice aspen";

    /// <summary>Lets something happen just before a grain is called.</summary>
    public Overtaking Overtaking { get; } = new();

    protected override void Configure(WebApplicationBuilder builder) => builder.Services.AddSingleton<IOutgoingGrainCallFilter>(Overtaking);

    protected override Dictionary<string, string?> Settings => new(base.Settings)
    {
        [$"Portal:Bridge:{Practice}:TokenSha256"] = Hash(Token),
        [$"Portal:Bridge:{Other}:TokenSha256"] = Hash(OtherToken),
        ["Portal:Subscriptions:Endpoints"] = "Loopback",
    };

    /// <summary>The practice's bridge.</summary>
    public HttpClient Bridge(string token = Token)
    {
        var http = new HttpClient { BaseAddress = Address };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return http;
    }

    public async Task<(System.Net.HttpStatusCode Status, JsonObject Body)> Post(JsonNode bundle, string path = "")
    {
        using var http = Bridge();
        using var content = new StringContent(bundle.ToJsonString(), Encoding.UTF8, "application/fhir+json");
        using var answer = await http.PostAsync($"/{Practice}/fhir/R4{path}", content);
        var text = await answer.Content.ReadAsStringAsync();
        return (answer.StatusCode, text.Length == 0 ? [] : JsonNode.Parse(text)!.AsObject());
    }

    /// <summary>Writes one resource under its id.</summary>
    public async Task<(System.Net.HttpStatusCode Status, JsonObject Body)> Put(JsonNode resource)
    {
        using var http = Bridge();
        using var content = new StringContent(resource.ToJsonString(), Encoding.UTF8, "application/fhir+json");
        using var answer = await http.PutAsync($"/{Practice}/fhir/R4/{resource["resourceType"]}/{resource["id"]}", content);
        return (answer.StatusCode, JsonNode.Parse(await answer.Content.ReadAsStringAsync())!.AsObject());
    }

    /// <summary>What the bridge is answered; none when that is a refusal.</summary>
    public async Task<JsonNode?> Read(string path)
    {
        using var http = Bridge();
        using var answer = await http.GetAsync($"/{Practice}/fhir/R4/{path}");
        return answer.IsSuccessStatusCode ? JsonNode.Parse(await answer.Content.ReadAsStringAsync()) : null;
    }

    /// <summary>A resource as the bridge reads it, without version and time of the change; none when there is none.</summary>
    public async Task<JsonNode?> Served(string reference)
    {
        using var http = Bridge();
        http.DefaultRequestHeaders.Accept.ParseAdd("application/fhir+json");
        using var answer = await http.GetAsync($"/{Practice}/fhir/R4/{reference}");
        return answer.IsSuccessStatusCode ? SharedData.Unversioned(JsonNode.Parse(await answer.Content.ReadAsStringAsync())!) : null;
    }

    /// <summary>A stored resource as JSON; none when it is not stored.</summary>
    public async Task<JsonNode?> Stored(string patientId, string type, string id)
    {
        using var scope = CallerScope.Use(Caller.System(Practice));
        var resource = await Grain<IRecordGrain>(Practice, patientId).Read(type, id);
        return resource is null ? null : JsonNode.Parse(resource.Json);
    }

    public static JsonObject Bundle(string type, params JsonNode[] resources) => new()
    {
        ["resourceType"] = "Bundle",
        ["type"] = type,
        ["entry"] = new JsonArray([.. resources.Select(resource => Entry(type, resource.DeepClone()))]),
    };

    public static JsonObject Patient(string id, string family = "Doe") => new()
    {
        ["resourceType"] = "Patient",
        ["id"] = id,
        ["name"] = new JsonArray(new JsonObject { ["family"] = family, ["given"] = new JsonArray("Pat") }),
        ["birthDate"] = "1980-01-02",
    };

    public static JsonObject Condition(string id, string patientId, string words = "Tooth decay") => new()
    {
        ["resourceType"] = "Condition",
        ["id"] = id,
        ["code"] = new JsonObject { ["text"] = words },
        ["subject"] = new JsonObject { ["reference"] = $"Patient/{patientId}" },
    };

    public static string NewId() => Ulid.NewUlid().ToString().ToLowerInvariant();

    public static string[] Statuses(JsonObject response) =>
        [.. response["entry"]!.AsArray().Select(entry => entry!["response"]!["status"]!.GetValue<string>()[..3])];

    private static JsonObject Entry(string type, JsonNode resource)
    {
        var entry = new JsonObject { ["resource"] = resource };
        if (type is "transaction" or "batch")
        {
            var url = $"{resource["resourceType"]}/{resource["id"]}";
            entry["request"] = new JsonObject { ["method"] = "PUT", ["url"] = url };
        }

        return entry;
    }

    private static string Hash(string token) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token)));
}

/// <summary>Lets somebody be quicker than a call: what happens between two steps of the portal's own.</summary>
public sealed class Overtaking : IOutgoingGrainCallFilter
{
    private readonly ConcurrentDictionary<(string Method, string Key), Func<Task>> _next = new();
    private readonly ConcurrentDictionary<string, Task> _held = new(StringComparer.Ordinal);

    /// <summary>Before the next call of the method of that grain.</summary>
    public void Before(string method, string key, Func<Task> act) => _next[(method, key)] = act;

    /// <summary>Until then no call of the method goes on, of whatever grain.</summary>
    public void Hold(string method, Task until) => _held[method] = until;

    public async Task Invoke(IOutgoingGrainCallContext context)
    {
        var method = $"{context.InterfaceName.Split('.')[^1]}.{context.MethodName}";
        if (_next.TryRemove((method, context.TargetId.Key.ToString()!), out var act))
            await act();
        if (_held.TryGetValue(method, out var until))
            await until;
        await context.Invoke();
    }
}
