using Orleans.Runtime;
using Portal.Grains.Documents;
using Portal.Grains.Interfaces;
using Portal.Grains.Interfaces.Documents;
using Portal.Grains.Interfaces.Patients;
using Portal.Grains.Interfaces.Practices;
using Portal.Grains.Interfaces.Webmail;
using static Portal.Grains.Tests.PortalCluster;

namespace Portal.Grains.Tests.Webmail;

/// <summary>Whoever loses sight of a patient loses every word of the conversations about that patient.</summary>
[Collection(SharedCluster.Name)]
public sealed class SightTests(PortalCluster cluster)
{
    private const string Secret = "His blood test came back";

    [Fact]
    public async Task A_former_payer_finds_nothing_of_it_and_counts_nothing()
    {
        var practice = await Practice();
        var id = await Revoked(practice);

        Assert.Empty((await List(practice, MailFolder.Inbox)).Rows);
        Assert.Empty((await List(practice, MailFolder.Sent)).Rows);
        Assert.Empty((await List(practice, MailFolder.Inbox, "blood")).Rows);
        Assert.Empty((await List(practice, MailFolder.Inbox, "crown")).Rows);
        Assert.Equal(0, await As(practice.Mother, practice.Directory.PatientUnread));
        Assert.Null(await As(practice.Mother, () => practice.Conversation(id).View(null)));
    }

    [Fact]
    public async Task A_former_guardian_loses_it_and_gets_it_back_with_the_sight()
    {
        var practice = await Practice();
        await practice.SaveChild("child", new Representative("mother", RepresentativeKind.Guardian));
        var id = await practice.Begin(about: "child");
        await practice.SaveChild("child");
        Assert.Empty((await List(practice, MailFolder.Inbox)).Rows);

        await practice.SaveChild("child", new Representative("mother", RepresentativeKind.Guardian));

        Assert.Equal(id, Assert.Single((await List(practice, MailFolder.Inbox)).Rows).ConversationId);
    }

    [Fact]
    public async Task A_practice_that_keeps_families_from_payers_keeps_their_mail_too()
    {
        var practice = await Practice();
        await practice.Begin(about: "child");
        var settings = cluster.Grain<IPracticeGrain>(practice.Slug, IPracticeGrain.Id);

        WebmailPractice.Require(await As(practice.System, () => settings.SetPolicies(new(NewId(), new() { GuarantorSeesFamily = false }))));

        Assert.Empty((await List(practice, MailFolder.Inbox)).Rows);
    }

    [Fact]
    public async Task What_is_still_in_sight_is_paged_and_counted_as_if_the_rest_were_not_there()
    {
        var practice = await Practice();
        var visible = new List<string>();
        for (var number = 0; number < 5; number++)
        {
            await Answer(practice, await practice.Begin(about: "child"));
            visible.Add(await practice.Begin(subject: $"Mine {number}"));
            await Answer(practice, visible[^1]);
        }

        await practice.SaveChild("child");
        var seen = new List<string>();
        string? after = null;
        do
        {
            var page = await As(practice.Mother, () => practice.Directory.PatientList(new(MailFolder.Inbox, "", after, 2)));
            seen.AddRange(page.Rows.Select(row => row.ConversationId));
            after = page.Next;
        }
        while (after is not null);

        Assert.Equal(visible.Order(StringComparer.Ordinal), seen.Order(StringComparer.Ordinal));
        Assert.Equal(visible.Count, seen.Count);
        Assert.Equal(visible.Count, await As(practice.Mother, practice.Directory.PatientUnread));
    }

    [Fact]
    public async Task Staff_are_told_that_nobody_reads_the_answer()
    {
        var practice = await Practice();
        var id = await practice.Begin(about: "child");
        Assert.True((await As(practice.Desk, () => practice.Conversation(id).View(null)))!.AddresseeMayRead);

        await practice.SaveChild("child");

        Assert.False((await As(practice.Desk, () => practice.Conversation(id).View(null)))!.AddresseeMayRead);
    }

    [Fact]
    public async Task No_notice_tells_of_what_may_not_be_read()
    {
        var practice = await Practice();
        var id = await Revoked(practice);
        var conversation = cluster.Client.GetGrain<IOutboxOwner>(GrainId.Create("conversation", GrainKey.For(practice.Slug, id)));
        await Eventually(
            async () =>
            {
                await As(practice.System, conversation.Drain);
                return await Owed(practice, id) == 0;
            },
            "the answer has been told to the mailbox");

        Assert.False(await As(practice.System, () => cluster.Grain<IMailboxGrain>(practice.Slug, $"user:{practice.Mother.UserId}").WasTold()));
        await Answer(practice, await practice.Begin());
        await Eventually(() => Task.FromResult(Letters(practice) == 1), "the notice of the own conversation is sent");
    }

    /// <summary>The mother asked about the child, may not see it any more, and is answered.</summary>
    private static async Task<string> Revoked(WebmailPractice practice)
    {
        var id = await practice.Begin(about: "child");
        await practice.SaveChild("child");
        await Answer(practice, id);
        return id;
    }

    private static async Task Answer(WebmailPractice practice, string id) => WebmailPractice.Require(
        await As(practice.Dentist, () => practice.Conversation(id).Post(WebmailPractice.Answer(Secret))));

    private static Task<MailPage> List(WebmailPractice practice, MailFolder folder, string words = "") =>
        As(practice.Mother, () => practice.Directory.PatientList(new(folder, words)));

    private async Task<int> Owed(WebmailPractice practice, string id) => await new DocumentQueries(cluster.Database.DataSource).First(
        "select count(*) from open_deliveries where grain_key = @key", row => row.GetInt32(0), ("key", $"{practice.Slug}/{id}"));

    private int Letters(WebmailPractice practice) => Directory.Exists(cluster.MailFolder)
        ? Directory.GetFiles(cluster.MailFolder, "*.eml").Select(File.ReadAllText).Count(letter =>
            letter.Contains(practice.Slug, StringComparison.Ordinal) && letter.Contains("To: mother@", StringComparison.Ordinal))
        : 0;

    private async Task<WebmailPractice> Practice()
    {
        var practice = new WebmailPractice(cluster);
        await practice.Build();
        return practice;
    }
}
