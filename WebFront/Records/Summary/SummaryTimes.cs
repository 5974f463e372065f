using System.Globalization;
using System.Text.Json.Nodes;
using Portal.WebFront.Records.Ccd;

namespace Portal.WebFront.Records.Summary;

/// <summary>Which of a resource's times a summary tells: the rows and the coded entries both go by this.</summary>
internal static class SummaryTimes
{
    /// <summary>Since when an allergy or a problem is there. When it was written down is something else.</summary>
    public static JsonNode? Onset(JsonObject one) => one.First("onsetDateTime", "onsetPeriod");

    /// <summary>Until when a problem was there.</summary>
    public static string Abatement(JsonObject one) => CdaTime.Start(one.First("abatementDateTime", "abatementPeriod"));

    /// <summary>Since when a medicine is taken, and until when if that is told.</summary>
    public static (string Start, string End) Taken(JsonObject medicine)
    {
        var taken = medicine.First("effectivePeriod", "effectiveDateTime", "authoredOn", "dateAsserted");
        return taken is JsonObject period ? (period.Text("start"), period.Text("end")) : (CdaTime.Start(taken), "");
    }

    public static string SpanTaken(JsonObject medicine)
    {
        var (start, end) = Taken(medicine);
        return Span(start, end);
    }

    public static JsonNode? Done(JsonObject procedure) => procedure.First("performedDateTime", "performedPeriod");

    public static JsonNode? Found(JsonObject observation) => observation.First("effectiveDateTime", "effectivePeriod", "effectiveInstant", "issued");

    public static string Day(JsonNode? told) => Day(CdaTime.Start(told));

    /// <summary>From when until when, as far as each is told.</summary>
    public static string Span(string start, string end) => (start, end) switch
    {
        (_, "") => Day(start),
        ("", _) => $"until {Day(end)}",
        _ => $"{Day(start)} to {Day(end)}",
    };

    /// <summary>"Nov 30, 2026", as precise as it is told; what is no date stays as it is.</summary>
    public static string Day(string time)
    {
        var day = time.Length > 10 ? time[..10] : time;
        return Read(day, "yyyy-MM-dd") is { } whole ? whole.ToString("MMM d, yyyy", CultureInfo.InvariantCulture)
            : Read(day, "yyyy-MM") is { } month ? month.ToString("MMM yyyy", CultureInfo.InvariantCulture)
            : day;
    }

    /// <summary>A day and the time on the clock of whoever told it.</summary>
    public static string Moment(string time) =>
        time.Length >= 16 && TimeOnly.TryParseExact(time[11..16], "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var clock)
            ? $"{Day(time)}, {clock.ToString("h:mm tt", CultureInfo.InvariantCulture)}"
            : Day(time);

    private static DateOnly? Read(string text, string format) =>
        DateOnly.TryParseExact(text, format, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;
}
