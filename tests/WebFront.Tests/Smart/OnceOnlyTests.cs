using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Portal.WebFront.Apps.Storage;

namespace Portal.WebFront.Tests.Smart;

public sealed class OnceOnlyTests : IDisposable
{
    private static readonly DateTimeOffset _until = new(2026, 11, 28, 12, 0, 0, TimeSpan.Zero);
    private readonly string _file = Path.Combine(Path.GetTempPath(), $"once-{Ulid.NewUlid()}.db");

    public void Dispose()
    {
        SqliteConnection.ClearAllPools();
        File.Delete(_file);
    }

    [Fact]
    public async Task A_mark_that_cannot_be_written_is_a_failure_and_not_a_second_use()
    {
        await MakeDatabase();
        Assert.True(await new OnceOnly(Scopes(SqliteOpenMode.ReadWrite)).Take("exchange", "first", _until));
        var broken = new OnceOnly(Scopes(SqliteOpenMode.ReadOnly));

        await Assert.ThrowsAsync<SqliteException>(() => broken.Take("exchange", "second", _until));
        Assert.True(await broken.WasTaken("exchange", "first"));
        Assert.False(await broken.WasTaken("exchange", "second"));
    }

    [Fact]
    public async Task Of_many_at_the_same_moment_one_is_the_first()
    {
        await MakeDatabase();
        var once = new OnceOnly(Scopes(SqliteOpenMode.ReadWrite));

        var taken = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => once.Take("exchange", "same", _until))));

        Assert.Single(taken, first => first);
        Assert.True(await once.WasTaken("exchange", "same"));
        Assert.False(await once.WasTaken("launch", "same"));
    }

    private async Task MakeDatabase()
    {
        await using var connection = new SqliteConnection($"Data Source={_file}");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = "create table used_once (id text primary key, until text not null)";
        await command.ExecuteNonQueryAsync();
    }

    private IServiceScopeFactory Scopes(SqliteOpenMode mode) => new ServiceCollection()
        .AddDbContext<TokenContext>(options => options.UseSqlite($"Data Source={_file};Mode={mode}").UseOpenIddict())
        .BuildServiceProvider().GetRequiredService<IServiceScopeFactory>();
}
