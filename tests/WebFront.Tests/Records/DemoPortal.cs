using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Logging;

namespace Portal.WebFront.Tests.Records;

/// <summary>A portal that starts with the demo practice.</summary>
public class DemoPortal : EmbeddedPortal
{
    public const string Name = "demo portal";

    protected override Dictionary<string, string?> Settings => new()
    {
        ["Portal:Demo"] = "true",
        ["Portal:Sharing:RequestsPerMinute"] = "100000",
        ["Portal:Subscriptions:Endpoints"] = "Loopback",
    };

    /// <summary>Whatever is logged at any level, while somebody listens.</summary>
    internal LogTap Log { get; } = new();

    /// <summary>When the demo was made.</summary>
    public DateTimeOffset MadeAt { get; } = TimeProvider.System.GetUtcNow();

    protected override Task Seed() => DemoIsReady();

    protected override void Configure(WebApplicationBuilder builder)
    {
        builder.Logging.AddProvider(Log);
        builder.Logging.AddFilter<LogTap>(null, LogLevel.Trace);
    }
}

[CollectionDefinition(DemoPortal.Name)]
public sealed class SharedDemoPortal : ICollectionFixture<DemoPortal>;
