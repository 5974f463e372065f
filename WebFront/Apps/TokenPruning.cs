using Microsoft.EntityFrameworkCore;
using OpenIddict.Abstractions;
using Portal.WebFront.Apps.Storage;

namespace Portal.WebFront.Apps;

/// <summary>Takes away tokens that have long ended. Every web front does it; what one took away another does not find.</summary>
internal sealed partial class TokenPruning(IServiceScopeFactory scopes, TimeProvider time, ILogger<TokenPruning> log) : BackgroundService
{
    private static readonly TimeSpan _every = TimeSpan.FromHours(1);
    private static readonly TimeSpan _kept = TimeSpan.FromDays(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(_every, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await Prune(stoppingToken);
            }
            catch (Exception failure) when (failure is not OperationCanceledException)
            {
                NotPruned(log, failure.GetType().Name);
            }
        }
    }

    private async Task Prune(CancellationToken cancellation)
    {
        await using var scope = scopes.CreateAsyncScope();
        var now = time.GetUtcNow();
        await scope.ServiceProvider.GetRequiredService<IOpenIddictTokenManager>().PruneAsync(now - _kept, cancellation);
        await scope.ServiceProvider.GetRequiredService<IOpenIddictAuthorizationManager>().PruneAsync(now - _kept, cancellation);
        var ended = now.UtcDateTime;
        await scope.ServiceProvider.GetRequiredService<TokenContext>().UsedOnce.Where(used => used.Until < ended).ExecuteDeleteAsync(cancellation);
    }

    [LoggerMessage(601, LogLevel.Warning, "Tokens that have ended could not be taken away ({Failure}); trying again in an hour.")]
    private static partial void NotPruned(ILogger log, string failure);
}
