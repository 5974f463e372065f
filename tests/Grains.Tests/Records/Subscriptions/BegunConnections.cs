using System.Collections.Concurrent;
using System.Diagnostics.Tracing;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Portal.Grains.Tests.Records.Subscriptions;

/// <summary>Every connection that this process begins, whether it comes about or not: what the runtime itself tells of its sockets.</summary>
internal sealed class BegunConnections : EventListener
{
    private readonly ConcurrentQueue<(IPAddress Address, int Port)> _begun = new();

    public IReadOnlyCollection<(IPAddress Address, int Port)> Addresses => _begun;

    public static IPAddress Plain(IPAddress address) => address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;

    protected override void OnEventSourceCreated(EventSource eventSource)
    {
        if (eventSource.Name == "System.Net.Sockets")
            EnableEvents(eventSource, EventLevel.Informational);
    }

    /// <summary>An address is told as that of a socket: <c>InterNetwork:16:{1,187,10,0,0,1,…}</c>.</summary>
    protected override void OnEventWritten(EventWrittenEventArgs eventData)
    {
        if (eventData.EventName is not "ConnectStart" || eventData.Payload is not [string text, ..] || text.Split(':', '{', '}') is not [var family, _, _, var numbers, ..])
            return;
        var bytes = numbers.Split(',').Select(number => byte.Parse(number, CultureInfo.InvariantCulture)).ToArray();
        var address = new IPAddress(family == nameof(AddressFamily.InterNetworkV6) ? bytes[6..22] : bytes[2..6]);
        _begun.Enqueue((Plain(address), (bytes[0] << 8) | bytes[1]));
    }
}
