using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Portal.Grains.Interfaces;
using Portal.Grains.Interfaces.Access;
using Portal.Grains.Interfaces.Records;
using Portal.Grains.Interfaces.Records.Search;
using Portal.Grains.Interfaces.Records.Subscriptions;

namespace Portal.Grains.Records.Subscriptions;

/// <summary>Writes notices with what the subscriber may have at this moment; the records note whom they told.</summary>
internal sealed class NoticeWriter(IGrainFactory grains, GrainKey subscription, ILogger log)
{
    /// <param name="state">Where the subscription stands.</param>
    /// <param name="kind">Which notice.</param>
    /// <param name="events">Its events.</param>
    /// <param name="content">How much of their resources.</param>
    /// <param name="caller">On whose behalf they are read.</param>
    /// <param name="now">The time.</param>
    /// <param name="isLenient">Whether what cannot be read is left out, as what may not be seen is: its event keeps its number.</param>
    public async Task<string> Write(
        SubscriptionState state, NoticeKind kind, ImmutableArray<SubscriptionEvent> events, NoticeContent content, Caller caller, DateTimeOffset now,
        bool isLenient = false)
    {
        var resources = new Dictionary<string, ServedResource>(StringComparer.Ordinal);
        // An empty notice tells nothing of them, so nobody is to read that it did.
        if (content is not NoticeContent.Empty)
        {
            using var scope = CallerScope.Use(caller);
            foreach (var ofPatient in events.GroupBy(one => one.Change.PatientId, StringComparer.Ordinal))
            {
                foreach (var resource in await Read(ofPatient.Key, [.. ofPatient.Select(one => one.Change.Reference()).Distinct(StringComparer.Ordinal)], isLenient))
                    resources[$"{resource.Type}/{resource.Id}"] = resource;
            }
        }

        return new SubscriptionNotice(subscription.Id, state).Bundle(kind, events, resources, content, now);
    }

    private async Task<ImmutableArray<ServedResource>> Read(string patientId, ImmutableArray<string> references, bool isLenient)
    {
        try
        {
            return await grains.GetGrain<IRecordGrain>(GrainKey.For(subscription.Practice, patientId)).Notify(references);
        }
        catch (Exception failure) when (isLenient)
        {
            SubscriptionLog.LeftOut(log, failure.GetType().Name);
            return [];
        }
    }
}
