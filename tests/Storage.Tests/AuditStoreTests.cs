using System.Data.Common;
using Portal.Grains.Audit;
using Portal.Grains.Interfaces.Access;
using Portal.Grains.Interfaces.Audit;
using Portal.Silo.Audit;

namespace Portal.Storage.Tests;

/// <summary>The trail is numbered without gaps, chained, and can only grow.</summary>
public abstract class AuditStoreSuite(TestDatabase database) : StorageSuite(database)
{
    private AuditStore Store => new(Database.Database);

    [Fact]
    public async Task Entries_are_numbered_and_chained_across_batches()
    {
        await Store.Append(Batch("numbers", 3), CancellationToken.None);
        await Store.Append(Batch("numbers", 2), CancellationToken.None);

        var rows = await List("select seq, prev_hash, hash from audit_entry where practice = 'numbers' order by seq");
        var fields = rows.Select(row => row.Split('|')).ToArray();
        Assert.Equal(["1", "2", "3", "4", "5"], fields.Select(field => field[0]));
        Assert.Equal(AuditChain.Start, fields[0][1]);
        Assert.Equal(fields[..^1].Select(field => field[2]), fields[1..].Select(field => field[1]));
        Assert.Equal([$"5|{fields[^1][2]}"], await List("select seq, hash from audit_head where practice = 'numbers'"));
    }

    [Fact]
    public async Task Writers_in_parallel_make_one_chain()
    {
        var batches = Enumerable.Range(0, 8).Select(_ => Batch("parallel", 25)).ToArray();

        await Task.WhenAll(batches.Select(batch => Store.Append(batch, CancellationToken.None)));

        var check = new AuditChainCheck();
        foreach (var row in await List("select seq, at, actor, roles, action, patient, target, outcome, prev_hash, hash from audit_entry where practice = 'parallel' order by seq"))
        {
            var field = row.Split('|');
            var line = new AuditLine(
                "parallel", long.Parse(field[0], null), field[1], field[2], field[3], field[4], field[5].Length > 0 ? field[5] : null, field[6], field[7]);
            Assert.Null(check.Take(line, field[8], field[9]));
        }

        Assert.Equal(200, check.Entries);
    }

    [Fact]
    public async Task A_batch_that_is_tried_again_after_a_lost_answer_is_written_once()
    {
        var batch = Batch("again", 3);
        await Store.Append(batch, CancellationToken.None);
        await Store.Append(Batch("again", 1), CancellationToken.None);

        await Store.Append(batch, CancellationToken.None);

        Assert.Equal(["4"], await List("select count(*) from audit_entry where practice = 'again'"));
    }

    [Fact]
    public async Task Each_practice_has_a_chain_of_its_own()
    {
        await Store.Append(Batch("east", 2), CancellationToken.None);
        await Store.Append(Batch("west", 1), CancellationToken.None);

        Assert.Equal(["east|2", "west|1"], await List("select practice, seq from audit_head where practice in ('east', 'west') order by practice"));
    }

    [Theory]
    [InlineData("update audit_entry set actor = 'nobody' where practice = 'kept'")]
    [InlineData("delete from audit_entry where practice = 'kept'")]
    [InlineData("delete from audit_head where practice = 'kept'")]
    [InlineData("update audit_head set seq = 1 where practice = 'kept'")]
    [InlineData("update audit_head set hash = 'x' where practice = 'kept'")]
    public async Task Nothing_of_the_trail_can_be_changed_or_deleted(string sql)
    {
        await Store.Append(Batch("kept", 2), CancellationToken.None);
        var before = await List("select seq, hash from audit_entry where practice = 'kept' order by seq");

        await Assert.ThrowsAnyAsync<DbException>(() => Execute(sql));

        Assert.Equal(before, await List("select seq, hash from audit_entry where practice = 'kept' order by seq"));
    }

    [Fact]
    public async Task An_entry_cannot_be_replaced()
    {
        await Store.Append(Batch("replaced", 1), CancellationToken.None);

        await Assert.ThrowsAnyAsync<DbException>(() => Execute(Replace));

        Assert.Equal(["u-0"], await List("select actor from audit_entry where practice = 'replaced'"));
    }

    [Fact]
    public async Task A_trail_whose_head_was_taken_away_goes_on_and_says_so()
    {
        await Store.Append(Batch("headless", 2), CancellationToken.None);
        await Execute(Unprotect);
        await Execute("delete from audit_head where practice = 'headless'");
        await Execute(Protect);

        await Store.Append(Batch("headless", 1), CancellationToken.None);
        await Store.Append(Batch("headless", 1), CancellationToken.None);

        Assert.Equal(
            ["1|patient.view", "2|patient.view", $"3|{AuditAction.HeadLost}", "4|patient.view", "5|patient.view"],
            await List("select seq, action from audit_entry where practice = 'headless' order by seq"));
    }

    /// <summary>What somebody with all rights on the database could do.</summary>
    protected abstract string Unprotect { get; }

    protected abstract string Protect { get; }

    /// <summary>The database's own way of writing over a row.</summary>
    protected abstract string Replace { get; }

    private static AuditBatch Batch(string practice, int entries) => new(practice,
    [
        .. Enumerable.Range(0, entries).Select(number => new AuditRecord
        {
            Practice = practice,
            At = new DateTimeOffset(2026, 11, 23, 15, 0, number, TimeSpan.Zero),
            ActorId = $"u-{number}",
            Roles = Audience.FrontDesk | Audience.Billing,
            Action = "patient.view",
            PatientId = number % 2 == 0 ? "p\"1" : null,
            Target = $"patient/{number}",
            Outcome = AuditOutcome.Done,
        }),
    ]);
}

public sealed class SqliteAuditStoreTests(SqliteDatabase database)
    : AuditStoreSuite(database), IClassFixture<SqliteDatabase>
{
    protected override string Unprotect => "drop trigger audit_head_kept";

    protected override string Protect =>
        "create trigger audit_head_kept before delete on audit_head begin select raise(abort, 'The audit trail is append-only.'); end";

    protected override string Replace => """
        insert or replace into audit_entry (practice, seq, at, actor, roles, action, target, outcome, prev_hash, hash)
        values ('replaced', 1, '', 'nobody', '', '', '', '', '', '')
        """;
}

[Collection(PostgresTests.Name)]
public sealed class PostgresAuditStoreTests(PostgresDatabase database)
    : AuditStoreSuite(database), IClassFixture<PostgresDatabase>
{
    protected override string Unprotect => "alter table audit_head disable trigger audit_head_kept";

    protected override string Protect => "alter table audit_head enable trigger audit_head_kept";

    protected override string Replace => """
        insert into audit_entry (practice, seq, at, actor, roles, action, target, outcome, prev_hash, hash)
        values ('replaced', 1, '', 'nobody', '', '', '', '', '', '')
        on conflict (practice, seq) do update set actor = excluded.actor
        """;

    [Theory]
    [InlineData("truncate audit_entry")]
    [InlineData("truncate audit_head")]
    public async Task The_trail_cannot_be_emptied(string sql) => await Assert.ThrowsAnyAsync<DbException>(() => Execute(sql));
}
