using Microsoft.Extensions.DependencyInjection;
using Orleans.Runtime;
using Orleans.Storage;
using Portal.Silo.Storage;

namespace Portal.Grains.Tests.Documents;

/// <summary>What the storage does at the next write.</summary>
public enum WriteFault
{
    None,

    /// <summary>It fails and nothing is written.</summary>
    Before,

    /// <summary>It is written, but the answer is lost.</summary>
    After,

    /// <summary>It waits until the test is done with the silo, and is then lost with it.</summary>
    Held,
}

public sealed class StorageScript
{
    private readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Of which state the writes are meant.</summary>
    public string State { get; set; } = NoteGrain.Delivery;

    public WriteFault Next { get; set; }

    /// <summary>How many writes go well before that one.</summary>
    public int Before { get; set; }

    /// <summary>Ends when a write is held.</summary>
    public Task Reached => _reached.Task;

    public void Release() => _released.TrySetResult();

    public Task Hold()
    {
        _reached.TrySetResult();
        return _released.Task;
    }

    public WriteFault Take()
    {
        if (Next is not WriteFault.None && Before-- > 0)
            return WriteFault.None;
        var fault = Next;
        Next = WriteFault.None;
        return fault;
    }
}

/// <summary>The real storage with faults that a test asks for.</summary>
public sealed class ScriptedStorage(IGrainStorage inner, StorageScript script) : IGrainStorage, ILifecycleParticipant<ISiloLifecycle>
{
    public static void Decorate(IServiceCollection services, StorageScript script)
    {
        var real = services.Last(service => service.ServiceType == typeof(IGrainStorage) && Equals(service.ServiceKey, PortalStorage.ProviderName));
        services.Remove(real);
        services.AddKeyedSingleton<IGrainStorage>(
            PortalStorage.ProviderName,
            (provider, key) => new ScriptedStorage((IGrainStorage)real.KeyedImplementationFactory!(provider, key), script));
    }

    public void Participate(ISiloLifecycle observer) => (inner as ILifecycleParticipant<ISiloLifecycle>)?.Participate(observer);

    public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
        inner.ReadStateAsync(stateName, grainId, grainState);

    public async Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var fault = stateName == script.State ? script.Take() : WriteFault.None;
        if (fault is WriteFault.Held)
        {
            await script.Hold();
            throw new IOException("The silo is gone.");
        }

        if (fault is WriteFault.Before)
            throw new IOException("The disk is full.");
        await inner.WriteStateAsync(stateName, grainId, grainState);
        if (fault is WriteFault.After)
            throw new IOException("The connection was lost.");
    }

    public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
        inner.ClearStateAsync(stateName, grainId, grainState);
}
