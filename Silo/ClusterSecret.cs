using System.Security.Cryptography;
using System.Text;
using Portal.Grains.Documents;
using Portal.Grains.Interfaces.Access;
using Portal.Silo.Hosting;
using Portal.Silo.Storage;

namespace Portal.Silo;

/// <summary>The secret that seals callers: configured for a cluster, drawn at every start of an embedded portal.</summary>
public static class ClusterSecret
{
    private const int MinimumLength = 32;

    /// <exception cref="StartRefusedException">A cluster has no secret, or a short one.</exception>
    public static CallerSeal SealFor(PortalSettings settings)
    {
        if (settings.Mode is PortalMode.Embedded && settings.ClusterSecret.Length == 0)
            return new(RandomNumberGenerator.GetBytes(MinimumLength));
        if (settings.ClusterSecret.Length < MinimumLength)
        {
            throw new StartRefusedException(
                $"Portal:ClusterSecret must have at least {MinimumLength} characters and be the same in every process of the cluster.");
        }

        return new(SHA256.HashData(Encoding.UTF8.GetBytes(settings.ClusterSecret)));
    }

    /// <summary>A key of 256 bits for one purpose, the same in every process that has the secret.</summary>
    public static byte[] KeyFor(PortalSettings settings, string purpose) => HKDF.DeriveKey(
        HashAlgorithmName.SHA256, Encoding.UTF8.GetBytes(settings.ClusterSecret), 32, info: Encoding.UTF8.GetBytes(purpose));

    /// <summary>
    /// The first process of a cluster leaves a mark of its secret; one with another secret could neither call nor be
    /// called, so it is refused.
    /// </summary>
    /// <exception cref="StartRefusedException">The secret is not the one that the cluster was started with.</exception>
    internal static async Task EnsureShared(PortalDatabase database, PortalSettings settings)
    {
        var mark = SealFor(settings).Mark($"cluster/{settings.ClusterId}");
        await using var connection = await database.DataSource.OpenConnectionAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = """
            with added as (
                insert into cluster_secret (cluster_id, mark) values (@cluster, @mark)
                on conflict (cluster_id) do nothing
                returning mark)
            select mark from added
            union all
            select mark from cluster_secret where cluster_id = @cluster
            limit 1
            """;
        command.AddParameter("cluster", settings.ClusterId);
        command.AddParameter("mark", mark);

        // Nothing comes back when another process leaves the first mark at this very moment: then it is there now.
        var left = await command.ExecuteScalarAsync() ?? await command.ExecuteScalarAsync();
        if (!mark.Equals(left))
        {
            throw new StartRefusedException(
                $"Portal:ClusterSecret is not the one that the cluster '{settings.ClusterId}' was started with; a new secret needs a new Portal:ClusterId.");
        }
    }
}
