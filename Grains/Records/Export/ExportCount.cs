using System.Collections.Immutable;
using Portal.Grains.Interfaces.Records.Export;
using Portal.Grains.Interfaces.Records.Search;
using Portal.Grains.Records.Messages;

namespace Portal.Grains.Records.Export;

/// <summary>Which files an export has. It walks over the rows in bounded steps until it meets the first that belongs in a file.</summary>
internal sealed class ExportCount(RecordQueries records, string practice, ExportOrder order)
{
    private const int RowsAtOnce = 2_000;

    /// <summary>What no Provenance is made of.</summary>
    private static readonly ImmutableHashSet<string> _withoutProvenance = [ProvenanceOf.Type, "Binary"];

    public async Task<ImmutableArray<ExportFile>> Files()
    {
        var files = ImmutableArray.CreateBuilder<ExportFile>();
        var deleted = false;
        foreach (var type in order.Types)
        {
            var (any, anyDeleted) = await Any(type);
            if (any || await AnyMade(type))
                files.Add(new(type));
            deleted |= anyDeleted;
        }

        if (deleted)
            files.Add(new(ExportFile.Deletions));
        return files.ToImmutable();
    }

    /// <summary>Whether some will be made while the file is read: the practice itself, messages, and the Provenance of either and of what is stored.</summary>
    private async Task<bool> AnyMade(string type) => type switch
    {
        "Organization" => order.Since is null,
        MessageResource.Type => await records.AnyMessages(practice, order.ProviderId, order.Since),
        ProvenanceOf.Type => await AnyMade(MessageResource.Type) || await AnyWithProvenance(),
        _ => false,
    };

    private async Task<bool> AnyWithProvenance()
    {
        foreach (var type in SearchParameters.Types.Where(type => !_withoutProvenance.Contains(type)))
        {
            if (await records.AnyOfPatients(practice, type, order.ProviderId, order.Since))
                return true;
        }

        return false;
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
