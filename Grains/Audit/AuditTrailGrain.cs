using System.Collections.Immutable;
using System.Data.Common;
using Orleans.Concurrency;
using Portal.Grains.Documents;
using Portal.Grains.Interfaces;
using Portal.Grains.Interfaces.Audit;

namespace Portal.Grains.Audit;

[GrainType("audit-trail"), StatelessWorker]
public sealed class AuditTrailGrain(DocumentQueries queries) : Grain, IAuditTrailGrain
{
    private const int LargestPage = 200;
    private const int CheckedAtOnce = 1000;
    private const string Columns = "practice, seq, at, actor, roles, action, patient, target, outcome";

    private string Practice => GrainKey.Parse(this.GetPrimaryKeyString()).Practice;

    public async Task<AuditPage> Read(AuditQuery query)
    {
        var size = Math.Clamp(query.Size, 1, LargestPage);
        var lines = ImmutableArray<AuditLine>.Empty;
        foreach (var filter in await Filters(query))
        {
            lines = lines.AddRange(await queries.List(
                $"select {Columns} from audit_entry where {filter.Where} order by at desc, seq desc limit {size + 1}", ReadLine, [.. filter.Arguments]));
        }

        lines = [.. lines.OrderByDescending(line => line.At, StringComparer.Ordinal).ThenByDescending(line => line.Number).Take(size + 1)];
        var entries = lines.Take(size).Select(line => line.View()).ToImmutableArray();
        return new(entries, lines.Length > size ? AuditFilterSql.CursorAt(lines[size - 1]) : null);
    }

    public async Task<AuditCheck> Verify()
    {
        var check = new AuditChainCheck();
        // The head first: entries that are added while the walk goes on are left to the next check.
        var head = await queries.First(
            "select seq, hash from audit_head where practice = @practice",
            row => (Head?)new Head(row.GetInt64(0), row.GetString(1)),
            ("practice", Practice));
        if (head is null)
            return new(0, await HasEntries() ? new(AuditFaultKind.HeadLost, 1) : null);
        while (check.Entries < head.Number)
        {
            var links = await Links(check.Entries, head.Number);
            foreach (var link in links)
            {
                if (check.Take(link.Line, link.Previous, link.Hash) is { } fault)
                    return new(check.Entries, fault);
            }

            if (links.Length < CheckedAtOnce)
                break;
        }

        return new(check.Entries, check.End(head.Number, head.Hash));
    }

    /// <summary>
    /// What is looked for, each part by its own index. A patient's report has the exports that held the patient too, whose
    /// entries name nobody: those of all patients since there is a record, and those of the patient's providers' groups.
    /// </summary>
    private async Task<ImmutableArray<AuditFilterSql>> Filters(AuditQuery query)
    {
        var filters = ImmutableArray.Create(new AuditFilterSql(Practice, query));
        if (query is not { PatientId: { Length: > 0 } patientId, Action: null or "" or AuditAction.ExportedAll or AuditAction.ExportedGroup }
            || await new ExportedPatients(queries, Practice).Held(patientId) is not { } held)
            return filters;
        var among = query with { PatientId = null, From = query.From > held.Since ? query.From : held.Since };
        if (query.Action is not AuditAction.ExportedGroup)
            filters = filters.Add(new(Practice, among with { Action = AuditAction.ExportedAll }));
        if (query.Action is not AuditAction.ExportedAll)
            filters = filters.AddRange(held.Groups.Select(group => new AuditFilterSql(Practice, among with { Action = AuditAction.ExportedGroup }, group)));
        return filters;
    }

    private Task<ImmutableArray<Link>> Links(long after, long last) => queries.List(
        $"""
        select {Columns}, prev_hash, hash from audit_entry
        where practice = @practice and seq > @after and seq <= @last order by seq limit {CheckedAtOnce}
        """,
        row => new Link(ReadLine(row), row.GetString(9), row.GetString(10)),
        ("practice", Practice),
        ("after", after),
        ("last", last));

    private async Task<bool> HasEntries() => !(await queries.List(
        "select seq from audit_entry where practice = @practice limit 1", row => row.GetInt64(0), ("practice", Practice))).IsEmpty;

    private static AuditLine ReadLine(DbDataReader row) => new(
        row.GetString(0),
        row.GetInt64(1),
        row.GetString(2),
        row.GetString(3),
        row.GetString(4),
        row.GetString(5),
        row.IsDBNull(6) ? null : row.GetString(6),
        row.GetString(7),
        row.GetString(8));

    private sealed record Head(long Number, string Hash);

    private sealed record Link(AuditLine Line, string Previous, string Hash);

    /// <summary>The conditions of a query, only those that are asked for, so that each finds its index.</summary>
    private sealed class AuditFilterSql
    {
        private readonly List<string> _conditions = [];

        public AuditFilterSql(string practice, AuditQuery query, string? group = null)
        {
            Add("practice = @practice", "practice", practice);
            Add("patient = @patient", "patient", query.PatientId);
            Add("actor = @actor", "actor", query.ActorId);
            Add("action = @action", "action", query.Action);
            Add("at >= @from", "from", query.From is { } from ? DocumentJson.TextOf(from) : null);
            Add("at < @to", "to", query.To is { } to ? DocumentJson.TextOf(to) : null);
            if (group is not null)
            {
                _conditions.Add("(target like @ofGroup or target like @ofGroupByApp)");
                Arguments.Add(("ofGroup", $"%{AuditEntry.OfGroup}{group}"));
                Arguments.Add(("ofGroupByApp", $"%{AuditEntry.OfGroup}{group}{AuditEntry.ByApp}%"));
            }

            if (query.Number is { } wanted)
            {
                _conditions.Add("seq = @wanted");
                Arguments.Add(("wanted", wanted));
            }

            if (AuditCursor.TryRead(query.After, out var at, out var number))
            {
                Add("(at, seq) < (@cursorAt, @cursorSeq)", "cursorAt", at);
                Arguments.Add(("cursorSeq", number));
            }
        }

        public string Where => string.Join(" and ", _conditions);

        public List<(string Name, object? Value)> Arguments { get; } = [];

        public static string CursorAt(AuditLine line) => AuditCursor.Of(line.At, line.Number);

        private void Add(string condition, string name, string? value)
        {
            if (string.IsNullOrEmpty(value))
                return;
            _conditions.Add(condition);
            Arguments.Add((name, value));
        }
    }
}
