using Portal.Grains.Interfaces.Records;
using Portal.Grains.Records.Copies;

namespace Portal.Rules.Tests.Records;

public sealed class SentCopiesRulesTests
{
    private static readonly DateTimeOffset _now = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void So_many_are_sent_within_a_day_and_no_more()
    {
        var state = new SentCopiesState();
        for (var i = 0; i < RecordCopyLimits.SentADay; i++)
            state = SentCopiesRules.Count(state, _now.AddMinutes(i)).Next!;

        var refused = SentCopiesRules.Count(state, _now.AddHours(2));

        var problem = Assert.Single(refused.Answer.Problems);
        Assert.Equal("summary.too_many_sent", problem.Code);
        Assert.Contains("20 summaries within a day", problem.Message, StringComparison.Ordinal);
        Assert.Contains("in 22 hours", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_was_sent_a_day_ago_counts_no_more_and_is_forgotten()
    {
        var state = new SentCopiesState { SentAt = [.. Enumerable.Repeat(_now, RecordCopyLimits.SentADay)] };

        var counted = SentCopiesRules.Count(state, _now.AddDays(1));

        Assert.Equal(_now.AddDays(1), Assert.Single(counted.Next!.SentAt));
    }
}
