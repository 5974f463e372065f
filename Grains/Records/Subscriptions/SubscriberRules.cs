using Portal.Grains.Interfaces;
using Portal.Grains.Interfaces.Access;
using Portal.Grains.Interfaces.Records.Subscriptions;

namespace Portal.Grains.Records.Subscriptions;

/// <summary>Who may subscribe to what.</summary>
public static class SubscriberRules
{
    public static readonly Problem NoEndpoint = new(
        "subscription.endpoint", "Notices are posted to https:// addresses of the open internet, without a user name and a fragment.", "Subscription.channel.endpoint");

    public static readonly Problem TooMany = new(
        "subscription.too_many",
        $"There are as many subscriptions as there may be: {SubscriptionLimits.OfOwner} of one app and person, {SubscriptionLimits.OfApp} of one app, {SubscriptionLimits.OfPractice} of the practice. Delete one first, or set it to off.");

    private static readonly Problem _notForThem = new("subscription.not_for_them", "Subscriptions are for connected apps and for programs of the practice.");

    private static readonly Problem _noTopic = new("subscription.topic", "The criteria are no topic of this portal.", "Subscription.criteria");

    private static readonly Problem _outOfReach = new("subscription.out_of_reach", "The token's scopes do not reach the resources of this topic.", "Subscription.criteria");

    private static readonly Problem _otherPatient =
        new("subscription.other_patient", "The token is for one patient, and the filter names another one.", "Subscription.criteria.extension");

    private static readonly Problem _otherTopic = new("subscription.topic_stays", "A subscription stays with its topic. Make another one.", "Subscription.criteria");

    public static bool IsOf(Subscriber subscriber, Caller caller) =>
        subscriber.AppId == caller.AppId && subscriber.UserId == caller.UserId && subscriber.OnlyPatientId == caller.OnlyPatientId;

    /// <summary>Why the caller may not save this; none when nothing is in the way.</summary>
    public static Problem? Refuse(SubscriptionState state, SaveSubscription command, Caller caller)
    {
        if (!SubscriberStanding.MaySubscribe(caller))
            return _notForThem;
        if (command.IsNew != state.Draft is null || (state.Draft is not null && !IsOf(state.By, caller)))
            return SubscriptionRules.Unknown;
        if (command.IfVersion is { } version && version != state.VersionId)
            return SubscriptionRules.OtherVersion;
        if (SubscriptionTopic.Find(command.Draft.Topic) is not { } topic)
            return _noTopic;
        // What happened under the other topic is told and asked for under this one's name.
        if (state.Draft is { } before && before.Topic != command.Draft.Topic)
            return _otherTopic;
        if (HeaderRules.Refuse(state.Draft, command.Draft) is { } unknown)
            return unknown;
        if (caller.Scope is { } scope && !ResourceScope.AllowSome(ResourceScope.In(scope), ResourceRights.Read, topic.Type))
            return _outOfReach;
        return caller.IsForOnePatient && command.Draft.OnlyPatient() is { } patientId && patientId != caller.OnlyPatientId ? _otherPatient : null;
    }

    /// <summary>What the roster knows of it.</summary>
    public static RosterEntry Entry(SubscriptionState state, string subscriptionId) => new()
    {
        Id = subscriptionId,
        Owner = SubscriberName.Of(state.By.AppId, state.By.UserId, state.By.OnlyPatientId),
        Type = SubscriptionTopic.Find(state.Draft!.Topic)!.Type,
        PatientId = IsForOnePatient(state.By) ? state.By.OnlyPatientId : state.Draft.OnlyPatient(),
        AppId = state.By.AppId,
        UserId = state.By.UserId,
        Live = SubscriptionRules.IsLive(state),
    };

    public static bool IsForOnePatient(Subscriber by) => by.OnlyPatientId is not null
        && (by.Scope is null || ResourceScope.In(by.Scope).All(scope => scope.Context == "patient"));
}
