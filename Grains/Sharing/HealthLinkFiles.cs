using Orleans.Runtime;
using Orleans.Storage;
using Portal.Grains.Documents;
using Portal.Grains.Interfaces;

namespace Portal.Grains.Sharing;

/// <summary>The row of one link's encrypted file; only its grain uses it.</summary>
internal sealed class HealthLinkFiles(IGrainStorage rows, GrainKey link)
{
    private readonly GrainId _id = GrainId.Create(HealthLinkContent.RowName, link.ToString());

    public async Task<string?> Read() => await Load() is { RecordExists: true, State.Jwe: var file } ? file : null;

    public async Task<bool> IsThere(DocumentQueries queries) => await queries.First(
        HealthLinkSql.File, row => row.GetInt32(0), ("state", HealthLinkContent.RowName), ("id", link.ToString())) > 0;

    public async Task Write(string jwe)
    {
        var row = await Load();
        row.State = new() { Jwe = jwe };
        await rows.WriteStateAsync(HealthLinkContent.RowName, _id, row);
    }

    public async Task Remove()
    {
        var row = await Load();
        if (row.RecordExists)
            await rows.ClearStateAsync(HealthLinkContent.RowName, _id, row);
    }

    private async Task<GrainState<HealthLinkContent>> Load()
    {
        var row = new GrainState<HealthLinkContent>();
        await rows.ReadStateAsync(HealthLinkContent.RowName, _id, row);
        return row;
    }
}
