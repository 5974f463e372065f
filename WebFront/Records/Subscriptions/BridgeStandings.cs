using Portal.Grains.Interfaces;
using Portal.Grains.Interfaces.Access;
using Portal.Grains.Interfaces.Records.Subscriptions;

namespace Portal.WebFront.Records.Subscriptions;

/// <summary>
/// Tells the subscriptions of bridges, when a web front starts, which tokens there are: silos do not have them. What was
/// asked for with a token that is not in use any more ends.
/// </summary>
internal sealed partial class BridgeStandings(IGrainFactory grains, BridgeTokens tokens, TimeProvider time, ILogger<BridgeStandings> log) : BackgroundService
{
    private static readonly TimeSpan _again = TimeSpan.FromMinutes(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!await Tell(stoppingToken))
            await Task.Delay(_again, time, stoppingToken);
    }

    private async Task<bool> Tell(CancellationToken cancellation)
    {
        var isTold = true;
        try
        {
            foreach (var subscription in await Subscribed())
            {
                cancellation.ThrowIfCancellationRequested();
                isTold &= await Tell(subscription, cancellation);
            }

            return isTold;
        }
        catch (Exception failure) when (!cancellation.IsCancellationRequested)
        {
            NotTold(log, failure.GetType().Name);
            return false;
        }
    }

    /// <summary>One that cannot be told keeps none of the others waiting.</summary>
    private async Task<bool> Tell(string subscription, CancellationToken cancellation)
    {
        var practice = GrainKey.Parse(subscription).Practice;
        using var system = CallerScope.Use(Caller.System(practice));
        try
        {
            await grains.GetGrain<ISubscriptionGrain>(subscription).OnlyFor(tokens.Fingerprint(practice));
            return true;
        }
        catch (Exception failure) when (!cancellation.IsCancellationRequested)
        {
            NotTold(log, failure.GetType().Name);
            return false;
        }
    }

    private async Task<IEnumerable<string>> Subscribed()
    {
        using var system = CallerScope.Use(Caller.System(GrainKey.Platform));
        return await grains.GetGrain<IBridgeDirectoryGrain>(IBridgeDirectoryGrain.Key).Subscribed();
    }

    [LoggerMessage(626, LogLevel.Warning, "Subscriptions of bridges could not be told which tokens there are ({Failure}); trying again in a minute.")]
    private static partial void NotTold(ILogger log, string failure);
}
