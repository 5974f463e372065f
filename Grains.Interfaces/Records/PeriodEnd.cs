using Portal.Grains.Interfaces.Records.Search;

namespace Portal.Grains.Interfaces.Records;

/// <summary>The end of a FHIR period. It is in the period, and may lie ahead.</summary>
public static class PeriodEnd
{
    /// <summary>Whether the period is over. Of an end that cannot be read it is taken to be.</summary>
    /// <param name="end">A date of any precision, or none.</param>
    /// <param name="at">When that is asked.</param>
    /// <param name="zone">The clock that a date without a zone is meant by.</param>
    public static bool IsOver(string? end, DateTimeOffset at, TimeZoneInfo zone) => !string.IsNullOrEmpty(end) && !(Of(end, zone) >= at);

    /// <summary>The last moment of the period (UTC); none without an end, or of one that cannot be read.</summary>
    /// <param name="end">A date of any precision, or none.</param>
    /// <param name="zone">The clock that a date without a zone is meant by.</param>
    public static DateTimeOffset? Of(string? end, TimeZoneInfo zone) =>
        end is not null && SearchDate.TryParse(end, out var date) ? new DateTimeOffset(date.In(zone).Until, TimeSpan.Zero) : null;
}
