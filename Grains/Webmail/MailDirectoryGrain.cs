using System.Collections.Immutable;
using Orleans.Concurrency;
using Portal.Grains.Documents;
using Portal.Grains.Interfaces;
using Portal.Grains.Interfaces.Access;
using Portal.Grains.Interfaces.Webmail;

namespace Portal.Grains.Webmail;

[StatelessWorker, GrainType("mail-directory")]
public sealed class MailDirectoryGrain(DocumentQueries queries) : Grain, IMailDirectoryGrain
{
    private const int CountUpTo = 100;

    public async Task<MailPage> PatientList(MailQuery query)
    {
        var sql = MailSql.PatientPage(query, Practice, MailOwner.User(CallerScope.Required.UserId));
        return PageOf(await queries.List(sql.Text, MailSql.ReadRow, sql.Arguments), MailSql.SizeOf(query.Size));
    }

    public async Task<MailPage> StaffList(StaffMailQuery query)
    {
        var size = MailSql.SizeOf(query.Size);
        var rows = new List<OrderedRow>();

        // One range of the index for each mailbox and for done or not: each is read in order and only as far as needed.
        var owners = query.Owners.IsDefaultOrEmpty ? [null] : query.Owners.Select(owner => (string?)owner);
        foreach (var owner in owners)
        {
            foreach (var done in MailSql.DoneValues(query.Work))
            {
                var sql = MailSql.PracticePage(query, Practice, owner, done);
                rows.AddRange(await queries.List(sql.Text, MailSql.ReadRow, sql.Arguments));
            }
        }

        var newest = rows
            .OrderByDescending(row => row.At, StringComparer.Ordinal)
            .ThenByDescending(row => row.Row.ConversationId, StringComparer.Ordinal)
            .Take(size + 1);
        return PageOf([.. newest], size);
    }

    public Task<int> PatientUnread() => Count("mail_patient_side", [MailOwner.User(CallerScope.Required.UserId)]);

    public Task<int> StaffUnread(ImmutableArray<string> owners) => Count("mail_practice_side", owners);

    private string Practice => GrainKey.Parse(this.GetPrimaryKeyString()).Practice;

    private static MailPage PageOf(ImmutableArray<OrderedRow> rows, int size)
    {
        var shown = rows.Take(size).ToImmutableArray();
        var next = rows.Length > size ? $"{shown[^1].At}|{shown[^1].Row.ConversationId}" : null;
        return new([.. shown.Select(row => row.Row)], next);
    }

    private async Task<int> Count(string view, ImmutableArray<string> owners)
    {
        var total = 0;
        foreach (var owner in owners)
        {
            var text = $"select count(*) from (select 1 from {view} where practice = @practice and owner = @owner and unread = 1 limit {CountUpTo}) as unread";
            var counts = await queries.List(text, reader => reader.GetInt32(0), ("practice", Practice), ("owner", owner));
            total += counts[0];
        }

        return Math.Min(total, CountUpTo);
    }
}
