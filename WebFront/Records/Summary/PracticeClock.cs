using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Portal.WebFront.Records.Summary;

/// <summary>
/// Times with an offset, written by the practice's clocks: the same instant, but on the day on which it was there. What is
/// told to the day, and what has no offset, stays.
/// </summary>
internal static partial class PracticeClock
{
    public static void Set(JsonObject resource, TimeZoneInfo zone)
    {
        foreach (var (name, value) in resource.ToList())
        {
            // When the portal stored it is no time of care.
            if (name is not "meta" && Told(value, zone) is { } told)
                resource[name] = told;
        }
    }

    private static void Set(JsonArray list, TimeZoneInfo zone)
    {
        for (var i = 0; i < list.Count; i++)
        {
            if (Told(list[i], zone) is { } told)
                list[i] = told;
        }
    }

    /// <summary>The time to be written instead; none where nothing is to be written, or only within.</summary>
    private static string? Told(JsonNode? value, TimeZoneInfo zone)
    {
        if (value is JsonObject part)
            Set(part, zone);
        else if (value is JsonArray list)
            Set(list, zone);
        else if (value is JsonValue one && one.TryGetValue<string>(out var text) && Time().Match(text) is { Success: true } time)
            return Local(text, time, zone);
        return null;
    }

    private static string? Local(string text, Match time, TimeZoneInfo zone)
    {
        if (!DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.None, out var at))
            return null;
        var local = TimeZoneInfo.ConvertTime(at, zone);
        var clock = local.ToString(time.Groups["seconds"].Success ? "yyyy-MM-dd'T'HH:mm:ss" : "yyyy-MM-dd'T'HH:mm", CultureInfo.InvariantCulture);
        return clock + time.Groups["fraction"].Value + local.ToString("zzz", CultureInfo.InvariantCulture);
    }

    [GeneratedRegex(@"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?<seconds>:\d{2}(?<fraction>\.\d+)?)?(Z|[+-]\d{2}:\d{2})$")]
    private static partial Regex Time();
}
