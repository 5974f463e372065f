using Microsoft.Extensions.Configuration;

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

    /// <summary>The PostgreSQL connection string of a cluster.</summary>
    public string Database { get; init; } = "";

    public string ClusterId { get; init; } = "default";

    /// <summary>Shared by all processes of a cluster, at least 32 characters: seals who calls.</summary>
    public string ClusterSecret { get; init; } = "";

    public int SiloPort { get; init; } = 11111;

    public int GatewayPort { get; init; } = 30000;

    /// <summary>Whether an empty embedded portal starts with the demo practice.</summary>
    public bool Demo { get; init; } = true;

    public MailSettings Mail { get; init; } = new();

    public static PortalSettings From(IConfiguration configuration) =>
        configuration.GetSection("Portal").Get<PortalSettings>() ?? new();
}

/// <summary>Where notices go. Without a host they are written as files into the data folder's <c>mail</c>.</summary>
public sealed record MailSettings
{
    public string Host { get; init; } = "";

    public int Port { get; init; } = 25;

    public string UserName { get; init; } = "";

    public string Password { get; init; } = "";

    public string From { get; init; } = "portal@localhost";
}
