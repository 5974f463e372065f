using Portal.Grains.Interfaces.Access;

namespace Portal.Grains.Interfaces.Apps;

/// <summary>
/// Counts the requests of one app, or of all apps about one patient, over all web fronts. Key: <c>{practice}/app.{id}</c>
/// or <c>{practice}/patient.{id}</c>. It counts in memory: where it is activated anew, it begins anew.
/// </summary>
[Alias("portal.apps.IAppRateGrain")]
public interface IAppRateGrain : IGrainWithStringKey
{
    /// <summary>
    /// Gives a web front a share of the requests that may still be made, so that not each of them has to be asked for. What
    /// it does not use is lost: web fronts never let through more than the limit in a minute and the shares they held before.
    /// </summary>
    /// <param name="limit">Requests in a minute.</param>
    [Alias("Draw"), AllowedFor(Audience.System)]
    Task<RateShare> Draw(int limit);
}

/// <summary>What a web front may let through.</summary>
/// <param name="Requests">How many requests; 0 when there were too many.</param>
/// <param name="For">For how long; of none, how long there will be none.</param>
[GenerateSerializer, Immutable, Alias("portal.apps.RateShare")]
public sealed record RateShare([property: Id(0)] int Requests, [property: Id(1)] TimeSpan For);
