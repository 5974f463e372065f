using Portal.Grains.Interfaces;
using Portal.Grains.Interfaces.Access;
using Portal.Grains.Interfaces.Audit;
using Portal.Grains.Interfaces.Documents;
using Portal.Grains.Interfaces.Patients;
using Portal.Grains.Interfaces.Sharing;
using Portal.Grains.Sharing;
using Portal.Grains.Tests.Audit;
using Portal.Grains.Tests.Patients;
using static Portal.Grains.Tests.PortalCluster;

namespace Portal.Grains.Tests.Sharing;

[Collection(SharedCluster.Name)]
public sealed class HealthLinkTests(PortalCluster cluster) : HealthLinkSuite(cluster)
{
    [Fact]
    public async Task The_patient_and_representatives_see_each_opening()
    {
        var practice = await Family();
        var id = await Make(practice, Command("child"));

        var file = await Open(practice, id);

        Assert.Equal((File, null), (file!.Value!.Content, file.Value.Ticket));
        foreach (var viewer in new[] { "mother", "child" })
        {
            var view = Assert.Single(await List(practice, viewer));
            Assert.Equal((id, "child", 1, "Dr. Weber"), (view.Id, view.PatientId, view.Opened, view.Openings[0].Recipient));
        }

        Assert.Empty(await List(practice, "stranger"));
        Assert.Null(await As(practice.Patient("stranger"), () => Link(practice, id).View()));
    }

    [Fact]
    public async Task A_stranger_makes_none_and_revokes_none()
    {
        var practice = await Family();
        var id = await Make(practice, Command("child"));

        var made = await As(practice.Patient("stranger"), () => Link(practice, NewLink()).Make(Command("child")));
        var revoked = await As(practice.Patient("stranger"), () => Link(practice, id).Revoke(NewId()));

        Assert.Equal(["share.unknown_patient"], PatientPractice.Codes(made));
        Assert.Equal(["share.unknown"], PatientPractice.Codes(revoked));
        Assert.NotNull(await Open(practice, id));
    }

    [Fact]
    public async Task It_ends_when_its_maker_may_not_see_the_patient_any_more()
    {
        var practice = await Family();
        var (childs, own) = (await Make(practice, Command("child")), await Make(practice, Command()));

        PatientPractice.Require(await practice.Save("child", PatientPractice.Command()));

        Assert.Null(await Open(practice, childs));
        var left = await As(practice.Patient("child"), () => Link(practice, childs).View());
        Assert.Equal(HealthLinkStanding.Revoked, left!.Standing);
        Assert.NotNull(await Open(practice, own));
    }

    [Fact]
    public async Task It_ends_when_its_maker_has_no_access_any_more_also_for_who_has_a_ticket()
    {
        var practice = await Family();
        PatientPractice.Require(await practice.Provide("mother"));
        var (first, second) = (await Make(practice, Command()), await Make(practice, Command("child")));
        var ticket = (await Open(practice, first, Weber with { EmbeddedLengthMax = 0 }))!.Value!.Ticket!;

        PatientPractice.Require(await As(practice.Desk, () => practice.Grain("mother").RemoveOnlineAccess(NewId())));

        Assert.Null(await Fetch(practice, first, ticket));
        Assert.Null(await Open(practice, second));
    }

    [Fact]
    public async Task Revoked_it_is_dead_at_once_and_its_file_is_gone()
    {
        var practice = await Family();
        var id = await Make(practice, Command());
        Assert.True(await HasFile(practice, id));

        PatientPractice.Require(await As(practice.Patient("mother"), () => Link(practice, id).Revoke(NewId())));

        Assert.Null(await Open(practice, id));
        await Eventually(async () => !await HasFile(practice, id), "the file is gone");
        Assert.Equal(HealthLinkStanding.Revoked, Assert.Single(await List(practice, "mother")).Standing);
    }

    [Fact]
    public async Task When_its_time_is_over_it_is_dead_and_its_file_goes()
    {
        var practice = await Family();
        // For an hour: the clock of these tests is everybody's, so it must not move far.
        var id = await Stored(practice, TimeSpan.FromMinutes(59));
        Assert.NotNull(await Open(practice, id));

        Cluster.Time.Advance(TimeSpan.FromMinutes(1));

        Assert.Null(await Open(practice, id));
        Assert.True(await HasFile(practice, id));
        await As(practice.System, () => Owner(practice, id).Drain());
        Assert.False(await HasFile(practice, id));
        Assert.Equal(HealthLinkStanding.Expired, Assert.Single(await List(practice, "mother")).Standing);
    }

    [Fact]
    public async Task A_link_that_nobody_touches_any_more_is_found_by_the_sweeper()
    {
        var practice = await Family();
        var id = await Stored(practice, TimeSpan.FromHours(2));

        await Cluster.Sweep();

        Assert.False(await HasFile(practice, id));
    }

    [Fact]
    public async Task Who_asks_for_what_does_not_exist_leaves_nothing_in_the_trail()
    {
        var practice = await Family();
        var id = await Make(practice, Command());

        Assert.Null(await Open(practice, NewLink()));
        Assert.NotNull(await Open(practice, id));
        await Cluster.FlushAudit();
        var entries = (await As(practice.System, () => Cluster.Grain<IAuditTrailGrain>(practice.Slug, IAuditTrailGrain.Id).Read(new(Action: "share.open")))).Entries;

        Assert.Equal($"health_link/{id}", Assert.Single(entries).Target);
    }

    [Theory]
    [InlineData(364, 1)]
    [InlineData(366, 0)]
    public async Task What_ended_long_ago_is_forgotten(int days, int listed)
    {
        var practice = await Family();
        var id = await Stored(practice, TimeSpan.FromDays(days));
        Assert.Single(await List(practice, "mother"));

        await Cluster.Sweep();

        Assert.Equal(listed, (await List(practice, "mother")).Count);
        Assert.False(await HasFile(practice, id));
    }

    [Fact]
    public async Task Many_who_open_at_the_same_moment_what_may_be_seen_once_get_one_file()
    {
        var practice = await Family();
        var id = await Make(practice, Command() with { ViewOnce = true });

        var answers = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => Open(practice, id)));

        Assert.Equal(File, Assert.Single(answers.OfType<Result<HealthLinkFile>>()).Value!.Content);
        Assert.Equal((HealthLinkStanding.Used, 1), await Standing(practice, id));
        await Eventually(async () => !await HasFile(practice, id), "the file is gone");
    }

    [Fact]
    public async Task Many_who_hold_a_ticket_to_what_may_be_seen_once_get_one_file()
    {
        var practice = await Family();
        var id = await Make(practice, Command() with { ViewOnce = true });
        var tickets = new List<string>();
        for (var i = 0; i < 3; i++)
            tickets.Add((await Open(practice, id, Weber with { EmbeddedLengthMax = 5 }))!.Value!.Ticket!);

        var files = await Task.WhenAll(tickets.Concat(tickets).Select(ticket => Fetch(practice, id, ticket)));

        Assert.Equal(File, Assert.Single(files.OfType<string>()));
        Assert.Null(await Open(practice, id));
    }

    [Fact]
    public async Task A_ticket_is_good_once_and_not_after_the_link_was_revoked()
    {
        var practice = await Family();
        var id = await Make(practice, Command());
        var first = (await Open(practice, id, Weber with { EmbeddedLengthMax = 5 }))!.Value!.Ticket!;
        var second = (await Open(practice, id, Weber with { EmbeddedLengthMax = 5 }))!.Value!.Ticket!;

        Assert.Equal(File, await Fetch(practice, id, first));
        Assert.Null(await Fetch(practice, id, first));
        PatientPractice.Require(await As(practice.Patient("mother"), () => Link(practice, id).Revoke(NewId())));
        Assert.Null(await Fetch(practice, id, second));
    }

    [Fact]
    public async Task Wrong_passcodes_in_parallel_count_once_each_and_lock_it()
    {
        var practice = await Family();
        var id = await Make(practice, Command() with { Passcode = "Tulip 42" });

        Assert.Equal("share.passcode", (await Open(practice, id))!.Problems[0].Code);
        Assert.Equal(10, await AttemptsLeft(practice, id));
        Assert.Equal(File, (await Open(practice, id, Weber with { Passcode = " Tulip 42 " }))!.Value!.Content);
        var answers = await Task.WhenAll(Enumerable.Range(0, 14).Select(i => Open(practice, id, Weber with { Passcode = $"guess {i}" })));

        Assert.Equal(10, answers.OfType<Result<HealthLinkFile>>().Count());
        Assert.Equal(0, await AttemptsLeft(practice, id));
        Assert.Null(await Open(practice, id, Weber with { Passcode = "Tulip 42" }));
        var view = Assert.Single(await List(practice, "mother"));
        Assert.Equal((HealthLinkStanding.Locked, 10, 1), (view.Standing, view.WrongPasscodes, view.Opened));
    }

    [Fact]
    public async Task The_same_form_sent_twice_makes_one_link_and_another_passcode_under_it_is_refused()
    {
        var practice = await Family();
        var (id, command) = (NewLink(), Command() with { Passcode = "Tulip 42" });

        PatientPractice.Require(await As(practice.Patient("mother"), () => Link(practice, id).Make(command)));
        PatientPractice.Require(await As(practice.Patient("mother"), () => Link(practice, id).Make(command with { File = "e30..bmV3.bmV3.bmV3" })));
        var other = await As(practice.Patient("mother"), () => Link(practice, id).Make(command with { Passcode = "Rose 43" }));

        Assert.Equal([Problem.RequestReused], PatientPractice.Codes(other));
        Assert.Single(await List(practice, "mother"));
        Assert.Equal(File, (await Open(practice, id, Weber with { Passcode = "Tulip 42" }))!.Value!.Content);
    }

    [Fact]
    public async Task Wrong_passcodes_count_on_when_another_silo_has_the_link()
    {
        var practice = await Family();
        var id = await Make(practice, Command() with { Passcode = "Tulip 42" });

        for (var left = 9; left >= 1; left--)
        {
            await Move(practice, id);
            Assert.Equal("share.passcode", (await Open(practice, id, Weber with { Passcode = "guess" }))!.Problems[0].Code);
            Assert.Equal(left, await AttemptsLeft(practice, id));
        }

        await Move(practice, id);
        await Open(practice, id, Weber with { Passcode = "guess" });
        await Move(practice, id);
        Assert.Null(await Open(practice, id, Weber with { Passcode = "Tulip 42" }));
    }

    [Fact]
    public async Task A_link_that_has_lost_its_file_opens_nothing_and_is_not_shown_as_one_that_works()
    {
        var practice = await Family();
        var id = await Make(practice, Command());
        await DeleteFile(practice, id);

        Assert.Null(await Open(practice, id));
        Assert.Equal((HealthLinkStanding.Lost, 0), await Standing(practice, id));
        PatientPractice.Require(await As(practice.Patient("mother"), () => Link(practice, id).Revoke(NewId())));
        Assert.Equal((HealthLinkStanding.Revoked, 0), await Standing(practice, id));
    }

    [Fact]
    public async Task The_twenty_first_link_that_works_is_refused_until_one_has_ended()
    {
        var practice = await Family();
        var ids = new List<string>();
        for (var i = 0; i < HealthLinkLimits.OpenPerPatient; i++)
            ids.Add(await Make(practice, Command()));

        var refused = await As(practice.Patient("mother"), () => Link(practice, NewLink()).Make(Command()));
        await Make(practice, Command("child"));
        PatientPractice.Require(await As(practice.Patient("mother"), () => Link(practice, ids[0]).Revoke(NewId())));

        Assert.Equal(["share.too_many"], PatientPractice.Codes(refused));
        await Make(practice, Command());
    }

    [Fact]
    public async Task Making_opening_and_revoking_are_in_the_trail_of_the_patient_concerned()
    {
        var practice = await Family();
        var id = await Make(practice, Command("child"));
        await Open(practice, id);
        await As(practice.Patient("mother"), () => Link(practice, id).Revoke(NewId()));
        await Open(practice, id);

        await Cluster.FlushAudit();
        var entries = (await As(practice.System, () => Cluster.Grain<IAuditTrailGrain>(practice.Slug, IAuditTrailGrain.Id).Read(new(PatientId: "child")))).Entries;

        Assert.Equal(
            [
                ("share.open", "", AuditOutcome.Nothing), ("share.revoke", "u-mother", AuditOutcome.Done),
                ("share.open", "", AuditOutcome.Done), ("share.make", "u-mother", AuditOutcome.Done),
            ],
            entries.Where(entry => entry.Target == $"health_link/{id}").OrderByDescending(entry => entry.Number)
                .Select(entry => (entry.Action, entry.ActorId, entry.Outcome)));
    }
}
