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

    public Task Add(string practice, params (string Id, ConversationState State)[] conversations) => database.Database.Insert(
        "conversation", conversations.Select(one => ($"{practice}/{one.Id}", JsonSerializer.Serialize(one.State, DocumentJson.Options))));

    public Task Seal(string practice, string conversation, params Message[] messages) => database.Database.Insert(
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
            await _queries.List("analyze grain_state", row => row.GetString(0));
    }
}
