using Microsoft.Extensions.Logging;
using Orleans.Runtime;
using Portal.Grains.Interfaces;
using Portal.Grains.Interfaces.Access;
using Portal.Grains.Interfaces.Records.Subscriptions;

namespace Portal.Grains.Records.Subscriptions;

/// <summary>Asks whether anybody has subscribed to changes of a type, so that what nobody hears is not owed.</summary>
internal sealed class Listening(IGrainFactory grains, string practice, TimeProvider time, ILogger log)
{
    /// <summary>Who writes does not wait longer for whom it does not concern.</summary>
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(2);

    /// <summary>Whether anybody listens, or may: when nobody can be asked the delivery finds out.</summary>
    public async Task<bool> To(string type)
    {
        using var system = CallerScope.Use(Caller.System(practice));
        try
        {
            return await grains.GetGrain<ISubscriptionRosterGrain>(GrainKey.For(practice, ISubscriptionRosterGrain.Id)).Listens(type).WaitAsync(_patience, time);
        }
        catch (Exception failure) when (failure is TimeoutException or OrleansException)
        {
            SubscriptionLog.NotAsked(log, practice, failure.GetType().Name);
            return true;
        }
    }
}
