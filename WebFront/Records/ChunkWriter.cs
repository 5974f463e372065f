using Portal.Grains.Interfaces.Records;

namespace Portal.WebFront.Records;

/// <summary>Collects items by phase and leaves them with the import in chunks of bounded size.</summary>
internal sealed class ChunkWriter(IImportGrain import)
{
    private readonly Dictionary<ImportPhase, (List<ImportItem> Items, int Size)> _open = [];
    private int _number;

    public async Task Add((ImportPhase Phase, ImportItem Item) mapped)
    {
        var (items, size) = _open.GetValueOrDefault(mapped.Phase, ([], 0));
        var more = mapped.Item.Resource?.Json.Length ?? 0;
        if (items.Count == ImportLimits.ChunkItems || (items.Count > 0 && size + more > ImportLimits.ChunkSize))
        {
            await Leave(mapped.Phase, items);
            (items, size) = ([], 0);
        }

        items.Add(mapped.Item);
        _open[mapped.Phase] = (items, size + more);
    }

    public async Task Finish()
    {
        foreach (var (phase, (items, _)) in _open.OrderBy(open => open.Key))
            await Leave(phase, items);
    }

    private async Task Leave(ImportPhase phase, List<ImportItem> items)
    {
        var added = await import.Add(new(_number, phase, [.. items]));
        if (!added.Succeeded)
            throw new InvalidOperationException($"An import did not take its input: {added.Problems[0].Code}.");
        _number++;
    }
}
