using Microsoft.AspNetCore.HttpOverrides;
using Portal.Silo;
using Portal.Silo.Hosting;

namespace Portal.WebFront.Hosting;

/// <summary>Believes a proxy of these networks, and nobody else, which address and scheme a request came with.</summary>
internal static class TrustedProxies
{
    public static void UseTrustedProxies(this IApplicationBuilder app, PortalSettings settings)
    {
        if (settings.TrustedProxies.Count == 0)
            return;
        // However many proxies stand in a row: the first that is not of these networks is the visitor.
        var options = new ForwardedHeadersOptions { ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto, ForwardLimit = null };
        options.KnownProxies.Clear();
        options.KnownIPNetworks.Clear();
        foreach (var network in settings.TrustedProxies)
        {
            options.KnownIPNetworks.Add(System.Net.IPNetwork.TryParse(network, out var parsed)
                ? parsed
                : throw new StartRefusedException($"Portal:TrustedProxies has '{network}', which is not a network such as 10.0.0.0/24."));
        }

        app.UseForwardedHeaders(options);
    }
}
