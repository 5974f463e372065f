using System.Collections.Immutable;
using System.Security.Cryptography;
using Orleans.Runtime;
using Portal.Grains.Interfaces.Live;

namespace Portal.Grains.Live;

[GrainType("live")]
public sealed class LiveGrain(TimeProvider time, IClusterMembershipService membership) : Grain, ILiveGrain
{
    private readonly Dictionary<string, (ILiveObserver Observer, DateTimeOffset Until)> _leases = new(StringComparer.Ordinal);
    private LiveVersion _version = Begin();
    private MembershipVersion _seen = membership.CurrentSnapshot.Version;
    private ImmutableHashSet<SiloAddress> _silos = Silos(membership.CurrentSnapshot);

    public Task<LiveVersion> Attach(string front, ILiveObserver observer)
    {
        _leases[front] = (observer, time.GetUtcNow() + LiveTopic.Lease);
        HeedLostSilos();
        return Task.FromResult(_version);
    }

    public Task Publish()
    {
        _version = _version with { Number = _version.Number + 1 };
        var now = time.GetUtcNow();
        foreach (var (front, lease) in _leases)
        {
            if (lease.Until < now)
                _leases.Remove(front);
            else
                lease.Observer.Changed(this.GetPrimaryKeyString(), _version).Ignore();
        }

        return Task.CompletedTask;
    }

    /// <summary>A silo that is gone may have written what it came to tell nobody of: whoever watches fetches again.</summary>
    private void HeedLostSilos()
    {
        var snapshot = membership.CurrentSnapshot;
        if (snapshot.Version == _seen)
            return;
        var silos = Silos(snapshot);
        if (!_silos.IsSubsetOf(silos))
            _version = Begin();
        (_seen, _silos) = (snapshot.Version, silos);
    }

    private static ImmutableHashSet<SiloAddress> Silos(ClusterMembershipSnapshot snapshot) =>
        [.. snapshot.Members.Values.Where(member => member.Status is not SiloStatus.Dead).Select(member => member.SiloAddress)];

    private static LiveVersion Begin() => new(RandomNumberGenerator.GetInt32(int.MaxValue), 0);
}
