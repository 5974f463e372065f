using System.Globalization;
using Portal.Grains.Interfaces.Practices;
using Portal.Grains.Interfaces.Scheduling;
using Portal.WebFront.Look;

namespace Portal.WebFront.Scheduling;

/// <summary>A day of one location laid out: a column for each chair, in five-minute rows on the location's clock.</summary>
public sealed class DayGrid
{
    private const int OpensAt = 8;
    private const int ClosesAt = 17;
    private readonly TimeZoneInfo _zone;
    private readonly DayView _day;

    public DayGrid(DayView day, PracticeView practice, TimeZoneInfo zone, DateTimeOffset now)
    {
        (_day, _zone) = (day, zone);
        var standing = day.Visits.Where(visit => visit.Status is AppointmentStatus.Scheduled or AppointmentStatus.Complete).ToArray();
        Columns = [.. practice.Chairs
            .Where(chair => chair.LocationId == day.LocationId && (!chair.OutOfUse || standing.Any(visit => visit.Slot.ChairId == chair.Id)))
            .OrderBy(chair => chair.Order)
            .Select(chair => ColumnOf(chair, standing))];
        WithoutChair = [.. standing.Where(visit => Columns.All(column => column.Chair.Id != visit.Slot.ChairId))];
        OutOfBook = [.. day.Visits.Except(standing)];
        var hours = standing.SelectMany(visit => HoursOf(visit.Slot.Start, visit.Slot.End))
            .Concat(day.Breaks.SelectMany(held => HoursOf(held.Time.Start, held.Time.End))).ToArray();
        Opens = Math.Min(OpensAt, hours.DefaultIfEmpty(OpensAt).Min());
        Closes = Math.Max(ClosesAt, hours.DefaultIfEmpty(ClosesAt).Max());
        NowAt = now >= day.Start && now < day.End && LocalTime.At(zone, now).Hour is var hour && hour >= Opens && hour < Closes ? AtStep(now) : null;
    }

    public int Opens { get; }

    public int Closes { get; }

    public IReadOnlyList<DayColumn> Columns { get; }

    /// <summary>Visits that came from elsewhere without a chair.</summary>
    public IReadOnlyList<VisitCard> WithoutChair { get; }

    /// <summary>Missed, cancelled or taken out: their time is free again.</summary>
    public IReadOnlyList<VisitCard> OutOfBook { get; }

    /// <summary>Where the line of now is, while it is on the grid.</summary>
    public string? NowAt { get; }

    public string Span(VisitCard visit) => PlainTime.Span(visit.Slot.Start, visit.Slot.End, _zone);

    public string Span(HeldTime time) => PlainTime.Span(time.Start, time.End, _zone);

    public static string HourName(int hour) => (hour % 12 == 0 ? 12 : hour % 12) + (hour % 24 < 12 ? " AM" : " PM");

    private DayColumn ColumnOf(Chair chair, VisitCard[] standing)
    {
        var visits = standing
            .Where(visit => visit.Slot.ChairId == chair.Id)
            .Select(visit => new DayItem(visit, null, AtStep(visit.Slot.Start), UntilStep(visit.Slot.End)));
        var breaks = _day.Breaks
            .Where(held => held.Resource == BookDay.Chair(chair.Id))
            .Select(held => new DayItem(null, held.Time, AtStep(Later(held.Time.Start, _day.Start)), UntilStep(held.Time.End)));
        var providers = standing.Where(visit => visit.Slot.ChairId == chair.Id).SelectMany(visit => visit.ProviderNames).Distinct(StringComparer.Ordinal);
        return new(chair, string.Join(", ", providers), [.. visits.Concat(breaks).OrderBy(item => item.At, StringComparer.Ordinal)]);
    }

    private IEnumerable<int> HoursOf(DateTimeOffset start, DateTimeOffset end)
    {
        yield return LocalTime.At(_zone, Later(start, _day.Start)).Hour;
        var last = LocalTime.At(_zone, end);
        yield return end >= _day.End ? 24 : last.Hour + (last.Minute > 0 ? 1 : 0);
    }

    private string AtStep(DateTimeOffset at)
    {
        var local = LocalTime.At(_zone, at);
        return Text(local.Hour, local.Minute / 5 * 5);
    }

    private string UntilStep(DateTimeOffset until)
    {
        if (until >= _day.End)
            return "24:00";
        var local = LocalTime.At(_zone, until);
        var minutes = (local.Hour * 60) + ((local.Minute + 4) / 5 * 5);
        return Text(minutes / 60, minutes % 60);
    }

    private static string Text(int hour, int minute) => string.Create(CultureInfo.InvariantCulture, $"{hour:00}:{minute:00}");

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;
}

/// <summary>A chair's column.</summary>
public sealed record DayColumn(Chair Chair, string Providers, IReadOnlyList<DayItem> Items);

/// <summary>A visit or a break in it.</summary>
public sealed record DayItem(VisitCard? Visit, HeldTime? Break, string At, string Until);
