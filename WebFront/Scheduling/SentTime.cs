using System.Globalization;

namespace Portal.WebFront.Scheduling;

/// <summary>
/// Instants and days that a form or an address brings. What lies beyond every appointment book is taken as its edge,
/// so that a crafted value meets the rules as a strange time and not the calendar's end as a failure.
/// </summary>
public static class SentTime
{
    private static readonly DateTimeOffset _first = new(1900, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset _last = new(2200, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static DateTimeOffset Instant(long unixSeconds) =>
        DateTimeOffset.FromUnixTimeSeconds(Math.Clamp(unixSeconds, _first.ToUnixTimeSeconds(), _last.ToUnixTimeSeconds()));

    /// <summary>Reads <c>yyyy-MM-dd</c>; none when it is no day, or one that no book has.</summary>
    public static DateOnly? Day(string? text) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
        && day.Year >= _first.Year && day.Year < _last.Year ? day : null;

    /// <summary>Why a text is no such day, beside its field: nothing was entered, or its year is beyond every book.</summary>
    public static string WhyNoDay(string? text) =>
        string.IsNullOrWhiteSpace(text) ? "Enter the day." : "There is no such day in an appointment book. Check the year.";
}
