using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Portal.Grains.Records.Subscriptions;

namespace Portal.Grains.Tests.Records.Subscriptions;

/// <summary>Endpoints that take what they are sent, fail, or keep the portal waiting, as a test says.</summary>
public sealed class ScriptedHooks : IHookSender
{
    private readonly ConcurrentDictionary<string, ConcurrentQueue<HookNotice>> _taken = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Func<HookNotice, Task<string?>>> _answers = new(StringComparer.Ordinal);

    public bool Takes(Uri endpoint) => true;

    public async Task<string?> Send(HookNotice notice, CancellationToken cancellation)
    {
        var endpoint = notice.Endpoint.OriginalString;
        var problem = _answers.TryGetValue(endpoint, out var answer) ? await answer(notice) : null;
        if (problem is null)
            _taken.GetOrAdd(endpoint, _ => new()).Enqueue(notice);
        return problem;
    }

    public void Fail(string endpoint, string problem) => _answers[endpoint] = _ => Task.FromResult<string?>(problem);

    /// <summary>From now on nothing is answered until the task ends, with what it says.</summary>
    public void Wait(string endpoint, Task<string?> until) => _answers[endpoint] = _ => until;

    /// <summary>Notices like these cannot be made into what is sent.</summary>
    public void Break(string endpoint, Func<HookNotice, bool> which) =>
        _answers[endpoint] = notice => which(notice) ? Task.FromException<string?>(new InvalidOperationException("A fault of the portal")) : Task.FromResult<string?>(null);

    public void Take(string endpoint) => _answers.TryRemove(endpoint, out _);

    /// <summary>The notices that the endpoint has taken, of one type if it is named.</summary>
    public IReadOnlyList<SentNotice> Taken(string endpoint, string? type = null) =>
        [.. (_taken.GetValueOrDefault(endpoint) ?? []).Select(notice => new SentNotice(notice)).Where(notice => type is null || notice.Type == type)];
}

/// <summary>A notice as its endpoint reads it.</summary>
public sealed class SentNotice(HookNotice notice)
{
    private readonly JsonNode _status = JsonNode.Parse(notice.Json)!["entry"]![0]!["resource"]!;

    public HookNotice Notice => notice;

    public string Type => One("type", "valueCode");

    public string Status => One("status", "valueCode");

    public long Events => long.Parse(One("events-since-subscription-start", "valueString"), System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>Number and focus of each event.</summary>
    public IReadOnlyList<(long Number, string? Focus)> Told => [.. Parameters("notification-event").Select(one => (
        long.Parse(Part(one, "event-number")!["valueString"]!.GetValue<string>(), System.Globalization.CultureInfo.InvariantCulture),
        Part(one, "focus")?["valueReference"]!["reference"]!.GetValue<string>()))];

    private string One(string name, string value) => Parameters(name).Single()[value]!.GetValue<string>();

    private IEnumerable<JsonNode> Parameters(string name) => _status["parameter"]!.AsArray().OfType<JsonNode>().Where(one => one["name"]!.GetValue<string>() == name);

    private static JsonNode? Part(JsonNode one, string name) => one["part"]!.AsArray().FirstOrDefault(part => part!["name"]!.GetValue<string>() == name);
}
