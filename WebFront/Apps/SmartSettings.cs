using System.ComponentModel.DataAnnotations;

namespace Portal.WebFront.Apps;

/// <summary>What is configured under <c>Portal:Apps</c>.</summary>
public sealed record SmartSettings
{
    /// <summary>The section of the configuration.</summary>
    public const string Section = "Portal:Apps";

    /// <summary>Requests of one app in one minute, over all of its people.</summary>
    [Range(1, int.MaxValue)]
    public int RequestsPerMinute { get; init; } = 3_000;

    /// <summary>Requests about one patient in one minute, over all apps.</summary>
    [Range(1, int.MaxValue)]
    public int RequestsPerPatientAndMinute { get; init; } = 600;

    /// <summary>Requests for tokens from one network address in one minute.</summary>
    [Range(1, int.MaxValue)]
    public int TokensPerMinute { get; init; } = 120;

    /// <summary>Whether the keys of apps may be fetched from this machine and from private networks.</summary>
    public bool KeysFromPrivateNetworks { get; init; }
}
