using Orleans.Runtime;
using Orleans.Storage;
using Portal.Grains.Interfaces;
using Portal.Grains.Interfaces.Records;

namespace Portal.Grains.Records;

/// <summary>The rows of one import's input and outcomes; only its <see cref="ImportGrain"/> uses them.</summary>
internal sealed class ImportChunks(IGrainStorage storage, GrainKey import)
{
    public async Task<ImportChunkState> Read(int number)
    {
        var row = await Load(number);
        return row.RecordExists
            ? row.State!
            : throw new InvalidOperationException($"Chunk {number} of an import is missing.");
    }

    public async Task Write(ImportChunkState chunk)
    {
        var row = await Load(chunk.Number);
        row.State = chunk;
        await storage.WriteStateAsync(ImportChunkState.StateName, RowId(chunk.Number), row);
    }

    public async Task Delete(int number)
    {
        var row = await Load(number);
        if (row.RecordExists)
            await storage.ClearStateAsync(ImportChunkState.StateName, RowId(number), row);
    }

    public Task Add(ImportChunk chunk) =>
        Write(new() { Number = chunk.Number, Phase = chunk.Phase, Items = chunk.Items });

    private async Task<GrainState<ImportChunkState>> Load(int number)
    {
        var row = new GrainState<ImportChunkState>();
        await storage.ReadStateAsync(ImportChunkState.StateName, RowId(number), row);
        return row;
    }

    private GrainId RowId(int number) =>
        GrainId.Create(ImportChunkState.StateName, GrainKey.For(import.Practice, $"{import.Id}/{number:00000}"));
}
