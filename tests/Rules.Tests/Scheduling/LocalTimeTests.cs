using Portal.Grains.Interfaces.Practices;
using Portal.Grains.Interfaces.Scheduling;

namespace Portal.Rules.Tests.Scheduling;

public sealed class LocalTimeTests
{
    private static readonly TimeZoneInfo _chicago = LocalTime.Zone("America/Chicago");

    [Theory]
    [InlineData("2026-03-08", 23)]
    [InlineData("2026-07-01", 24)]
    [InlineData("2026-11-01", 25)]
    public void A_day_is_as_long_as_the_clock_makes_it(string day, int hours)
    {
        var (start, end) = LocalTime.Bounds(_chicago, DateOnly.Parse(day, System.Globalization.CultureInfo.InvariantCulture));

        Assert.Equal(TimeSpan.FromHours(hours), end - start);
        Assert.Equal(day, $"{LocalTime.DayOf(_chicago, start):yyyy-MM-dd}");
        Assert.Equal(day, $"{LocalTime.DayOf(_chicago, end.AddTicks(-1)):yyyy-MM-dd}");
    }

    [Fact]
    public void A_practice_goes_by_the_clock_of_the_first_location_that_is_not_closed()
    {
        Location closed = new("a", "A", "America/Denver", OutOfUse: true), open = new("b", "B", "America/Chicago"), other = new("c", "C", "Asia/Tokyo");
        var practice = new PracticeView { Card = new() { Slug = "oak", Name = "Oak" }, Locations = [closed, open, other] };

        Assert.Equal(open, practice.MainLocation);
        Assert.Equal(_chicago, LocalTime.ZoneOf(practice));
        Assert.Equal("America/Denver", LocalTime.ZoneOf(practice with { Locations = [closed] }).Id);
        Assert.Equal(TimeZoneInfo.Utc, LocalTime.ZoneOf(practice with { Locations = [] }));
        Assert.Equal(TimeZoneInfo.Utc, LocalTime.ZoneOf(null));
    }

    [Fact]
    public void A_day_whose_midnight_is_skipped_begins_at_one()
    {
        var havana = LocalTime.Zone("America/Havana");

        var start = LocalTime.StartOf(havana, new(2026, 3, 8));

        Assert.Equal(new TimeOnly(1, 0), TimeOnly.FromDateTime(LocalTime.At(havana, start).DateTime));
    }

    [Fact]
    public void A_time_that_the_clock_skips_is_none()
    {
        Assert.Null(LocalTime.Instant(_chicago, new(2026, 3, 8), new(2, 30)));
        Assert.Equal(new DateTimeOffset(2026, 3, 8, 8, 0, 0, TimeSpan.Zero), LocalTime.Instant(_chicago, new(2026, 3, 8), new(3, 0)));
    }

    [Fact]
    public void A_time_that_comes_twice_is_the_first_one()
    {
        Assert.Equal(new DateTimeOffset(2026, 11, 1, 6, 30, 0, TimeSpan.Zero), LocalTime.Instant(_chicago, new(2026, 11, 1), new(1, 30)));
    }

    [Fact]
    public void Nine_in_the_morning_is_an_hour_earlier_in_universal_time_once_daylight_saving_has_begun()
    {
        Assert.Equal(15, LocalTime.Instant(_chicago, new(2026, 3, 7), new(9, 0))!.Value.Hour);
        Assert.Equal(14, LocalTime.Instant(_chicago, new(2026, 3, 9), new(9, 0))!.Value.Hour);
    }
}
