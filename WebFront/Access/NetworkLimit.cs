using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.RateLimiting;

namespace Portal.WebFront.Access;

/// <summary>How many requests of a kind one network address may make in a minute. Each web front counts for itself.</summary>
internal static class NetworkLimit
{
    private const int HomeNetworkBytes = 8;
    private static readonly TimeSpan _window = TimeSpan.FromMinutes(1);

    public static RateLimitPartition<string> Of(HttpContext context, int perMinute) => RateLimitPartition.GetSlidingWindowLimiter(
        NetworkOf(context.Connection.RemoteIpAddress), _ => new() { PermitLimit = perMinute, Window = _window, SegmentsPerWindow = 6 });

    /// <summary>Programs are told in their own language, not by a page for people.</summary>
    public static async ValueTask Refuse<T>(OnRejectedContext context, Func<string, T> tell, CancellationToken cancellation)
    {
        var (response, seconds) = (context.HttpContext.Response, RetryAfter(context.Lease));
        response.Headers.RetryAfter = seconds;
        response.Headers.CacheControl = "no-store";
        await response.WriteAsJsonAsync(tell(seconds), cancellation);
    }

    /// <summary>An IPv6 customer has a whole /64, so that is what counts as one address.</summary>
    public static string NetworkOf(IPAddress? address)
    {
        if (address is null)
            return "unknown";
        if (address.IsIPv4MappedToIPv6)
            address = address.MapToIPv4();
        return address.AddressFamily is AddressFamily.InterNetworkV6
            ? Convert.ToHexString(address.GetAddressBytes().AsSpan(0, HomeNetworkBytes))
            : address.ToString();
    }

    /// <summary>A part of the window at least: nothing is free again before.</summary>
    private static string RetryAfter(RateLimitLease lease)
    {
        var wait = lease.TryGetMetadata(MetadataName.RetryAfter, out var said) && said > TimeSpan.Zero ? said : _window / 6;
        return ((int)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
    }
}
