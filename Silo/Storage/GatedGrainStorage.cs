using System.Data.Common;
using Orleans.Storage;
using Portal.Grains.Documents;

namespace Portal.Silo.Storage;

/// <summary>
/// Sends the writes of all grains through the gate. Microsoft.Data.Sqlite blocks the thread it waits on:
/// ungated, a few concurrent writers starve the thread pool and the silo misses its own health probes. Nobody holds
/// the gate while the disk works: the next ones commit meanwhile and share the next flush. PostgreSQL's gate stands open, and
/// it flushes by itself. What a unique index refuses is told apart from what fails.
/// </summary>
internal sealed class GatedGrainStorage(AdoNetGrainStorage inner, WriteGate gate, SharedFlush? flush)
    : IGrainStorage, ILifecycleParticipant<ISiloLifecycle>
{
    public void Participate(ISiloLifecycle observer) => inner.Participate(observer);

    public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
        inner.ReadStateAsync(stateName, grainId, grainState);

    public Task ReadStateAsync<T>(
        string stateName, GrainId grainId, IGrainState<T> grainState, CancellationToken cancellationToken) =>
        inner.ReadStateAsync(stateName, grainId, grainState, cancellationToken);

    public Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
        WriteStateAsync(stateName, grainId, grainState, CancellationToken.None);

    public async Task WriteStateAsync<T>(
        string stateName, GrainId grainId, IGrainState<T> grainState, CancellationToken cancellationToken)
    {
        try
        {
            using (await gate.Enter(cancellationToken))
                await inner.WriteStateAsync(stateName, grainId, grainState, cancellationToken);
        }
        catch (DbException failure) when (UniqueIndexes.Refused(failure))
        {
            throw new TakenException(failure);
        }

        await Flush();
    }

    public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
        ClearStateAsync(stateName, grainId, grainState, CancellationToken.None);

    public async Task ClearStateAsync<T>(
        string stateName, GrainId grainId, IGrainState<T> grainState, CancellationToken cancellationToken)
    {
        using (await gate.Enter(cancellationToken))
            await inner.ClearStateAsync(stateName, grainId, grainState, cancellationToken);
        await Flush();
    }

    private Task Flush() => flush?.Flush() ?? Task.CompletedTask;
}
