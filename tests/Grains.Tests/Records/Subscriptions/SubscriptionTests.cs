using System.Text.Json.Nodes;
using Orleans.Core.Internal;
using Portal.Grains.Interfaces;
using Portal.Grains.Interfaces.Access;
using Portal.Grains.Interfaces.Apps;
using Portal.Grains.Interfaces.Audit;
using Portal.Grains.Interfaces.Records.Search;
using Portal.Grains.Interfaces.Records.Subscriptions;
using Portal.Grains.Interfaces.Scheduling;
using Portal.Grains.Interfaces.Webmail;
using Portal.Grains.Tests.Audit;
using Portal.Grains.Tests.Scheduling;

namespace Portal.Grains.Tests.Records.Subscriptions;

[Collection(SharedCluster.Name)]
public sealed class SubscriptionTests(PortalCluster cluster) : IAsyncLifetime
{
    private const string Address = "https://portal.example/test/fhir/R4";

    private readonly string _endpoint = $"https://hooks.example/{PortalCluster.NewId()}";
    private readonly string _id = PortalCluster.NewId();
    private SchedulingPractice _practice = null!;

    private Caller Bridge => new() { Practice = _practice.Slug, Roles = Audience.Integrator, UserId = "bridge", Name = "Bridge" };

    private ISubscriptionGrain Subscription => cluster.Grain<ISubscriptionGrain>(_practice.Slug, _id);

    public async Task InitializeAsync() => _practice = await SchedulingPractice.Build(cluster);

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task A_visit_that_is_made_and_moved_is_told_in_numbered_events()
    {
        await Subscribe();

        var visit = await _practice.Schedule();
        await Told(1);
        SchedulingPractice.Require(await PortalCluster.As(_practice.Desk, () => _practice.Appointment(visit).Break(PortalCluster.NewId(), BreakKind.Cancelled)));
        await Told(2);

        Assert.Equal(("handshake", "requested", 0L), (First("handshake").Type, First("handshake").Status, First("handshake").Events));
        var told = All.SelectMany(notice => notice.Told).ToList();
        Assert.Equal([1L, 2L], told.Select(one => one.Number));
        Assert.All(told, one => Assert.Equal($"{Address}/Appointment/{visit}", one.Focus));
        Assert.Equal("active", All[^1].Status);
        Assert.DoesNotContain("Cleaning", All[^1].Notice.Json, StringComparison.Ordinal);
        Assert.DoesNotContain("mother", All[^1].Notice.Json, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Full_content_holds_the_resource_and_empty_content_not_even_which()
    {
        await Subscribe(Draft with { Content = NoticeContent.FullResource });
        var visit = await _practice.Schedule();
        await Told(1);
        Assert.Equal(visit, JsonNode.Parse(All[^1].Notice.Json)!["entry"]![1]!["resource"]!["id"]!.GetValue<string>());

        SchedulingPractice.Require(await Save(Draft with { Content = NoticeContent.Empty }, isNew: false));
        await PortalCluster.Eventually(() => Task.FromResult(cluster.Hooks.Taken(_endpoint, "handshake").Count == 2), "it shook hands again");
        await _practice.Schedule(slot: SchedulingPractice.Slot(hour: 13));
        await Told(2);

        Assert.Equal((2L, null), Assert.Single(All[^1].Told));
        Assert.DoesNotContain("Appointment", All[^1].Notice.Json, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Filters_narrow_it_and_a_visit_that_is_moved_away_is_told_of_too()
    {
        await Subscribe(Draft with { Filters = [Filter("practitioner", "Practitioner/lee")] });

        await _practice.Schedule(slot: SchedulingPractice.Slot(hour: 8));
        var visit = await _practice.Schedule(slot: SchedulingPractice.Slot(hour: 10, provider: "lee"));
        await Told(1);
        SchedulingPractice.Require(await PortalCluster.As(_practice.Desk, () => _practice.Appointment(visit)
            .Move(new(PortalCluster.NewId(), SchedulingPractice.Slot(hour: 14)))));
        await Told(2);
        SchedulingPractice.Require(await PortalCluster.As(_practice.Desk, () => _practice.Appointment(visit).Break(PortalCluster.NewId(), BreakKind.Cancelled)));
        await _practice.Schedule(slot: SchedulingPractice.Slot(hour: 16, provider: "lee"));
        await Told(3);

        Assert.Equal([visit, visit], All.SelectMany(notice => notice.Told).Take(2).Select(one => one.Focus!.Split('/')[^1]));
        Assert.Equal(3, (await Stands()).Events);
    }

    [Fact]
    public async Task What_was_on_its_way_when_the_grain_was_lost_is_sent_again_under_the_same_number()
    {
        await Subscribe();
        var never = new TaskCompletionSource<string?>();
        cluster.Hooks.Wait(_endpoint, never.Task);
        var visit = await _practice.Schedule();
        await PortalCluster.Eventually(async () => (await Stands()).Events == 1, "the event counts");

        await Subscription.Cast<IGrainManagementExtension>().DeactivateOnIdle();
        cluster.Hooks.Take(_endpoint);
        await PortalCluster.As(_practice.System, Subscription.Drain);
        await Told(1);

        Assert.Equal((1L, $"{Address}/Appointment/{visit}"), Assert.Single(All[^1].Told));
    }

    [Fact]
    public async Task Messages_are_told_and_notes_of_the_practice_are_not()
    {
        await Subscribe(Draft with { Topic = "message-change" });
        var conversation = cluster.Grain<IConversationGrain>(_practice.Slug, PortalCluster.NewId());

        SchedulingPractice.Require(await PortalCluster.As(_practice.Mother, () => conversation.Start(new(PortalCluster.NewId(), "mother", "provider:raman", "Crown", "It came loose.", []))));
        await Told(1);
        SchedulingPractice.Require(await PortalCluster.As(_practice.Desk, () => conversation.AddNote(new(PortalCluster.NewId(), "For us only", []))));
        SchedulingPractice.Require(await PortalCluster.As(_practice.Desk, () => conversation.Post(new(PortalCluster.NewId(), "Come in today.", [], null))));
        await Told(2);

        var told = All.SelectMany(notice => notice.Told).ToList();
        Assert.Equal([1L, 2L], told.Select(one => one.Number));
        Assert.All(told, one => Assert.StartsWith($"{Address}/Communication/", one.Focus, StringComparison.Ordinal));
        Assert.DoesNotContain("loose", All[0].Notice.Json, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_program_that_is_stopped_is_told_nothing_more_and_its_secret_is_forgotten()
    {
        var appId = $"{_practice.Slug}.{PortalCluster.NewId()}";
        var app = cluster.Grain<IAppGrain>(_practice.Slug, appId);
        var draft = new AppDraft { Name = "Recall", Proof = AppProof.Key, Backend = true, Scopes = "system/*.cruds", KeysUrl = "https://app.example/keys" };
        SchedulingPractice.Require(await PortalCluster.As(_practice.System, () => app.Save(new(PortalCluster.NewId(), draft, null))));
        var program = Bridge with { UserId = appId, AppId = appId, Scope = "system/*.cruds" };
        await Subscribe(by: program);

        SchedulingPractice.Require(await PortalCluster.As(_practice.System, () => app.SetStopped(PortalCluster.NewId(), true)));
        await PortalCluster.Eventually(async () => (await View(program))!.Status is SubscriptionStatus.Off, "it is off without any event");
        await _practice.Schedule();

        Assert.Empty(All);
        Assert.Contains("access of the app has ended", (await View(program))!.Json, StringComparison.Ordinal);
        Assert.Null(await View());
    }

    [Fact]
    public async Task A_subscriber_has_ten_at_most_and_a_deleted_one_makes_room()
    {
        var ids = Enumerable.Range(0, SubscriptionLimits.OfOwner + 1).Select(_ => PortalCluster.NewId()).ToList();
        var outcomes = new List<Result<SubscriptionView>>();
        foreach (var id in ids)
            outcomes.Add(await PortalCluster.As(Bridge, () => cluster.Grain<ISubscriptionGrain>(_practice.Slug, id).Save(new(Draft, Address, true, null))));

        Assert.All(outcomes[..^1], SchedulingPractice.Require);
        Assert.Equal("subscription.too_many", Assert.Single(outcomes[^1].Problems).Code);
        SchedulingPractice.Require(await PortalCluster.As(Bridge, cluster.Grain<ISubscriptionGrain>(_practice.Slug, ids[0]).Delete));
        SchedulingPractice.Require(await PortalCluster.As(Bridge, () => cluster.Grain<ISubscriptionGrain>(_practice.Slug, ids[^1]).Save(new(Draft, Address, true, null))));
    }

    [Fact]
    public async Task A_roster_that_was_lost_knows_who_listens()
    {
        await Subscribe();
        var roster = cluster.Grain<ISubscriptionRosterGrain>(_practice.Slug, ISubscriptionRosterGrain.Id);

        await roster.Cast<IGrainManagementExtension>().DeactivateOnIdle();

        Assert.Equal(_id, Assert.Single(await PortalCluster.As(_practice.System, () => roster.Listeners("Appointment", "mother"))));
        Assert.False(await PortalCluster.As(_practice.System, () => roster.Listens("Communication")));
        Assert.Equal(_id, Assert.Single(await PortalCluster.As(_practice.System, () => roster.Of(SubscriberName.Of(Bridge)))));
    }

    [Fact]
    public async Task What_is_told_of_a_patient_is_in_the_audit_trail()
    {
        await Subscribe();
        await _practice.Schedule();
        await Told(1);

        await cluster.FlushAudit();
        var trail = cluster.Grain<IAuditTrailGrain>(_practice.Slug, IAuditTrailGrain.Id);
        var page = await PortalCluster.As(_practice.System with { Roles = Audience.Administrator }, () => trail.Read(new() { Action = "record.notify" }));

        var entry = Assert.Single(page.Entries);
        Assert.Equal(("mother", "bridge"), (entry.PatientId, entry.ActorId));
    }

    private SubscriptionDraft Draft => new()
    {
        Topic = "appointment-change",
        Channel = NoticeChannel.Hook,
        Endpoint = _endpoint,
        Content = NoticeContent.IdOnly,
        Json = """{"resourceType":"Subscription"}""",
    };

    private IReadOnlyList<SentNotice> All => cluster.Hooks.Taken(_endpoint, "event-notification");

    private static SearchFilter Filter(string name, string value) => new(name, SearchModifier.None, [value]);

    private SentNotice First(string type) => cluster.Hooks.Taken(_endpoint, type)[0];

    /// <summary>Subscribes, and waits until the endpoint has taken the handshake.</summary>
    private async Task Subscribe(SubscriptionDraft? draft = null, Caller? by = null)
    {
        SchedulingPractice.Require(await Save(draft ?? Draft, isNew: true, by));
        await PortalCluster.Eventually(async () => (await View(by))!.Status is SubscriptionStatus.Active, "it is active");
    }

    private Task<Result<SubscriptionView>> Save(SubscriptionDraft draft, bool isNew, Caller? by = null) =>
        PortalCluster.As(by ?? Bridge, () => Subscription.Save(new(draft, Address, isNew, null)));

    private Task<SubscriptionView?> View(Caller? by = null) => PortalCluster.As(by ?? Bridge, Subscription.View);

    private async Task<SentNotice> Stands() =>
        Read($$"""{"entry":[{"resource":{{await PortalCluster.As(Bridge, Subscription.Status)}}}]}""");

    private static SentNotice Read(string json) => new(new(new("https://x.example"), [], json, TimeSpan.Zero));

    private Task Told(int events) =>
        PortalCluster.Eventually(() => Task.FromResult(All.Sum(notice => notice.Told.Count) >= events), $"{events} events are told");
}
