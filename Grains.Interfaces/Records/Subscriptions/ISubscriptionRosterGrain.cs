using System.Collections.Immutable;
using Orleans.Concurrency;
using Portal.Grains.Interfaces.Access;

namespace Portal.Grains.Interfaces.Records.Subscriptions;

/// <summary>
/// Knows the subscriptions of a practice, so that a change finds those that it may concern. Key:
/// <c>{practice}/subscriptions</c>. It stores nothing: it reads the stored subscriptions when it wakes, and each says itself
/// when it begins to listen.
/// </summary>
[Alias("portal.records.ISubscriptionRosterGrain")]
public interface ISubscriptionRosterGrain : IGrainWithStringKey
{
    /// <summary>The id part of the key.</summary>
    const string Id = "subscriptions";

    /// <summary>Whether anybody listens to changes of the type: what nobody hears need not be told.</summary>
    [Alias("Listens"), AllowedFor(Audience.System), ReadOnly]
    Task<bool> Listens(string type);

    /// <summary>The ids of the subscriptions that a change of a resource of the type in the patient's record may concern.</summary>
    [Alias("Listeners"), AllowedFor(Audience.System), ReadOnly]
    Task<ImmutableArray<string>> Listeners(string type, string patientId);

    /// <summary>The ids of one subscriber's subscriptions, also of those that are off.</summary>
    [Alias("Of"), AllowedFor(Audience.System), ReadOnly]
    Task<ImmutableArray<string>> Of(string owner);

    /// <summary>Takes a subscription in, or what has changed about it.</summary>
    /// <returns><c>subscription.too_many</c> when the subscriber or the practice has as many as there may be.</returns>
    [Alias("Admit"), AllowedFor(Audience.System)]
    Task<Result<Done>> Admit(RosterEntry entry);

    /// <summary>Forgets a subscription.</summary>
    [Alias("Leave"), AllowedFor(Audience.System)]
    Task Leave(string subscriptionId);

    /// <summary>The access of an app may have ended, or of its connection with one person.</summary>
    /// <param name="appId">The app.</param>
    /// <param name="userId">Only of this person; none for all.</param>
    [Alias("Doubt"), AllowedFor(Audience.System)]
    Task Doubt(string appId, string? userId);
}

/// <summary>What the roster knows of a subscription.</summary>
[GenerateSerializer, Immutable, Alias("portal.records.RosterEntry")]
public sealed record RosterEntry
{
    /// <summary>The subscription's id.</summary>
    [Id(0)] public required string Id { get; init; }

    /// <summary>The subscriber, as <see cref="SubscriberName"/> has it.</summary>
    [Id(1)] public required string Owner { get; init; }

    /// <summary>The FHIR type whose changes it hears.</summary>
    [Id(2)] public required string Type { get; init; }

    /// <summary>Only in this patient's record; none for all.</summary>
    [Id(3)] public string? PatientId { get; init; }

    /// <summary>The app, unless it is the practice's bridge.</summary>
    [Id(4)] public string? AppId { get; init; }

    /// <summary>The person or program on whose behalf.</summary>
    [Id(5)] public string UserId { get; init; } = "";

    /// <summary>Whether it is not off.</summary>
    [Id(6)] public bool Live { get; init; }
}

/// <summary>Names who has a subscription.</summary>
public static class SubscriberName
{
    /// <summary>The app, the person and the patient that it is for: only this combination finds its subscriptions.</summary>
    public static string Of(string? appId, string userId, string? onlyPatientId) => $"{appId}|{userId}|{onlyPatientId}";

    /// <inheritdoc cref="Of(string?, string, string?)"/>
    public static string Of(Caller caller) => Of(caller.AppId, caller.UserId, caller.OnlyPatientId);
}
