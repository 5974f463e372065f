using System.Globalization;

namespace Portal.WebFront.Look;

/// <summary>Times in the words people use, in the time zone of a place. The caller gives the instant of now.</summary>
public static class PlainTime
{
    private static readonly CultureInfo Words = CultureInfo.GetCultureInfo("en-US");

    /// <summary>For lists: the time today, "Yesterday", the day and month this year, else the date.</summary>
    public static string InList(DateTimeOffset at, DateTimeOffset now, TimeZoneInfo zone)
    {
        var local = TimeZoneInfo.ConvertTime(at, zone);
        var today = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(now, zone).DateTime);
        var day = DateOnly.FromDateTime(local.DateTime);
        return (today.DayNumber - day.DayNumber) switch
        {
            0 => Clock(at, zone),
            1 => "Yesterday",
            _ when day.Year == today.Year => day.ToString("MMM d", Words),
            _ => day.ToString("MMM d, yyyy", Words),
        };
    }

    /// <summary>For one message: "Today, 10:42 AM" or "Monday, November 16, 4:15 PM".</summary>
    public static string InThread(DateTimeOffset at, DateTimeOffset now, TimeZoneInfo zone) => $"{Day(at, now, zone)}, {Clock(at, zone)}";

    /// <summary>"Today", "Tomorrow", "Yesterday", else "Tuesday, December 2", with the year when it is another one.</summary>
    public static string Day(DateTimeOffset at, DateTimeOffset now, TimeZoneInfo zone)
    {
        var day = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(at, zone).DateTime);
        var today = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(now, zone).DateTime);
        return NearDay(day, today) ?? LongDay(day, today.Year);
    }

    /// <summary>Within a sentence: "tomorrow at 10:42 AM" or "on Tuesday, December 2, at 9:00 AM".</summary>
    public static string InSentence(DateTimeOffset at, DateTimeOffset now, TimeZoneInfo zone)
    {
        var day = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(at, zone).DateTime);
        var today = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(now, zone).DateTime);
        return NearDay(day, today) is { } near
            ? $"{near.ToLower(Words)} at {Clock(at, zone)}"
            : $"on {LongDay(day, today.Year)}, at {Clock(at, zone)}";
    }

    /// <summary>"Tuesday, December 2", with the year when it is not the given one.</summary>
    public static string LongDay(DateOnly day, int year) => day.ToString(day.Year == year ? "dddd, MMMM d" : "dddd, MMMM d, yyyy", Words);

    /// <summary>"10:42 AM".</summary>
    public static string Clock(DateTimeOffset at, TimeZoneInfo zone) => TimeZoneInfo.ConvertTime(at, zone).ToString("h:mm tt", Words);

    /// <summary>"9:00 – 10:30 AM", with both halves of the day named when they differ.</summary>
    public static string Span(DateTimeOffset from, DateTimeOffset until, TimeZoneInfo zone)
    {
        var start = TimeZoneInfo.ConvertTime(from, zone);
        var end = TimeZoneInfo.ConvertTime(until, zone);
        var sameHalf = start.Hour / 12 == end.Hour / 12;
        return $"{start.ToString(sameHalf ? "h:mm" : "h:mm tt", Words)} – {end.ToString("h:mm tt", Words)}";
    }

    /// <summary>For the datetime attribute of a time element.</summary>
    public static string Machine(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);

    /// <summary>Month, day and weekday for the date block: "DEC", "2", "Tue".</summary>
    public static (string Month, string Day, string Week) Block(DateTimeOffset at, TimeZoneInfo zone)
    {
        var local = TimeZoneInfo.ConvertTime(at, zone);
        return (local.ToString("MMM", Words).ToUpperInvariant(), local.ToString("%d", Words), local.ToString("ddd", Words));
    }

    private static string? NearDay(DateOnly day, DateOnly today) => (day.DayNumber - today.DayNumber) switch
    {
        0 => "Today",
        1 => "Tomorrow",
        -1 => "Yesterday",
        _ => null,
    };
}
