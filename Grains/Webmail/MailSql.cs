using System.Collections.Immutable;
using System.Data.Common;
using System.Globalization;
using System.Text;
using Portal.Grains.Interfaces.Webmail;

namespace Portal.Grains.Webmail;

/// <summary>A row with the text that it is ordered by.</summary>
internal sealed record OrderedRow(string At, MailRow Row);

/// <summary>A query with its arguments.</summary>
internal sealed record MailStatement(string Text, (string Name, object? Value)[] Arguments);

/// <summary>The queries over the mail views. Each is one range of one index (migration 0003).</summary>
internal static class MailSql
{
    public static int SizeOf(int wanted) => Math.Clamp(wanted, 1, WebmailLimits.PageSize);

    public static ImmutableArray<int> DoneValues(WorkFilter filter) => filter switch
    {
        WorkFilter.Done => [1],
        WorkFilter.All => [0, 1],
        _ => [0],
    };

    public static MailStatement PatientPage(MailQuery query, string practice, string owner)
    {
        var at = query.Folder is MailFolder.Sent ? "wrote_at" : "last_at";
        var text = new StringBuilder($"""
            select {at}, conversation_id, subject, correspondent, regarding, snippet, last_at, unread, has_attachment, practice_side, null, null
            from mail_patient_side as box
            where practice = @practice and owner = @owner
            """);
        var arguments = new List<(string, object?)> { ("practice", practice), ("owner", owner) };
        text.Append(query.Folder switch
        {
            MailFolder.Sent => " and wrote_at is not null",
            MailFolder.Archive => " and archived = 1",
            _ => " and archived = 0",
        });
        Search(text, arguments, query.Text, withNotes: false);
        return Finish(text, arguments, at, query.After, query.Size);
    }

    public static MailStatement PracticePage(StaffMailQuery query, string practice, string? owner, int done)
    {
        var text = new StringBuilder($"""
            select last_at, conversation_id, subject, correspondent, regarding, snippet, last_at, unread, has_attachment, owner, work, assignee_name
            from mail_practice_side as box
            where practice = @practice and done = {done}
            """);
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

    private static void Search(StringBuilder text, List<(string, object?)> arguments, string words, bool withNotes)
    {
        if (string.IsNullOrWhiteSpace(words))
            return;
        var notes = withNotes ? "" : " and note = 0";
        text.Append(CultureInfo.InvariantCulture, $"""
             and (lower(subject) like @words escape '!' or lower(correspondent) like @words escape '!' or lower(coalesce(regarding, '')) like @words escape '!'
              or exists (select 1 from mail_open_text as t where t.row_id = box.row_id{notes} and t.body like @words escape '!')
              or exists (select 1 from mail_sealed_text as t where t.row_id > box.row_id || '/' and t.row_id < box.row_id || '0'{notes} and t.body like @words escape '!'))
            """);
        var pattern = words.Trim().ToLowerInvariant()
            .Replace("!", "!!", StringComparison.Ordinal)
            .Replace("%", "!%", StringComparison.Ordinal)
            .Replace("_", "!_", StringComparison.Ordinal);
        arguments.Add(("words", $"%{pattern}%"));
    }

    private static MailStatement Finish(
        StringBuilder text, List<(string, object?)> arguments, string at, string? after, int size)
    {
        if (after?.Split('|') is [var time, var id])
        {
            text.Append(CultureInfo.InvariantCulture, $" and ({at} < @time or ({at} = @time and conversation_id < @id))");
            arguments.Add(("time", time));
            arguments.Add(("id", id));
        }

        text.Append(CultureInfo.InvariantCulture, $" order by {at} desc, conversation_id desc limit {SizeOf(size) + 1}");
        return new(text.ToString(), [.. arguments]);
    }
}
