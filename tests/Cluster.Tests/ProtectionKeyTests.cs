using Npgsql;

namespace Portal.Cluster.Tests;

/// <summary>The keys of cookies and forms, as they lie in the database of the cluster.</summary>
[Collection(SharedCluster.Name)]
public sealed class ProtectionKeyTests(PortalCluster cluster)
{
    [Fact]
    public async Task Fronts_that_start_together_make_one_key() =>
        Assert.Equal(1L, await Scalar("select count(*) from protection_key"));

    [Fact]
    public async Task A_key_is_not_to_be_read_from_the_database() =>
        Assert.Equal(1L, await Scalar("select count(*) from protection_key where content like '%<sealed%' and content not like '%masterKey%'"));

    private async Task<object?> Scalar(string query)
    {
        await using var source = NpgsqlDataSource.Create(cluster.Database);
        await using var command = source.CreateCommand(query);
        return await command.ExecuteScalarAsync();
    }
}
