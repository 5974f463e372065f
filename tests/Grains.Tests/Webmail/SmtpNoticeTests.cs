using MimeKit;
using Orleans.Runtime;
using Portal.Grains.Interfaces;
using Portal.Grains.Interfaces.Access;
using Portal.Grains.Interfaces.Documents;
using Portal.Grains.Interfaces.Webmail;
using Portal.Silo;
using static Portal.Grains.Tests.PortalCluster;

namespace Portal.Grains.Tests.Webmail;

/// <summary>Notices through a real mail server, also while it refuses them.</summary>
public sealed class SmtpNoticeTests(SmtpCluster cluster) : IClassFixture<SmtpCluster>
{
    [Fact]
    public async Task A_notice_reaches_the_mail_server_whole()
    {
        var practice = await Practice();

        await Answer(practice, await practice.Begin());
        await Eventually(() => Task.FromResult(Letters(practice).Length == 1), "the server has the notice");

        var letter = Letters(practice)[0];
        Assert.Equal(SmtpCluster.From, Assert.IsType<MailboxAddress>(Assert.Single(letter.From)).Address);
        Assert.Equal("mother@example.com", Assert.IsType<MailboxAddress>(Assert.Single(letter.To)).Address);
        Assert.Equal("You have a secure message waiting for you", letter.Subject);
        Assert.EndsWith("@portal", letter.MessageId, StringComparison.Ordinal);
        Assert.DoesNotContain("Come in today", letter.TextBody, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_notice_that_the_server_refuses_is_sent_again_later_and_arrives_once()
    {
        var practice = await Practice();
        var refusedBefore = cluster.Server.Refused.Count;
        cluster.Server.Refuses = true;
        await Answer(practice, await practice.Begin());
        await Eventually(() => Task.FromResult(cluster.Server.Refused.Count == refusedBefore + 1), "the server has refused it");
        cluster.Server.Refuses = false;
        await Drain(practice);
        Assert.Empty(Letters(practice));

        await Eventually(
            async () =>
            {
                // The grain may learn that it was refused only now: it waits from then on.
                cluster.Time.Advance(2 * DeliveryLimits.FirstWait);
                await Drain(practice);
                return Letters(practice).Length == 1;
            },
            "it is sent again");
        cluster.Time.Advance(DeliveryLimits.LongestWait);
        await Drain(practice);

        Assert.Equal(cluster.Server.Refused.Last(), Assert.Single(Letters(practice)).MessageId);
    }

    [Fact]
    public async Task A_notice_that_is_refused_again_and_again_waits_for_a_person()
    {
        var practice = await Practice();
        cluster.Server.Refuses = true;
        await Answer(practice, await practice.Begin());
        await Eventually(
            async () =>
            {
                cluster.Time.Advance(DeliveryLimits.LongestWait);
                await Drain(practice);
                return (await As(practice.System, Mailbox(practice).Parked)).Length == 1;
            },
            "it is parked");
        cluster.Server.Refuses = false;
        var parked = Assert.Single(await As(practice.System, Mailbox(practice).Parked));
        Assert.Equal(DeliveryLimits.MaxAttempts, parked.Attempts);

        WebmailPractice.Require(await As(Administrator(practice), () => Mailbox(practice).Retry(parked.ItemId)));

        await Eventually(() => Task.FromResult(Letters(practice).Length == 1), "the retry is taken");
    }

    private static Caller Administrator(WebmailPractice practice) =>
        new() { Practice = practice.Slug, Roles = Audience.Administrator, UserId = "s-admin", Name = "Ada Admin" };

    private static async Task Answer(WebmailPractice practice, string id) => WebmailPractice.Require(
        await As(practice.Dentist, () => practice.Conversation(id).Post(WebmailPractice.Answer("Come in today."))));

    private Task Drain(WebmailPractice practice) => As(practice.System, Mailbox(practice).Drain);

    private IOutboxOwner Mailbox(WebmailPractice practice) => cluster.Client.GetGrain<IOutboxOwner>(
        GrainId.Create("mailbox", GrainKey.For(practice.Slug, $"user:{practice.Mother.UserId}")));

    private MimeMessage[] Letters(WebmailPractice practice) =>
        [.. cluster.Server.Taken.Where(letter => letter.TextBody!.Contains(practice.Slug, StringComparison.Ordinal))];

    private async Task<WebmailPractice> Practice()
    {
        var practice = new WebmailPractice(cluster);
        await practice.Build();
        return practice;
    }
}

/// <summary>Silos that send notices to a mail server of the tests.</summary>
public sealed class SmtpCluster : PortalCluster
{
    public const string From = "portal@test-dental.example.com";
    public const string DirectFrom = "records@direct.test-dental.example.com";

    public MailServer Server { get; } = MailServer.Start();

    protected override MailSettings Mail => new()
    {
        Host = "127.0.0.1",
        Port = Server.Port,
        UserName = MailServer.UserName,
        Password = MailServer.Password,
        From = From,
    };

    protected override MailSettings Direct => Mail with { From = DirectFrom };

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        await Server.DisposeAsync();
    }
}
