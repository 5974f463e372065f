using System.Net;
using System.Net.Sockets;

namespace Portal.Grains.Interfaces.Apps;

/// <summary>The addresses to which a name leads.</summary>
public delegate Task<IPAddress[]> LookUp(string host, CancellationToken cancellation);

/// <summary>Whether an address is one of the open internet: nothing that a stranger names may lead into our own networks.</summary>
public static class PublicAddresses
{
    private static readonly IPNetwork[] _own =
    [
        IPNetwork.Parse("0.0.0.0/8"), IPNetwork.Parse("10.0.0.0/8"), IPNetwork.Parse("100.64.0.0/10"), IPNetwork.Parse("127.0.0.0/8"),
        IPNetwork.Parse("169.254.0.0/16"), IPNetwork.Parse("172.16.0.0/12"), IPNetwork.Parse("192.0.0.0/24"), IPNetwork.Parse("192.0.2.0/24"),
        IPNetwork.Parse("192.88.99.0/24"), IPNetwork.Parse("192.168.0.0/16"), IPNetwork.Parse("198.18.0.0/15"), IPNetwork.Parse("198.51.100.0/24"),
        IPNetwork.Parse("203.0.113.0/24"), IPNetwork.Parse("224.0.0.0/3"),
    ];

    /// <summary>All of IPv6 that is given out to the public, but for what carries IPv4 or is for examples.</summary>
    private static readonly IPNetwork _global = IPNetwork.Parse("2000::/3");

    private static readonly IPNetwork[] _notGlobal = [IPNetwork.Parse("2001::/23"), IPNetwork.Parse("2001:db8::/32"), IPNetwork.Parse("2002::/16")];

    /// <summary>Our own networks, as far as somebody may want the portal to reach into them: nothing that belongs to one machine's link.</summary>
    private static readonly IPNetwork[] _private =
        [IPNetwork.Parse("10.0.0.0/8"), IPNetwork.Parse("172.16.0.0/12"), IPNetwork.Parse("192.168.0.0/16"), IPNetwork.Parse("fc00::/7")];

    /// <summary>Whether it is one of the open internet.</summary>
    public static bool Has(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6)
            address = address.MapToIPv4();
        return address.AddressFamily is AddressFamily.InterNetwork
            ? !_own.Any(network => network.Contains(address))
            : _global.Contains(address) && !_notGlobal.Any(network => network.Contains(address));
    }

    /// <summary>Whether it is one of a private network. Where clouds answer for the machine itself (169.254.169.254) is none.</summary>
    public static bool IsPrivate(IPAddress address)
    {
        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return _private.Any(network => network.Contains(plain));
    }

    /// <summary>Opens a connection. The name is looked up here, and it goes to what was looked at: no second answer can differ.</summary>
    /// <param name="endpoint">Where to.</param>
    /// <param name="isAllowed">Whether it may go to an address that the name leads to.</param>
    /// <param name="cancellation">Ends the attempt.</param>
    /// <param name="lookUp">Where a name leads; by the machine's own resolver without one.</param>
    /// <exception cref="HttpRequestException">None of the addresses is allowed.</exception>
    public static async ValueTask<Stream> Connect(
        DnsEndPoint endpoint, Func<IPAddress, bool> isAllowed, CancellationToken cancellation, LookUp? lookUp = null)
    {
        var found = await (lookUp ?? Dns.GetHostAddressesAsync)(endpoint.Host, cancellation);
        var allowed = found.Where(isAllowed).ToArray();
        if (allowed.Length == 0)
            throw new HttpRequestException("The address is not one that may be asked.");
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(allowed, endpoint.Port, cancellation);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
