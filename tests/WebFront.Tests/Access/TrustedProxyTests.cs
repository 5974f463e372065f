using System.Net;
using Portal.Grains.Interfaces.Access;
using Portal.Grains.Interfaces.Practices;

namespace Portal.WebFront.Tests.Access;

/// <summary>A portal that lets an address try once a minute, behind proxies of the networks given.</summary>
public abstract class ProxiedPortal(string network) : EmbeddedPortal
{
    protected override Dictionary<string, string?> Settings => new(base.Settings)
    {
        ["Portal:Access:SignInsPerMinute"] = "1",
        ["Portal:TrustedProxies:0"] = network,
    };

    protected override async Task Seed()
    {
        using var system = CallerScope.Use(Caller.System("lake"));
        await Grain<IPracticeGrain>("lake", IPracticeGrain.Id).SaveProfile(new("seed", new() { Slug = "lake", Name = "Lake Dental", Phone = "555-010-2000" }));
    }

    /// <summary>One try of somebody for whom a proxy, or who for itself, names that address.</summary>
    public async Task<HttpStatusCode> Try(string forwardedFor)
    {
        using var browser = new PortalBrowser(Address);
        browser.Http.DefaultRequestHeaders.Add("X-Forwarded-For", forwardedFor);
        return (await browser.SignIn("lake", "ana", "Copper-7-lake")).Status;
    }
}

/// <summary>The tests come from a proxy that is trusted.</summary>
public sealed class PortalBehindThisProxy() : ProxiedPortal("127.0.0.0/8");

/// <summary>The tests come from somewhere else than the proxy.</summary>
public sealed class PortalBehindAnotherProxy() : ProxiedPortal("10.0.0.0/24");

/// <summary>Whose tries are counted together is whom the portal takes them to come from.</summary>
public sealed class TrustedProxyTests(PortalBehindThisProxy trusting, PortalBehindAnotherProxy doubting)
    : IClassFixture<PortalBehindThisProxy>, IClassFixture<PortalBehindAnotherProxy>
{
    [Fact]
    public async Task A_trusted_proxy_is_believed_whom_it_speaks_for()
    {
        Assert.Equal(HttpStatusCode.OK, await trusting.Try("203.0.113.1"));
        Assert.Equal(HttpStatusCode.OK, await trusting.Try("203.0.113.2"));
        Assert.Equal(HttpStatusCode.TooManyRequests, await trusting.Try("203.0.113.1"));
    }

    [Fact]
    public async Task What_a_visitor_told_the_trusted_proxy_before_is_not_believed()
    {
        Assert.Equal(HttpStatusCode.OK, await trusting.Try("198.51.100.1, 203.0.113.3"));
        Assert.Equal(HttpStatusCode.TooManyRequests, await trusting.Try("198.51.100.2, 203.0.113.3"));
    }

    [Fact]
    public async Task Of_proxies_in_a_row_the_outermost_says_who_came()
    {
        Assert.Equal(HttpStatusCode.OK, await trusting.Try("203.0.113.4, 127.0.0.9"));
        Assert.Equal(HttpStatusCode.OK, await trusting.Try("203.0.113.5, 127.0.0.9"));
        Assert.Equal(HttpStatusCode.TooManyRequests, await trusting.Try("198.51.100.3, 203.0.113.4, 127.0.0.9"));
    }

    [Fact]
    public async Task Nobody_else_is_believed()
    {
        Assert.Equal(HttpStatusCode.OK, await doubting.Try("203.0.113.1"));
        Assert.Equal(HttpStatusCode.TooManyRequests, await doubting.Try("203.0.113.2"));
    }
}
