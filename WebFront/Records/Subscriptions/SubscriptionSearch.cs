using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Primitives;
using Portal.Grains.Interfaces.Records.Subscriptions;
using Portal.WebFront.Records.Rest;

namespace Portal.WebFront.Records.Subscriptions;

/// <summary>A search among the few subscriptions of one subscriber.</summary>
internal sealed class SubscriptionSearch
{
    /// <summary>The parameters and the elements that they compare.</summary>
    public static readonly ImmutableArray<(string Name, string Kind, ImmutableArray<string> Path)> Parameters =
    [
        ("_id", "token", ["id"]), ("criteria", "string", ["criteria"]), ("status", "token", ["status"]), ("topic", "string", ["criteria"]),
        ("type", "token", ["channel", "type"]), ("url", "uri", ["channel", "endpoint"]),
    ];

    private static readonly string[] _ofTheAnswer = ["_count", "_format", "_pretty", "_summary", "_elements", "_total"];

    private readonly List<(string Name, ImmutableArray<string> Path, string[] Values)> _conditions = [];

    private SubscriptionSearch()
    {
    }

    /// <summary>Whether only the number is asked for.</summary>
    public bool CountOnly { get; private set; }

    public static (SubscriptionSearch? Search, FhirRefusal? Refusal) Read(IEnumerable<KeyValuePair<string, StringValues>> parameters, bool strict)
    {
        var search = new SubscriptionSearch();
        foreach (var (name, values) in parameters)
        {
            var known = Parameters.FirstOrDefault(parameter => parameter.Name == name);
            if (known.Name is not null)
                search._conditions.AddRange(values.OfType<string>().Select(value => (name, known.Path, value.Split(','))));
            else if (_ofTheAnswer.Contains(name))
                search.CountOnly |= (name, values.ToString()) is ("_summary", "count") or ("_count", "0");
            else if (strict)
                return (null, FhirRefusal.NotSupported(name, $"Subscriptions cannot be searched by {name}. The CapabilityStatement lists the parameters that there are."));
        }

        return (search, null);
    }

    public bool Fits(SubscriptionView view)
    {
        var resource = JsonNode.Parse(view.Json)!;
        return _conditions.TrueForAll(condition => condition.Values.Contains(condition.Path.Aggregate((JsonNode?)resource, (node, part) => node?[part])?.ToString()));
    }

    public string Link(string address) => _conditions.Count == 0
        ? address
        : $"{address}?{string.Join('&', _conditions.Select(condition => $"{condition.Name}={Uri.EscapeDataString(string.Join(',', condition.Values))}"))}";
}
