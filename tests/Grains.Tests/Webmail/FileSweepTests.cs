using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Portal.Grains.Documents;
using Portal.Grains.Interfaces.Webmail;
using Portal.Silo.Documents;
using static Portal.Grains.Tests.PortalCluster;

namespace Portal.Grains.Tests.Webmail;

/// <summary>Files of messages that never came to be are removed after a day; a file that any document names is not.</summary>
[Collection(SharedCluster.Name)]
public sealed class FileSweepTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("portal-files-").FullName;
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 11, 23, 15, 0, 0, TimeSpan.Zero));
    private readonly WebmailPractice _practice;
    private readonly PortalCluster _cluster;
    private readonly FileSweep _sweep;

    public FileSweepTests(PortalCluster cluster)
    {
        _cluster = cluster;
        _practice = new(cluster);
        _sweep = new(new(cluster.Database.DataSource), new FolderFiles(_folder), _time, NullLogger<FileSweep>.Instance);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_file_without_a_message_goes_after_a_day()
    {
        var lost = Upload();
        _time.Advance(FileSweep.Patience - TimeSpan.FromMinutes(1));
        Assert.Equal(0, await _sweep.Sweep());
        Assert.True(Exists(lost));

        _time.Advance(TimeSpan.FromMinutes(2));
        var young = Upload();

        Assert.Equal(1, await _sweep.Sweep());
        Assert.False(Exists(lost));
        Assert.True(Exists(young));
    }

    [Fact]
    public async Task The_half_file_of_a_crash_goes_too()
    {
        var half = Upload(".part");
        _time.Advance(2 * FileSweep.Patience);

        await _sweep.Sweep();

        Assert.False(Exists(half));
    }

    [Fact]
    public async Task Files_of_messages_stay_also_in_sealed_pages()
    {
        await _practice.Build();
        var id = await _practice.Begin();
        var (old, recent) = (Upload(), Upload());
        await Answer(id, old);
        for (var i = 0; i < WebmailLimits.PageMessages; i++)
            await Answer(id);
        await Answer(id, recent);
        _time.Advance(2 * FileSweep.Patience);

        Assert.Equal(0, await _sweep.Sweep());
        Assert.True(Exists(old) && Exists(recent));
    }

    [Fact]
    public async Task A_file_that_a_draft_names_stays()
    {
        await _practice.Build();
        var kept = Upload();
        var draft = _cluster.Grain<IDraftGrain>(_practice.Slug, $"draft:{_practice.Dentist.UserId}:new");
        WebmailPractice.Require(await As(_practice.Dentist, () => draft.Save(new("", "mother", "Your plan", $"See {kept}."))));
        _time.Advance(2 * FileSweep.Patience);

        Assert.Equal(0, await _sweep.Sweep());
        Assert.True(Exists(kept));
    }

    [Fact]
    public async Task A_round_is_made_once_an_hour()
    {
        await _sweep.SweepWhenDue();
        var lost = Upload(age: FileSweep.Patience);
        _time.Advance(FileSweep.Period - TimeSpan.FromMinutes(1));
        await _sweep.SweepWhenDue();
        Assert.True(Exists(lost));

        _time.Advance(TimeSpan.FromMinutes(2));
        await _sweep.SweepWhenDue();

        Assert.False(Exists(lost));
    }

    private string Upload(string ending = "", TimeSpan age = default)
    {
        var id = Ulid.NewUlid(_time.GetUtcNow() - age).ToString().ToLowerInvariant();
        var folder = Directory.CreateDirectory(Path.Combine(_folder, id[^2..])).FullName;
        File.WriteAllText(Path.Combine(folder, id + ending), "%PDF-1.7");
        return id;
    }

    private bool Exists(string id) => Directory.EnumerateFiles(_folder, id + "*", SearchOption.AllDirectories).Any();

    private async Task Answer(string conversation, string? file = null)
    {
        var attachments = file is null ? [] : (Attachment[])[new(file, "plan.pdf", "application/pdf", 8, new string('0', 64))];
        WebmailPractice.Require(await As(
            _practice.Dentist, () => _practice.Conversation(conversation).Post(new(NewId(), "See the plan.", [.. attachments], null))));
    }
}
