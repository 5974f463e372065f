using Portal.Silo;
using Portal.Silo.Subscriptions;

namespace Portal.Grains.Tests.Records.Subscriptions;

/// <summary>What an endpoint recognises the portal by is not to be read from the database.</summary>
public sealed class SecretSealTests
{
    private const string Of = "birch/a-subscription";

    private static PortalSettings Cluster => new() { Mode = PortalMode.Clustered, ClusterSecret = "a secret of the tests, long enough for a cluster" };

    [Fact]
    public void Every_silo_of_a_cluster_opens_what_another_has_sealed_and_no_other_cluster_does()
    {
        var sealedText = new SecretSeal(Cluster).Seal("Bearer secret", Of);

        Assert.DoesNotContain("secret", sealedText, StringComparison.Ordinal);
        Assert.Equal("Bearer secret", new SecretSeal(Cluster).Open(sealedText, Of));
        Assert.Null(new SecretSeal(Cluster with { ClusterSecret = "another secret of the tests, long enough" }).Open(sealedText, Of));
    }

    [Fact]
    public void It_opens_for_the_subscription_only_that_it_was_sealed_for_and_only_whole()
    {
        var seal = new SecretSeal(Cluster);
        var sealedText = seal.Seal("Bearer secret", Of);

        Assert.Null(seal.Open(sealedText, "birch/another"));
        Assert.Null(seal.Open(sealedText[..^6], Of));
        Assert.Null(seal.Open("sealed:no base64", Of));
        Assert.NotEqual(sealedText, seal.Seal("Bearer secret", Of));
        Assert.Equal("sealed:of the subscriber's own", seal.Open(seal.Seal("sealed:of the subscriber's own", Of), Of));
    }

    [Fact]
    public void An_embedded_portal_keeps_its_key_in_the_data_folder_over_a_restart()
    {
        var folder = Directory.CreateTempSubdirectory("portal-seal-").FullName;
        try
        {
            var sealedText = new SecretSeal(new() { DataFolder = folder }).Seal("Bearer secret", Of);

            Assert.Equal("Bearer secret", new SecretSeal(new() { DataFolder = folder }).Open(sealedText, Of));
            Assert.Equal("subscription-headers.key", Path.GetFileName(Assert.Single(Directory.EnumerateFiles(Path.Combine(folder, "keys")))));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
