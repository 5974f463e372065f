using Microsoft.Extensions.Logging.Abstractions;
using Portal.Grains.Documents;
using Portal.Silo.Documents;

namespace Portal.Storage.Tests;

/// <summary>The sweep of files over the tables of a cluster, and its views.</summary>
public abstract class StoredFileSuite(TestDatabase database) : StorageSuite(database)
{
    [Fact]
    public async Task Only_an_old_file_that_no_document_names_is_removed()
    {
        var queries = new DocumentQueries(Database.Database.DataSource);
        var sweep = new FileSweep(queries, new TableFiles(Database.Database.DataSource, queries), TimeProvider.System, NullLogger<FileSweep>.Instance);
        var (sent, sealed_, drafted, lost, young) = (await Upload(), await Upload(), await Upload(), await Upload(), await Upload(days: 0));
        await Document("conversation", "files/c1", Messages(sent));
        await Document("conversation", "files/c2", """{"messages": []}""");
        await Document("conversation_page", "files/c1/000000", Messages(sealed_));
        await Document("draft", "files/draft:u:new", $$"""{"draft": {"attachments": ["{{drafted}}"] } }""");

        Assert.Equal(1, await sweep.Sweep());

        string[] expected = [sent, sealed_, drafted, young];
        Assert.Equal(expected.Order(StringComparer.Ordinal), (await List("select id from blob")).Order(StringComparer.Ordinal));
        Assert.Equal(["4"], await List("select count(*) from blob_chunk"));
        Assert.DoesNotContain(lost, await List("select blob_id from blob_chunk"));
    }

    [Fact]
    public async Task Files_of_summaries_are_known_without_reading_every_document()
    {
        await Document("record_copy", "files/k1", """{"fileId": "f-copy", "outbox": [{"payload": {"fileId": "f-copy"}}]}""");
        await Document("received_document", "files/r1", """{"fileId": "f-came", "outbox": [{"mark": true}, {"payload": {"fileId": "f-packed"}}]}""");
        await Document("received_document", "files/r2", """{"fileId": "f-old"}""");

        var known = await List("select file_id from attached_file where file_id like 'f-%' order by file_id");

        Assert.Equal(["f-came", "f-copy", "f-old", "f-packed"], known);
    }

    private static string Messages(string file) =>
        $$"""{"messages": [{"body": "Hello", "attachments": []}, {"body": "See", "attachments": [{"id": "{{file}}", "name": "plan.pdf"}]}]}""";

    private async Task<string> Upload(int days = 2)
    {
        var id = Ulid.NewUlid(TimeProvider.System.GetUtcNow().AddDays(-days)).ToString().ToLowerInvariant();
        await Execute($"insert into blob (id, size, sha256) values ('{id}', 1, 'x')");
        await Execute($"insert into blob_chunk (blob_id, number, content) values ('{id}', 0, '1')");
        return id;
    }

    private Task Document(string state, string id, string doc) => Execute($"""
        insert into grain_state (service_id, state, id, n0, n1, doc, modified, version)
        values ('portal', '{state}', '{id}', 0, 0, '{doc}', '2026-11-23T15:00:00.000Z', 1)
        """);
}

public sealed class SqliteStoredFileTests(SqliteDatabase database) : StoredFileSuite(database), IClassFixture<SqliteDatabase>;

[Collection(PostgresTests.Name)]
public sealed class PostgresStoredFileTests(PostgresDatabase database) : StoredFileSuite(database), IClassFixture<PostgresDatabase>;
