using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Portal.WebFront.Apps;
using Portal.WebFront.Apps.Server;

namespace Portal.WebFront.Tests.Smart;

/// <summary>Keys that apps publish at an address.</summary>
public sealed class AppKeysTests
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public async Task A_key_that_is_new_is_looked_for_at_once_and_one_that_was_taken_down_is_forgotten_soon()
    {
        var (first, second) = (KeyedApp.Elliptic(), KeyedApp.Elliptic().Named("ec-2"));
        await using var host = await KeysHost.Start(first);
        using var keys = Keys(anywhere: true);

        Assert.Equal("ec-1", await Only(keys, host, "ec-1"));
        host.Key = second;
        Assert.Equal("ec-1", await Only(keys, host, "ec-1"));
        _time.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal("ec-2", await Only(keys, host, "ec-2"));
        Assert.Equal(2, host.Fetched);

        // Who makes up names of keys does not make the portal ask each time.
        for (var time = 0; time < 5; time++)
            Assert.Equal("ec-2", await Only(keys, host, $"made-up-{time}"));
        Assert.Equal(2, host.Fetched);
        host.Key = first;
        _time.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal("ec-1", await Only(keys, host, "ec-2"));
    }

    [Fact]
    public async Task A_host_that_fails_for_a_moment_takes_no_keys_away_and_one_that_stays_away_does()
    {
        await using var host = await KeysHost.Start(KeyedApp.Elliptic());
        using var keys = Keys(anywhere: true);
        Assert.Equal("ec-1", await Only(keys, host, "ec-1"));

        host.Key = null;
        _time.Advance(TimeSpan.FromMinutes(3));
        Assert.Equal("ec-1", await Only(keys, host, "ec-1"));
        _time.Advance(TimeSpan.FromMinutes(8));
        Assert.Null(await Only(keys, host, "ec-1"));
        host.Key = KeyedApp.Elliptic();
        Assert.Null(await Only(keys, host, "ec-1"));
        _time.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal("ec-1", await Only(keys, host, "ec-1"));
    }

    /// <summary>Whatever is at the address: no connection into our own networks is even begun.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Addresses_of_our_own_networks_are_connected_to_only_where_it_is_configured(bool anywhere)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var keys = Keys(anywhere);

        var asked = keys.At($"https://localhost:{((IPEndPoint)listener.LocalEndpoint).Port}/keys", null, CancellationToken.None);
        if (anywhere)
            (await listener.AcceptTcpClientAsync()).Dispose();

        Assert.Null(await asked);
        Assert.False(listener.Pending());
    }

    private AppKeys Keys(bool anywhere) => new(_time, Options.Create(new SmartSettings { KeysFromPrivateNetworks = anywhere }));

    private static async Task<string?> Only(AppKeys keys, KeysHost host, string wanted) =>
        (await keys.At(host.Address, wanted, CancellationToken.None))?.Keys.Single().Kid;
}
