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
    [InlineData("https://localhost:1/in")]
    [InlineData("http://localhost:1/in")]
    public async Task A_name_that_leads_to_this_machine_is_not_connected_to(string endpoint)
    {
        using var sender = new HttpHookSender(new(), TimeProvider.System);

        var problem = await sender.Send(new(new(endpoint), ["Authorization: Bearer secret"], "{}", TimeSpan.FromSeconds(5)), CancellationToken.None);

        Assert.Equal("The endpoint cannot be reached.", problem);
    }
}
