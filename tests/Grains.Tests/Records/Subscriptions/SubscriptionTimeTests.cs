using Orleans.Core.Internal;
using Portal.Grains.Interfaces.Access;
using Portal.Grains.Interfaces.Records;
using Portal.Grains.Interfaces.Records.Subscriptions;

namespace Portal.Grains.Tests.Records.Subscriptions;

/// <summary>What time does to subscriptions: days of it, so the clock is no other test's.</summary>
public sealed class SubscriptionTimeTests(PortalCluster cluster) : IClassFixture<PortalCluster>
{
    private const string Address = "https://portal.example/test/fhir/R4";
    private const string Patient = "ana";

    private readonly string _endpoint = $"https://hooks.example/{PortalCluster.NewId()}";
    private readonly string _id = PortalCluster.NewId();
    private readonly string _practice = PortalCluster.NewPractice();

    private Caller Bridge => new() { Practice = _practice, Roles = Audience.Integrator, UserId = "bridge", Name = "Bridge" };

    private Caller System => Caller.System(_practice);

    private ISubscriptionGrain Subscription => cluster.Grain<ISubscriptionGrain>(_practice, _id);

    private IRecordFeedGrain Feed => cluster.Grain<IRecordFeedGrain>(_practice, Patient);

    private IReadOnlyList<SentNotice> Told => cluster.Hooks.Taken(_endpoint, "event-notification");

    private SubscriptionDraft Draft => new()
    {
        Topic = "appointment-change",
        Channel = NoticeChannel.Hook,
        Endpoint = _endpoint,
        Content = NoticeContent.IdOnly,
        Json = """{"resourceType":"Subscription"}""",
    };

    [Fact]
    public async Task Heartbeats_come_by_the_clock()
    {
        await Subscribe(Draft with { Heartbeat = 60 });
        var minutes = 0;

        await PortalCluster.Eventually(
            async () =>
            {
                var beats = cluster.Hooks.Taken(_endpoint, "heartbeat").Count;
                Assert.True(beats <= minutes, "A heartbeat came before its time.");
                if (beats == 3)
                    return true;
                minutes++;
                cluster.Time.Advance(TimeSpan.FromSeconds(60));
                // A turn of the grain: what was due has been sent, or goes out with the next minute.
                await PortalCluster.As(Bridge, Subscription.View);
                return false;
            },
            "three heartbeats came");

        Assert.Equal(("active", 0L), (cluster.Hooks.Taken(_endpoint, "heartbeat")[0].Status, cluster.Hooks.Taken(_endpoint, "heartbeat")[0].Events));
    }

    [Fact]
    public async Task A_heartbeat_of_an_hour_comes_although_the_grain_is_put_away_between()
    {
        await Subscribe(Draft with { Heartbeat = 3600 });
        for (var beats = 1; beats <= 2; beats++)
        {
            cluster.Time.Advance(TimeSpan.FromMinutes(40));
            await Subscription.Cast<IGrainManagementExtension>().DeactivateOnIdle();
            await PortalCluster.As(System, Subscription.Drain);
            Assert.Equal(beats - 1, cluster.Hooks.Taken(_endpoint, "heartbeat").Count);
            cluster.Time.Advance(TimeSpan.FromMinutes(20));
            await Subscription.Cast<IGrainManagementExtension>().DeactivateOnIdle();
            await PortalCluster.As(System, Subscription.Drain);
            await PortalCluster.Eventually(() => Task.FromResult(cluster.Hooks.Taken(_endpoint, "heartbeat").Count == beats), "the heartbeat came");
            // Its answer has been taken.
            await PortalCluster.Eventually(async () => { await PortalCluster.As(System, Subscription.Drain); return true; }, "a turn of the grain");
        }
    }

    [Fact]
    public async Task When_its_time_is_over_it_is_off_and_hears_no_more()
    {
        await Subscribe(Draft with { End = cluster.Time.GetUtcNow() + TimeSpan.FromMinutes(5) });

        var (other, witness) = ($"{_endpoint}/other", cluster.Grain<ISubscriptionGrain>(_practice, PortalCluster.NewId()));
        Assert.Empty((await PortalCluster.As(Bridge, () => witness.Save(new(Draft with { Endpoint = other }, Address, true, null)))).Problems);

        await After(TimeSpan.FromSeconds(100), async () => (await View()).Status is SubscriptionStatus.Off, "it is over");
        await Change("late");
        await PortalCluster.Eventually(() => Task.FromResult(cluster.Hooks.Taken(other, "event-notification").Count == 1), "the other one is told");

        Assert.Contains("is over", (await View()).Json, StringComparison.Ordinal);
        Assert.Empty((await Asked()).Told);
    }

    [Fact]
    public async Task One_that_ends_in_years_is_told_of_changes_until_then()
    {
        await Subscribe(Draft with { End = cluster.Time.GetUtcNow() + TimeSpan.FromDays(1_000) });

        await PortalCluster.As(System, Subscription.Drain);
        await Change("soon");
        await PortalCluster.Eventually(() => Task.FromResult(Told.Count == 1), "it is told");
    }

    [Fact]
    public async Task An_endpoint_that_fails_gets_every_event_once_it_is_back_and_is_given_up_after_a_day()
    {
        await Subscribe();
        cluster.Hooks.Fail(_endpoint, "The endpoint answered with the status 500.");
        await Change("first");
        await After(TimeSpan.FromMinutes(15), async () => (await View()).Status is SubscriptionStatus.Error, "it is in error");
        Assert.Contains("status 500", (await View()).Json, StringComparison.Ordinal);
        await Change("second");
        await PortalCluster.Eventually(async () => (await Asked()).Told.Count == 2, "the second event counts");

        cluster.Hooks.Take(_endpoint);
        await After(TimeSpan.FromMinutes(15), () => Task.FromResult(Told.Count > 0), "it is told of both");
        await PortalCluster.Eventually(async () => (await View()).Status is SubscriptionStatus.Active, "it is active again");
        Assert.Equal([(1L, "first"), (2L, "second")], Told.SelectMany(notice => notice.Told).Select(one => (one.Number, one.Focus!.Split('/')[^1])));

        cluster.Hooks.Fail(_endpoint, "The endpoint cannot be reached.");
        await Change("third");
        await After(TimeSpan.FromHours(2), async () => (await View()).Status is SubscriptionStatus.Off, "it is given up");
        Assert.Contains("cannot be reached", (await View()).Json, StringComparison.Ordinal);
        Assert.Equal([1L, 2L, 3L], (await Asked()).Told.Select(one => one.Number));
    }

    [Fact]
    public async Task What_the_portal_cannot_send_is_tried_for_longer_than_an_endpoint_that_fails()
    {
        await Subscribe();
        cluster.Hooks.Wait(_endpoint, Task.FromException<string?>(new InvalidOperationException("A fault of the portal")));
        await Change("first");
        for (var hours = 0; hours < 30; hours += 2)
        {
            cluster.Time.Advance(TimeSpan.FromHours(2));
            Assert.Equal(SubscriptionStatus.Active, (await View()).Status);
        }

        cluster.Hooks.Take(_endpoint);
        await After(TimeSpan.FromMinutes(15), () => Task.FromResult(Told.Count > 0), "it is told");
        Assert.Equal((1L, "first"), (Told[0].Told[0].Number, Told[0].Told[0].Focus!.Split('/')[^1]));
    }

    [Fact]
    public async Task A_resource_that_cannot_be_written_is_told_without_it_and_holds_nothing_up()
    {
        await Subscribe(Draft with { Content = NoticeContent.FullResource });
        cluster.Hooks.Break(_endpoint, notice => notice.Json.Contains("\"status\":\"booked\"", StringComparison.Ordinal));

        await Change("first");
        await After(TimeSpan.FromMinutes(15), () => Task.FromResult(Told.Count > 0), "the first one is told");
        cluster.Hooks.Take(_endpoint);
        await Change("second");
        await PortalCluster.Eventually(() => Task.FromResult(Told.Count == 2), "the second one is told");

        Assert.Equal([(1L, $"{Address}/Appointment/first"), (2L, $"{Address}/Appointment/second")], Told.SelectMany(notice => notice.Told));
        Assert.DoesNotContain("booked", Told[0].Notice.Json, StringComparison.Ordinal);
        Assert.Contains("booked", Told[1].Notice.Json, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_cannot_be_read_is_left_out_in_the_end_and_never_from_what_is_asked_for()
    {
        await Subscribe();
        cluster.Records.Fail(_practice);

        await Change("first");
        await After(TimeSpan.FromMinutes(15), () => Task.FromResult(Told.Count > 0), "it is told that there was something");
        await Assert.ThrowsAsync<InvalidOperationException>(Asked);
        cluster.Records.Fail(_practice, 0);

        Assert.Equal((1L, null), Assert.Single(Told[0].Told));
        Assert.Equal((1L, $"{Address}/Appointment/first"), Assert.Single((await Asked()).Told));
    }

    [Fact]
    public async Task While_an_endpoint_is_down_a_fault_of_the_portal_leaves_nothing_out()
    {
        await Subscribe();
        cluster.Hooks.Fail(_endpoint, "The endpoint cannot be reached.");
        await Change("first");
        await After(TimeSpan.FromMinutes(15), async () => (await View()).Status is SubscriptionStatus.Error, "it is in error");

        cluster.Records.Fail(_practice, 1);
        cluster.Hooks.Take(_endpoint);
        await After(TimeSpan.FromMinutes(15), () => Task.FromResult(Told.Count > 0), "it is told");

        Assert.Equal(0, cluster.Records.Left(_practice));
        Assert.Equal((1L, $"{Address}/Appointment/first"), Assert.Single(Told[0].Told));
    }

    [Fact]
    public async Task One_that_has_been_off_for_a_month_is_forgotten()
    {
        await Subscribe();
        Assert.Empty((await PortalCluster.As(Bridge, () => Subscription.Save(new(Draft with { Off = true }, Address, false, null)))).Problems);
        cluster.Time.Advance(TimeSpan.FromDays(29));
        await PortalCluster.As(System, Subscription.Drain);
        Assert.NotNull(await PortalCluster.As(Bridge, Subscription.View));

        cluster.Time.Advance(TimeSpan.FromDays(2));
        // Not by the sweeper: the row has the real time, which may be past that of the tests.
        await PortalCluster.As(System, Subscription.Drain);

        await PortalCluster.Eventually(async () => await PortalCluster.As(Bridge, Subscription.View) is null, "it is forgotten");
    }

    [Fact]
    public async Task A_change_that_is_owed_before_it_is_written_is_told_once_it_is()
    {
        await Subscribe();

        await PortalCluster.As(System, () => Feed.Owe(new("Appointment", "foreign-1", 1, Patient, cluster.Time.GetUtcNow())));
        await PortalCluster.As(System, Feed.Drain);
        Assert.Empty((await Asked()).Told);
        await Change("foreign-1");
        await After(TimeSpan.FromSeconds(5), IsTold, "it is told");

        Assert.Equal((1L, $"{Address}/Appointment/foreign-1"), Assert.Single(Told[0].Told));
        Assert.Single((await Asked()).Told);
    }

    [Fact]
    public async Task A_change_that_was_never_written_is_not_told()
    {
        await Subscribe();

        await PortalCluster.As(System, () => Feed.Owe(new("Appointment", "never", 1, Patient, cluster.Time.GetUtcNow())));
        for (var count = 0; count < 8; count++)
        {
            cluster.Time.Advance(TimeSpan.FromSeconds(30));
            await PortalCluster.As(System, Feed.Drain);
        }

        Assert.Empty(await PortalCluster.As(System, Feed.Parked));
        Assert.Empty((await Asked()).Told);
    }

    private async Task Subscribe(SubscriptionDraft? draft = null)
    {
        var saved = await PortalCluster.As(Bridge, () => Subscription.Save(new(draft ?? Draft, Address, true, null)));
        Assert.Empty(saved.Problems);
        await PortalCluster.Eventually(async () => (await View()).Status is SubscriptionStatus.Active, "it is active");
    }

    private async Task Change(string id) => await PortalCluster.As(System, () => cluster.Grain<IRecordGrain>(_practice, Patient)
        .Store([new() { Type = "Appointment", Id = id, Json = $$"""{"resourceType":"Appointment","id":"{{id}}","status":"booked"}""" }]));

    private async Task<SubscriptionView> View() => (await PortalCluster.As(Bridge, Subscription.View))!;

    private async Task<SentNotice> Asked() =>
        new(new(new("https://x.example"), [], (await PortalCluster.As(Bridge, () => Subscription.Events(1, null, null)))!, TimeSpan.Zero));

    private async Task<bool> IsTold()
    {
        await PortalCluster.As(System, Feed.Drain);
        return Told.Count > 0;
    }

    /// <summary>Moves the clock by such steps until it is so.</summary>
    private Task After(TimeSpan step, Func<Task<bool>> isSo, string what) => PortalCluster.Eventually(
        async () =>
        {
            if (await isSo())
                return true;
            cluster.Time.Advance(step);
            return await isSo();
        },
        what);
}
