using System.Collections.Immutable;
using Portal.Grains.Interfaces.Access;

namespace Portal.Grains.Interfaces.Documents;

/// <summary>What every grain with a document promises about the deliveries that its writes owe to others.</summary>
[Alias("portal.documents.IOutboxOwner")]
public interface IOutboxOwner : IGrainWithStringKey
{
    /// <summary>Delivers what is due now. The sweeper calls it for documents that a crash left with open items.</summary>
    [Alias("Drain"), AllowedFor(Audience.System)]
    Task Drain();

    /// <summary>The deliveries that were given up: after <see cref="DeliveryLimits.MaxAttempts"/> attempts, or refused for good.</summary>
    [Alias("Parked"), AllowedFor(Audience.Administrator | Audience.System)]
    Task<ImmutableArray<ParkedDelivery>> Parked();

    /// <summary>Tries a parked delivery again, at once and with a fresh count of attempts.</summary>
    /// <returns><c>outbox.unknown_item</c> when no such delivery is parked here.</returns>
    [Alias("Retry"), AllowedFor(Audience.Administrator | Audience.System), Audited("delivery.retry")]
    Task<Result<Done>> Retry(string itemId);
}

/// <summary>The limits of a delivery.</summary>
public static class DeliveryLimits
{
    /// <summary>Attempts before a delivery is parked for a person to look at.</summary>
    public const int MaxAttempts = 8;

    /// <summary>The wait after the first failed attempt; it doubles each time.</summary>
    public static readonly TimeSpan FirstWait = TimeSpan.FromSeconds(2);

    /// <summary>The longest wait between two attempts.</summary>
    public static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(10);
}

/// <summary>A delivery that was given up.</summary>
/// <param name="ItemId">The delivery's id within its document.</param>
/// <param name="Kind">What was to be delivered.</param>
/// <param name="Attempts">How often it was tried.</param>
/// <param name="LastProblem">The kind of the last failure, without personal data.</param>
/// <param name="CreatedAt">When it was owed first (UTC).</param>
[GenerateSerializer, Immutable, Alias("portal.documents.ParkedDelivery")]
public sealed record ParkedDelivery(
    [property: Id(0)] string ItemId,
    [property: Id(1)] string Kind,
    [property: Id(2)] int Attempts,
    [property: Id(3)] string LastProblem,
    [property: Id(4)] DateTimeOffset CreatedAt);
