using Orleans.Concurrency;
using Portal.Grains.Interfaces.Access;

namespace Portal.Grains.Interfaces.Audit;

/// <summary>
/// Reads a practice's audit trail: who read or changed what. Key: <c>{practice}/audit</c>. Stateless: the trail itself
/// is an append-only table that only the silo's audit writer adds to.
/// </summary>
[Alias("portal.audit.IAuditTrailGrain")]
public interface IAuditTrailGrain : IGrainWithStringKey
{
    /// <summary>The id part of the key.</summary>
    const string Id = "audit";

    /// <summary>The entries that fit, the latest first. Reading the trail is an entry itself.</summary>
    [Alias("Read"), AllowedFor(Audience.Administrator | Audience.Integrator | Audience.System), Audited("audit.read"), ReadOnly]
    Task<AuditPage> Read(AuditQuery query);

    /// <summary>
    /// Follows the hash chain from the first entry to the head and names the first entry that was altered or is
    /// missing. It reads the whole trail, so it may take minutes in a large practice.
    /// </summary>
    [Alias("Verify"), AllowedFor(Audience.Administrator | Audience.System), Audited("audit.verify"), ReadOnly]
    [ResponseTimeout("00:05:00")]
    Task<AuditCheck> Verify();
}
