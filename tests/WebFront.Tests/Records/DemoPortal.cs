namespace Portal.WebFront.Tests.Records;

/// <summary>A portal that starts with the demo practice.</summary>
public class DemoPortal : EmbeddedPortal
{
    public const string Name = "demo portal";

    protected override Dictionary<string, string?> Settings => new() { ["Portal:Demo"] = "true" };

    protected override Task Seed() => DemoIsReady();
}

[CollectionDefinition(DemoPortal.Name)]
public sealed class SharedDemoPortal : ICollectionFixture<DemoPortal>;
