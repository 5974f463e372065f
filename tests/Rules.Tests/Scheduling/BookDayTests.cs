using Portal.Grains.Interfaces.Scheduling;
using static Portal.Rules.Tests.Scheduling.Sample;

namespace Portal.Rules.Tests.Scheduling;

public sealed class BookDayTests
{
    [Fact]
    public void A_visit_needs_the_book_of_its_chair_and_of_each_provider_in_one_order()
    {
        var slot = Slot(3, 9) with { ProviderIds = ["raman", "lee", "raman"] };

        Assert.Equal(["chair:c1:2026-03-03", "provider:lee:2026-03-03", "provider:raman:2026-03-03"], BookDay.Of(slot).Select(book => book.Id));
    }

    [Theory]
    [InlineData("America/New_York")]
    [InlineData("America/Chicago")]
    [InlineData("America/Los_Angeles")]
    public void A_working_day_anywhere_in_the_states_is_in_the_book_of_its_date(string zone)
    {
        var place = LocalTime.Zone(zone);
        foreach (var day in new DateOnly[] { new(2026, 3, 8), new(2026, 7, 1), new(2026, 11, 1), new(2026, 12, 31) })
        {
            var start = LocalTime.Instant(place, day, new(6, 0))!.Value;
            var end = LocalTime.Instant(place, day, new(23, 0))!.Value;

            Assert.Equal(new BookDay("chair:c1", day), Assert.Single(BookDay.Of("chair:c1", start, end)));
        }
    }

    [Fact]
    public void Time_across_the_boundary_is_in_both_books()
    {
        var nine = new DateTimeOffset(2026, 3, 3, 9, 0, 0, TimeSpan.Zero);

        Assert.Equal(2, BookDay.Of("chair:c1", nine.AddMinutes(-5), nine.AddMinutes(5)).Length);
        Assert.Equal(new DateOnly(2026, 3, 2), Assert.Single(BookDay.Of("chair:c1", nine.AddMinutes(-5), nine)).Day);
        Assert.Equal(new DateOnly(2026, 3, 3), Assert.Single(BookDay.Of("chair:c1", nine, nine.AddMinutes(5))).Day);
    }

    [Fact]
    public void A_key_is_read_back_as_it_was_written()
    {
        var book = new BookDay(BookDay.Provider("p:7"), new(2026, 3, 3));

        Assert.Equal(book, BookDay.Parse(Grains.Interfaces.GrainKey.Parse(book.Key("demo")).Id));
    }
}
