using Portal.Grains.Interfaces.Records;
using Portal.WebFront.Records.Summary;

namespace Portal.WebFront.Records.Ccd.Received;

/// <summary>A received document in the words of a list.</summary>
public static class ReceivedWords
{
    /// <summary>"Summary of care, made Nov 18, 2026 (ccd.xml)", as far as it is told.</summary>
    public static string Of(ReceivedRow row)
    {
        var made = row.Made.Length > 0 ? $"made {SummaryTimes.Day(row.Made)}" : "";
        return $"{string.Join(", ", new[] { row.Title, made }.Where(part => part.Length > 0))} ({row.FileName})".TrimStart();
    }

    /// <summary>"since Jul 3, 2013" of what goes on, and of what is done or given the day alone; empty when it is not told.</summary>
    public static string When(ReceivedItem item) => SummaryTimes.Day(item.Date) switch
    {
        "" => "",
        var day when item.Kind is ReceivedKind.Immunization or ReceivedKind.Procedure => day,
        var day => $"since {day}",
    };

    public static string Standing(ReceivedRow row) => row.Status switch
    {
        ReceivedStatus.Open => "To be looked through",
        ReceivedStatus.Refused => "About somebody else",
        ReceivedStatus.Withdrawn => "Undone",
        _ => CopyHistory.Counted(row.Added, "entry taken over", "entries taken over"),
    };

    public static string? Tone(ReceivedRow row) => row.Status switch
    {
        ReceivedStatus.Open => "warn",
        ReceivedStatus.Reconciled => "good",
        _ => null,
    };

    public static string Icon(ReceivedRow row) => row.Status switch
    {
        ReceivedStatus.Open => "hourglass",
        ReceivedStatus.Reconciled => "circle-check",
        _ => "info",
    };
}
