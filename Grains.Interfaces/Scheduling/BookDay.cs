using System.Collections.Immutable;
using System.Globalization;

namespace Portal.Grains.Interfaces.Scheduling;

/// <summary>
/// Which book holds an instant of a chair or provider: a fixed stretch of 24 hours from 09:00 UTC, when it is night
/// all over the Americas. Fixed, so that neither daylight saving nor a location's new time zone ever moves an instant
/// into another book.
/// </summary>
/// <param name="Resource"><see cref="Chair"/> or <see cref="Provider"/> with its id.</param>
/// <param name="Day">The day on which the stretch begins.</param>
public readonly record struct BookDay(string Resource, DateOnly Day)
{
    private const int BeginsAtHour = 9;

    /// <summary>The resource name of a chair.</summary>
    public static string Chair(string chairId) => $"chair:{chairId}";

    /// <summary>The resource name of a provider.</summary>
    public static string Provider(string providerId) => $"provider:{providerId}";

    /// <summary>When the stretch begins (UTC).</summary>
    public DateTimeOffset Start => new(Day, new TimeOnly(BeginsAtHour, 0), TimeSpan.Zero);

    /// <summary>When it ends (UTC).</summary>
    public DateTimeOffset End => Start.AddDays(1);

    /// <summary>The stretch of the same resource that begins when this one ends.</summary>
    public BookDay Next => this with { Day = Day.AddDays(1) };

    /// <summary>The grain key.</summary>
    public string Key(string practice) => GrainKey.For(practice, Id);

    /// <summary>The part of the grain key after the practice.</summary>
    public string Id => string.Create(CultureInfo.InvariantCulture, $"{Resource}:{Day:yyyy-MM-dd}");

    /// <summary>Reads the part of a grain key after the practice.</summary>
    public static BookDay Parse(string id)
    {
        var colon = id.LastIndexOf(':');
        return new(id[..colon], DateOnly.ParseExact(id[(colon + 1)..], "yyyy-MM-dd", CultureInfo.InvariantCulture));
    }

    /// <summary>The books that time of a resource touches: one, or two when it crosses 09:00 UTC.</summary>
    public static ImmutableArray<BookDay> Of(string resource, DateTimeOffset start, DateTimeOffset end)
    {
        var first = DayOf(start);
        var last = DayOf(end.AddTicks(-1));
        return first == last ? [new(resource, first)] : [new(resource, first), new(resource, last)];
    }

    /// <summary>Every book that a visit at the slot needs, in the one order in which all visits take them.</summary>
    public static ImmutableArray<BookDay> Of(Slot slot)
    {
        var resources = slot.ProviderIds.Select(Provider);
        if (slot.ChairId is { } chair)
            resources = resources.Append(Chair(chair));
        return [.. resources
            .Distinct(StringComparer.Ordinal)
            .SelectMany(resource => Of(resource, slot.Start, slot.End))
            .OrderBy(book => book.Resource, StringComparer.Ordinal)
            .ThenBy(book => book.Day)];
    }

    private static DateOnly DayOf(DateTimeOffset instant) =>
        DateOnly.FromDateTime(instant.UtcDateTime.AddHours(-BeginsAtHour));
}
