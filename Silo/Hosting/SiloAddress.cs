using System.Net;
using System.Net.Sockets;

namespace Portal.Silo.Hosting;

/// <summary>Where the other processes of the cluster reach this silo.</summary>
public static class SiloAddress
{
    /// <param name="configured">An address, or a name that the resolver knows.</param>
    /// <exception cref="StartRefusedException">Nobody knows the name.</exception>
    public static async Task<IPAddress> Resolve(string configured)
    {
        if (IPAddress.TryParse(configured, out var given))
            return given;
        try
        {
            var found = await Dns.GetHostAddressesAsync(configured);
            if (found.OrderBy(address => address.AddressFamily is AddressFamily.InterNetwork ? 0 : 1).FirstOrDefault() is { } first)
                return first;
        }
        catch (SocketException fault)
        {
            throw new StartRefusedException($"Portal:AdvertisedAddress is '{configured}', and no address is known for it.", fault);
        }

        throw new StartRefusedException($"Portal:AdvertisedAddress is '{configured}', and no address is known for it.");
    }
}
