using Npgsql;
using Portal.Bench.Portals;

namespace Portal.Bench.Baseline;

/// <summary>The least that storing a message can cost: one insert of its text, two indexes, no rules.</summary>
public sealed class RawInserts(NpgsqlDataSource database)
{
    private const string Insert = "insert into raw_message (id, conversation_id, body, sent_at) values (@id, @conversation, @body, @now)";

    public async Task Migrate()
    {
        await using var command = database.CreateCommand("""
            create table raw_message (id text collate "C" primary key, conversation_id text collate "C" not null, body text not null, sent_at timestamptz not null);
            create index raw_message_by_conversation on raw_message (conversation_id, sent_at);
            """);
        await command.ExecuteNonQueryAsync();
    }

    public async Task Add(string conversation)
    {
        await using var command = database.CreateCommand(Insert);
        command.Parameters.AddWithValue("id", Ulid.NewUlid().ToString());
        command.Parameters.AddWithValue("conversation", conversation);
        command.Parameters.AddWithValue("body", BenchPractice.Body);
        command.Parameters.AddWithValue("now", TimeProvider.System.GetUtcNow().UtcDateTime);
        await command.ExecuteNonQueryAsync();
    }
}
