using System.Collections.Immutable;
using System.Data.Common;
using System.Globalization;
using System.Text;
using Portal.Grains.Interfaces.Webmail;

namespace Portal.Grains.Webmail;

/// <summary>A row with the text that it is ordered by.</summary>
/// <param name="At">It.</param>
/// <param name="PatientId">Whom the conversation is about, where a patient asks.</param>
/// <param name="Row">The row.</param>
public sealed record OrderedRow(string At, string PatientId, MailRow Row);

/// <summary>A query with its arguments.</summary>
public sealed record MailStatement(string Text, (string Name, object? Value)[] Arguments);

/// <summary>The queries over the mail views. Each is one range of one index (migration 0003).</summary>
public static class MailSql
{
    // The database folds what was typed as it folds what is stored, and in a subquery it does so once.
    private const string Pattern =
        "(select '%' || replace(replace(replace(portal_fold(@words), '!', '!!'), '%', '!%'), '_', '!_') || '%') escape '!'";

    private const string PracticeColumns =
        "select last_at, conversation_id, subject, correspondent, regarding, snippet, last_at, unread, has_attachment, owner, work, assignee_name, '' "
        + "from mail_practice_side as box";

    public static int SizeOf(int wanted) => Math.Clamp(wanted, 1, WebmailLimits.PageSize);

    public static ImmutableArray<int> DoneValues(WorkFilter filter) => filter switch
    {
        WorkFilter.Done => [1],
        WorkFilter.All => [0, 1],
        _ => [0],
    };

    /// <param name="query">What is asked for.</param>
    /// <param name="practice">The practice.</param>
    /// <param name="owner">Whose mailbox.</param>
    /// <param name="about">Patients whom the owner may see; none leaves it to the reader to look.</param>
    public static MailStatement PatientPage(MailQuery query, string practice, string owner, ImmutableArray<string>? about)
    {
        var at = query.Folder is MailFolder.Sent ? "wrote_at" : "last_at";
        var text = new StringBuilder($"""
            select {at}, conversation_id, subject, correspondent, regarding, snippet, last_at, unread, has_attachment, practice_side, null, null, patient_id
            from mail_patient_side as box
            where practice = @practice and owner = @owner
            """);
        var arguments = new List<(string, object?)> { ("practice", practice), ("owner", owner) };
        text.Append(query.Folder switch
        {
            MailFolder.Sent => " and wrote_at > ''",
            MailFolder.Archive => " and archived = 1",
            _ => " and archived = 0",
        });
        About(text, arguments, about);
        Search(text, arguments, query.Text, withNotes: false);
        return Finish(text, arguments, at, query.After, query.Size);
    }

    /// <summary>Whom the unread conversations of a person's mailbox are about, one row for each.</summary>
    public static MailStatement PatientUnread(string practice, string owner, ImmutableArray<string>? about, int most)
    {
        var text = new StringBuilder("select patient_id from mail_patient_side where practice = @practice and owner = @owner and unread = 1");
        var arguments = new List<(string, object?)> { ("practice", practice), ("owner", owner) };
        About(text, arguments, about);
        text.Append(CultureInfo.InvariantCulture, $" limit {most}");
        return new(text.ToString(), [.. arguments]);
    }

    public static MailStatement PracticeUnread(string practice, string owner, int most) => new(
        string.Create(CultureInfo.InvariantCulture, $"select count(*) from (select 1 from mail_practice_side where practice = @practice and owner = @owner and unread = 1 limit {most}) as unread"),
        [("practice", practice), ("owner", owner)]);

    public static MailStatement AboutPatient(string practice, string patientId, int size)
    {
        var text = new StringBuilder($"{PracticeColumns} where practice = @practice and patient_id = @patient");
        return Finish(text, [("practice", practice), ("patient", patientId)], "last_at", after: null, size);
    }

    public static MailStatement PracticePage(StaffMailQuery query, string practice, string? owner, int done)
    {
        var text = new StringBuilder(string.Create(CultureInfo.InvariantCulture, $"{PracticeColumns} where practice = @practice and done = {done}"));
        var arguments = new List<(string, object?)> { ("practice", practice) };
        if (owner is not null)
        {
            text.Append(" and owner = @owner");
            arguments.Add(("owner", owner));
        }

        if (query.AssignedTo is { } assignee)
        {
            text.Append(" and assignee_id = @assignee");
            arguments.Add(("assignee", assignee));
        }

        if (query.Work is WorkFilter.NeedsAnswer)
            text.Append(" and work = 'Open'");
        Search(text, arguments, query.Text, withNotes: true);
        return Finish(text, arguments, "last_at", query.After, query.Size);
    }

    public static OrderedRow ReadRow(DbDataReader reader) => new(
        reader.GetString(0),
        reader.GetString(12),
        new MailRow
        {
            ConversationId = reader.GetString(1),
            Subject = reader.GetString(2),
            Correspondent = reader.GetString(3),
            Regarding = TextOrNone(reader, 4),
            Snippet = reader.GetString(5),
            LastAt = DateTimeOffset.Parse(reader.GetString(6), CultureInfo.InvariantCulture),
            Unread = reader.GetInt32(7) == 1,
            HasAttachment = reader.GetInt32(8) == 1,
            PracticeSide = reader.GetString(9),
            Work = Enum.TryParse<WorkState>(TextOrNone(reader, 10), out var work) ? work : default,
            AssigneeName = TextOrNone(reader, 11),
        });

    private static string? TextOrNone(DbDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetString(column);

    private static void About(StringBuilder text, List<(string, object?)> arguments, ImmutableArray<string>? about)
    {
        if (about is not { } people)
            return;
        text.Append(CultureInfo.InvariantCulture, $" and patient_id in ({string.Join(", ", people.Select((_, i) => $"@about{i}"))})");
        arguments.AddRange(people.Select((person, i) => ($"about{i}", (object?)person)));
    }

    private static void Search(StringBuilder text, List<(string, object?)> arguments, string words, bool withNotes)
    {
        if (string.IsNullOrWhiteSpace(words))
            return;
        var notes = withNotes ? "" : " and note = 0";
        text.Append(CultureInfo.InvariantCulture, $"""
             and (portal_fold(subject) like {Pattern} or portal_fold(correspondent) like {Pattern} or portal_fold(coalesce(regarding, '')) like {Pattern}
              or exists (select 1 from mail_open_text as t where t.row_id = box.row_id{notes} and portal_fold(t.body) like {Pattern})
              or exists (select 1 from mail_sealed_text as t where t.row_id > box.row_id || '/' and t.row_id < box.row_id || '0'{notes} and portal_fold(t.body) like {Pattern}))
            """);
        arguments.Add(("words", words.Trim()));
    }

    private static MailStatement Finish(
        StringBuilder text, List<(string, object?)> arguments, string at, string? after, int size)
    {
        if (after?.Split('|') is [var time, var id])
        {
            // SQLite finds the place in the index by the first of the two, PostgreSQL by both.
            text.Append(CultureInfo.InvariantCulture, $" and {at} <= @time and ({at}, conversation_id) < (@time, @id)");
            arguments.Add(("time", time));
            arguments.Add(("id", id));
        }

        text.Append(CultureInfo.InvariantCulture, $" order by {at} desc, conversation_id desc limit {SizeOf(size) + 1}");
        return new(text.ToString(), [.. arguments]);
    }
}
