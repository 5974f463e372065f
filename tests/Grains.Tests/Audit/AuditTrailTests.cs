using System.Data.Common;
using Portal.Grains.Interfaces;
using Portal.Grains.Interfaces.Access;
using Portal.Grains.Interfaces.Audit;
using Portal.Grains.Interfaces.Patients;
using Portal.Grains.Interfaces.Records;
using Portal.Grains.Tests.Webmail;

namespace Portal.Grains.Tests.Audit;

[Collection(SharedCluster.Name)]
public sealed class AuditTrailTests(PortalCluster cluster) : IAsyncLifetime
{
    private readonly WebmailPractice _practice = new(cluster);

    private Caller Admin => new() { Practice = _practice.Slug, Roles = Audience.Administrator, UserId = "s-admin", Name = "Ada Admin" };

    private IAuditTrailGrain Trail => cluster.Grain<IAuditTrailGrain>(_practice.Slug, IAuditTrailGrain.Id);

    private IPatientGrain Mother => cluster.Grain<IPatientGrain>(_practice.Slug, "mother");

    public Task InitializeAsync() => _practice.Build();

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task Reading_a_patient_leaves_who_what_whom_and_when()
    {
        await PortalCluster.As(_practice.Desk, Mother.View);

        var entry = Assert.Single(await Find(new(Action: "patient.view", ActorId: _practice.Desk.UserId)));
        Assert.Equal("mother", entry.PatientId);
        Assert.Equal("patient/mother", entry.Target);
        Assert.Equal(Audience.FrontDesk, entry.Roles);
        Assert.Equal(AuditOutcome.Done, entry.Outcome);
        Assert.Equal(cluster.Time.GetUtcNow(), entry.At);
    }

    [Fact]
    public async Task A_view_that_shows_nothing_is_not_told_as_done()
    {
        await PortalCluster.As(_practice.Desk, cluster.Grain<IPatientGrain>(_practice.Slug, "nobody").View);

        Assert.Equal(AuditOutcome.Nothing, Assert.Single(await Find(new(Action: "patient.view"))).Outcome);
    }

    [Fact]
    public async Task A_view_that_was_not_allowed_is_told_as_refused()
    {
        var conversation = await _practice.Begin();
        await PortalCluster.As(_practice.Stranger, Mother.View);
        await PortalCluster.As(_practice.Stranger, () => _practice.Conversation(conversation).View(null));
        await PortalCluster.As(_practice.Stranger, () => cluster.Grain<IRecordGrain>(_practice.Slug, "mother").Fetch("Patient", "mother"));

        Assert.Equal(AuditOutcome.Refused, Assert.Single(await Find(new(Action: "patient.view"))).Outcome);
        Assert.Equal(AuditOutcome.Refused, Assert.Single(await Find(new(Action: "webmail.view"))).Outcome);
        Assert.Equal(AuditOutcome.Refused, Assert.Single(await Find(new(Action: "record.read"))).Outcome);
    }

    [Fact]
    public async Task What_an_open_page_fetches_again_is_no_further_view()
    {
        OpenPage.Is("/inbox", isRefresh: false);
        await PortalCluster.As(_practice.Desk, Mother.View);
        OpenPage.Is("/inbox", isRefresh: true);
        await PortalCluster.As(_practice.Desk, Mother.View);
        await PortalCluster.As(_practice.Desk, Mother.View);
        Assert.Single(await Find(new(Action: "patient.view")));

        OpenPage.Is("/inbox", isRefresh: false);
        await PortalCluster.As(_practice.Desk, Mother.View);
        Assert.Equal(2, (await Find(new(Action: "patient.view"))).Length);
    }

    [Fact]
    public async Task Nobody_hides_a_view_by_saying_that_the_page_was_open()
    {
        OpenPage.Is("/inbox", isRefresh: false);
        await PortalCluster.As(_practice.Desk, Mother.View);
        OpenPage.Is("/inbox", isRefresh: true);
        await PortalCluster.As(_practice.Dentist, Mother.View);
        await PortalCluster.As(_practice.Desk, cluster.Grain<IPatientGrain>(_practice.Slug, "child").View);
        OpenPage.Is("/inbox?page=2", isRefresh: true);
        await PortalCluster.As(_practice.Desk, Mother.View);
        await PortalCluster.As(_practice.Stranger, Mother.View);

        Assert.Equal(5, (await Find(new(Action: "patient.view"))).Length);
    }

    [Fact]
    public async Task A_command_that_a_rule_declines_is_told_as_declined()
    {
        var save = new SavePreferences(PortalCluster.NewId(), new());
        await PortalCluster.As(_practice.Stranger, () => Mother.SavePreferences(save));

        Assert.Equal(AuditOutcome.Declined, Assert.Single(await Find(new(Action: "patient.preferences"))).Outcome);
    }

    [Fact]
    public async Task A_refused_call_is_in_the_trail_with_who_tried()
    {
        await Assert.ThrowsAsync<AccessRefusedException>(
            () => PortalCluster.As(_practice.Mother, () => Mother.RemoveOnlineAccess(PortalCluster.NewId())));

        var entry = Assert.Single(await Find(new(Action: AuditAction.Refused)));
        Assert.Equal((_practice.Mother.UserId, "mother", AuditOutcome.Refused), (entry.ActorId, entry.PatientId, entry.Outcome));
    }

    [Fact]
    public async Task An_attempt_from_another_practice_is_in_the_trail_of_the_practice_that_was_tried()
    {
        var intruder = _practice.Desk with { Practice = PortalCluster.NewPractice() };

        await Assert.ThrowsAsync<AccessRefusedException>(() => PortalCluster.As(intruder, Mother.View));

        Assert.Equal($"{intruder.Practice}/{intruder.UserId}", Assert.Single(await Find(new(Action: AuditAction.Refused))).ActorId);
    }

    [Fact]
    public async Task A_search_concerns_no_patient()
    {
        var directory = cluster.Grain<IPatientDirectoryGrain>(_practice.Slug, IPatientDirectoryGrain.Id);
        await PortalCluster.As(_practice.Desk, () => directory.Search(new("Ana", null)));

        Assert.Null(Assert.Single(await Find(new(Action: "patient.search"))).PatientId);
    }

    [Fact]
    public async Task Pages_follow_each_other_without_gap_or_double()
    {
        for (var view = 0; view < 7; view++)
            await PortalCluster.As(_practice.Desk, Mother.View);
        await cluster.FlushAudit();

        var numbers = new List<long>();
        string? after = null;
        do
        {
            var page = await PortalCluster.As(Admin, () => Trail.Read(new(ActorId: _practice.Desk.UserId, After: after, Size: 3)));
            numbers.AddRange(page.Entries.Select(entry => entry.Number));
            after = page.Next;
        }
        while (after is not null);

        Assert.Equal(7, numbers.Count);
        Assert.Equal(numbers.Distinct().OrderDescending(), numbers);
    }

    [Fact]
    public async Task Filters_by_patient_and_time_fit_together()
    {
        await PortalCluster.As(_practice.Desk, Mother.View);
        await PortalCluster.As(_practice.Desk, cluster.Grain<IPatientGrain>(_practice.Slug, "child").View);
        var now = cluster.Time.GetUtcNow();

        Assert.Equal("child", Assert.Single(await Find(new("child", Action: "patient.view", From: now, To: now.AddHours(1)))).PatientId);
        Assert.Empty(await Find(new("child", To: now)));
        Assert.Empty(await Find(new("child", From: now.AddHours(1))));
    }

    [Fact]
    public async Task The_trail_is_read_by_administrators_only_and_reading_is_in_it()
    {
        await Assert.ThrowsAsync<AccessRefusedException>(() => PortalCluster.As(_practice.Desk, () => Trail.Read(new())));
        await PortalCluster.As(Admin, () => Trail.Read(new()));

        Assert.Equal("s-admin", (await Find(new(Action: "audit.read")))[0].ActorId);
    }

    [Fact]
    public async Task A_whole_trail_passes_the_check()
    {
        await PortalCluster.As(_practice.Desk, Mother.View);
        await cluster.FlushAudit();

        var check = await PortalCluster.As(Admin, Trail.Verify);

        Assert.Null(check.Fault);
        Assert.True(check.Entries > 1);
    }

    [Theory]
    [InlineData("audit_entry", "update audit_entry set actor = 'nobody' where practice = @practice and seq = 2", AuditFaultKind.Altered, 2)]
    [InlineData("audit_entry", "delete from audit_entry where practice = @practice and seq = 3", AuditFaultKind.Missing, 3)]
    [InlineData("audit_entry", "delete from audit_entry where practice = @practice and seq > 2", AuditFaultKind.CutOff, 3)]
    [InlineData("audit_head", "delete from audit_head where practice = @practice", AuditFaultKind.HeadLost, 1)]
    public async Task The_check_names_the_first_entry_that_was_altered_or_is_missing(
        string table, string attack, AuditFaultKind kind, long number)
    {
        for (var view = 0; view < 4; view++)
            await PortalCluster.As(_practice.Desk, Mother.View);
        await cluster.FlushAudit();

        await Attack(table, attack);

        Assert.Equal(new(kind, number), (await PortalCluster.As(Admin, Trail.Verify)).Fault);
    }

    [Fact]
    public async Task A_head_that_was_taken_away_is_not_forgotten_when_the_trail_goes_on()
    {
        await cluster.FlushAudit();
        await Attack("audit_head", "delete from audit_head where practice = @practice");
        await PortalCluster.As(_practice.Desk, Mother.View);

        var lost = Assert.Single(await Find(new(Action: AuditAction.HeadLost)));
        Assert.Equal(new(AuditFaultKind.HeadLost, lost.Number), (await PortalCluster.As(Admin, Trail.Verify)).Fault);
    }

    private async Task<AuditEntry[]> Find(AuditQuery query)
    {
        await cluster.FlushAudit();
        return [.. (await PortalCluster.As(Caller.System(_practice.Slug), () => Trail.Read(query))).Entries];
    }

    /// <summary>What somebody with all rights on the database could do: take the triggers away, change, put them back.</summary>
    private async Task Attack(string table, string sql)
    {
        using var passage = await cluster.Database.Writes.Enter();
        await using var connection = await cluster.Database.DataSource.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        var triggers = await Triggers(connection, table);
        foreach (var (name, _) in triggers)
            await Run(connection, $"drop trigger {name}");
        await Run(connection, sql);
        foreach (var (_, text) in triggers)
            await Run(connection, text);
        await transaction.CommitAsync();
    }

    private async Task Run(DbConnection connection, string sql)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        var practice = command.CreateParameter();
        (practice.ParameterName, practice.Value) = ("practice", _practice.Slug);
        command.Parameters.Add(practice);
        await command.ExecuteNonQueryAsync();
    }

    private static async Task<List<(string Name, string Text)>> Triggers(DbConnection connection, string table)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = $"select name, sql from sqlite_master where type = 'trigger' and tbl_name = '{table}'";
        await using var reader = await command.ExecuteReaderAsync();
        var triggers = new List<(string Name, string Text)>();
        while (await reader.ReadAsync())
            triggers.Add((reader.GetString(0), reader.GetString(1)));
        return triggers;
    }
}
