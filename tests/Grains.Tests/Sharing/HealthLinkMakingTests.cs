using Portal.Grains.Interfaces;
using Portal.Grains.Interfaces.Sharing;
using Portal.Grains.Sharing;
using Portal.Grains.Tests.Patients;
using static Portal.Grains.Tests.PortalCluster;

namespace Portal.Grains.Tests.Sharing;

/// <summary>A link is made in three writes: whatever runs beside it or dies between them, the numbers hold and nothing is left.</summary>
[Collection(SharedCluster.Name)]
public sealed class HealthLinkMakingTests(PortalCluster cluster) : HealthLinkSuite(cluster)
{
    [Fact]
    public async Task However_many_are_made_at_the_same_moment_no_more_than_twenty_work()
    {
        var practice = await Family();
        var ids = Enumerable.Range(0, 30).Select(_ => NewLink()).ToArray();

        var answers = await Task.WhenAll(ids.Select(id => As(practice.Patient("mother"), () => Link(practice, id).Make(Command()))));

        var open = (await List(practice, "mother")).Select(view => view.Id).ToList();
        Assert.InRange(open.Count, 0, HealthLinkLimits.OpenPerPatient);
        Assert.Equal(ids.Zip(answers).Where(one => one.Second.Succeeded).Select(one => one.First).Order(), open.Order());
        Assert.All(
            answers.Where(answer => !answer.Succeeded).SelectMany(PatientPractice.Codes),
            code => Assert.True(code is "share.too_many" or "share.crowded", code));
        foreach (var id in ids)
            Assert.Equal(open.Contains(id), await HasFile(practice, id));
        while (open.Count < HealthLinkLimits.OpenPerPatient)
            open.Add(await Make(practice, Command()));
        Assert.Equal(["share.too_many"], PatientPractice.Codes(await As(practice.Patient("mother"), () => Link(practice, NewLink()).Make(Command()))));
    }

    [Fact]
    public async Task A_file_that_a_crash_left_without_its_link_is_found_and_removed()
    {
        var practice = await Family();
        var id = await Begun(practice, HealthLinkRules.MakingTime);

        Assert.True(await HasFile(practice, id));
        Assert.Empty(await List(practice, "mother"));
        Assert.Null(await Open(practice, id));
        await Cluster.Sweep();

        Assert.False(await HasFile(practice, id));
    }

    [Fact]
    public async Task Until_then_the_same_form_sent_again_makes_the_link()
    {
        var practice = await Family();
        var id = await Begun(practice, HealthLinkRules.MakingTime - TimeSpan.FromMinutes(1));
        await Cluster.Sweep();
        Assert.True(await HasFile(practice, id));

        PatientPractice.Require(await As(practice.Patient("mother"), () => Link(practice, id).Make(Command())));
        Cluster.Time.Advance(TimeSpan.FromMinutes(2));
        await As(practice.System, () => Owner(practice, id).Drain());

        Assert.Equal(File, (await Open(practice, id))!.Value!.Content);
        Assert.Equal((HealthLinkStanding.Open, 1), await Standing(practice, id));
    }

    [Fact]
    public async Task One_that_is_being_made_takes_its_place_only_for_so_long()
    {
        var practice = await Family();
        for (var i = 0; i < HealthLinkLimits.OpenPerPatient - 2; i++)
            await Make(practice, Command());
        await Begun(practice, HealthLinkRules.MakingTime);
        await Begun(practice, TimeSpan.Zero);
        await Make(practice, Command());

        Assert.Equal(["share.too_many"], PatientPractice.Codes(await As(practice.Patient("mother"), () => Link(practice, NewLink()).Make(Command()))));
    }

    /// <summary>What the crash of a silo leaves that had written the file so long ago, but not the link.</summary>
    private async Task<string> Begun(PatientPractice practice, TimeSpan ago)
    {
        var id = NewLink();
        await WriteFile(practice, id);
        var making = new LinkMaking(id, "María", null, NewId(), Cluster.Time.GetUtcNow() - ago);
        await Cluster.Leave("health_link", GrainKey.For(practice.Slug, id), HealthLinkRules.Begun(Command(), making));
        return id;
    }
}
