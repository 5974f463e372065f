using Portal.Grains.Interfaces.Webmail;
using static Portal.Grains.Tests.PortalCluster;

namespace Portal.Grains.Tests.Webmail;

[Collection(SharedCluster.Name)]
public sealed class NoticeTests(PortalCluster cluster)
{
    [Fact]
    public async Task One_notice_until_the_person_looks_and_it_tells_nothing()
    {
        var practice = new WebmailPractice(cluster);
        await practice.Build();
        var id = await practice.Begin(subject: "Secret subject");
        await Answer(practice, id, "Secret answer one");
        await Eventually(() => Task.FromResult(Letters(practice).Length == 1), "the first notice is sent");
        await Answer(practice, id, "Secret answer two");
        await As(practice.Mother, () => cluster.Grain<IMailboxGrain>(practice.Slug, $"user:{practice.Mother.UserId}").Looked());
        await Answer(practice, id, "Secret answer three");
        await Eventually(() => Task.FromResult(Letters(practice).Length == 2), "a notice after looking is sent");

        Assert.All(Letters(practice), letter =>
        {
            Assert.Contains("You have a secure message waiting for you", letter, StringComparison.Ordinal);
            Assert.DoesNotContain("Secret", letter, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain("Ortiz", letter, StringComparison.OrdinalIgnoreCase);
        });
    }

    private static async Task Answer(WebmailPractice practice, string id, string body) => WebmailPractice.Require(
        await As(practice.Dentist, () => practice.Conversation(id).Post(WebmailPractice.Answer(body))));

    /// <summary>Notices of this test's practice; the practice's own name is in each.</summary>
    private string[] Letters(WebmailPractice practice) => Directory.Exists(cluster.MailFolder)
        ? [.. Directory.GetFiles(cluster.MailFolder, "*.eml").Select(File.ReadAllText).Where(letter => letter.Contains(practice.Slug, StringComparison.Ordinal))]
        : [];
}
