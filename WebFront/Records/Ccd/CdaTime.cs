using System.Globalization;
using System.Text.Json.Nodes;
using System.Xml.Linq;
using static Portal.WebFront.Records.Ccd.Cda;

namespace Portal.WebFront.Records.Ccd;

/// <summary>Times in CDA's way: the same digits as in FHIR, as precise as they were.</summary>
internal static class CdaTime
{
    private const int ToTheSecond = 14;

    private const string WithZone = "yyyyMMddHHmmsszzz";

    /// <summary>On the clock that it is told by.</summary>
    public static string Of(DateTimeOffset at) => at.ToString(WithZone, CultureInfo.InvariantCulture).Replace(":", "", StringComparison.Ordinal);

    /// <summary>The way back of <see cref="Of(DateTimeOffset)"/>.</summary>
    public static DateTimeOffset? Read(string? value) =>
        DateTimeOffset.TryParseExact(value, WithZone, CultureInfo.InvariantCulture, DateTimeStyles.None, out var at) ? at : null;

    /// <summary>A FHIR date or time; none when it is not one.</summary>
    public static string? Of(string fhir)
    {
        var time = fhir.IndexOf('T', StringComparison.Ordinal);
        var day = Digits(time < 0 ? fhir : fhir[..time]);
        if (day.Length is not (4 or 6 or 8))
            return null;
        if (time < 0)
            return day;
        var rest = fhir[(time + 1)..];
        var zone = rest.IndexOfAny(['Z', '+', '-']);
        var clock = Digits((zone < 0 ? rest : rest[..zone]).Split('.')[0]);
        if (day.Length + clock.Length is not (12 or ToTheSecond))
            return day;
        return zone < 0 ? day + clock : day + clock + (rest[zone] == 'Z' ? "+0000" : rest[zone] + Digits(rest[zone..]));
    }

    /// <summary>An element with one point in time.</summary>
    public static XElement Point(string name, string? fhir) =>
        El(name, Of(fhir ?? "") is { } value ? At("value", value) : Null());

    /// <summary>An element with a beginning, which must be there, and an end, if it is over.</summary>
    public static XElement Interval(string name, string? from, string? until = null, bool isOver = false) => El(
        name, Point("low", from), until is { Length: > 0 } || isOver ? Point("high", until) : null);

    /// <summary>A time or a period, as FHIR has either.</summary>
    public static XElement Of(string name, JsonNode? told) => told switch
    {
        JsonObject period when period.Text("end").Length > 0 => Interval(name, period.Text("start"), period.Text("end")),
        JsonObject period => Interval(name, period.Text("start")),
        JsonValue value when value.TryGetValue<string>(out var text) => Point(name, text),
        _ => El(name, Null()),
    };

    /// <summary>Where it begins, as FHIR writes it; empty when nothing is told.</summary>
    public static string Start(JsonNode? told) => told switch
    {
        JsonObject period => period.Text("start") is { Length: > 0 } start ? start : period.Text("end"),
        JsonValue value when value.TryGetValue<string>(out var text) => text,
        _ => "",
    };

    private static string Digits(string text) => string.Concat(text.Where(char.IsAsciiDigit));
}
