using System.Data.Common;
using System.Text.Json;
using System.Text.Json.Serialization;
using Portal.Grains.Audit;
using Portal.Grains.Documents;
using Portal.Grains.Interfaces.Access;
using Portal.Grains.Interfaces.Audit;
using Portal.Silo.Storage;

namespace Portal.Silo.Audit;

/// <summary>Appends entries in one transaction per batch, with the practice's head locked.</summary>
public sealed class AuditStore(PortalDatabase database) : IAuditStore
{
    private const string MakeHead = "insert into audit_head (practice, seq, hash) values (@practice, @seq, @hash) on conflict (practice) do nothing";
    private const string ReadHead = "select seq, hash from audit_head where practice = @practice";
    private const string LastEntry = "select seq, hash from audit_entry where practice = @practice order by seq desc limit 1";
    private const string MoveHead = "update audit_head set seq = @seq, hash = @hash where practice = @practice";
    private const string FindEntry = "select 1 from audit_entry where practice = @practice and seq = @seq and hash = @hash";
    private const string Columns = "practice, seq, at, actor, roles, action, patient, target, outcome, prev_hash, hash";

    private string InsertEntries => database.Kind is DatabaseKind.Sqlite
        ? $"""
          insert into audit_entry ({Columns})
          select @practice, value ->> 'seq', value ->> 'at', value ->> 'actor', value ->> 'roles', value ->> 'action',
                 value ->> 'patient', value ->> 'target', value ->> 'outcome', value ->> 'prev', value ->> 'hash'
          from json_each(@rows)
          """
        : $"""
          insert into audit_entry ({Columns})
          select @practice, seq, at, actor, roles, action, patient, target, outcome, prev, hash
          from jsonb_to_recordset(cast(@rows as jsonb)) as line
              (seq bigint, at text, actor text, roles text, action text, patient text, target text, outcome text, prev text, hash text)
          """;

    public async Task Append(AuditBatch batch, CancellationToken cancellation)
    {
        using var passage = await database.Writes.Enter(cancellation);
        await using var connection = await database.DataSource.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        var write = new Statements(connection, transaction, batch.Practice, cancellation);

        var head = await LockHead(write);
        if (batch.Attempted is { } attempted && await write.Finds(FindEntry, ("seq", attempted.Number), ("hash", attempted.Hash)))
            return;

        IEnumerable<AuditRecord> records = head.WasLost ? [HeadLost(batch), .. batch.Records] : batch.Records;
        var rows = Chain(records, head.Number, head.Hash);
        batch.Attempted = (rows[^1].Seq, rows[^1].Hash);
        await write.Run(InsertEntries, ("rows", JsonSerializer.Serialize(rows, AuditJson.Default.AuditRowArray)));
        await write.Run(MoveHead, ("seq", rows[^1].Seq), ("hash", rows[^1].Hash));
        await transaction.CommitAsync(cancellation);
    }

    private async Task<(long Number, string Hash, bool WasLost)> LockHead(Statements write)
    {
        // SQLite has taken its only write lock at the start of the transaction.
        var readHead = database.Kind is DatabaseKind.Sqlite ? ReadHead : $"{ReadHead} for update";
        if (await write.Place(readHead) is { } head)
            return (head.Number, head.Hash, false);
        var last = await write.Place(LastEntry);
        await write.Run(MakeHead, ("seq", last?.Number ?? 0), ("hash", last?.Hash ?? AuditChain.Start));
        // Another writer may have made it first, and moved on.
        var made = await write.Place(readHead) ?? throw new InvalidOperationException("The head of the audit trail was just made.");
        return (made.Number, made.Hash, last is not null && made.Number == last.Value.Number);
    }

    /// <summary>Somebody took the head away. The trail goes on, and says so for ever.</summary>
    private static AuditRecord HeadLost(AuditBatch batch) => new()
    {
        Practice = batch.Practice,
        At = batch.Records[0].At,
        ActorId = "",
        Roles = Audience.System,
        Action = AuditAction.HeadLost,
        Target = "audit",
        Outcome = AuditOutcome.Failed,
    };

    private static AuditRow[] Chain(IEnumerable<AuditRecord> records, long number, string previous)
    {
        var rows = new List<AuditRow>();
        foreach (var record in records)
        {
            var line = AuditLine.Of(record, ++number);
            var hash = AuditChain.Hash(line, previous);
            rows.Add(new(number, line.At, line.Actor, line.Roles, line.Action, line.Patient, line.Target, line.Outcome, previous, hash));
            previous = hash;
        }

        return [.. rows];
    }

    private sealed class Statements(
        DbConnection connection, DbTransaction transaction, string practice, CancellationToken cancellation)
    {
        public async Task Run(string sql, params (string Name, object Value)[] arguments)
        {
            await using var command = Command(sql, arguments);
            await command.ExecuteNonQueryAsync(cancellation);
        }

        public async Task<bool> Finds(string sql, params (string Name, object Value)[] arguments)
        {
            await using var command = Command(sql, arguments);
            return await command.ExecuteScalarAsync(cancellation) is not null;
        }

        public async Task<(long Number, string Hash)?> Place(string sql)
        {
            await using var command = Command(sql, []);
            await using var reader = await command.ExecuteReaderAsync(cancellation);
            return await reader.ReadAsync(cancellation) ? (reader.GetInt64(0), reader.GetString(1)) : null;
        }

        private DbCommand Command(string sql, (string Name, object Value)[] arguments)
        {
            var command = connection.CreateCommand();
            command.Transaction = transaction;
            command.CommandText = sql;
            command.AddParameter("practice", practice);
            foreach (var (name, value) in arguments)
                command.AddParameter(name, value);
            return command;
        }
    }
}

internal sealed record AuditRow(
    [property: JsonPropertyName("seq")] long Seq,
    [property: JsonPropertyName("at")] string At,
    [property: JsonPropertyName("actor")] string Actor,
    [property: JsonPropertyName("roles")] string Roles,
    [property: JsonPropertyName("action")] string Action,
    [property: JsonPropertyName("patient")] string? Patient,
    [property: JsonPropertyName("target")] string Target,
    [property: JsonPropertyName("outcome")] string Outcome,
    [property: JsonPropertyName("prev")] string Prev,
    [property: JsonPropertyName("hash")] string Hash);

[JsonSerializable(typeof(AuditRow[]))]
internal sealed partial class AuditJson : JsonSerializerContext;
