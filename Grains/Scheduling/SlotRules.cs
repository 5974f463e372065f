using System.Collections.Immutable;
using Portal.Grains.Interfaces;
using Portal.Grains.Interfaces.Practices;
using Portal.Grains.Interfaces.Scheduling;

namespace Portal.Grains.Scheduling;

/// <summary>What a visit's time and place must be like.</summary>
public static class SlotRules
{
    public const int UnitMinutes = 5;
    public const string SlotTaken = "appointment.slot_taken";
    public static readonly TimeSpan Longest = TimeSpan.FromHours(12);

    /// <summary>Everything that is wrong with a slot that staff chose.</summary>
    public static ImmutableArray<Problem> Check(Slot slot, PracticeView practice, DateTimeOffset now, bool timeIsMeant = false)
    {
        var problems = ImmutableArray.CreateBuilder<Problem>();
        var location = practice.Locations.FirstOrDefault(location => location.Id == slot.LocationId);
        if (location is null)
            problems.Add(UnknownLocation);
        if (!practice.Chairs.Any(chair => chair.Id == slot.ChairId && chair.LocationId == slot.LocationId))
            problems.Add(new("appointment.unknown_chair", "Choose a chair of this location.", "Chair"));
        if (slot.ProviderIds.IsEmpty)
            problems.Add(new("appointment.no_provider", "Choose who treats.", "Provider"));
        else if (!slot.ProviderIds.All(id => WorksAt(practice, id, slot.LocationId)))
            problems.Add(new("appointment.unknown_provider", "Choose a provider who works at this location.", "Provider"));
        problems.AddRange(CheckUse(slot, practice));
        problems.AddRange(CheckLength(slot));
        if (slot.Start == default)
            problems.Add(new(SlotFault.NoTime, "Enter the day and the time.", "Start"));
        else if (CheckYear(slot, now) is { } strange)
            problems.Add(strange);
        else if (location is not null)
            problems.AddRange(CheckClock(slot, LocalTime.Zone(location.TimeZone)).Concat(CheckUsual(slot, now, timeIsMeant)));
        return problems.ToImmutable();
    }

    /// <summary>
    /// What cannot be taken over from another system: it may leave chair and provider open, and does not keep to our
    /// units, but it must not name what this practice has not.
    /// </summary>
    public static ImmutableArray<Problem> CheckImported(Slot slot, PracticeView practice, bool holdsTime)
    {
        var problems = ImmutableArray.CreateBuilder<Problem>();
        var location = practice.Locations.FirstOrDefault(location => location.Id == slot.LocationId);
        if (location is null)
            problems.Add(UnknownLocation);
        if (slot.ChairId is { } chair && practice.Chairs.All(known => known.Id != chair))
            problems.Add(new("appointment.unknown_chair", "The practice has no such chair. Import its chairs first.", "Chair"));
        if (slot.ProviderIds.Any(id => practice.Providers.All(known => known.Id != id)))
            problems.Add(new("appointment.unknown_provider", "The practice has no such provider. Import its providers first.", "Provider"));
        if (slot.End <= slot.Start)
            problems.Add(new("appointment.ends_before_start", "The visit does not end after it begins. Give it an end, or a length.", "End"));
        else if (holdsTime && location is not null && CrossesMidnight(slot, LocalTime.Zone(location.TimeZone)))
            problems.Add(OverMidnight);
        return problems.ToImmutable();
    }

    /// <summary>The slot with instants in UTC and whole seconds, as they are stored and compared.</summary>
    public static Slot Normal(Slot slot) => slot with { Start = Normal(slot.Start), End = Normal(slot.End) };

    /// <summary>Whether both need the same time in the same books.</summary>
    public static bool SameTime(Slot? one, Slot other) =>
        one is not null && one.Start == other.Start && one.End == other.End && one.ChairId == other.ChairId
        && one.ProviderIds.Order(StringComparer.Ordinal).SequenceEqual(other.ProviderIds.Order(StringComparer.Ordinal));

    /// <summary>Whether somebody who comes to the one would miss the other.</summary>
    public static bool Moved(Slot? from, Slot to) =>
        from is null || from.Start != to.Start || from.LocationId != to.LocationId;

    /// <summary>Whose time is taken, by name: the chair and everybody who was to treat.</summary>
    public static ImmutableArray<Problem> Taken(ImmutableArray<string> resources, PracticeView practice) =>
        [.. resources.Select(resource => practice.Chairs.FirstOrDefault(chair => BookDay.Chair(chair.Id) == resource) is { } chair
            ? new Problem(SlotTaken, $"{chair.Name} is not free at this time. Choose another time or another chair.", "Chair")
            : new Problem(SlotTaken, $"{ProviderName(resource, practice)} is not free at this time. Choose another time or another provider.", "Provider"))];

    private static string ProviderName(string resource, PracticeView practice) =>
        practice.Providers.FirstOrDefault(provider => BookDay.Provider(provider.Id) == resource)?.Name ?? "The provider";

    private static Problem UnknownLocation => new("appointment.unknown_location", "The practice has no such location.", "Location");

    private static Problem OverMidnight => new(
        "appointment.over_midnight", "A visit must end on the day on which it begins. Make it shorter or choose another time.", "Start");

    private static bool WorksAt(PracticeView practice, string providerId, string locationId) =>
        practice.Providers.Any(provider => provider.Id == providerId && provider.LocationIds.Contains(locationId));

    /// <summary>Visits that are in the book stay where they are; none is put there anew.</summary>
    private static IEnumerable<Problem> CheckUse(Slot slot, PracticeView practice)
    {
        if (practice.Locations.FirstOrDefault(location => location.Id == slot.LocationId) is { OutOfUse: true } closed)
            yield return new("appointment.location_out_of_use", $"{closed.Name} is not in use any more. Choose another location.", "Location");
        if (practice.Chairs.FirstOrDefault(chair => chair.Id == slot.ChairId) is { OutOfUse: true } gone)
            yield return new("appointment.chair_out_of_use", $"{gone.Name} is not in use any more. Choose another chair.", "Chair");
        foreach (var left in practice.Providers.Where(provider => provider.OutOfUse && slot.ProviderIds.Contains(provider.Id)))
            yield return new("appointment.provider_left", $"{left.Name} does not work here any more. Choose another provider.", "Provider");
    }

    private static IEnumerable<Problem> CheckLength(Slot slot)
    {
        var length = slot.End - slot.Start;
        if (length < TimeSpan.FromMinutes(UnitMinutes) || length > Longest || !IsWholeUnits(length))
            yield return new("appointment.length", "Choose a length of 5 minutes to 12 hours, in steps of 5 minutes.", "Length");
    }

    private static IEnumerable<Problem> CheckClock(Slot slot, TimeZoneInfo zone)
    {
        if (!IsWholeUnits(LocalTime.At(zone, slot.Start).TimeOfDay))
            yield return new("appointment.start_unit", "Choose a start on a full five minutes, such as 9:05.", "Start");
        if (CrossesMidnight(slot, zone))
            yield return OverMidnight;
    }

    /// <summary>Years that a mistyped date has, however it was meant.</summary>
    private static Problem? CheckYear(Slot slot, DateTimeOffset now) =>
        slot.Start > now.AddYears(-SlotFault.MostYears) && slot.Start < now.AddYears(SlotFault.MostYears)
            ? null
            : new(SlotFault.StrangeYear, $"This day is more than {SlotFault.MostYears} years from today. Check the year.", "Date");

    private static IEnumerable<Problem> CheckUsual(Slot slot, DateTimeOffset now, bool isMeant)
    {
        // Who comes in right now is written down under the five minutes that run.
        if (!isMeant && slot.Start.AddMinutes(UnitMinutes) <= now)
            yield return new(SlotFault.InPast, "This time is over. Choose a later one, or say that it is meant.", "Start");
        if (!isMeant && slot.Start > now.AddYears(SlotFault.UsualYears))
            yield return new(SlotFault.FarAhead, $"This is more than {SlotFault.UsualYears} years ahead. Choose an earlier day, or say that it is meant.", "Date");
    }

    private static bool CrossesMidnight(Slot slot, TimeZoneInfo zone) =>
        slot.End > slot.Start && LocalTime.DayOf(zone, slot.Start) != LocalTime.DayOf(zone, slot.End.AddTicks(-1));

    private static bool IsWholeUnits(TimeSpan time) => time.Ticks % TimeSpan.FromMinutes(UnitMinutes).Ticks == 0;

    private static DateTimeOffset Normal(DateTimeOffset instant) =>
        DateTimeOffset.FromUnixTimeSeconds(instant.ToUnixTimeSeconds());
}
