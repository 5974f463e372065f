using System.Net;
using System.Net.Sockets;
using System.Threading.RateLimiting;
using Microsoft.Extensions.Options;

namespace Portal.WebFront.Access;

/// <summary>How many attempts to sign in one network address may make, before any of them costs a hash.</summary>
public static class SignInLimit
{
    public const string Policy = "sign-in";
    private const int HomeNetworkBytes = 8;

    public static RateLimitPartition<string> Of(HttpContext context)
    {
        if (!HttpMethods.IsPost(context.Request.Method))
            return RateLimitPartition.GetNoLimiter("reading");
        var settings = context.RequestServices.GetRequiredService<IOptions<AccessSettings>>().Value;
        return RateLimitPartition.GetSlidingWindowLimiter(NetworkOf(context.Connection.RemoteIpAddress), _ => new()
        {
            PermitLimit = settings.SignInsPerMinute,
            Window = TimeSpan.FromMinutes(1),
            SegmentsPerWindow = 6,
        });
    }

    /// <summary>An IPv6 customer has a whole /64, so that is what counts as one address.</summary>
    internal static string NetworkOf(IPAddress? address)
    {
        if (address is null)
            return "unknown";
        if (address.IsIPv4MappedToIPv6)
            address = address.MapToIPv4();
        return address.AddressFamily is AddressFamily.InterNetworkV6
            ? Convert.ToHexString(address.GetAddressBytes().AsSpan(0, HomeNetworkBytes))
            : address.ToString();
    }
}
