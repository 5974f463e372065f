using System.Threading.RateLimiting;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Options;
using Portal.WebFront.Access;

namespace Portal.WebFront.Apps;

/// <summary>How many requests for tokens one network address may make, before any of them costs a signature.</summary>
internal sealed class TokenLimit(IOptions<SmartSettings> settings) : IRateLimiterPolicy<string>
{
    public const string Policy = "tokens";

    public Func<OnRejectedContext, CancellationToken, ValueTask>? OnRejected => (context, _) =>
    {
        context.HttpContext.Response.Headers.RetryAfter = AppRates.RetryAfter(context.Lease);
        return ValueTask.CompletedTask;
    };

    public RateLimitPartition<string> GetPartition(HttpContext httpContext) =>
        RateLimitPartition.GetSlidingWindowLimiter(SignInLimit.NetworkOf(httpContext.Connection.RemoteIpAddress), _ => AppRates.PerMinute(settings.Value.TokensPerMinute));
}
