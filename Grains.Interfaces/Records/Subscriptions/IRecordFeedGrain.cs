using Portal.Grains.Interfaces.Access;
using Portal.Grains.Interfaces.Documents;

namespace Portal.Grains.Interfaces.Records.Subscriptions;

/// <summary>
/// Owes the subscriptions of a practice what changes in one record. Key: <c>{practice}/{patientId}</c>, as the record's.
/// The record's rows have no outbox; this is theirs.
/// </summary>
[Alias("portal.records.IRecordFeedGrain")]
public interface IRecordFeedGrain : IOutboxOwner
{
    /// <summary>
    /// A resource is about to have that version. Said before it is written, so that no crash can come between; when it is
    /// never written nothing is told.
    /// </summary>
    [Alias("Owe"), AllowedFor(Audience.System)]
    Task Owe(ResourceChange change);
}
