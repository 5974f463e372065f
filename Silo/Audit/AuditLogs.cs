using System.Diagnostics.Metrics;

namespace Portal.Silo.Audit;

internal static partial class AuditLogs
{
    [LoggerMessage(1301, LogLevel.Warning, "{Entries} audit entries could not be written ({Failure}); they are kept and tried again.")]
    public static partial void WriteFailed(ILogger log, int entries, string failure);

    [LoggerMessage(1302, LogLevel.Critical, "The silo had to stop before {Entries} audit entries were written.")]
    public static partial void EntriesLost(ILogger log, int entries);
}

internal static class AuditMetrics
{
    private static readonly Meter _meter = new("Portal.Audit");

    public static readonly Counter<long> Written = _meter.CreateCounter<long>(
        "portal.audit.written", "{entry}", "Audit entries written");

    public static readonly Counter<long> Retries = _meter.CreateCounter<long>(
        "portal.audit.retries", "{attempt}", "Batches of audit entries that could not be written and are tried again");
}
