namespace Portal.WebFront.Tests.Hosting;

/// <summary>A portal with the demo practice that may be thrown anything at.</summary>
public sealed class CraftedPortal : EmbeddedPortal
{
    protected override Dictionary<string, string?> Settings => new() { ["Portal:Demo"] = "true" };

    protected override Task Seed() => DemoIsReady();
}
