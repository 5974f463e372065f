using Portal.WebFront.Look;

namespace Portal.WebFront.Tests.Look;

public sealed class PlainTimeTests
{
    private static readonly TimeZoneInfo _chicago = TimeZoneInfo.FindSystemTimeZoneById("America/Chicago");
    private static readonly DateTimeOffset _now = new(2026, 11, 22, 18, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("2026-11-22T16:42:00Z", "10:42 AM")]
    [InlineData("2026-11-22T05:30:00Z", "Yesterday")]
    [InlineData("2026-11-18T18:00:00Z", "Nov 18")]
    [InlineData("2025-11-18T18:00:00Z", "Nov 18, 2025")]
    public void A_list_says_the_time_today_and_the_day_before_that(string at, string expected) =>
        Assert.Equal(expected, PlainTime.InList(Parse(at), _now, _chicago));

    [Theory]
    [InlineData("2026-11-23T15:00:00Z", "Tomorrow")]
    [InlineData("2026-11-22T15:00:00Z", "Today")]
    [InlineData("2026-12-02T15:00:00Z", "Wednesday, December 2")]
    [InlineData("2027-01-05T15:00:00Z", "Tuesday, January 5, 2027")]
    public void A_day_is_named_as_people_do(string at, string expected) =>
        Assert.Equal(expected, PlainTime.Day(Parse(at), _now, _chicago));

    [Theory]
    [InlineData("2026-11-23T15:00:00Z", "tomorrow at 9:00 AM")]
    [InlineData("2026-11-22T19:00:00Z", "today at 1:00 PM")]
    [InlineData("2026-12-02T15:00:00Z", "on Wednesday, December 2, at 9:00 AM")]
    public void Within_a_sentence_only_a_date_has_an_on(string at, string expected) =>
        Assert.Equal(expected, PlainTime.InSentence(Parse(at), _now, _chicago));

    [Theory]
    [InlineData("2026-12-02T15:00:00Z", "2026-12-02T16:30:00Z", "9:00 – 10:30 AM")]
    [InlineData("2026-12-02T17:30:00Z", "2026-12-02T18:30:00Z", "11:30 AM – 12:30 PM")]
    [InlineData("2026-11-01T06:30:00Z", "2026-11-01T07:30:00Z", "1:30 – 1:30 AM")]
    public void A_span_names_the_half_of_the_day_once_where_it_can(string from, string until, string expected) =>
        Assert.Equal(expected, PlainTime.Span(Parse(from), Parse(until), _chicago));

    [Fact]
    public void The_leaf_of_the_calendar_shows_the_day_at_the_place() =>
        Assert.Equal(("DEC", "1", "Tue"), PlainTime.Block(Parse("2026-12-02T03:00:00Z"), _chicago));

    private static DateTimeOffset Parse(string at) => DateTimeOffset.Parse(at, System.Globalization.CultureInfo.InvariantCulture);
}
