using Portal.Silo.Hosting;

namespace Portal.WebFront.Hosting;

/// <summary>The web front as a process of its own.</summary>
public static class WebFrontProcess
{
    private const string DefaultAddress = "http://localhost:5080";
    private static readonly string[] _where = ["urls", "http_ports", "https_ports", "Kestrel:Endpoints:Http:Url", "Kestrel:Endpoints:Https:Url"];

    /// <returns>The exit code.</returns>
    public static Task<int> Run(string[] args) => StartRefusal.Tell(async () =>
    {
        var app = await PortalWebFront.Build(new() { Args = args }, builder =>
        {
            if (!SaysWhere(builder.Configuration))
                builder.WebHost.UseUrls(DefaultAddress);
            if (builder.WebHost.GetSetting(WebHostDefaults.ServerUrlsKey) is { } urls)
                ListenAddress.Check("ASPNETCORE_URLS", urls);
        });
        await app.RunAsync();
    });

    /// <summary>Whether a setting says where to listen. A launch profile would win over the environment, so none has an address.</summary>
    public static bool SaysWhere(IConfiguration configuration) =>
        _where.Any(name => !string.IsNullOrEmpty(configuration[name]));
}
