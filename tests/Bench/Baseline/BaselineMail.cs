using Npgsql;
using NpgsqlTypes;

namespace Portal.Bench.Baseline;

/// <summary>A message as the ordinary program gets it.</summary>
public sealed record NewMessage(string RequestId, string Body);

/// <summary>
/// Webmail the ordinary way: tables with a row for each thing, one transaction for each message. It keeps the same
/// promises as the portal's conversation: only participants, each request once, unread and folders of both sides, the
/// practice's work, an audit trail, one e-mail notice until the person looks.
/// </summary>
public sealed class BaselineMail(NpgsqlDataSource database)
{
    private const string Find = """
        select c.practice_owner, p.owner, p.owner = @user
        from conversation c join participant p on p.conversation_id = c.id and not p.is_practice
        where c.id = @conversation and (@staff or p.owner = @user)
        """;

    private const string AddMessage = """
        insert into message (id, conversation_id, request_id, by_staff, author_id, author_name, body, sent_at)
        values (@id, @conversation, @request, @staff, @user, @name, @body, @now)
        on conflict (request_id) do nothing
        """;

    private const string MoveConversation = """
        update conversation
        set total = total + 1, snippet = @snippet, last_at = @now, work = case when @staff then 'WaitingPatient' else 'Open' end,
            assignee_id = case when @staff then coalesce(assignee_id, @user) else assignee_id end
        where id = @conversation
        """;

    private const string MoveParticipants = """
        update participant
        set unread = is_practice <> @staff, archived = false, last_at = @now,
            wrote_at = case when is_practice = @staff then @now else wrote_at end
        where conversation_id = @conversation
        """;

    private const string TellOnce = """
        with told as (
            insert into mailbox (owner, told_at) values (@owner, @now)
            on conflict (owner) do update set told_at = @now where mailbox.told_at is null
            returning owner)
        insert into notice (id, owner, created_at) select @id, owner, @now from told
        """;

    private const string KeepTrail = """
        insert into audit (practice, at, actor, action, target) values ('bench', @now, @user, 'webmail.send', @conversation)
        """;

    public Task Migrate() => Run(BaselineSchema.Text);

    public async Task Begin(string id, string practiceOwner, string patientOwner, string patientName, string subject, NewMessage message)
    {
        await Run(
            """
            insert into conversation (id, practice, subject, patient_name, practice_owner, total, snippet, last_at, work)
            values (@id, 'bench', @subject, @name, @practice, 0, '', @now, 'Open');
            """,
            ("id", id), ("subject", subject), ("name", patientName), ("practice", practiceOwner), ("now", Now));
        await Run(
            """
            insert into participant (conversation_id, owner, is_practice, unread, archived, last_at)
            values (@id, @practice, true, true, false, @now), (@id, @patient, false, false, false, @now)
            """,
            ("id", id), ("practice", practiceOwner), ("patient", patientOwner), ("now", Now));
        await Post(id, staff: false, patientOwner, patientName, message);
    }

    /// <returns>The two mailboxes that changed, or none when the writer has no part in the conversation.</returns>
    public async Task<string[]> Post(string conversation, bool staff, string user, string name, NewMessage message)
    {
        await using var connection = await database.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        if (await Mailboxes(connection, conversation, staff, user) is not [var practiceOwner, var patientOwner])
            return [];
        var id = Ulid.NewUlid().ToString();
        await using var batch = new NpgsqlBatch(connection, transaction);
        Add(batch, AddMessage, ("id", id), ("conversation", conversation), ("request", message.RequestId), ("staff", staff),
            ("user", user), ("name", name), ("body", message.Body), ("now", Now));
        Add(batch, MoveConversation, ("snippet", Snippet(message.Body)), ("now", Now), ("staff", staff), ("user", user), ("conversation", conversation));
        Add(batch, MoveParticipants, ("staff", staff), ("now", Now), ("conversation", conversation));
        Add(batch, KeepTrail, ("now", Now), ("user", user), ("conversation", conversation));
        if (staff)
            Add(batch, TellOnce, ("owner", patientOwner), ("now", Now), ("id", id));
        await batch.ExecuteNonQueryAsync();

        // The request was answered before: nothing else of it may have an effect.
        if (batch.BatchCommands[0].RecordsAffected == 0)
            return [];

        await transaction.CommitAsync();
        return [practiceOwner, patientOwner];
    }

    private static async Task<string[]> Mailboxes(NpgsqlConnection connection, string conversation, bool staff, string user)
    {
        await using var find = new NpgsqlCommand(Find, connection);
        find.Parameters.AddWithValue("conversation", conversation);
        find.Parameters.AddWithValue("staff", staff);
        find.Parameters.AddWithValue("user", user);
        await using var reader = await find.ExecuteReaderAsync();
        return await reader.ReadAsync() ? [reader.GetString(0), reader.GetString(1)] : [];
    }

    private static DateTime Now => TimeProvider.System.GetUtcNow().UtcDateTime;

    private static string Snippet(string body) => body.Length <= 140 ? body : body[..140];

    private static void Add(NpgsqlBatch batch, string text, params (string Name, object Value)[] arguments)
    {
        var command = new NpgsqlBatchCommand(text);
        foreach (var (name, value) in arguments)
            command.Parameters.Add(Parameter(name, value));
        batch.BatchCommands.Add(command);
    }

    private async Task Run(string text, params (string Name, object Value)[] arguments)
    {
        await using var command = database.CreateCommand(text);
        foreach (var (name, value) in arguments)
            command.Parameters.Add(Parameter(name, value));
        await command.ExecuteNonQueryAsync();
    }

    private static NpgsqlParameter Parameter(string name, object value) => value is DateTime
        ? new NpgsqlParameter(name, NpgsqlDbType.TimestampTz) { Value = value }
        : new NpgsqlParameter(name, value);
}
