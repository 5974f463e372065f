using System.Diagnostics.Metrics;

namespace Portal.Silo.Storage;

internal static class StorageMetrics
{
    public const string MeterName = "Portal.Storage";

    private static readonly Meter Meter = new(MeterName);

    public static readonly Histogram<double> WriteWait = Meter.CreateHistogram<double>(
        "portal.storage.write_wait", "ms", "Time that a write waited for its turn at the SQLite gate");

    public static readonly Histogram<double> Flush = Meter.CreateHistogram<double>(
        "portal.storage.flush", "ms", "Time that a flush of the SQLite log took, for all writes that waited for it");

    public static readonly Histogram<int> DocumentSize = Meter.CreateHistogram<int>(
        "portal.storage.document_size", "By", "Size of a document that was written");
}
