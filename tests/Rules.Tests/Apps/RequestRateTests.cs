using Portal.Grains.Apps;

namespace Portal.Rules.Tests.Apps;

public sealed class RequestRateTests
{
    private static readonly DateTimeOffset _now = new(2026, 11, 28, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Shares_of_a_minute_make_the_limit_and_no_more()
    {
        var (rate, given) = Draw(RequestRate.None, 3000, _now, times: 60);

        Assert.Equal([.. Enumerable.Repeat(60, 50), .. Enumerable.Repeat(0, 10)], given);
        Assert.Equal(TimeSpan.FromMinutes(1), rate.Draw(3000, _now).Share.For);
    }

    [Fact]
    public void The_last_share_is_what_is_left()
    {
        var (_, given) = Draw(RequestRate.None, 149, _now, times: 76);

        Assert.Equal(149, given.Sum());
        Assert.Equal([2, 1, 0], given[^3..]);
    }

    [Fact]
    public void What_was_asked_a_minute_ago_counts_no_more()
    {
        var (rate, _) = Draw(RequestRate.None, 10, _now, times: 4);
        (rate, _) = Draw(rate, 10, _now.AddSeconds(25), times: 6);

        var refused = rate.Draw(10, _now.AddSeconds(45)).Share;
        var (_, later) = Draw(rate, 10, _now.AddSeconds(60), times: 5);

        Assert.Equal(new(0, TimeSpan.FromSeconds(15)), refused);
        Assert.Equal([1, 1, 1, 1, 0], later);
    }

    [Fact]
    public void What_was_asked_late_in_a_part_counts_for_a_minute_as_well()
    {
        var (rate, _) = Draw(RequestRate.None, 10, _now, times: 1);
        (rate, _) = Draw(rate, 10, _now.AddSeconds(9), times: 9);

        Assert.Equal(new(0, TimeSpan.FromSeconds(9)), rate.Draw(10, _now.AddSeconds(60)).Share);
        Assert.Equal(1, rate.Draw(10, _now.AddSeconds(69)).Share.Requests);
    }

    private static (RequestRate Rate, List<int> Given) Draw(RequestRate rate, int limit, DateTimeOffset now, int times)
    {
        var given = new List<int>();
        for (var time = 0; time < times; time++)
        {
            (rate, var share) = rate.Draw(limit, now);
            given.Add(share.Requests);
        }

        return (rate, given);
    }
}
