using Portal.Silo.Hosting;
using Portal.Silo.Storage;
using Portal.WebFront.Demo;

namespace Portal.WebFront.Hosting;

/// <summary>Web fronts that start together fill an empty cluster one after another; all but the first find it filled.</summary>
internal sealed class ClusterDemo(IDemoSeeder seeder, PortalDatabase database) : IDemoSeeder
{
    public Task<bool> IsThere() => seeder.IsThere();

    public async Task SeedIfEmpty(CancellationToken cancellation)
    {
        await using var alone = await ClusterLock.Take(database, ClusterWork.Demo, cancellation);
        await seeder.SeedIfEmpty(cancellation);
    }
}
