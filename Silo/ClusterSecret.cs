using System.Security.Cryptography;
using System.Text;
using Portal.Grains.Interfaces.Access;

namespace Portal.Silo;

/// <summary>The secret that seals callers: configured for a cluster, drawn at every start of an embedded portal.</summary>
public static class ClusterSecret
{
    private const int MinimumLength = 32;

    public static CallerSeal SealFor(PortalSettings settings)
    {
        if (settings.Mode is PortalMode.Embedded && settings.ClusterSecret.Length == 0)
            return new(RandomNumberGenerator.GetBytes(MinimumLength));
        if (settings.ClusterSecret.Length < MinimumLength)
        {
            throw new InvalidOperationException(
                $"Portal:ClusterSecret must have at least {MinimumLength} characters and be the same in every process of the cluster.");
        }

        return new(SHA256.HashData(Encoding.UTF8.GetBytes(settings.ClusterSecret)));
    }
}
