using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Time.Testing;
using Portal.Grains.Records.Subscriptions;
using Portal.Silo;
using Portal.Silo.Subscriptions;

namespace Portal.Grains.Tests.Records.Subscriptions;

/// <summary>Where notices may go. Strangers name endpoints, so none may lead into our own networks.</summary>
public sealed class HookEndpointTests
{
    [Theory]
    [InlineData("https://hooks.example/in?x=1", HookEndpoints.Public, true)]
    [InlineData("https://8.8.8.8/in", HookEndpoints.Public, true)]
    [InlineData("http://hooks.example/in", HookEndpoints.Public, false)]
    [InlineData("http://hooks.example/in", HookEndpoints.Private, false)]
    [InlineData("ftp://hooks.example/in", HookEndpoints.Public, false)]
    [InlineData("file:///etc/passwd", HookEndpoints.Private, false)]
    [InlineData("https://user:secret@hooks.example/in", HookEndpoints.Public, false)]
    [InlineData("https://hooks.example/in#part", HookEndpoints.Public, false)]
    [InlineData("https://localhost/in", HookEndpoints.Public, false)]
    [InlineData("https://127.0.0.1/in", HookEndpoints.Public, false)]
    [InlineData("https://[::1]/in", HookEndpoints.Public, false)]
    [InlineData("https://2130706433/in", HookEndpoints.Public, false)]
    [InlineData("https://0x7f.1/in", HookEndpoints.Public, false)]
    [InlineData("https://10.0.0.1/in", HookEndpoints.Public, false)]
    [InlineData("https://[::ffff:10.0.0.1]/in", HookEndpoints.Public, false)]
    [InlineData("https://192.168.1.1/in", HookEndpoints.Loopback, false)]
    [InlineData("https://169.254.169.254/latest/meta-data", HookEndpoints.Public, false)]
    [InlineData("https://169.254.169.254/latest/meta-data", HookEndpoints.Private, false)]
    [InlineData("https://[fe80::1]/in", HookEndpoints.Private, false)]
    [InlineData("http://127.0.0.1:8000/in", HookEndpoints.Loopback, true)]
    [InlineData("http://localhost:8000/in", HookEndpoints.Loopback, true)]
    [InlineData("https://10.0.0.1/in", HookEndpoints.Private, true)]
    [InlineData("http://10.0.0.1/in", HookEndpoints.Private, false)]
    public void Only_endpoints_of_the_open_internet_are_taken_unless_it_is_configured(string endpoint, HookEndpoints endpoints, bool taken)
    {
        using var sender = new HttpHookSender(new() { Endpoints = endpoints }, TimeProvider.System);

        Assert.Equal(taken, sender.Takes(new(endpoint)));
    }

    /// <summary>The name is harmless; what counts is where it leads at the moment of sending.</summary>
    [Theory]
    [InlineData("https", HookEndpoints.Public, false)]
    [InlineData("http", HookEndpoints.Public, false)]
    [InlineData("http", HookEndpoints.Loopback, true)]
    public async Task A_name_that_leads_to_this_machine_is_connected_to_only_if_it_is_configured(string scheme, HookEndpoints endpoints, bool connected)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var came = listener.AcceptTcpClientAsync();
        using var sender = new HttpHookSender(new() { Endpoints = endpoints }, TimeProvider.System);
        var endpoint = new Uri($"{scheme}://localhost:{((IPEndPoint)listener.LocalEndpoint).Port}/in");

        var sending = sender.Send(new(endpoint, ["Authorization: Bearer secret"], "{}", TimeSpan.FromSeconds(20)), CancellationToken.None);
        await Task.WhenAny(came, sending);

        Assert.Equal(connected, came.IsCompletedSuccessfully);
        if (connected)
            (await came).Dispose();
        Assert.Equal("The endpoint cannot be reached.", await sending);
    }

    /// <summary>The name is one of the open internet, and somebody lets it lead into our networks. No connection is even begun.</summary>
    [Theory]
    [InlineData(HookEndpoints.Public, "10.11.12.13")]
    [InlineData(HookEndpoints.Public, "172.16.0.1")]
    [InlineData(HookEndpoints.Public, "192.168.0.10")]
    [InlineData(HookEndpoints.Public, "169.254.169.254")]
    [InlineData(HookEndpoints.Public, "fd00::1")]
    [InlineData(HookEndpoints.Public, "::ffff:10.11.12.13")]
    [InlineData(HookEndpoints.Loopback, "10.11.12.13")]
    [InlineData(HookEndpoints.Private, "169.254.169.254")]
    public async Task A_name_that_leads_into_a_private_network_is_not_connected_to(HookEndpoints endpoints, string address)
    {
        using var begun = new BegunConnections();
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var (port, asked) = (((IPEndPoint)listener.LocalEndpoint).Port, new List<string>());
        Task<IPAddress[]> LookUp(string host, CancellationToken cancellation)
        {
            asked.Add(host);
            return Task.FromResult<IPAddress[]>([IPAddress.Parse(address)]);
        }

        using var sender = new HttpHookSender(new() { Endpoints = endpoints }, TimeProvider.System, LookUp);
        using var open = new HttpHookSender(new() { Endpoints = HookEndpoints.Loopback }, TimeProvider.System, (_, _) => Task.FromResult<IPAddress[]>([IPAddress.Loopback]));
        HookNotice To(string name) => new(new($"https://{name}:{port}/in"), [], "{}", TimeSpan.FromSeconds(20));

        var problem = await sender.Send(To("hooks.example"), CancellationToken.None);
        var other = open.Send(To("open.example"), CancellationToken.None);
        (await listener.AcceptTcpClientAsync()).Dispose();
        await other;

        Assert.Equal(("The endpoint cannot be reached.", "hooks.example"), (problem, Assert.Single(asked)));
        Assert.Contains(begun.Addresses, one => one.Equals((IPAddress.Loopback, port)));
        Assert.DoesNotContain(begun.Addresses, one => one.Equals((BegunConnections.Plain(IPAddress.Parse(address)), port)));
    }

    [Fact]
    public async Task An_endpoint_that_does_not_answer_is_given_the_time_it_asked_for_and_no_more()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var time = new FakeTimeProvider();
        using var sender = new HttpHookSender(new() { Endpoints = HookEndpoints.Loopback }, time);

        var sending = sender.Send(
            new(new($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/in"), [], "{}", TimeSpan.FromSeconds(7)), CancellationToken.None);
        using var connected = await listener.AcceptTcpClientAsync();
        time.Advance(TimeSpan.FromSeconds(6));
        Assert.False(sending.IsCompleted);
        time.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal("The endpoint did not answer in time.", await sending);
    }

    [Fact]
    public async Task A_stranger_hears_nothing_of_what_belongs_together_in_our_traces()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var activity = new Activity("a notice").Start();
        activity.AddBaggage("who", "somebody");
        using var sender = new HttpHookSender(new() { Endpoints = HookEndpoints.Loopback }, TimeProvider.System);

        var sending = sender.Send(
            new(new($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/in"), ["X-Key: own"], "{}", TimeSpan.FromSeconds(20)), CancellationToken.None);
        using var connected = await listener.AcceptTcpClientAsync();
        using var reader = new StreamReader(connected.GetStream());
        var headers = new List<string>();
        while (await reader.ReadLineAsync() is { Length: > 0 } line)
            headers.Add(line);
        await connected.GetStream().WriteAsync("HTTP/1.1 204 No Content\r\n\r\n"u8.ToArray());

        Assert.Null(await sending);
        Assert.Contains("X-Key: own", headers);
        Assert.DoesNotContain(headers, header => header.StartsWith("traceparent", StringComparison.OrdinalIgnoreCase) || header.Contains("somebody", StringComparison.Ordinal));
    }
}
