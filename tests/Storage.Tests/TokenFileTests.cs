using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;
using Portal.Silo.Storage;

namespace Portal.Storage.Tests;

/// <summary>The file of the apps' tokens beside the portal's own database.</summary>
public sealed class TokenFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("portal-tokens-").FullName;

    [Fact]
    public async Task The_file_is_made_once_and_kept()
    {
        await Execute(await TokenFile.Prepare(_folder, NullLogger.Instance), "insert into used_once (id, until) values ('a', '2026-11-27')");

        var again = await TokenFile.Prepare(_folder, NullLogger.Instance);

        Assert.Equal(1L, await Execute(again, "select count(*) from used_once"));
        Assert.Equal("wal", await Execute(again, "pragma journal_mode"));
    }

    [Fact]
    public async Task A_file_of_a_newer_release_is_refused_in_words()
    {
        var file = await TokenFile.Prepare(_folder, NullLogger.Instance);
        await Execute(file, "insert into schema_version (number, name, hash) values (9999, 'later', 'x')");

        var refused = await Assert.ThrowsAsync<SchemaMismatchException>(() => TokenFile.Prepare(_folder, NullLogger.Instance));

        Assert.Contains("older than the database", refused.Message, StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static async Task<object?> Execute(string file, string text)
    {
        await using var connection = new SqliteConnection(new SqliteConnectionStringBuilder(file) { Pooling = false }.ToString());
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = text;
        return await command.ExecuteScalarAsync();
    }
}
