using System.Collections.Immutable;
using Portal.Grains.Interfaces.Records.Export;
using Portal.Grains.Records.Messages;

namespace Portal.Grains.Records.Export;

/// <summary>Which files an export has, and how long they are.</summary>
internal sealed class ExportCount(RecordQueries records, string practice, ExportOrder order)
{
    /// <summary>Some of these are made while they are read, so their number is known only then.</summary>
    private static readonly ImmutableHashSet<string> _made = ["Organization", ProvenanceOf.Type, MessageResource.Type];

    public async Task<ImmutableArray<ExportFile>> Files()
    {
        var files = ImmutableArray.CreateBuilder<ExportFile>();
        var deleted = 0L;
        foreach (var type in order.Types)
        {
            if (_made.Contains(type))
                files.Add(new(type, null));
            else if (await Count(type, deleted: false) is > 0 and var count)
                files.Add(new(type, count));
            if (order.Since is not null)
                deleted += await Count(type, deleted: true);
        }

        if (deleted > 0)
            files.Add(new(ExportFile.Deletions, null));
        return files.ToImmutable();
    }

    private Task<long> Count(string type, bool deleted) => records.Count(practice, type, order.ProviderId, order.AsOf, order.Since, deleted);
}
