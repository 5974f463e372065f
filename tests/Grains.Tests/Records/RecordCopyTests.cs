using MimeKit;
using Portal.Grains.Documents;
using Portal.Grains.Interfaces.Access;
using Portal.Grains.Interfaces.Documents;
using Portal.Grains.Interfaces.Records;
using Portal.Grains.Tests.Webmail;
using static Portal.Grains.Tests.PortalCluster;

namespace Portal.Grains.Tests.Records;

/// <summary>Copies of a record on their way out, and what is remembered of them.</summary>
public sealed class RecordCopyTests(SmtpCluster cluster) : IClassFixture<SmtpCluster>
{
    private static readonly byte[] _content = "<ClinicalDocument/>"u8.ToArray();

    [Theory]
    [InlineData(RecordCopyKind.Email, SmtpCluster.From)]
    [InlineData(RecordCopyKind.Direct, SmtpCluster.DirectFrom)]
    public async Task A_copy_goes_out_by_the_way_that_was_chosen_with_its_file(RecordCopyKind kind, string from)
    {
        var practice = await Practice();
        var to = $"office@{practice.Slug}.example.org";

        var command = await Command(kind, to);
        WebmailPractice.Require(await As(practice.Mother, () => Copy(practice).Send(command)));
        await Eventually(() => Task.FromResult(LetterTo(to) is not null), "the server has the letter");

        var letter = LetterTo(to)!;
        Assert.Equal(from, Assert.IsType<MailboxAddress>(Assert.Single(letter.From)).Address);
        Assert.DoesNotContain("Leo", letter.Subject + letter.TextBody, StringComparison.Ordinal);
        var attached = Assert.IsAssignableFrom<MimePart>(Assert.Single(letter.Attachments));
        using var bytes = new MemoryStream();
        await attached.Content!.DecodeToAsync(bytes);
        Assert.Equal("CCD.xml", attached.FileName);
        Assert.Equal(_content, bytes.ToArray());
        var history = await As(practice.Mother, () => History(practice));
        var entry = Assert.Single(history!.Entries);
        Assert.Equal((kind, to, "Ana Ortiz", RecordCopyRole.Representative), (entry.Kind, entry.To, entry.ByName, entry.ByRole));
        Assert.Equal((0, 0, 1), (history.Views, history.Downloads, history.Transmissions));
    }

    [Fact]
    public async Task Nobody_sends_more_than_so_many_within_a_day()
    {
        var practice = await Practice();
        var command = await Command(RecordCopyKind.Email, $"many@{practice.Slug}.example.org");
        var first = Copy(practice);
        WebmailPractice.Require(await As(practice.Mother, () => first.Send(command)));
        for (var i = 1; i < RecordCopyLimits.SentADay; i++)
            WebmailPractice.Require(await As(practice.Mother, () => Copy(practice).Send(command)));

        var refused = await As(practice.Mother, () => Copy(practice).Send(command));

        Assert.Equal("summary.too_many_sent", Assert.Single(refused.Problems).Code);
        Assert.Equal(RecordCopyLimits.SentADay, (await As(practice.Mother, () => History(practice)))!.Transmissions);
        WebmailPractice.Require(await As(practice.Mother, () => first.Send(command)));
        WebmailPractice.Require(await As(practice.Dentist, () => Copy(practice).Send(command)));
        cluster.Time.Advance(TimeSpan.FromDays(1));
        WebmailPractice.Require(await As(practice.Mother, () => Copy(practice).Send(command)));
    }

    [Fact]
    public async Task What_a_person_has_sent_is_counted_for_that_person_only()
    {
        var practice = await Practice();
        var others = cluster.Grain<ISentCopiesGrain>(practice.Slug, ISentCopiesGrain.Prefix + practice.Mother.UserId);

        await Assert.ThrowsAsync<AccessRefusedException>(() => As(practice.Stranger, () => others.Count(NewId())));
    }

    [Fact]
    public async Task What_is_sent_again_under_the_same_id_is_one_letter()
    {
        var practice = await Practice();
        var to = $"once@{practice.Slug}.example.org";
        var copy = Copy(practice);
        WebmailPractice.Require(await As(practice.Mother, async () => await copy.Send(await Command(RecordCopyKind.Email, to))));
        WebmailPractice.Require(await As(practice.Mother, async () => await copy.Send(await Command(RecordCopyKind.Email, to))));

        await Eventually(() => Task.FromResult(LetterTo(to) is not null), "the server has the letter");
        // Whatever is still owed goes out now.
        await As(Caller.System(practice.Slug), copy.AsReference<IOutboxOwner>().Drain);

        Assert.Single(cluster.Server.Taken, letter => letter.To.Mailboxes.Any(mailbox => mailbox.Address == to));
    }

    [Theory]
    [InlineData(RecordCopyKind.Email)]
    [InlineData(RecordCopyKind.Direct)]
    public async Task An_address_that_there_is_not_is_tried_once_and_then_told(RecordCopyKind kind)
    {
        var practice = await Practice();
        var copy = Copy(practice);
        var command = await Command(kind, $"{MailServer.Unknown}@{practice.Slug}.example.org");

        WebmailPractice.Require(await As(practice.Mother, () => copy.Send(command)));
        await Eventually(
            async () =>
            {
                await As(practice.System, copy.AsReference<IOutboxOwner>().Drain);
                return (await As(practice.Mother, () => History(practice)))!.Entries[0].Standing is RecordCopyStanding.Failed;
            },
            "it has failed");

        var parked = Assert.Single(await As(practice.System, copy.AsReference<IOutboxOwner>().Parked));
        Assert.Equal((1, nameof(RefusedForGoodException)), (parked.Attempts, parked.LastProblem));
    }

    [Fact]
    public async Task A_stranger_can_neither_send_nor_see_what_was_sent()
    {
        var practice = await Practice();
        var command = await Command(RecordCopyKind.Email, "stranger@example.org");

        await Assert.ThrowsAsync<AccessRefusedException>(() => As(practice.Stranger, () => Copy(practice).Send(command)));

        Assert.Null(await As(practice.Stranger, () => History(practice)));
        Assert.Empty((await As(practice.Dentist, () => History(practice)))!.Entries);
    }

    [Fact]
    public async Task A_history_is_read_in_pages()
    {
        var practice = await Practice();
        for (var i = 1; i <= 5; i++)
        {
            cluster.Time.Advance(TimeSpan.FromMinutes(1));
            WebmailPractice.Require(await As(practice.Mother, () => Copy(practice).View(new("child", i, RecordCopyForm.Page))));
        }

        var first = await As(practice.Mother, () => History(practice, size: 3));
        var second = await As(practice.Mother, () => History(practice, first!.Next, 3));

        Assert.Equal([5, 4, 3], first!.Entries.Select(entry => entry.Edition));
        Assert.Equal([2, 1], second!.Entries.Select(entry => entry.Edition));
        Assert.Equal((5, (string?)null), (second.Views, second.Next));
    }

    private IRecordCopyGrain Copy(WebmailPractice practice) => cluster.Grain<IRecordCopyGrain>(practice.Slug, NewId());

    private Task<RecordCopyPage?> History(WebmailPractice practice, string? after = null, int size = 50) =>
        cluster.Grain<IRecordCopyDirectoryGrain>(practice.Slug, IRecordCopyDirectoryGrain.Id).History(new("child", after, size));

    private async Task<SendRecordCopy> Command(RecordCopyKind kind, string to)
    {
        var file = NewId();
        Directory.CreateDirectory(cluster.FilesFolder);
        await File.WriteAllBytesAsync(Path.Combine(cluster.FilesFolder, file), _content);
        return new(new("child", 2, RecordCopyForm.Document), kind, to, file, "CCD.xml", "text/xml");
    }

    private MimeMessage? LetterTo(string address) =>
        cluster.Server.Taken.FirstOrDefault(letter => letter.To.Mailboxes.Any(mailbox => mailbox.Address == address));

    private async Task<WebmailPractice> Practice()
    {
        var practice = new WebmailPractice(cluster);
        await practice.Build();
        return practice;
    }
}
