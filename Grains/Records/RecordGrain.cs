using System.Collections.Immutable;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Runtime;
using Orleans.Storage;
using Portal.Grains.Documents;
using Portal.Grains.Interfaces;
using Portal.Grains.Interfaces.Access;
using Portal.Grains.Interfaces.Patients;
using Portal.Grains.Interfaces.Records;

namespace Portal.Grains.Records;

[GrainType("record")]
public sealed class RecordGrain(
    [FromKeyedServices(DocumentQueries.Database)] IGrainStorage storage, TimeProvider time, IGrainFactory grains)
    : Grain, IRecordGrain
{
    /// <summary>Rows read and written at the same time: more would only queue for connections.</summary>
    private const int AtOnce = 16;

    private GrainKey Key => GrainKey.Parse(this.GetPrimaryKeyString());

    public Task<ImmutableArray<StoredMark>> Compare(ImmutableArray<ResourceDraft> resources) =>
        ForEach(resources, write: false);

    public Task<ImmutableArray<StoredMark>> Store(ImmutableArray<ResourceDraft> resources) =>
        ForEach(resources, write: true);

    public async Task<StoredResource?> Read(string type, string id)
    {
        if (!await MayRead(CallerScope.Required))
            return null;
        var row = await Load(type, RecordId.KeySafe(id));
        return row.RecordExists ? row.State!.ToView() : null;
    }

    private async Task<bool> MayRead(Caller caller)
    {
        var patientId = Key.Id;
        if (caller.Is(~Audience.Patient) || patientId == RecordId.PracticeWide)
            return true;
        return caller.PatientId is { } viewer
            && await grains.GetGrain<IPatientGrain>(GrainKey.For(Key.Practice, patientId)).MayBeSeenBy(viewer);
    }

    private async Task<ImmutableArray<StoredMark>> ForEach(ImmutableArray<ResourceDraft> resources, bool write)
    {
        var marks = new StoredMark[resources.Length];
        var sameRow = resources
            .Select((draft, index) => (draft, index))
            .GroupBy(entry => (entry.draft.Type, entry.draft.Id));
        foreach (var wave in sameRow.Chunk(AtOnce))
        {
            await Task.WhenAll(wave.Select(async row =>
            {
                foreach (var (draft, index) in row)
                    marks[index] = await StoreOne(draft, write);
            }));
        }

        return [.. marks];
    }

    private async Task<StoredMark> StoreOne(ResourceDraft draft, bool write)
    {
        var row = await Load(draft.Type, draft.Id);
        var before = row.RecordExists ? row.State : null;
        var after = RecordRules.Store(before, Key.Id, draft, CanonicalJson.Of(draft.Json), time.GetUtcNow());
        if (write && !ReferenceEquals(before, after))
        {
            row.State = after;
            await storage.WriteStateAsync(ResourceState.StateName, RowId(draft.Type, draft.Id), row);
        }

        return RecordRules.Mark(before, after);
    }

    private async Task<GrainState<ResourceState>> Load(string type, string id)
    {
        var row = new GrainState<ResourceState>();
        await storage.ReadStateAsync(ResourceState.StateName, RowId(type, id), row);
        return row;
    }

    private GrainId RowId(string type, string id) =>
        GrainId.Create(ResourceState.StateName, RecordId.RowKey(Key.Practice, Key.Id, type, id));
}
