using System.Globalization;

namespace Portal.Grains.Interfaces.Records.Search;

/// <summary>
/// A FHIR date of any precision as the time that it covers: in UTC ticks, and in those of the clock on the wall where no
/// zone is told.
/// </summary>
/// <param name="From">The first tick.</param>
/// <param name="Until">The last tick.</param>
/// <param name="IsOnWall">Whether no zone is told.</param>
public readonly record struct SearchDate(long From, long Until, bool IsOnWall = false)
{
    private static readonly string[] _instants =
    [
        "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", "yyyy-MM-dd'T'HH:mmK",
    ];

    /// <summary>Reads a year, a month, a day, or a time to the minute, second or part of it.</summary>
    public static bool TryParse(string text, out SearchDate date)
    {
        date = default;
        var day = text.Length switch
        {
            4 => Day(text + "-01-01"),
            7 => Day(text + "-01"),
            10 => Day(text),
            _ => null,
        };
        if (day is { } start)
        {
            var next = text.Length switch
            {
                4 => start.Year == DateTime.MaxValue.Year ? DateTime.MaxValue : start.AddYears(1),
                7 => start is { Year: 9999, Month: 12 } ? DateTime.MaxValue : start.AddMonths(1),
                _ => start is { Year: 9999, Month: 12, Day: 31 } ? DateTime.MaxValue : start.AddDays(1),
            };
            date = new(start.Ticks, next.Ticks - 1, IsOnWall: true);
            return true;
        }

        if (text.Length < 16
            || !DateTimeOffset.TryParseExact(text, _instants, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var instant))
        {
            return false;
        }

        date = new(instant.UtcTicks, instant.UtcTicks + Width(text) - 1, IsOnWall: text[^1] != 'Z' && text.AsSpan(11).IndexOfAny('+', '-') < 0);
        return true;
    }

    /// <summary>The time that it covers by the clocks of a zone (R4, 3.1.1.4.5: without a zone the server's own is meant).</summary>
    public SearchDate In(TimeZoneInfo zone) => IsOnWall ? new(InUtc(From, zone), InUtc(Until, zone)) : this;

    /// <summary>What an open period has at its ends stays.</summary>
    private static long InUtc(long ticks, TimeZoneInfo zone)
    {
        var offset = zone.GetUtcOffset(new DateTime(ticks, DateTimeKind.Unspecified));
        return Math.Clamp(ticks - offset.Ticks, DateTime.MinValue.Ticks, DateTime.MaxValue.Ticks);
    }

    private static DateTime? Day(string text) =>
        DateTime.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;

    private static long Width(string text)
    {
        if (text.Length == 16 || text[16] is not ':')
            return TimeSpan.TicksPerMinute;
        var dot = text.IndexOf('.', StringComparison.Ordinal);
        if (dot < 0)
            return TimeSpan.TicksPerSecond;
        var digits = 0;
        while (dot + 1 + digits < text.Length && char.IsAsciiDigit(text[dot + 1 + digits]))
            digits++;
        var width = TimeSpan.TicksPerSecond;
        for (var i = 0; i < digits && width > 1; i++)
            width /= 10;
        return width;
    }
}
