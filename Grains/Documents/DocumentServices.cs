using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Portal.Grains.Interfaces;
using Portal.Grains.Interfaces.Live;

namespace Portal.Grains.Documents;

/// <summary>What a document needs from its surroundings.</summary>
public sealed class DocumentServices(
    TimeProvider time, Ids ids, IServiceProvider services, IGrainFactory grains, ILogger<DocumentServices> log)
{
    public TimeProvider Time => time;

    public Ids Ids => ids;

    public IGrainFactory Grains => grains;

    public ILogger Log => log;

    public DateTimeOffset Now => time.GetUtcNow();

    public IDelivery DeliveryFor(string kind) => services.GetRequiredKeyedService<IDelivery>(kind);

    /// <summary>Tells the browsers that watch a topic. Best effort by design: they fetch anew every minute anyway (decision 0004).</summary>
    public void Publish(string practice, string topic)
    {
        using var system = Interfaces.Access.CallerScope.Use(Interfaces.Access.Caller.System(practice));
        grains.GetGrain<ILiveGrain>(GrainKey.For(practice, topic)).Publish().Ignore();
    }
}
