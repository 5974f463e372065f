using System.Collections.Immutable;
using System.Data.Common;
using Portal.Grains.Documents;
using Portal.Grains.Interfaces;
using Portal.Grains.Interfaces.Records.Subscriptions;

namespace Portal.Grains.Records.Subscriptions;

[GrainType("subscription-roster")]
public sealed class SubscriptionRosterGrain(DocumentQueries queries) : Grain, ISubscriptionRosterGrain
{
    private readonly Dictionary<string, RosterEntry> _entries = new(StringComparer.Ordinal);

    private GrainKey Key => GrainKey.Parse(this.GetPrimaryKeyString());

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        var stored = await queries.List(
            "select id, topic, app_id, user_id, only_patient_id, scope, live, listens_to from subscription_index where practice = @practice",
            Read,
            ("practice", Key.Practice));
        foreach (var entry in stored.OfType<RosterEntry>())
            _entries[entry.Id] = entry;
    }

    public Task<bool> Listens(string type) => Task.FromResult(_entries.Values.Any(entry => entry.Live && entry.Type == type));

    public Task<ImmutableArray<string>> Listeners(string type, string patientId) => Ids(
        entry => entry.Live && entry.Type == type && (entry.PatientId is null || entry.PatientId == patientId));

    public Task<ImmutableArray<string>> Of(string owner) => Ids(entry => entry.Owner == owner);

    public Task<Result<Done>> Admit(RosterEntry entry)
    {
        if (entry.Live && !(_entries.TryGetValue(entry.Id, out var before) && before.Live) && IsFull(entry))
            return Task.FromResult<Result<Done>>(SubscriberRules.TooMany);

        _entries[entry.Id] = entry;
        return Task.FromResult<Result<Done>>(Done.Value);
    }

    public Task Leave(string subscriptionId)
    {
        _entries.Remove(subscriptionId);
        return Task.CompletedTask;
    }

    public Task Doubt(string appId, string? userId) => Task.WhenAll(_entries.Values
        .Where(entry => entry.Live && entry.AppId == appId && (userId is null || entry.UserId == userId))
        .Select(entry => GrainFactory.GetGrain<ISubscriptionGrain>(GrainKey.For(Key.Practice, entry.Id)).Doubt()));

    /// <summary>Those that are off do not count. Programs have room of their own: an app that all patients use does not take it.</summary>
    private bool IsFull(RosterEntry entry)
    {
        var live = _entries.Values.Where(known => known.Live && known.Id != entry.Id).ToList();
        var isOfApp = entry.AppId is not null && entry.AppId != entry.UserId;
        return live.Count(known => known.Owner == entry.Owner) >= SubscriptionLimits.OfOwner
            || live.Count >= SubscriptionLimits.OfPractice
            || (isOfApp && live.Count(known => known.AppId == entry.AppId) >= SubscriptionLimits.OfApp);
    }

    private Task<ImmutableArray<string>> Ids(Func<RosterEntry, bool> fits) =>
        Task.FromResult(_entries.Values.Where(fits).Select(entry => entry.Id).Order(StringComparer.Ordinal).ToImmutableArray());

    private static RosterEntry? Read(DbDataReader row)
    {
        var by = new Subscriber { AppId = Text(row, 2), UserId = row.GetString(3), OnlyPatientId = Text(row, 4), Scope = Text(row, 5) };
        return SubscriptionTopic.Find(row.GetString(1)) is not { } topic ? null : new()
        {
            Id = row.GetString(0),
            Owner = SubscriberName.Of(by.AppId, by.UserId, by.OnlyPatientId),
            Type = topic.Type,
            PatientId = Text(row, 7) ?? (SubscriberRules.IsForOnePatient(by) ? by.OnlyPatientId : null),
            AppId = by.AppId,
            UserId = by.UserId,
            Live = row.GetInt32(6) != 0,
        };
    }

    private static string? Text(DbDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);
}
