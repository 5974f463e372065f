using Orleans.Storage;
using Portal.Silo.Storage;

namespace Portal.Storage.Tests;

/// <summary>Reading, writing, clearing, and who wins.</summary>
public abstract class GrainStorageSuite(TestDatabase database) : StorageSuite(database)
{
    [Fact]
    public async Task What_is_written_is_read()
    {
        var written = await Write("demo/written", "hello");

        var read = await Read("demo/written");

        Assert.True(read.RecordExists);
        Assert.Equal("hello", read.State!.Text);
        Assert.Equal(written.ETag, read.ETag);
    }

    [Fact]
    public async Task Nothing_is_read_where_nothing_was_written()
    {
        var read = await Read("demo/nothing");

        Assert.False(read.RecordExists);
        Assert.Null(read.ETag);
        Assert.Equal("", read.State!.Text);
    }

    [Fact]
    public async Task A_rewrite_replaces_the_document_and_moves_its_version()
    {
        var note = await Write("demo/rewritten", "one");
        var first = note.ETag;
        await Write("demo/rewritten", "two", note);

        Assert.NotEqual(first, note.ETag);
        Assert.Equal("two", await ReadText("demo/rewritten"));
        Assert.Equal(1, await CountRows("demo/rewritten"));
    }

    [Fact]
    public async Task States_of_different_names_and_services_do_not_meet()
    {
        await Write("demo/shared", "note");
        var other = new GrainState<Note>(new Note { Text = "other" });
        await Storage.WriteStateAsync("other_note", Note.Id("demo/shared"), other);

        Assert.Equal("note", await ReadText("demo/shared"));
        Assert.Equal(2, await CountRows("demo/shared"));
    }

    [Fact]
    public async Task A_clear_removes_the_row_and_the_grain_can_write_again()
    {
        var note = await Write("demo/cleared", "secret");

        await Storage.ClearStateAsync(Note.StateName, Note.Id("demo/cleared"), note);

        Assert.Equal(0, await CountRows("demo/cleared"));
        Assert.False(note.RecordExists);
        Assert.Equal("", note.State!.Text);
        await Write("demo/cleared", "again", note);
        Assert.Equal("again", await ReadText("demo/cleared"));
    }

    [Fact]
    public async Task A_clear_without_a_read_before_it_removes_the_row()
    {
        await Write("demo/cleared-unread", "secret");

        await Storage.ClearStateAsync(Note.StateName, Note.Id("demo/cleared-unread"), new GrainState<Note>());

        Assert.Equal(0, await CountRows("demo/cleared-unread"));
    }

    [Fact]
    public async Task A_write_with_an_overtaken_version_is_refused_and_changes_nothing()
    {
        await Write("demo/overtaken", "first");
        var slow = await Read("demo/overtaken");
        await Write("demo/overtaken", "second", await Read("demo/overtaken"));

        await Assert.ThrowsAsync<InconsistentStateException>(() => Write("demo/overtaken", "late", slow));

        Assert.Equal("second", await ReadText("demo/overtaken"));
    }

    [Fact]
    public async Task A_clear_with_an_overtaken_version_is_refused_and_changes_nothing()
    {
        await Write("demo/clear-overtaken", "first");
        var slow = await Read("demo/clear-overtaken");
        await Write("demo/clear-overtaken", "second", await Read("demo/clear-overtaken"));

        await Assert.ThrowsAsync<InconsistentStateException>(
            () => Storage.ClearStateAsync(Note.StateName, Note.Id("demo/clear-overtaken"), slow));

        Assert.Equal("second", await ReadText("demo/clear-overtaken"));
    }

    [Fact]
    public async Task A_version_from_before_a_clear_does_not_fit_what_was_written_after_it()
    {
        var stale = await Write("demo/reborn", "old");
        await Storage.ClearStateAsync(Note.StateName, Note.Id("demo/reborn"), await Read("demo/reborn"));

        await Assert.ThrowsAsync<InconsistentStateException>(() => Write("demo/reborn", "zombie", stale));
        Assert.Equal(0, await CountRows("demo/reborn"));
        await Write("demo/reborn", "new");
        await Assert.ThrowsAsync<InconsistentStateException>(() => Write("demo/reborn", "zombie", stale));

        Assert.Equal("new", await ReadText("demo/reborn"));
    }

    [Fact]
    public async Task Of_two_first_writes_at_once_exactly_one_wins()
    {
        await using var second = await StorageProvider.Start(Database.Database);
        for (var round = 0; round < 50; round++)
        {
            var key = $"demo/first-{round}";
            var outcomes = await Task.WhenAll(FirstWrite(Storage, key, "one"), FirstWrite(second.Storage, key, "two"));

            var winner = Assert.Single(outcomes.OfType<string>());
            Assert.Equal(winner, await ReadText(key));
            Assert.Equal(1, await CountRows(key));
        }
    }

    [Fact]
    public async Task A_document_that_cannot_be_stored_is_refused_and_the_grain_can_write_on()
    {
        var note = await Write("demo/nul", "fine");

        var refusal = await Assert.ThrowsAsync<DocumentException>(() => Write("demo/nul", "a\0b", note));
        await Write("demo/nul", "mended", note);

        Assert.Contains("U+0000", refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("a\0b", refusal.Message, StringComparison.Ordinal);
        Assert.Equal("mended", await ReadText("demo/nul"));
    }

    private static async Task<string?> FirstWrite(IGrainStorage storage, string key, string text)
    {
        try
        {
            var note = new GrainState<Note>(new Note { Text = text });
            await Task.Run(() => storage.WriteStateAsync(Note.StateName, Note.Id(key), note));
            return text;
        }
        catch (InconsistentStateException)
        {
            return null;
        }
    }
}

public sealed class SqliteGrainStorageTests(SqliteDatabase database) : GrainStorageSuite(database), IClassFixture<SqliteDatabase>;

[Collection(PostgresTests.Name)]
public sealed class PostgresGrainStorageTests(PostgresDatabase database)
    : GrainStorageSuite(database), IClassFixture<PostgresDatabase>;
