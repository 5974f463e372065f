using Portal.Grains.Interfaces;
using Portal.Grains.Interfaces.Access;
using Portal.Grains.Interfaces.Patients;
using Portal.Grains.Interfaces.Practices;
using Portal.Grains.Interfaces.Webmail;
using static Portal.Grains.Tests.PortalCluster;

namespace Portal.Grains.Tests.Webmail;

/// <summary>Who may begin a conversation with whom.</summary>
[Collection(SharedCluster.Name)]
public sealed class BeginningTests(PortalCluster cluster)
{
    [Fact]
    public async Task The_practice_begins_one_with_a_patient_who_has_online_access()
    {
        var practice = await Practice();
        WebmailPractice.Require(await As(practice.Desk, () => cluster.Grain<IPatientGrain>(practice.Slug, "mother").ProvideOnlineAccess(NewId())));

        var begun = await Begin(practice, practice.Desk, "mother", "pool:front-desk");

        WebmailPractice.Require(begun);
        var row = Assert.Single((await As(practice.Mother, () => practice.Directory.PatientList(new(MailFolder.Inbox)))).Rows);
        Assert.Equal((begun.Value!.ConversationId, "Front desk", true), (row.ConversationId, row.Correspondent, row.Unread));
        var view = await As(practice.Desk, () => practice.Conversation(begun.Value.ConversationId).View(null));
        Assert.Equal((WorkState.WaitingPatient, "s-desk"), (view!.Work, view.AssigneeId));
    }

    [Fact]
    public async Task Without_online_access_nobody_could_read_it()
    {
        var practice = await Practice();

        var refused = await Begin(practice, practice.Desk, "mother", "pool:front-desk");

        Assert.Equal(("webmail.no_access", "PatientId"), Problem(refused));
    }

    [Fact]
    public async Task In_a_provider_s_name_only_the_provider_writes()
    {
        var practice = await Practice();
        WebmailPractice.Require(await As(practice.Desk, () => cluster.Grain<IPatientGrain>(practice.Slug, "mother").ProvideOnlineAccess(NewId())));

        Assert.Equal(("webmail.not_provider", "To"), Problem(await Begin(practice, practice.Desk, "mother", "provider:raman")));
        Assert.Equal(("webmail.unknown_sender", "To"), Problem(await Begin(practice, practice.Desk, "mother", "")));
        WebmailPractice.Require(await Begin(practice, practice.Dentist, "mother", "provider:raman"));
    }

    [Fact]
    public async Task A_provider_who_takes_no_messages_is_not_written_to()
    {
        var practice = await Practice();
        await SaveProvider(practice, new("raman", "Dr. Priya Raman", ProviderKind.Dentist, ["main"], AcceptsMessages: false));

        var refused = await Begin(practice, practice.Mother, "mother", "provider:raman");

        Assert.Equal(("webmail.provider_away", "To"), Problem(refused));
    }

    [Fact]
    public async Task Nothing_is_taken_from_a_patient_where_nobody_reads_it()
    {
        var practice = await Practice();
        var id = NewId();
        WebmailPractice.Require(await As(practice.Mother, () => practice.Conversation(id).Start(new(NewId(), "mother", "provider:raman", "Your visit", "Please call us.", []))));
        await SaveProvider(practice, new("raman", "Dr. Priya Raman", ProviderKind.Dentist, ["main"], OutOfUse: true));

        var refused = await As(practice.Mother, () => practice.Conversation(id).Post(new(NewId(), "Are you there?", [], Seen: null)));
        var answer = await As(practice.Dentist, () => practice.Conversation(id).Post(WebmailPractice.Answer("I have left.", 1)));

        Assert.Equal(("webmail.nobody_reads", "Body"), Problem(refused));
        Assert.Contains("Dr. Priya Raman does not read messages any more", refused.Problems[0].Message, StringComparison.Ordinal);
        WebmailPractice.Require(answer);
        Assert.Equal(2, (await As(practice.Mother, () => practice.Conversation(id).View(null)))!.Total);
    }

    [Fact]
    public async Task To_write_to_another_person_s_provider_is_refused_in_so_many_words()
    {
        var practice = await Practice();
        await SaveProvider(practice, new("weber", "Dr. Ida Weber", ProviderKind.Dentist, ["main"]));

        var refused = await Begin(practice, practice.Mother, "child", "provider:weber");

        Assert.Equal(("webmail.other_provider", "To"), Problem(refused));
        Assert.Contains("Dr. Ida Weber is not the provider of Leo Ortiz", refused.Problems[0].Message, StringComparison.Ordinal);
        Assert.Equal(("webmail.unknown_addressee", "To"), Problem(await Begin(practice, practice.Mother, "child", "")));
    }

    private async Task SaveProvider(WebmailPractice practice, Provider provider) => WebmailPractice.Require(
        await As(practice.System, () => cluster.Grain<IPracticeGrain>(practice.Slug, IPracticeGrain.Id).SaveProvider(new(NewId(), provider))));

    private static Task<Result<PostReceipt>> Begin(WebmailPractice practice, Caller caller, string patient, string side) =>
        As(caller, () => practice.Conversation(NewId()).Start(new(NewId(), patient, side, "Your visit", "Please call us.", [])));

    private static (string Code, string? Field) Problem(Result<PostReceipt> refused) =>
        (Assert.Single(refused.Problems).Code, refused.Problems[0].Field);

    private async Task<WebmailPractice> Practice()
    {
        var practice = new WebmailPractice(cluster);
        await practice.Build();
        return practice;
    }
}
