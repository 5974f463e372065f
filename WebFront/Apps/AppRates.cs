using System.Globalization;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Options;
using Portal.Grains.Interfaces.Access;

namespace Portal.WebFront.Apps;

/// <summary>How often an app, and all apps together about one patient, may ask. Each web front counts for itself.</summary>
public sealed class AppRates(IOptions<SmartSettings> settings) : IDisposable
{
    private static readonly TimeSpan _window = TimeSpan.FromMinutes(1);

    private readonly PartitionedRateLimiter<Caller> _limits = PartitionedRateLimiter.CreateChained(
        PartitionedRateLimiter.Create<Caller, string>(caller => RateLimitPartition.GetSlidingWindowLimiter(
            $"{caller.Practice}/{caller.AppId}", _ => PerMinute(settings.Value.RequestsPerMinute))),
        PartitionedRateLimiter.Create<Caller, string>(caller => caller.OnlyPatientId is { } patient
            ? RateLimitPartition.GetSlidingWindowLimiter($"{caller.Practice}/{patient}", _ => PerMinute(settings.Value.RequestsPerPatientAndMinute))
            : RateLimitPartition.GetNoLimiter("")));

    /// <summary>None when the app may go on, else after how many seconds it may ask again.</summary>
    public string? Wait(Caller caller)
    {
        using var lease = _limits.AttemptAcquire(caller);
        return lease.IsAcquired ? null : RetryAfter(lease);
    }

    public void Dispose() => _limits.Dispose();

    internal static SlidingWindowRateLimiterOptions PerMinute(int requests) =>
        new() { PermitLimit = requests, Window = _window, SegmentsPerWindow = 6 };

    /// <summary>Programs are told in their own language, not by a page for people.</summary>
    internal static async ValueTask Refuse<T>(OnRejectedContext context, Func<string, T> tell, CancellationToken cancellation)
    {
        var (response, seconds) = (context.HttpContext.Response, RetryAfter(context.Lease));
        response.Headers.RetryAfter = seconds;
        response.Headers.CacheControl = "no-store";
        await response.WriteAsJsonAsync(tell(seconds), cancellation);
    }

    /// <summary>A part of the window at least: nothing is free again before.</summary>
    internal static string RetryAfter(RateLimitLease lease)
    {
        var wait = lease.TryGetMetadata(MetadataName.RetryAfter, out var said) && said > TimeSpan.Zero ? said : _window / 6;
        return ((int)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
    }
}
