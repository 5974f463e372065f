using System.Text.Json;
using Portal.Grains.Documents;
using Portal.Grains.Interfaces;
using Portal.Grains.Interfaces.Access;
using Portal.Grains.Interfaces.Records;
using Portal.Grains.Interfaces.Records.Subscriptions;

namespace Portal.Grains.Records.Subscriptions;

/// <summary>Tells the subscriptions that it may concern of a change. The item goes to the patient whose record it is in.</summary>
internal sealed class ChangeDelivery(IGrainFactory grains, TimeProvider time) : IDelivery
{
    public const string Kind = "subscription.change";

    /// <summary>A version that is not there after so long was never written.</summary>
    private static readonly TimeSpan _patience = TimeSpan.FromMinutes(1);

    public async Task Deliver(OutboxItem item, CancellationToken cancellation)
    {
        var practice = CallerScope.Required.Practice;
        var change = item.Payload.Deserialize<ResourceChange>(DocumentJson.Options)!;
        // Said before it is written; the record answers after it has written what it is at.
        if (!(await grains.GetGrain<IRecordGrain>(GrainKey.For(practice, change.PatientId)).Several([change.Reference()])).Any(now => now.Version >= change.Version))
        {
            if (time.GetUtcNow() - item.CreatedAt > _patience)
                return;
            throw new InvalidOperationException("The version is not written yet.");
        }

        var roster = grains.GetGrain<ISubscriptionRosterGrain>(GrainKey.For(practice, ISubscriptionRosterGrain.Id));
        await Task.WhenAll((await roster.Listeners(change.Type, change.PatientId))
            .Select(id => grains.GetGrain<ISubscriptionGrain>(GrainKey.For(practice, id)).Happened(change)));
    }
}

/// <summary>Tells the subscriptions of an app that its access may have ended. The item goes to the app.</summary>
internal sealed class AppEndedDelivery(IGrainFactory grains) : IDelivery
{
    public const string Kind = "subscription.app_ended";

    public Task Deliver(OutboxItem item, CancellationToken cancellation)
    {
        var userId = item.Payload.Deserialize<string>(DocumentJson.Options)!;
        return grains.GetGrain<ISubscriptionRosterGrain>(GrainKey.For(CallerScope.Required.Practice, ISubscriptionRosterGrain.Id))
            .Doubt(item.To, userId.Length == 0 ? null : userId);
    }
}
