using System.Collections.Immutable;
using Portal.Grains.Documents;
using Portal.Grains.Interfaces.Records.Subscriptions;

namespace Portal.Grains.Records.Subscriptions;

/// <summary>A subscription: what is asked for, where it stands, and its latest events.</summary>
public sealed record SubscriptionState : DocumentState
{
    /// <summary>None before it was first saved.</summary>
    public SubscriptionDraft? Draft { get; init; }
    public Subscriber By { get; init; } = new();

    /// <summary>The one patient whose changes concern it, if there is one.</summary>
    public string? OnlyPatientId { get; init; }

    /// <summary>The practice's FHIR address as the subscriber knows it.</summary>
    public string Address { get; init; } = "";
    public SubscriptionStatus Status { get; init; }

    /// <summary>Counts the changes of what is served, from 1.</summary>
    public int VersionId { get; init; }
    public DateTimeOffset LastUpdated { get; init; }

    /// <summary>Counts how often it was saved, so that the answer to what was sent before means nothing any more.</summary>
    public int Saves { get; init; }

    /// <summary>Whether the endpoint has answered a handshake since it was last saved.</summary>
    public bool Shaken { get; init; }

    /// <summary>Whether it ever was active: from then on events count, also while the endpoint has to answer again.</summary>
    public bool Begun { get; init; }

    /// <summary>Events since it began. It only grows.</summary>
    public long Events { get; init; }

    /// <summary>The number of the last event that the endpoint has taken.</summary>
    public long Delivered { get; init; }

    /// <summary>The events after those of the sealed pages.</summary>
    public ImmutableArray<SubscriptionEvent> Recent { get; init; } = [];

    /// <summary>Pages of older events, rows of their own.</summary>
    public int SealedPages { get; init; }

    /// <summary>The first page that is still kept.</summary>
    public int FirstPage { get; init; }

    /// <summary>Failures of the endpoint in a row.</summary>
    public int Failures { get; init; }

    /// <summary>How often in a row the portal itself could not make a notice, if it could not.</summary>
    public int? Hindrances { get; init; }
    public DateTimeOffset? FailingSince { get; init; }

    /// <summary>The next attempt after a failure.</summary>
    public DateTimeOffset? NotBefore { get; init; }

    /// <summary>When the endpoint was last spoken to; kept for those with heartbeats only.</summary>
    public DateTimeOffset? SpokeAt { get; init; }

    /// <summary>Why it is in error or off, without personal data.</summary>
    public string? Reason { get; init; }
    public DateTimeOffset? OffSince { get; init; }
}

/// <summary>On whose behalf notices leave: what the token had when the subscription was saved.</summary>
public sealed record Subscriber
{
    public string Name { get; init; } = "";
    public string? AppId { get; init; }
    public string UserId { get; init; } = "";
    public string? GrantId { get; init; }
    public string? Scope { get; init; }
    public string? OnlyPatientId { get; init; }

    /// <summary>Which token the practice's bridge had; none for apps, which have a registration.</summary>
    public string? Token { get; init; }
}

/// <summary>An event of one subscription.</summary>
public sealed record SubscriptionEvent(long Number, ResourceChange Change);

/// <summary>A full page of older events; written once.</summary>
public sealed record SubscriptionPage
{
    /// <summary>The name of these rows in storage.</summary>
    public const string RowName = "subscription_page";

    public ImmutableArray<SubscriptionEvent> Events { get; init; } = [];
}

/// <summary>What one record owes to the subscriptions: nothing but its outbox.</summary>
public sealed record RecordFeedState : DocumentState;
