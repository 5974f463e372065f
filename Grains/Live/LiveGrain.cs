using System.Security.Cryptography;
using Portal.Grains.Interfaces.Live;

namespace Portal.Grains.Live;

[GrainType("live")]
public sealed class LiveGrain(TimeProvider time) : Grain, ILiveGrain
{
    private readonly Dictionary<string, (ILiveObserver Observer, DateTimeOffset Until)> _leases = new(StringComparer.Ordinal);
    private LiveVersion _version = new(RandomNumberGenerator.GetInt32(int.MaxValue), 0);

    public Task<LiveVersion> Attach(string front, ILiveObserver observer)
    {
        _leases[front] = (observer, time.GetUtcNow() + LiveTopic.Lease);
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
}
