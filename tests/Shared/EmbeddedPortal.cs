using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Portal.Grains.Interfaces;
using Portal.WebFront.Demo;
using Portal.WebFront.Hosting;

namespace Portal.Tests.Shared;

/// <summary>The whole embedded portal on a free port of this machine, with a data folder of its own.</summary>
public class EmbeddedPortal : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("portal-web-").FullName;
    private WebApplication? _app;

    /// <summary>Settings on top of the defaults; a derived fixture adds its own.</summary>
    protected virtual Dictionary<string, string?> Settings => new() { ["Portal:Demo"] = "false" };

    /// <summary>Where the portal keeps its files.</summary>
    public string DataFolder => _folder;

    /// <summary>By name, because cookies and passkeys mean hosts.</summary>
    public Uri Address { get; private set; } = null!;

    public IServiceProvider Services => _app!.Services;

    public IGrainFactory Grains => Services.GetRequiredService<IGrainFactory>();

    public async Task InitializeAsync()
    {
        await Start();
        await Seed();
    }

    /// <summary>Stops the portal and starts it again in this process, on the same folder and another port.</summary>
    public async Task Restart()
    {
        await Stop();
        await Start();
    }

    public virtual async Task DisposeAsync()
    {
        await Stop();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task Start()
    {
        var options = new WebApplicationOptions
        {
            ApplicationName = typeof(PortalWebFront).Assembly.GetName().Name,
            ContentRootPath = Path.Combine(Repository.Root, "WebFront"),
            EnvironmentName = "Development",
        };
        _app = await PortalWebFront.Build(options, builder =>
        {
            // All tests come from one address.
            builder.Configuration.AddInMemoryCollection([new("Portal:Access:SignInsPerMinute", "100000"), new("Portal:Apps:TokensPerMinute", "100000")]);
            builder.Configuration.AddInMemoryCollection(Settings);
            builder.Configuration.AddInMemoryCollection([new("Portal:DataFolder", _folder), new("urls", "http://127.0.0.1:0")]);
            builder.Logging.SetMinimumLevel(LogLevel.Warning);
            Configure(builder);
        });
        await _app.StartAsync();
        var bound = Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        Address = new($"http://localhost:{new Uri(bound).Port}");
    }

    private async Task Stop()
    {
        if (_app is null)
            return;
        await _app.StopAsync();
        await _app.DisposeAsync();
        _app = null;
    }

    /// <summary>A grain of a practice.</summary>
    public TGrain Grain<TGrain>(string practice, string id)
        where TGrain : IGrainWithStringKey => Grains.GetGrain<TGrain>(GrainKey.For(practice, id));

    /// <summary>Services and settings of a derived fixture.</summary>
    protected virtual void Configure(WebApplicationBuilder builder)
    {
    }

    /// <summary>What a derived fixture wants to be there.</summary>
    protected virtual Task Seed() => Task.CompletedTask;

    /// <summary>For <see cref="Seed"/>: the demo practice is imported while the portal serves already.</summary>
    protected Task DemoIsReady() => Services.GetRequiredService<DemoStanding>().Ready;
}
