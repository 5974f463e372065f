using Microsoft.EntityFrameworkCore;
using OpenIddict.Abstractions;
using OpenIddict.EntityFrameworkCore.Models;
using Portal.WebFront.Apps.Storage;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Portal.WebFront.Apps;

/// <summary>
/// Takes away tokens that have long ended. Every web front does it; what one took away another does not find. A refresh token
/// that was used stays until its own time is over: whoever shows it again, however late, ends the connection.
/// </summary>
public sealed partial class TokenPruning(IServiceScopeFactory scopes, TimeProvider time, ILogger<TokenPruning> log) : BackgroundService
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

    /// <summary>Once; it is called every hour.</summary>
    public async Task Prune(CancellationToken cancellation)
    {
        await using var scope = scopes.CreateAsyncScope();
        var now = time.GetUtcNow();
        var (ended, before) = (now.UtcDateTime, (now - _kept).UtcDateTime);
        var context = scope.ServiceProvider.GetRequiredService<TokenContext>();
        await context.Set<OpenIddictEntityFrameworkCoreToken>()
            .Where(token => token.CreationDate < before)
            .Where(token => token.ExpirationDate < ended || token.Status == Statuses.Revoked || token.Type != TokenTypeIdentifiers.RefreshToken)
            .ExecuteDeleteAsync(cancellation);
        await scope.ServiceProvider.GetRequiredService<IOpenIddictAuthorizationManager>().PruneAsync(now - _kept, cancellation);
        await context.UsedOnce.Where(used => used.Until < ended).ExecuteDeleteAsync(cancellation);
    }

    [LoggerMessage(601, LogLevel.Warning, "Tokens that have ended could not be taken away ({Failure}); trying again in an hour.")]
    private static partial void NotPruned(ILogger log, string failure);
}
