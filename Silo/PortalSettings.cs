using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Configuration;
using Portal.Silo.Hosting;

namespace Portal.Silo;

public enum PortalMode
{
    /// <summary>One process: silo, web front and SQLite.</summary>
    Embedded,

    /// <summary>Silo processes and web fronts over PostgreSQL.</summary>
    Clustered,
}

/// <summary>What is configured under <c>Portal:</c>; every entry is listed in docs/operations.md.</summary>
public sealed record PortalSettings
{
    public PortalMode Mode { get; init; } = PortalMode.Embedded;

    /// <summary>Where the embedded portal keeps its database, files and outgoing mail.</summary>
    public string DataFolder { get; init; } = "data";

    /// <summary>Where the embedded portal keeps files that people upload.</summary>
    public string FilesFolder => Path.Combine(Path.GetFullPath(DataFolder), "files");

    /// <summary>The PostgreSQL connection string of a cluster.</summary>
    public string Database { get; init; } = "";

    public string ClusterId { get; init; } = "default";

    /// <summary>Shared by all processes of a cluster, at least 32 characters: seals who calls.</summary>
    public string ClusterSecret { get; init; } = "";

    public int SiloPort { get; init; } = 11111;

    public int GatewayPort { get; init; } = 30000;

    /// <summary>The address or name by which the rest of the cluster reaches a silo. On loopback nothing else can.</summary>
    public string AdvertisedAddress { get; init; } = "127.0.0.1";

    /// <summary>Where a silo answers <c>/health/live</c> and <c>/health/ready</c>, and nothing else.</summary>
    public string HealthUrl { get; init; } = "http://127.0.0.1:8081";

    /// <summary>How long a process that is asked to stop may take to hand over its work.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan ShutdownTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The networks of the proxies in front of a web front, such as <c>10.0.0.0/24</c>: they say who calls.</summary>
    public IReadOnlyList<string> TrustedProxies { get; init; } = [];

    /// <summary>
    /// Where people reach the web fronts, such as <c>https://portal.example.com</c>: there lead the demo's login sheets and
    /// mails. Empty means where the web front itself listens.
    /// </summary>
    public string Address { get; init; } = "";

    /// <summary>
    /// Whether an empty portal is filled with the demo practice. Its passwords are public, so a cluster has it only on
    /// demand.
    /// </summary>
    public bool Demo { get; init; } = true;

    public MailSettings Mail { get; init; } = new();

    /// <summary>The gateway to Direct secure messaging, which speaks SMTP; without a host there is none.</summary>
    public MailSettings Direct { get; init; } = new();

    public SubscriptionSettings Subscriptions { get; init; } = new();

    public static PortalSettings From(IConfiguration configuration)
    {
        var section = configuration.Checked<PortalSettings>("Portal");
        configuration.Checked<MailSettings>("Portal:Mail");
        configuration.Checked<MailSettings>("Portal:Direct");
        var settings = section.Get<PortalSettings>() ?? new();
        return settings with { Demo = section.GetValue("Demo", settings.Mode is PortalMode.Embedded) };
    }
}

/// <summary>Where notices go. Without a host they are written as files into the data folder's <c>mail</c>.</summary>
public sealed record MailSettings
{
    public string Host { get; init; } = "";

    [Range(1, 65535)]
    public int Port { get; init; } = 25;

    public string UserName { get; init; } = "";

    public string Password { get; init; } = "";

    [EmailAddress]
    public string From { get; init; } = "portal@localhost";

    /// <summary>Whether a server on another machine must speak TLS; off only for a mail catcher.</summary>
    public bool Tls { get; init; } = true;
}

/// <summary>Where notices of programs' subscriptions may go.</summary>
public sealed record SubscriptionSettings
{
    public HookEndpoints Endpoints { get; init; } = HookEndpoints.Public;
}

/// <summary>Which addresses the endpoints of subscriptions may have.</summary>
public enum HookEndpoints
{
    /// <summary>Those of the open internet, by https.</summary>
    Public,

    /// <summary>This machine as well, also by plain http: for developers.</summary>
    Loopback,

    /// <summary>Private networks as well.</summary>
    Private,
}
