using Portal.Grains.Interfaces.Apps;

namespace Portal.Grains.Apps;

[GrainType("app-rate")]
public sealed class AppRateGrain(TimeProvider time) : Grain, IAppRateGrain
{
    private RequestRate _rate = RequestRate.None;

    public Task<RateShare> Draw(int limit)
    {
        (_rate, var share) = _rate.Draw(limit, time.GetUtcNow());
        return Task.FromResult(share);
    }
}
