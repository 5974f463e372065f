using System.Collections.Immutable;
using Portal.Grains.Interfaces.Access;

namespace Portal.Grains.Interfaces.Documents;

/// <summary>
/// Lists what a practice's documents could not deliver, for an administrator to try again. Key:
/// <c>{practice}/deliveries</c>. Stateless: it reads the stored documents.
/// </summary>
[Alias("portal.documents.IDeliveryDirectoryGrain")]
public interface IDeliveryDirectoryGrain : IGrainWithStringKey
{
    /// <summary>The id part of the key.</summary>
    const string Id = "deliveries";

    /// <summary>Parked deliveries, the oldest first.</summary>
    /// <param name="after">The cursor of the page before, or none.</param>
    [Alias("Parked"), AllowedFor(Audience.Administrator | Audience.System)]
    Task<ParkedPage> Parked(string? after);

    /// <summary>Tries a parked delivery again, at once and with a fresh count of attempts.</summary>
    /// <param name="owner">The document that owes it, as listed.</param>
    /// <param name="itemId">The delivery's id within that document.</param>
    /// <returns><c>outbox.unknown_item</c> when no such delivery is parked any more.</returns>
    [Alias("Retry"), AllowedFor(Audience.Administrator | Audience.System)]
    Task<Result<Done>> Retry(DeliveryOwner owner, string itemId);
}

/// <summary>The document that owes a delivery.</summary>
/// <param name="State">Its kind, which is also its grain's type.</param>
/// <param name="Id">Its id within the practice.</param>
[GenerateSerializer, Immutable, Alias("portal.documents.DeliveryOwner")]
public sealed record DeliveryOwner([property: Id(0)] string State, [property: Id(1)] string Id);

/// <summary>A parked delivery and who owes it.</summary>
[GenerateSerializer, Immutable, Alias("portal.documents.ParkedRow")]
public sealed record ParkedRow([property: Id(0)] DeliveryOwner Owner, [property: Id(1)] ParkedDelivery Delivery);

/// <summary>A page of parked deliveries.</summary>
/// <param name="Rows">At most 50.</param>
/// <param name="Next">The cursor of the next page, or none at the end.</param>
[GenerateSerializer, Immutable, Alias("portal.documents.ParkedPage")]
public sealed record ParkedPage([property: Id(0)] ImmutableArray<ParkedRow> Rows, [property: Id(1)] string? Next);
