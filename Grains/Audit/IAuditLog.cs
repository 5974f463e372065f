using Portal.Grains.Interfaces.Access;
using Portal.Grains.Interfaces.Audit;

namespace Portal.Grains.Audit;

/// <summary>Takes entries for the audit trail. Calls of [Audited] methods come by themselves.</summary>
public interface IAuditLog
{
    /// <summary>Queues an entry; waits only when the queue is full. Once taken it survives a clean stop.</summary>
    ValueTask Record(AuditRecord record);
}

/// <summary>An entry that is still to be numbered and chained. Ids only, no personal data.</summary>
public sealed record AuditRecord
{
    public required string Practice { get; init; }
    public required DateTimeOffset At { get; init; }
    public required string ActorId { get; init; }
    public required Audience Roles { get; init; }
    public required string Action { get; init; }
    public string? PatientId { get; init; }
    public required string Target { get; init; }
    public required AuditOutcome Outcome { get; init; }
}
