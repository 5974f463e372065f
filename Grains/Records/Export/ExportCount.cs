using System.Collections.Immutable;
using Portal.Grains.Interfaces.Records.Export;
using Portal.Grains.Records.Messages;

namespace Portal.Grains.Records.Export;

/// <summary>Which files an export has. It walks over the rows in bounded steps until it meets the first that belongs in a file.</summary>
internal sealed class ExportCount(RecordQueries records, string practice, ExportOrder order)
{
    private const int RowsAtOnce = 2_000;

    /// <summary>Some of these are made while they are read, so whether there are any is known only then.</summary>
    private static readonly ImmutableHashSet<string> _made = ["Organization", ProvenanceOf.Type, MessageResource.Type];

    public async Task<ImmutableArray<ExportFile>> Files()
    {
        var files = ImmutableArray.CreateBuilder<ExportFile>();
        var deleted = false;
        foreach (var type in order.Types)
        {
            var (any, anyDeleted) = await Any(type);
            if (any || _made.Contains(type))
                files.Add(new(type));
            deleted |= anyDeleted;
        }

        if (deleted)
            files.Add(new(ExportFile.Deletions));
        return files.ToImmutable();
    }

    /// <summary>One that changed after the export was begun may have been there before: its file may turn out to be empty.</summary>
    private async Task<(bool Any, bool Deleted)> Any(string type)
    {
        var (any, deleted, after) = (false, order.Since is null, ("", ""));
        while (!any || !deleted)
        {
            var rows = await records.Marks(practice, type, order.ProviderId, after, RowsAtOnce);
            var fresh = rows.Where(row => order.Since is not { } since || row.LastUpdated > since).ToList();
            any |= fresh.Exists(row => !row.Deleted || row.LastUpdated > order.AsOf);
            deleted |= fresh.Exists(row => row.Deleted || row.LastUpdated > order.AsOf);
            if (rows.Length < RowsAtOnce)
                break;
            after = (rows[^1].PatientId, rows[^1].Id);
        }

        return (any, deleted && order.Since is not null);
    }
}
