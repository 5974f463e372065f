using System.Text.Json;
using Portal.Grains.Documents;
using Portal.Grains.Interfaces.Webmail;
using Portal.Grains.Webmail;

namespace Portal.Storage.Tests.Webmail;

/// <summary>Puts conversations into the database as their grains would, and reads them by the queries of the mailboxes.</summary>
internal sealed class MailStore(TestDatabase database)
{
    public const string Owner = "user:u-ana";

    private static readonly DateTimeOffset _noon = new(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);
    private readonly bool _isSqlite = database.Database.Kind is Silo.Storage.DatabaseKind.Sqlite;
    private readonly DocumentQueries _queries = new(database.Database.DataSource);

    public static ConversationState About(string patient, int number, string subject = "Crown", params Message[] messages) => new()
    {
        Subject = subject,
        PatientId = patient,
        PatientName = "Zoë Ñandú",
        Patient = new() { Owner = Owner, PatientId = "ana", Name = "Ana Ortiz", Unread = true, WroteAt = _noon.AddSeconds(number) },
        Practice = new() { Owner = "provider:raman", Name = "Dr. Raman" },
        Messages = [.. messages],
        Total = messages.Length,
        LastAt = _noon.AddSeconds(number),
    };

    public static Message Said(string body, Author author = Author.Patient) => new("m", author, "", "", _noon, body, []);

    public Task Add(string practice, params (string Id, ConversationState State)[] conversations) => Insert(
        "conversation", [.. conversations.Select(one => ($"{practice}/{one.Id}", JsonSerializer.Serialize(one.State, DocumentJson.Options)))]);

    public Task Seal(string practice, string conversation, params Message[] messages) => Insert(
        ConversationPage.RowName,
        ($"{practice}/{conversation}/000000", JsonSerializer.Serialize(new ConversationPage { Messages = [.. messages] }, DocumentJson.Options)));

    public async Task<string[]> List(MailStatement statement)
    {
        var rows = await _queries.List(statement.Text, MailSql.ReadRow, statement.Arguments);
        return [.. rows.Select(row => row.Row.ConversationId)];
    }

    public async Task<string> Explain(MailStatement statement)
    {
        var lines = await _queries.List(
            (_isSqlite ? "explain query plan " : "explain ") + statement.Text, row => row.GetString(_isSqlite ? 3 : 0), statement.Arguments);
        return string.Join('\n', lines);
    }

    /// <summary>What PostgreSQL does by itself sooner or later, and SQLite does not.</summary>
    public async Task Analyze()
    {
        if (!_isSqlite)
            await _queries.List("analyze", row => row.GetString(0));
    }

    private async Task Insert(string state, params (string Key, string Doc)[] documents)
    {
        await using var connection = await database.Database.DataSource.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = $"""
            insert into grain_state (service_id, state, id, n0, n1, doc, modified, version)
            values ('portal', '{state}', @id, 0, 0, {(_isSqlite ? "@doc" : "cast(@doc as jsonb)")}, '2026-11-20T12:00:00.000Z', 1)
            """;
        var (id, doc) = (command.CreateParameter(), command.CreateParameter());
        (id.ParameterName, doc.ParameterName) = ("id", "doc");
        command.Parameters.Add(id);
        command.Parameters.Add(doc);
        foreach (var document in documents)
        {
            (id.Value, doc.Value) = (document.Key, document.Doc);
            await command.ExecuteNonQueryAsync();
        }

        await transaction.CommitAsync();
    }
}
