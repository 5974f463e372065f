using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Configuration;
using Orleans.Storage;
using Portal.Silo.Storage;

namespace Portal.Storage.Tests;

/// <summary>The services of a silo that is configured like ours but not started: only the storage runs its start.</summary>
public sealed class StorageProvider : IAsyncDisposable
{
    private readonly IHost _host;

    private StorageProvider(IHost host) => _host = host;

    public IServiceProvider Services => _host.Services;

    public IGrainStorage Storage => Services.GetRequiredKeyedService<IGrainStorage>(PortalStorage.ProviderName);

    public static async Task<StorageProvider> Start(
        PortalDatabase database, Action<ISiloBuilder>? configure = null, bool localhostClustering = true)
    {
        var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.UseOrleans(silo =>
        {
            if (localhostClustering)
                silo.UseLocalhostClustering(serviceId: PortalStorage.ServiceId);
            silo.Services.AddSingleton(new DocumentSerializer(JsonSerializerOptions.Web, new DocumentUpcasts()));
            silo.AddPortalStorage(database);
            configure?.Invoke(silo);
        });
        var host = builder.Build();

        var storage = host.Services.GetRequiredKeyedService<IGrainStorage>(PortalStorage.ProviderName);
        var lifecycle = new SiloLifecycleSubject(host.Services.GetRequiredService<ILogger<SiloLifecycleSubject>>());
        ((ILifecycleParticipant<ISiloLifecycle>)storage).Participate(lifecycle);
        await lifecycle.OnStart();
        return new StorageProvider(host);
    }

    public ValueTask DisposeAsync()
    {
        _host.Dispose();
        return ValueTask.CompletedTask;
    }
}
