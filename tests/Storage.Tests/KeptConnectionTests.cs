using System.Data.Common;
using System.Globalization;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Portal.Storage.Tests;

/// <summary>What connections to SQLite keep from one caller to the next, and what they must not.</summary>
public sealed class KeptConnectionTests(SqliteDatabase database) : StorageSuite(database), IClassFixture<SqliteDatabase>
{
    private const int MemoryOfStatements = 3;

    [Fact]
    public async Task A_document_is_written_and_read_by_statements_that_were_compiled_once()
    {
        // The last one that was given back is the next one that is taken. SQLite asks the authorizer while it compiles.
        var compiled = 0;
        await using (var connection = await Database.Database.DocumentSource.OpenConnectionAsync())
        {
            raw.sqlite3_set_authorizer(
                ((SqliteConnection)connection).Handle!,
                (delegate_authorizer)((_, _, _, _, _, _) =>
                {
                    compiled++;
                    return raw.SQLITE_OK;
                }),
                null);
        }

        await WriteAndRead("demo/kept");
        var once = compiled;
        for (var number = 0; number < 20; number++)
            await WriteAndRead($"demo/kept-{number}");

        Assert.InRange(once, 1, int.MaxValue);
        Assert.Equal(once, compiled);
    }

    [Fact]
    public async Task The_next_one_meets_neither_a_transaction_nor_values_of_the_last()
    {
        await Execute("create table if not exists kept (value text)");
        await using (var left = await Database.Database.DataSource.OpenConnectionAsync())
        {
            var transaction = await left.BeginTransactionAsync();
            await using var insert = With(left, "insert into kept (value) values (@value)", "left");
            insert.Transaction = transaction;
            await insert.ExecuteNonQueryAsync();
        }

        await using var next = await Database.Database.DataSource.OpenConnectionAsync();
        await using var count = With(next, "select count(*) from kept where value = @value", "left");
        Assert.Equal(0L, await count.ExecuteScalarAsync());
        await using (var insert = With(next, "insert into kept (value) values (@value)", "kept"))
            Assert.Equal(1, await insert.ExecuteNonQueryAsync());
        await using var without = With(next, "insert into kept (value) values (@value)", null);
        await Assert.ThrowsAnyAsync<Exception>(() => without.ExecuteNonQueryAsync());
        await using var again = With(next, "select count(*) from kept where value = @value", "kept");
        Assert.Equal(1L, await again.ExecuteScalarAsync());
    }

    [Fact]
    public async Task The_same_statement_is_read_twice_at_once()
    {
        const string text = "select value from json_each(@value)";
        await using var connection = await Database.Database.DataSource.OpenConnectionAsync();
        await using var outer = With(connection, text, "[1, 2, 3]");
        await using var inner = With(connection, text, "[4, 5]");
        var pairs = new List<string>();
        await using (var first = await outer.ExecuteReaderAsync())
        {
            while (await first.ReadAsync())
            {
                await using var second = await inner.ExecuteReaderAsync();
                while (await second.ReadAsync())
                    pairs.Add($"{first.GetInt32(0)}{second.GetInt32(0)}");
            }
        }

        Assert.Equal(["14", "15", "24", "25", "34", "35"], pairs);
    }

    [Fact]
    public async Task A_reading_that_was_left_does_not_go_on()
    {
        await Execute("create table if not exists log (value text)");
        await Execute("insert into log (value) values ('a'), ('b')");
        await using (var left = await Database.Database.DataSource.OpenConnectionAsync())
        {
            var reader = await With(left, "select value from log", null).ExecuteReaderAsync();
            Assert.True(await reader.ReadAsync());
        }

        await Execute("insert into log (value) values ('c')");

        // Whether it was kept from it, pages in the log, pages that were brought home.
        Assert.StartsWith("0|", Assert.Single(await List("pragma wal_checkpoint(truncate)")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Statements_without_end_are_not_all_kept()
    {
        await using var connection = await Database.Database.DataSource.OpenConnectionAsync();
        for (var number = 0; number < 10_000; number++)
        {
            await using var command = With(connection, string.Create(CultureInfo.InvariantCulture, $"select {number}, @value"), "x");
            Assert.Equal((long)number, await command.ExecuteScalarAsync());
        }

        // One takes more than a kilobyte.
        raw.sqlite3_db_status(((SqliteConnection)connection).Handle!, MemoryOfStatements, out var used, out _, 0);
        Assert.InRange(used, 1, 1_000_000);
    }

    [Fact]
    public async Task What_failed_is_done_again_by_the_same_connection()
    {
        await Execute("create table if not exists once (value text primary key)");
        await using var connection = await Database.Database.DataSource.OpenConnectionAsync();
        foreach (var (value, succeeds) in new[] { ("a", true), ("a", false), ("b", true) })
        {
            await using var insert = With(connection, "insert into once (value) values (@value)", value);
            if (succeeds)
                Assert.Equal(1, await insert.ExecuteNonQueryAsync());
            else
                await Assert.ThrowsAsync<SqliteException>(() => insert.ExecuteNonQueryAsync());
        }
    }

    private async Task WriteAndRead(string key)
    {
        await Write(key, "one");
        Assert.Equal("one", await ReadText(key));
    }

    private static DbCommand With(DbConnection connection, string text, string? value)
    {
        var command = connection.CreateCommand();
        command.CommandText = text;
        if (value is not null)
            command.Parameters.Add(new SqliteParameter("@value", value));
        return command;
    }
}
