using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Portal.Silo.Storage;

namespace Portal.Storage.Tests;

/// <summary>Our membership rows under Orleans' membership table: the version row decides every race.</summary>
[Collection(PostgresTests.Name)]
public sealed class MembershipTableTests(PostgresDatabase database) : IClassFixture<PostgresDatabase>, IAsyncLifetime
{
    private static readonly DateTime _start = new(2026, 11, 22, 8, 30, 0, DateTimeKind.Utc);

    private static int _clusters;

    private StorageProvider _provider = null!;
    private IMembershipTable _table = null!;

    public async Task InitializeAsync()
    {
        var cluster = $"cluster-{Interlocked.Increment(ref _clusters)}";
        _provider = await StorageProvider.Start(
            database.Database, silo => silo.AddPortalClustering(database.Database, cluster), localhostClustering: false);
        _table = _provider.Services.GetRequiredService<IMembershipTable>();
        await _table.InitializeMembershipTableAsync(tryInitTableVersion: true);
    }

    public async Task DisposeAsync() => await _provider.DisposeAsync();

    [Fact]
    public async Task A_new_cluster_has_a_version_and_no_members()
    {
        await _table.InitializeMembershipTableAsync(tryInitTableVersion: true);

        var table = await _table.ReadAllAsync();

        Assert.Equal(0, table.Version.Version);
        Assert.Empty(table.Members);
    }

    [Fact]
    public async Task A_member_is_read_as_it_was_inserted_and_moves_the_version()
    {
        Assert.True(await _table.InsertRowAsync(Member(1), await Next()));

        var (read, _) = Assert.Single((await _table.ReadRowAsync(Member(1).SiloAddress)).Members);

        Assert.Equal(1, (await _table.ReadAllAsync()).Version.Version);
        Assert.Equal(Member(1).SiloAddress, read.SiloAddress);
        Assert.Equal(("silo-1", "host-1", SiloStatus.Joining, 30001), (read.SiloName, read.HostName, read.Status, read.ProxyPort));
        Assert.Equal((_start, _start), (read.StartTime.ToUniversalTime(), read.IAmAliveTime.ToUniversalTime()));
        Assert.Empty((await _table.ReadRowAsync(Member(2).SiloAddress)).Members);
    }

    [Fact]
    public async Task A_member_is_inserted_once_and_only_at_the_current_version()
    {
        var stale = await Next();
        Assert.True(await _table.InsertRowAsync(Member(1), stale));

        Assert.False(await _table.InsertRowAsync(Member(2), stale));
        Assert.False(await _table.InsertRowAsync(Member(1), await Next()));

        Assert.Equal(1, (await _table.ReadAllAsync()).Version.Version);
        Assert.Single((await _table.ReadAllAsync()).Members);
    }

    [Fact]
    public async Task Of_inserts_at_the_same_version_exactly_one_wins()
    {
        var next = await Next();

        var outcomes = await Task.WhenAll(Enumerable.Range(1, 8).Select(number => Task.Run(() => _table.InsertRowAsync(Member(number), next))));

        Assert.Single(outcomes, won => won);
        Assert.Single((await _table.ReadAllAsync()).Members);
        Assert.Equal(1, (await _table.ReadAllAsync()).Version.Version);
    }

    [Fact]
    public async Task An_update_needs_the_current_version_and_an_existing_member()
    {
        var stale = await Next();
        await _table.InsertRowAsync(Member(1), stale);
        var suspected = Member(1);
        suspected.Status = SiloStatus.Active;
        suspected.AddSuspector(Member(2).SiloAddress, _start);

        Assert.False(await Update(suspected, stale));
        Assert.False(await Update(Member(3), await Next()));
        Assert.Equal(1, (await _table.ReadAllAsync()).Version.Version);
        Assert.True(await Update(suspected, await Next()));

        var (read, _) = Assert.Single((await _table.ReadAllAsync()).Members);
        Assert.Equal(2, (await _table.ReadAllAsync()).Version.Version);
        Assert.Equal(SiloStatus.Active, read.Status);
        Assert.Equal(Member(2).SiloAddress, Assert.Single(read.SuspectTimes!).Item1);
    }

    [Fact]
    public async Task A_sign_of_life_changes_the_time_and_not_the_version()
    {
        await _table.InsertRowAsync(Member(1), await Next());
        var alive = Member(1);
        alive.IAmAliveTime = _start.AddMinutes(5);

        await _table.UpdateIAmAliveAsync(alive);

        var table = await _table.ReadAllAsync();
        Assert.Equal(1, table.Version.Version);
        Assert.Equal(_start.AddMinutes(5), Assert.Single(table.Members).Item1.IAmAliveTime.ToUniversalTime());
    }

    [Fact]
    public async Task Cleaning_up_removes_the_long_dead_and_nobody_else()
    {
        foreach (var (number, status, at) in ((int, SiloStatus, DateTime)[])
            [(1, SiloStatus.Dead, _start), (2, SiloStatus.Active, _start), (3, SiloStatus.Dead, _start.AddDays(9))])
        {
            var member = Member(number);
            (member.StartTime, member.IAmAliveTime) = (at, at);
            await _table.InsertRowAsync(member, await Next());
            member.Status = status;
            await Update(member, await Next());
        }

        await _table.CleanupDefunctSiloEntriesAsync(new DateTimeOffset(_start.AddDays(7)));

        Assert.Equal(
            ["silo-2", "silo-3"],
            (await _table.ReadAllAsync()).Members.Select(member => member.Item1.SiloName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_cluster_can_be_deleted_with_its_members()
    {
        await _table.InsertRowAsync(Member(1), await Next());

        await _table.DeleteMembershipTableEntriesAsync(ClusterId);
        await _table.InitializeMembershipTableAsync(tryInitTableVersion: true);

        Assert.Empty((await _table.ReadAllAsync()).Members);
    }

    private string ClusterId => _provider.Services.GetRequiredService<
        Microsoft.Extensions.Options.IOptions<Orleans.Configuration.ClusterOptions>>().Value.ClusterId;

    private async Task<TableVersion> Next() => (await _table.ReadAllAsync()).Version.Next();

    private Task<bool> Update(MembershipEntry member, TableVersion version) =>
        _table.UpdateRowAsync(member, version.VersionEtag, version);

    private static MembershipEntry Member(int number) => new()
    {
        SiloAddress = SiloAddress.New(new IPEndPoint(IPAddress.Loopback, 11000 + number), 500 + number),
        SiloName = $"silo-{number}",
        HostName = $"host-{number}",
        Status = SiloStatus.Joining,
        ProxyPort = 30000 + number,
        StartTime = _start,
        IAmAliveTime = _start,
    };
}
