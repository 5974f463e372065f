using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Portal.Grains.Records.Reflection;

/// <summary>An address that is kept on one line → FHIR Address: in its parts where they can be told, else as its text.</summary>
internal static partial class OneLineAddress
{
    public static JsonObject? Of(string address)
    {
        if (address.Length == 0)
            return null;
        if (AmericanAddress().Match(address) is not { Success: true } parts)
            return new() { ["text"] = address };
        var lines = parts.Groups["lines"].Value.Split(", ", StringSplitOptions.RemoveEmptyEntries);
        return new()
        {
            ["line"] = new JsonArray([.. lines.Select(line => (JsonNode)line)]),
            ["city"] = parts.Groups["city"].Value,
            ["state"] = parts.Groups["state"].Value,
            ["postalCode"] = parts.Groups["zip"].Value,
            ["country"] = "US",
        };
    }

    /// <summary><c>214 Maple Street, Chattanooga, TN 37402</c>.</summary>
    [GeneratedRegex("^(?<lines>.+), (?<city>[^,]+), (?<state>[A-Z]{2}) (?<zip>[0-9]{5}(-[0-9]{4})?)$", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex AmericanAddress();
}
