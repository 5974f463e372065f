using Portal.Grains.Interfaces.Webmail;
using Portal.Grains.Webmail;

namespace Portal.Storage.Tests.Webmail;

/// <summary>A page of a mailbox is one range of its index, also where only what is about some patients may be listed.</summary>
public abstract class MailPlanSuite(TestDatabase database) : IAsyncLifetime
{
    private const string Practice = "plan";
    private const int Conversations = 3_000;

    private readonly MailStore _store = new(database);

    public async Task InitializeAsync()
    {
        if ((await _store.List(MailSql.PatientPage(new(MailFolder.Inbox, "", null, 1), Practice, MailStore.Owner, null))).Length > 0)
            return;
        await _store.Add(Practice, [.. Enumerable.Range(0, Conversations).Select(Conversation), .. Enumerable.Range(0, Conversations).Select(Foreign)]);
        await _store.Add("other", [.. Enumerable.Range(0, Conversations).Select(Conversation)]);
        await _store.Analyze();
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [Theory]
    [InlineData(MailFolder.Inbox, true, "mail_patient_box")]
    [InlineData(MailFolder.Inbox, false, "mail_patient_box")]
    [InlineData(MailFolder.Archive, true, "mail_patient_box")]
    [InlineData(MailFolder.Sent, true, "mail_patient_sent")]
    [InlineData(MailFolder.Sent, false, "mail_patient_sent")]
    public async Task A_page_of_a_folder_is_read_from_its_index_without_sorting(MailFolder folder, bool first, string index)
    {
        var query = new MailQuery(folder, "", first ? null : After(2_000));

        var plan = await _store.Explain(MailSql.PatientPage(query, Practice, MailStore.Owner, ["ana", "child"]));

        Assert.True(plan.Contains(index, StringComparison.Ordinal), plan);
        IsOneRange(plan);
    }

    [Theory]
    [InlineData("provider:raman", "mail_practice_box")]
    [InlineData(null, "mail_practice_all")]
    public async Task A_page_of_the_practice_is_read_from_its_index_without_sorting(string? owner, string index)
    {
        var plan = await _store.Explain(MailSql.PracticePage(new([], null, WorkFilter.Open, "", After(2_000)), Practice, owner, done: 0));

        Assert.Contains(index, plan, StringComparison.Ordinal);
        IsOneRange(plan);
    }

    [Fact]
    public async Task What_is_about_one_patient_is_read_from_its_index_without_sorting()
    {
        var plan = await _store.Explain(MailSql.AboutPatient(Practice, "child", 5));

        Assert.Contains("mail_practice_about", plan, StringComparison.Ordinal);
        IsOneRange(plan);
        Assert.Equal(["c2998", "c2995", "c2992"], await _store.List(MailSql.AboutPatient(Practice, "child", 2)));
    }

    [Fact]
    public async Task What_is_unread_is_counted_from_its_index()
    {
        var plan = await _store.Explain(MailSql.PatientUnread(Practice, MailStore.Owner, ["ana", "child"], 100));

        Assert.Contains("mail_patient", plan, StringComparison.Ordinal);
        IsOneRange(plan);
    }

    [Fact]
    public async Task A_page_goes_on_after_its_key_past_what_may_not_be_listed()
    {
        var page = await _store.List(MailSql.PatientPage(new(MailFolder.Inbox, "", After(1_000), 5), Practice, MailStore.Owner, ["ana", "child"]));

        Assert.Equal(["c0999", "c0997", "c0996", "c0994", "c0993", "c0991"], page);
    }

    private static void IsOneRange(string plan)
    {
        Assert.DoesNotContain("SCAN grain_state\n", plan + "\n", StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("Seq Scan", plan, StringComparison.Ordinal);
        Assert.DoesNotContain("Sort", plan, StringComparison.Ordinal);
        Assert.DoesNotContain("TEMP B-TREE", plan, StringComparison.Ordinal);
    }

    private static string After(int number) => $"2026-11-20T12:{number / 60:00}:{number % 60:00}.000Z|c{number:0000}";

    /// <summary>Two of three are about the reader or the child, one about somebody whom the reader may not see any more.</summary>
    private static (string Id, ConversationState State) Conversation(int number) =>
        ($"c{number:0000}", MailStore.About((number % 3) switch { 0 => "ana", 1 => "child", _ => "lost" }, number));

    /// <summary>Other people's, with another provider.</summary>
    private static (string Id, ConversationState State) Foreign(int number) => (
        $"f{number:0000}",
        MailStore.About("sam", number) with
        {
            Patient = new() { Owner = $"user:u-{number % 100}", PatientId = "sam" },
            Practice = new() { Owner = $"provider:p{number % 3}" },
        });
}

public sealed class SqliteMailPlanTests(SqliteDatabase database) : MailPlanSuite(database), IClassFixture<SqliteDatabase>;

[Collection(PostgresTests.Name)]
public sealed class PostgresMailPlanTests(PostgresDatabase database) : MailPlanSuite(database), IClassFixture<PostgresDatabase>;
