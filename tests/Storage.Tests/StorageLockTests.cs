using System.Data.Common;

namespace Portal.Storage.Tests;

/// <summary>A lock that somebody else holds for longer than anybody waits.</summary>
public abstract class StorageLockSuite(TestDatabase database) : StorageSuite(database)
{
    [Fact]
    public async Task Writes_fail_while_another_holds_the_lock_and_go_through_with_the_same_version_after_it()
    {
        var notes = new List<GrainState<Note>>();
        for (var number = 0; number < 3; number++)
            notes.Add(await Write($"demo/locked-{number}", "before"));

        await using (await Database.HoldWriteLock())
        {
            for (var number = 0; number < notes.Count; number++)
                await Assert.ThrowsAnyAsync<DbException>(() => Write($"demo/locked-{number}", "during", notes[number]));
            await Assert.ThrowsAnyAsync<DbException>(() => Write("demo/locked-new", "during"));
            Assert.Equal("before", await ReadText("demo/locked-0"));
        }

        for (var number = 0; number < notes.Count; number++)
        {
            await Write($"demo/locked-{number}", "after", notes[number]);
            Assert.Equal("after", await ReadText($"demo/locked-{number}"));
        }

        await Write("demo/locked-new", "after");
        await Task.WhenAll(Enumerable.Range(0, 32).Select(number => Task.Run(() => Write($"demo/unlocked-{number}", "fine"))));
    }
}

public sealed class SqliteStorageLockTests(ImpatientSqliteDatabase database)
    : StorageLockSuite(database), IClassFixture<ImpatientSqliteDatabase>;

[Collection(PostgresTests.Name)]
public sealed class PostgresStorageLockTests(ImpatientPostgresDatabase database)
    : StorageLockSuite(database), IClassFixture<ImpatientPostgresDatabase>;
