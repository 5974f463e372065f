using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Portal.Bench.Pages;
using Portal.Silo.Storage;
using Portal.WebFront.Hosting;

namespace Portal.Bench.Portals;

/// <summary>The portal's web front on a free port of this machine: embedded over SQLite, or a client of a silo over PostgreSQL.</summary>
public sealed class BenchWeb : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly BenchSilo? _silo;
    private readonly string _folder;

    private BenchWeb(WebApplication app, BenchSilo? silo, string folder)
    {
        _app = app;
        _silo = silo;
        _folder = folder;
        var bound = Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        Address = new($"http://localhost:{new Uri(bound).Port}");
        Practice = new(Services.GetRequiredService<IGrainFactory>());
    }

    public Uri Address { get; }

    public IServiceProvider Services => _app.Services;

    public BenchPractice Practice { get; }

    public PortalDatabase Database => _silo?.Database ?? Services.GetRequiredService<PortalDatabase>();

    public static Task<BenchWeb> Embedded() => Start(null, new());

    public static async Task<BenchWeb> OnPostgreSql(string connectionString)
    {
        var silo = await BenchSilo.Clustered(connectionString);
        return await Start(silo, new()
        {
            ["Portal:Mode"] = "Clustered",
            ["Portal:Database"] = connectionString,
            ["Portal:ClusterId"] = BenchSilo.ClusterId,
            ["Portal:ClusterSecret"] = BenchSilo.Secret,
        });
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
        if (_silo is not null)
            await _silo.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private static async Task<BenchWeb> Start(BenchSilo? silo, Dictionary<string, string?> settings)
    {
        var folder = Directory.CreateTempSubdirectory("portal-bench-web-").FullName;
        var options = new WebApplicationOptions
        {
            ApplicationName = typeof(PortalWebFront).Assembly.GetName().Name,
            ContentRootPath = Path.Combine(Repository.Root, "WebFront"),
            EnvironmentName = "Production",
        };
        var app = await PortalWebFront.Build(options, builder =>
        {
            builder.Configuration.AddInMemoryCollection(settings);
            builder.Configuration.AddInMemoryCollection(
                [new("Portal:DataFolder", folder), new("Portal:Demo", "false"), new("urls", "http://127.0.0.1:0"),
                    // The load speaks as a proxy does that has ended the encryption.
                    new("Portal:TrustedProxies:0", "127.0.0.0/8"), BenchPractice.BridgeSetting]);
            builder.Logging.ClearProviders();
            builder.Services.AddEmptyPages();
        });
        await app.StartAsync();
        return new(app, silo, folder);
    }
}
