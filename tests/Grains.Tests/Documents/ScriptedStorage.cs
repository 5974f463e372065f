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
}

public sealed class StorageScript
{
    public WriteFault Next { get; set; }

    public WriteFault Take()
    {
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
        var fault = stateName == NoteGrain.Delivery ? script.Take() : WriteFault.None;
        if (fault is WriteFault.Before)
            throw new IOException("The disk is full.");
        await inner.WriteStateAsync(stateName, grainId, grainState);
        if (fault is WriteFault.After)
            throw new IOException("The connection was lost.");
    }

    public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
        inner.ClearStateAsync(stateName, grainId, grainState);
}
