using System.Globalization;
using Portal.Grains.Documents;
using Portal.Grains.Interfaces;
using Portal.Grains.Interfaces.Records;

namespace Portal.Grains.Records.Copies;

/// <summary>The portal sends what a person wants sent, but nobody makes a mailing of it.</summary>
public static class SentCopiesRules
{
    private static readonly TimeSpan _span = TimeSpan.FromDays(1);

    public static Decision<SentCopiesState, Done> Count(SentCopiesState state, DateTimeOffset now)
    {
        var recent = state.SentAt.RemoveAll(at => at <= now - _span);
        return recent.Length < RecordCopyLimits.SentADay
            ? Decide.Next(state with { SentAt = recent.Add(now) }, Done.Value)
            : new Problem(
                "summary.too_many_sent",
                $"You have sent {RecordCopyLimits.SentADay.ToString(CultureInfo.InvariantCulture)} summaries within a day. More can be sent {When(recent[0] + _span - now)}. Until then, please ask the practice to send it for you.");
    }

    private static string When(TimeSpan wait) => Math.Ceiling(wait.TotalHours) switch
    {
        <= 1 => "in an hour",
        var hours => $"in {hours.ToString(CultureInfo.InvariantCulture)} hours",
    };
}
