using Orleans.Runtime;
using Orleans.Storage;
using Portal.Grains.Interfaces;
using Portal.Grains.Interfaces.Records;

namespace Portal.Grains.Records;

/// <summary>The rows of one record: each resource, and each version that it had before.</summary>
internal sealed class RecordRows(IGrainStorage storage, GrainKey key)
{
    public async Task<GrainState<ResourceState>> Load(string type, string id)
    {
        var row = new GrainState<ResourceState>();
        await storage.ReadStateAsync(ResourceState.StateName, RowId(type, id), row);
        return row;
    }

    public Task Write(GrainState<ResourceState> row, ResourceState state)
    {
        row.State = state;
        return storage.WriteStateAsync(ResourceState.StateName, RowId(state.Type, state.Id), row);
    }

    /// <summary>Before the resource itself changes, so that no version is ever without its content. Done again it changes nothing.</summary>
    public async Task KeepVersion(ResourceState before)
    {
        var id = GrainId.Create(
            ResourceState.VersionStateName, RecordId.VersionKey(key.Practice, key.Id, before.Type, before.Id, before.VersionId));
        var row = new GrainState<ResourceState>();
        await storage.ReadStateAsync(ResourceState.VersionStateName, id, row);
        if (row.RecordExists)
            return;
        row.State = before;
        await storage.WriteStateAsync(ResourceState.VersionStateName, id, row);
    }

    /// <summary>Lets an earlier version go; one that is not there stays away.</summary>
    public async Task ForgetVersion(ResourceState of, int version)
    {
        if (version < 1)
            return;
        var id = GrainId.Create(ResourceState.VersionStateName, RecordId.VersionKey(key.Practice, key.Id, of.Type, of.Id, version));
        var row = new GrainState<ResourceState>();
        await storage.ReadStateAsync(ResourceState.VersionStateName, id, row);
        if (row.RecordExists)
            await storage.ClearStateAsync(ResourceState.VersionStateName, id, row);
    }

    private GrainId RowId(string type, string id) =>
        GrainId.Create(ResourceState.StateName, RecordId.RowKey(key.Practice, key.Id, type, id));
}
