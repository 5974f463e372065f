using System.Threading.RateLimiting;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Options;
using Portal.WebFront.Access;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Portal.WebFront.Apps;

/// <summary>How many requests for tokens one network address may make, before any of them costs a signature.</summary>
internal sealed class TokenLimit(IOptions<SmartSettings> settings) : IRateLimiterPolicy<string>
{
    public const string Policy = "tokens";

    /// <summary>Told as OAuth tells errors.</summary>
    public Func<OnRejectedContext, CancellationToken, ValueTask>? OnRejected => (context, cancellation) => NetworkLimit.Refuse(
        context, seconds => new { error = Errors.TemporarilyUnavailable, error_description = $"Too many requests. Ask again in {seconds} seconds." }, cancellation);

    public RateLimitPartition<string> GetPartition(HttpContext httpContext) =>
        NetworkLimit.Of(httpContext, settings.Value.TokensPerMinute);
}
