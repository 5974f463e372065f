using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Http;

namespace Portal.Silo.Hosting;

/// <summary>
/// Looks before the start whether a process can listen where its settings say. The start itself would find out as well,
/// but after much else has begun, and would say so with a stack trace.
/// </summary>
public static class ListenAddress
{
    /// <param name="setting">Its name, for the sentence.</param>
    /// <param name="urls">Addresses as ASP.NET Core takes them, parted by semicolons.</param>
    public static void Check(string setting, string urls)
    {
        foreach (var url in urls.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var address = Parse(setting, url);
            if (!address.IsUnixPipe && !address.IsNamedPipe)
                Check(setting, HostOf(address), address.Port);
        }
    }

    /// <param name="setting">Its name, for the sentence.</param>
    /// <param name="host">Where it listens.</param>
    /// <param name="port">The port; with 0 the system chooses one.</param>
    public static void Check(string setting, IPAddress host, int port)
    {
        if (port is < IPEndPoint.MinPort or > IPEndPoint.MaxPort)
            throw new StartRefusedException($"{setting} has the port {port}; a port is at most {IPEndPoint.MaxPort}.");
        try
        {
            using var listener = new TcpListener(host, port);
            listener.Start();
        }
        catch (SocketException fault)
        {
            throw new StartRefusedException($"{setting}: this process cannot listen at {new IPEndPoint(host, port)} ({fault.Message}). Stop what listens there, or set another address.", fault);
        }
    }

    private static BindingAddress Parse(string setting, string url)
    {
        try
        {
            return BindingAddress.Parse(url);
        }
        catch (FormatException fault)
        {
            throw new StartRefusedException($"{setting} has '{url}', which is no address to listen at, such as http://localhost:5080.", fault);
        }
    }

    /// <summary>A name that is no address means all addresses of the machine.</summary>
    private static IPAddress HostOf(BindingAddress address) =>
        string.Equals(address.Host, "localhost", StringComparison.OrdinalIgnoreCase) ? IPAddress.Loopback
        : IPAddress.TryParse(address.Host, out var host) ? host
        : IPAddress.Any;
}
