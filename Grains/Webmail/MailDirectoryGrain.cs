using System.Collections.Immutable;
using Orleans.Concurrency;
using Portal.Grains.Documents;
using Portal.Grains.Interfaces;
using Portal.Grains.Interfaces.Access;
using Portal.Grains.Interfaces.Patients;
using Portal.Grains.Interfaces.Webmail;

namespace Portal.Grains.Webmail;

[StatelessWorker, GrainType("mail-directory")]
public sealed class MailDirectoryGrain(DocumentQueries queries, IGrainFactory grains) : Grain, IMailDirectoryGrain
{
    private const int CountUpTo = 100;

    public async Task<MailPage> PatientList(MailQuery query)
    {
        var owner = MailOwner.User(CallerScope.Required.UserId);
        return PageOf(
            await Seen(about => Rows(MailSql.PatientPage(query, Practice, owner, about)), row => row.PatientId),
            MailSql.SizeOf(query.Size));
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
                rows.AddRange(await Rows(MailSql.PracticePage(query, Practice, owner, done)));
            }
        }

        var newest = rows
            .OrderByDescending(row => row.At, StringComparer.Ordinal)
            .ThenByDescending(row => row.Row.ConversationId, StringComparer.Ordinal)
            .Take(size + 1);
        return PageOf([.. newest], size);
    }

    public async Task<MailPage> AboutPatient(string patientId, int size) =>
        PageOf(await Rows(MailSql.AboutPatient(Practice, patientId, size)), MailSql.SizeOf(size));

    public async Task<int> PatientUnread()
    {
        var owner = MailOwner.User(CallerScope.Required.UserId);
        var unread = await Seen(about => Unread(MailSql.PatientUnread(Practice, owner, about, CountUpTo)), patientId => patientId);
        return unread.Length;
    }

    public async Task<int> StaffUnread(ImmutableArray<string> owners)
    {
        var total = 0;
        foreach (var owner in owners)
        {
            var sql = MailSql.PracticeUnread(Practice, owner, CountUpTo);
            total += await queries.First(sql.Text, reader => reader.GetInt32(0), sql.Arguments);
        }

        return Math.Min(total, CountUpTo);
    }

    private string Practice => GrainKey.Parse(this.GetPrimaryKeyString()).Practice;

    private static MailPage PageOf(ImmutableArray<OrderedRow> rows, int size)
    {
        var shown = rows.Take(size).ToImmutableArray();
        var next = rows.Length > size ? $"{shown[^1].At}|{shown[^1].Row.ConversationId}" : null;
        return new([.. shown.Select(row => row.Row)], next);
    }

    /// <summary>
    /// Keeps what is about patients whom the caller may see. Most mail is about its reader, and then nobody is asked who
    /// else that would be.
    /// </summary>
    /// <param name="list">Lists what is about these patients; about whomever when it is given none.</param>
    /// <param name="patientOf">Whom an item is about.</param>
    private async Task<ImmutableArray<T>> Seen<T>(Func<ImmutableArray<string>?, Task<ImmutableArray<T>>> list, Func<T, string> patientOf)
    {
        if (CallerScope.Required.PatientId is not { } own)
            return [];
        var all = await list(null);
        if (all.All(item => patientOf(item) == own))
            return all;
        var directory = grains.GetGrain<IPatientDirectoryGrain>(GrainKey.For(Practice, IPatientDirectoryGrain.Id));
        var visible = await directory.VisibleTo(own);
        ImmutableArray<string> about = [own, .. visible.Select(card => card.Id).Where(id => id != own)];
        return all.All(item => about.Contains(patientOf(item))) ? all : await list(about);
    }

    private Task<ImmutableArray<OrderedRow>> Rows(MailStatement sql) => queries.List(sql.Text, MailSql.ReadRow, sql.Arguments);

    private Task<ImmutableArray<string>> Unread(MailStatement sql) => queries.List(sql.Text, reader => reader.GetString(0), sql.Arguments);
}
