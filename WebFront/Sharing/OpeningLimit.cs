using System.ComponentModel.DataAnnotations;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Options;
using Portal.WebFront.Access;

namespace Portal.WebFront.Sharing;

/// <summary>What is configured under <c>Portal:Sharing</c>.</summary>
public sealed record SharingSettings
{
    /// <summary>The section of the configuration.</summary>
    public const string Section = "Portal:Sharing";

    /// <summary>Requests about health links that one network address may make in one minute.</summary>
    [Range(1, int.MaxValue)]
    public int RequestsPerMinute { get; init; } = 60;
}

/// <summary>How often one network address may ask for links: an opening costs a hash, a write and an entry of the audit trail.</summary>
internal sealed class OpeningLimit(IOptions<SharingSettings> settings) : IRateLimiterPolicy<string>
{
    public const string Policy = "health-links";

    public Func<OnRejectedContext, CancellationToken, ValueTask>? OnRejected => (context, cancellation) =>
        NetworkLimit.Refuse(context, seconds => new { message = $"Too many requests. Ask again in {seconds} seconds." }, cancellation);

    public RateLimitPartition<string> GetPartition(HttpContext httpContext) =>
        NetworkLimit.Of(httpContext, settings.Value.RequestsPerMinute);
}
