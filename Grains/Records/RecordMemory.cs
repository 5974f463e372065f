using Portal.Grains.Interfaces;
using Portal.Grains.Interfaces.Records;
using Portal.Grains.Interfaces.Records.Search;
using Portal.Grains.Records.Search;

namespace Portal.Grains.Records;

/// <summary>
/// The resources of one record as they are served, loaded by the first who reads and kept until something is written
/// or the grain goes. Only that grain writes them, so what is held is what is stored.
/// </summary>
internal sealed class RecordMemory(RecordQueries queries, GrainKey key)
{
    private Task<Dictionary<string, HeldResource>>? _held;

    /// <summary>By <c>Type/id</c>, deleted ones among them. Readers that come together load once.</summary>
    public async ValueTask<IReadOnlyDictionary<string, HeldResource>> All()
    {
        var held = _held ??= Load();
        try
        {
            return await held;
        }
        catch
        {
            // The next reader tries again.
            if (ReferenceEquals(_held, held))
                _held = null;
            throw;
        }
    }

    /// <summary>Something was written, or may have been.</summary>
    public void Forget() => _held = null;

    private async Task<Dictionary<string, HeldResource>> Load()
    {
        var rows = await queries.Record(key.Practice, key.Id);
        var held = rows.ToDictionary(row => $"{row.Type}/{row.Id}", row => new HeldResource(row), StringComparer.Ordinal);
        if (key.Id != RecordId.PracticeWide)
            AddProvenance(held);
        return held;
    }

    private void AddProvenance(Dictionary<string, HeldResource> held)
    {
        var told = held.Values
            .Where(resource => resource.Type == ProvenanceOf.Type && !resource.Served.Deleted)
            .SelectMany(provenance => provenance.Values(SearchParameters.Find(ProvenanceOf.Type, "target")!))
            .OfType<IndexedReference>()
            .Select(reference => reference.Target)
            .ToHashSet(StringComparer.Ordinal);
        var organization = $"Organization/{key.Practice}";
        foreach (var resource in held.Values.Where(resource => NeedsProvenance(resource) && !told.Contains(resource.Reference)).ToList())
        {
            var made = new HeldResource(ProvenanceOf.For(resource.Served, key.Id, organization), made: true);
            held[made.Reference] = made;
        }
    }

    private static bool NeedsProvenance(HeldResource resource) =>
        !resource.Served.Deleted && resource.Type is not (ProvenanceOf.Type or "Binary");
}
