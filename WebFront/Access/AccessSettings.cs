using System.ComponentModel.DataAnnotations;

namespace Portal.WebFront.Access;

/// <summary>What is configured under <c>Portal:Access</c>.</summary>
public sealed record AccessSettings
{
    /// <summary>The section of the configuration.</summary>
    public const string Section = "Portal:Access";

    /// <summary>A session is renewed at most so often.</summary>
    public static readonly TimeSpan RenewAfter = TimeSpan.FromMinutes(1);

    /// <summary>Attempts to sign in that one network address may make in one minute.</summary>
    [Range(1, int.MaxValue)]
    public int SignInsPerMinute { get; init; } = 30;
}
