using Portal.Grains.Interfaces.Access;
using Portal.Grains.Interfaces.Practices;
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

    [Fact]
    public async Task The_practice_is_told_once_until_each_person_looks_and_it_tells_nothing()
    {
        var practice = new WebmailPractice(cluster);
        await practice.Build();
        await Address(practice, "s-raman", "Dr. Priya Raman", Audience.Provider, "raman", MailNotices.OwnAndShared);
        await Address(practice, "s-desk", "Front desk Fred", Audience.FrontDesk, null, MailNotices.OwnAndShared);
        var id = await practice.Begin(subject: "Secret subject", body: "Secret body");
        await Eventually(() => Task.FromResult(LettersTo(practice, "s-raman") == 1), "the dentist is told");

        await practice.Begin(to: "pool:front-desk", body: "Secret body");
        await Eventually(() => Task.FromResult(LettersTo(practice, "s-desk") == 1), "the front desk is told");
        WebmailPractice.Require(await As(practice.Mother, () => practice.Conversation(id).Post(WebmailPractice.Answer("Secret more"))));
        await As(practice.Dentist, () => cluster.Grain<IMailboxGrain>(practice.Slug, $"user:{practice.Dentist.UserId}").Looked());
        WebmailPractice.Require(await As(practice.Mother, () => practice.Conversation(id).Post(WebmailPractice.Answer("Secret again"))));
        await Eventually(() => Task.FromResult(LettersTo(practice, "s-raman") == 2), "the dentist is told after looking");

        Assert.Equal(1, LettersTo(practice, "s-desk"));
        Assert.All(Letters(practice), letter =>
        {
            Assert.DoesNotContain("Secret ", letter, StringComparison.Ordinal);
            Assert.DoesNotContain("Ortiz", letter, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain("Raman", letter.Replace("s-raman", "", StringComparison.Ordinal), StringComparison.OrdinalIgnoreCase);
        });
    }

    [Fact]
    public async Task A_practice_that_wants_no_notices_gets_none_and_its_addresses_are_not_for_patients()
    {
        var practice = new WebmailPractice(cluster);
        await practice.Build();
        var settings = cluster.Grain<IPracticeGrain>(practice.Slug, IPracticeGrain.Id);
        WebmailPractice.Require(await As(practice.System, () => settings.SaveProvider(new(
            NewId(), new("raman", "Dr. Priya Raman", ProviderKind.Dentist, ["main"], Email: "raman@example.com")))));
        await Address(practice, "s-raman", "Dr. Priya Raman", Audience.Provider, "raman", MailNotices.None);

        Assert.Equal(MailReception.Kept, await As(practice.Mother, () => settings.ReceptionOf("provider:raman")));
        var seen = await As(practice.Mother, () => settings.View());
        Assert.DoesNotContain(seen!.Providers, provider => provider.Email.Length > 0);
        Assert.Equal("raman@example.com", (await As(practice.Dentist, () => settings.View()))!.Providers.Single().Email);
    }

    private async Task Address(
        WebmailPractice practice, string userId, string name, Audience roles, string? provider, MailNotices notices)
    {
        var settings = cluster.Grain<IPracticeGrain>(practice.Slug, IPracticeGrain.Id);
        var member = new StaffMember(userId, name, roles, provider, ["front-desk"], $"{userId}@{practice.Slug}.example", notices);
        WebmailPractice.Require(await As(practice.System, () => settings.SaveStaffMember(new(NewId(), member))));
    }

    private int LettersTo(WebmailPractice practice, string userId) =>
        Letters(practice).Count(letter => letter.Contains($"To: {userId}@", StringComparison.Ordinal));

    private static async Task Answer(WebmailPractice practice, string id, string body) => WebmailPractice.Require(
        await As(practice.Dentist, () => practice.Conversation(id).Post(WebmailPractice.Answer(body))));

    /// <summary>Notices of this test's practice; the practice's own name is in each.</summary>
    private string[] Letters(WebmailPractice practice) => Directory.Exists(cluster.MailFolder)
        ? [.. Directory.GetFiles(cluster.MailFolder, "*.eml").Select(File.ReadAllText).Where(letter => letter.Contains(practice.Slug, StringComparison.Ordinal))]
        : [];
}
