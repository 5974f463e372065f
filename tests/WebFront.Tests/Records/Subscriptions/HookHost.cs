using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Portal.WebFront.Tests.Records.Subscriptions;

/// <summary>A subscriber's server on this machine.</summary>
public sealed class HookHost : IAsyncDisposable
{
    private readonly WebApplication _host = WebApplication.CreateSlimBuilder().Build();
    private readonly ConcurrentQueue<Notice> _taken = new();
    private readonly ConcurrentQueue<string> _xml = new();

    private HookHost()
    {
    }

    public string Endpoint => $"{_host.Urls.First()}/in";

    /// <summary>Another address of it, which nobody is to be led to.</summary>
    public int StrayRequests { get; private set; }

    /// <summary>What it answers.</summary>
    public int Status { get; set; } = StatusCodes.Status200OK;

    /// <summary>The notices so far, of one type if it is named.</summary>
    public IReadOnlyList<Notice> Taken(string? type = null) => [.. _taken.Where(notice => type is null || notice.Type == type)];

    /// <summary>The notices that came as XML.</summary>
    public IReadOnlyList<string> TakenXml => [.. _xml];

    public static async Task<HookHost> Start()
    {
        var hooks = new HookHost();
        hooks._host.Urls.Add("http://127.0.0.1:0");
        hooks._host.MapPost("/in", async (HttpContext context) =>
        {
            using var reader = new StreamReader(context.Request.Body);
            if (context.Request.ContentType is "application/fhir+xml")
            {
                hooks._xml.Enqueue(await reader.ReadToEndAsync());
                return Results.Ok();
            }

            var notice = new Notice(await reader.ReadToEndAsync(), context.Request.Headers.Authorization.ToString(), context.Request.ContentType ?? "");
            if (hooks.Status is StatusCodes.Status200OK)
                hooks._taken.Enqueue(notice);
            if (hooks.Status is StatusCodes.Status302Found or StatusCodes.Status307TemporaryRedirect)
                context.Response.Headers.Location = "/stray";
            return Results.StatusCode(hooks.Status);
        });
        hooks._host.Map("/stray", () =>
        {
            hooks.StrayRequests++;
            return Results.Ok();
        });
        await hooks._host.StartAsync();
        return hooks;
    }

    public ValueTask DisposeAsync() => _host.DisposeAsync();
}

/// <summary>A notice as a subscriber reads it.</summary>
public sealed record Notice(string Json, string Authorization = "", string ContentType = "")
{
    public JsonNode Bundle { get; } = JsonNode.Parse(Json)!;

    private IEnumerable<JsonNode> Parameters => Bundle["entry"]![0]!["resource"]!["parameter"]!.AsArray().OfType<JsonNode>();

    public string Type => One("type", "valueCode");

    public string Status => One("status", "valueCode");

    public string Events => One("events-since-subscription-start", "valueString");

    /// <summary>What each event is about; its number where that is not told.</summary>
    public IReadOnlyList<string> Focuses => [.. Parameters.Where(one => Name(one) == "notification-event").Select(FocusOf)];

    private string One(string name, string value) => Parameters.Single(one => Name(one) == name)[value]!.GetValue<string>();

    private static string FocusOf(JsonNode one)
    {
        var parts = one["part"]!.AsArray().OfType<JsonNode>().ToList();
        var focus = parts.FirstOrDefault(part => Name(part) == "focus")?["valueReference"]!["reference"]!.GetValue<string>();
        return focus is null ? parts[0]["valueString"]!.GetValue<string>() : string.Join('/', focus.Split('/')[^2..]);
    }

    private static string Name(JsonNode one) => one["name"]!.GetValue<string>();
}
