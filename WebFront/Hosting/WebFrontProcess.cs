using Portal.Silo.Hosting;

namespace Portal.WebFront.Hosting;

/// <summary>The web front as a process of its own.</summary>
public static class WebFrontProcess
{
    private const string Urls = "ASPNETCORE_URLS";
    private const string DefaultAddress = "http://localhost:5080";

    /// <returns>The exit code.</returns>
    public static Task<int> Run(string[] args) => StartRefusal.Tell(async () =>
    {
        var app = await PortalWebFront.Build(new() { Args = args }, builder =>
        {
            if (!SaysWhere(builder.Configuration))
                builder.WebHost.UseUrls(DefaultAddress);
            foreach (var (setting, urls) in Addresses(builder.Configuration).DefaultIfEmpty((Urls, DefaultAddress)))
                ListenAddress.Check(setting, urls);
        });
        await app.RunAsync();
    });

    /// <summary>Whether a setting says where to listen. A launch profile would win over the environment, so none has an address.</summary>
    public static bool SaysWhere(IConfiguration configuration) => Addresses(configuration).Count > 0;

    /// <summary>What is heard: of the three the first that says anything.</summary>
    private static List<(string Setting, string Urls)> Addresses(IConfiguration configuration)
    {
        var endpoints = configuration.GetSection("Kestrel:Endpoints").GetChildren()
            .Where(endpoint => !string.IsNullOrEmpty(endpoint["Url"]))
            .Select(endpoint => ($"{endpoint.Path}:Url", endpoint["Url"]!))
            .ToList();
        if (endpoints.Count > 0)
            return endpoints;
        return configuration["urls"] is { Length: > 0 } urls ? [(Urls, urls)] : [.. Ports(configuration, "http"), .. Ports(configuration, "https")];
    }

    private static IEnumerable<(string Setting, string Urls)> Ports(IConfiguration configuration, string scheme) =>
        (configuration[$"{scheme}_ports"] ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(port => ($"ASPNETCORE_{scheme.ToUpperInvariant()}_PORTS", $"{scheme}://*:{port}"));
}
