using System.Collections.Immutable;
using Portal.Grains.Interfaces;
using Portal.Grains.Interfaces.Access;
using Portal.Grains.Interfaces.Records;
using Portal.Grains.Interfaces.Records.Search;
using Portal.Grains.Interfaces.Records.Subscriptions;

namespace Portal.Grains.Records.Subscriptions;

/// <summary>Writes notices with what the subscriber may have at this moment; the records note whom they told.</summary>
internal sealed class NoticeWriter(IGrainFactory grains, GrainKey subscription)
{
    public async Task<string> Write(
        SubscriptionState state, NoticeKind kind, ImmutableArray<SubscriptionEvent> events, NoticeContent content, Caller caller, DateTimeOffset now)
    {
        var resources = new Dictionary<string, ServedResource>(StringComparer.Ordinal);
        using (CallerScope.Use(caller))
        {
            foreach (var ofPatient in events.GroupBy(one => one.Change.PatientId, StringComparer.Ordinal))
            {
                var references = ofPatient.Select(one => one.Change.Reference()).Distinct(StringComparer.Ordinal).ToImmutableArray();
                foreach (var resource in await grains.GetGrain<IRecordGrain>(GrainKey.For(subscription.Practice, ofPatient.Key)).Notify(references))
                    resources[$"{resource.Type}/{resource.Id}"] = resource;
            }
        }

        return new SubscriptionNotice(subscription.Id, state).Bundle(kind, events, resources, content, now);
    }
}
