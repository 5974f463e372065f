using Orleans.Storage;

namespace Portal.Storage.Tests;

/// <summary>What the grains count on, whichever database is underneath.</summary>
public abstract class GrainStorageSuite(TestDatabase database) : IAsyncLifetime
{
    private StorageProvider _provider = null!;

    protected TestDatabase Database => database;

    protected IGrainStorage Storage => _provider.Storage;

    public async Task InitializeAsync() => _provider = await StorageProvider.Start(database.Database);

    public async Task DisposeAsync() => await _provider.DisposeAsync();

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

    protected async Task<GrainState<Note>> Write(string key, string text, GrainState<Note>? note = null)
    {
        note ??= new GrainState<Note>();
        note.State = new Note { Text = text };
        await Storage.WriteStateAsync(Note.StateName, Note.Id(key), note);
        return note;
    }

    protected async Task<GrainState<Note>> Read(string key)
    {
        var note = new GrainState<Note>();
        await Storage.ReadStateAsync(Note.StateName, Note.Id(key), note);
        return note;
    }
}

public sealed class SqliteGrainStorageTests(SqliteDatabase database) : GrainStorageSuite(database), IClassFixture<SqliteDatabase>;

[Collection(PostgresTests.Name)]
public sealed class PostgresGrainStorageTests(PostgresDatabase database)
    : GrainStorageSuite(database), IClassFixture<PostgresDatabase>;
