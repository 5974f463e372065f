using System.Security.Cryptography;
using Npgsql;
using Portal.WebFront.Documents;

namespace Portal.Cluster.Tests;

/// <summary>The files of a cluster, in PostgreSQL.</summary>
[Collection(SharedCluster.Name)]
public sealed class SqlBlobStoreTests(PortalCluster cluster) : IAsyncLifetime
{
    private const string Id = "01jdblobblobblobblobblobbl";
    private NpgsqlDataSource _database = null!;
    private SqlBlobStore _store = null!;

    public async Task InitializeAsync()
    {
        _database = NpgsqlDataSource.Create(await cluster.NewDatabase());
        _store = new(_database);
    }

    public async Task DisposeAsync() => await _database.DisposeAsync();

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(256 * 1024)]
    [InlineData(700_001)]
    public async Task A_file_comes_out_as_it_went_in(int size)
    {
        var content = RandomNumberGenerator.GetBytes(size);

        var stored = await _store.Save(Id, new MemoryStream(content), size, CancellationToken.None);

        Assert.Equal(size, stored.Size);
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(content)), stored.Sha256);
        Assert.Equal(content, await Read(Id));
    }

    [Fact]
    public async Task A_file_over_the_limit_leaves_nothing()
    {
        var content = new byte[600_000];

        await Assert.ThrowsAsync<BlobTooLargeException>(
            () => _store.Save(Id, new MemoryStream(content), content.Length - 1, CancellationToken.None));

        Assert.Null(await _store.Open(Id, CancellationToken.None));
        Assert.Equal(0L, await Rows());
    }

    [Fact]
    public async Task A_file_whose_sender_goes_away_leaves_nothing()
    {
        await Assert.ThrowsAsync<IOException>(() => _store.Save(Id, new BrokenStream(), long.MaxValue, CancellationToken.None));

        Assert.Null(await _store.Open(Id, CancellationToken.None));
        Assert.Equal(0L, await Rows());
    }

    [Fact]
    public async Task A_deleted_file_is_gone()
    {
        await _store.Save(Id, new MemoryStream(new byte[300_000]), 300_000, CancellationToken.None);

        await _store.Delete(Id, CancellationToken.None);

        Assert.Null(await _store.Open(Id, CancellationToken.None));
        Assert.Equal(0L, await Rows());
    }

    private async Task<byte[]> Read(string id)
    {
        await using var stream = await _store.Open(id, CancellationToken.None);
        using var copy = new MemoryStream();
        await stream!.CopyToAsync(copy);
        return copy.ToArray();
    }

    private async Task<object?> Rows()
    {
        await using var command = _database.CreateCommand("select (select count(*) from blob) + (select count(*) from blob_chunk)");
        return await command.ExecuteScalarAsync();
    }

    /// <summary>A connection that breaks after the first chunks.</summary>
    private sealed class BrokenStream : MemoryStream
    {
        public BrokenStream()
            : base(new byte[600_000])
        {
        }

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            Position < Length ? base.ReadAsync(buffer, cancellationToken) : throw new IOException("The connection broke.");
    }
}
