using Portal.Grains.Interfaces.Practices;

namespace Portal.Grains.Interfaces.Scheduling;

/// <summary>Days and times on the clock of a location. Zones are IANA names.</summary>
public static class LocalTime
{
    /// <summary>The zone with that name.</summary>
    public static TimeZoneInfo Zone(string name) => TimeZoneInfo.FindSystemTimeZoneById(name);

    /// <summary>The clock of a practice where no location is named: that of its main one, UTC before it has any.</summary>
    public static TimeZoneInfo ZoneOf(PracticeView? practice) => practice?.MainLocation is { } location ? Zone(location.TimeZone) : TimeZoneInfo.Utc;

    /// <summary>What the clock on the wall shows at an instant.</summary>
    public static DateTimeOffset At(TimeZoneInfo zone, DateTimeOffset instant) => TimeZoneInfo.ConvertTime(instant, zone);

    /// <summary>The day on the calendar on the wall at an instant.</summary>
    public static DateOnly DayOf(TimeZoneInfo zone, DateTimeOffset instant) =>
        DateOnly.FromDateTime(At(zone, instant).DateTime);

    /// <summary>
    /// The instant at which the clock on the wall shows that time: none when the clock skips it, the first of two when
    /// it shows it twice.
    /// </summary>
    public static DateTimeOffset? Instant(TimeZoneInfo zone, DateOnly day, TimeOnly time)
    {
        var local = day.ToDateTime(time);
        if (zone.IsInvalidTime(local))
            return null;
        var offset = zone.IsAmbiguousTime(local) ? zone.GetAmbiguousTimeOffsets(local).Max() : zone.GetUtcOffset(local);
        return new DateTimeOffset(local, offset).ToUniversalTime();
    }

    /// <summary>The instant at which a day begins: midnight, or the first moment after it where the clock skips midnight.</summary>
    public static DateTimeOffset StartOf(TimeZoneInfo zone, DateOnly day)
    {
        for (var minutes = 0; ; minutes += 15)
        {
            if (Instant(zone, day, TimeOnly.MinValue.AddMinutes(minutes)) is { } start)
                return start;
        }
    }

    /// <summary>A day from its first instant up to, not including, the first of the next: 23, 24 or 25 hours.</summary>
    public static (DateTimeOffset Start, DateTimeOffset End) Bounds(TimeZoneInfo zone, DateOnly day) =>
        (StartOf(zone, day), StartOf(zone, day.AddDays(1)));
}
