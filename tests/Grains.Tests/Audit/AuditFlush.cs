using Microsoft.Extensions.DependencyInjection;
using Portal.Silo.Audit;

namespace Portal.Grains.Tests.Audit;

internal static class AuditFlush
{
    /// <summary>Completes when every silo has written what it has seen so far.</summary>
    public static Task FlushAudit(this PortalCluster cluster) => Task.WhenAll(
        cluster.Cluster.Silos.Select(silo => cluster.Cluster.GetSiloServiceProvider(silo.SiloAddress).GetRequiredService<AuditWriter>().Flush()));
}
