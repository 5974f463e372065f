using System.Text.Json.Nodes;
using Orleans.Core.Internal;
using Portal.Grains.Interfaces;
using Portal.Grains.Interfaces.Access;
using Portal.Grains.Interfaces.Apps;
using Portal.Grains.Interfaces.Audit;
using Portal.Grains.Interfaces.Records;
using Portal.Grains.Interfaces.Records.Search;
using Portal.Grains.Interfaces.Records.Subscriptions;
using Portal.Grains.Interfaces.Scheduling;
using Portal.Grains.Interfaces.Webmail;
using Portal.Grains.Records.Subscriptions;
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
        await Subscribe(Draft with { Headers = ["Authorization: Bearer of-the-program"] }, program);
        var (other, witness) = ($"{_endpoint}/other", cluster.Grain<ISubscriptionGrain>(_practice.Slug, PortalCluster.NewId()));
        SchedulingPractice.Require(await PortalCluster.As(Bridge, () => witness.Save(new(Draft with { Endpoint = other }, Address, true, null))));
        await PortalCluster.Eventually(async () => (await PortalCluster.As(Bridge, witness.View))!.Status is SubscriptionStatus.Active, "the other one is active");
        Assert.Contains("\"headers\":[\"Authorization: ", await Stored(), StringComparison.Ordinal);

        SchedulingPractice.Require(await PortalCluster.As(_practice.System, () => app.SetStopped(PortalCluster.NewId(), true)));
        await PortalCluster.Eventually(async () => (await View(program))!.Status is SubscriptionStatus.Off, "it is off without any event");
        await _practice.Schedule();
        await PortalCluster.Eventually(() => Task.FromResult(cluster.Hooks.Taken(other, "event-notification").Count > 0), "the other one is told");

        Assert.Empty(All);
        Assert.Contains("\"headers\":[]", await Stored(), StringComparison.Ordinal);
        Assert.Contains("access of the app has ended", (await View(program))!.Json, StringComparison.Ordinal);
        Assert.Null(await View());
    }

    [Fact]
    public async Task What_goes_with_notices_is_stored_under_seal_and_kept_when_it_is_saved_again()
    {
        await Subscribe(Draft with { Headers = ["Authorization: Bearer of-the-subscriber", "X-Key: of-the-subscriber too"] });
        SchedulingPractice.Require(await Save(Draft with { Headers = ["Authorization: ***", "X-Key: new"] }, isNew: false));
        await PortalCluster.Eventually(() => Task.FromResult(cluster.Hooks.Taken(_endpoint, "handshake").Count == 2), "it shook hands again");

        Assert.Equal(["Authorization: Bearer of-the-subscriber", "X-Key: of-the-subscriber too"], First("handshake").Notice.Headers.AsEnumerable());
        Assert.Equal(["Authorization: Bearer of-the-subscriber", "X-Key: new"], cluster.Hooks.Taken(_endpoint, "handshake")[1].Notice.Headers.AsEnumerable());
        Assert.DoesNotContain("of-the-subscriber", await Stored(), StringComparison.Ordinal);
        Assert.Contains("Authorization: sealed:", await Stored(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("appointment-change")]
    [InlineData("message-change")]
    public async Task Who_begins_to_listen_while_something_is_written_hears_of_it(string topic)
    {
        await Subscribe(Draft with { Topic = topic });

        cluster.Roster.Answer(_practice.Slug, () => false);
        await Write(topic);

        await Told(1);
    }

    [Theory]
    [InlineData("appointment-change")]
    [InlineData("message-change")]
    public async Task What_is_written_while_nobody_knows_who_listens_is_written_and_told(string topic)
    {
        await Subscribe(Draft with { Topic = topic });

        cluster.Roster.Answer(_practice.Slug, () => throw new TimeoutException("The silo is gone."));
        await Write(topic);

        await Told(1);
        Assert.Single(All.SelectMany(notice => notice.Told));
    }

    private async Task Write(string topic)
    {
        if (topic == "message-change")
        {
            var conversation = cluster.Grain<IConversationGrain>(_practice.Slug, PortalCluster.NewId());
            SchedulingPractice.Require(await PortalCluster.As(_practice.Mother, () => conversation.Start(new(PortalCluster.NewId(), "mother", "provider:raman", "Crown", "It came loose.", []))));
            return;
        }

        var id = PortalCluster.NewId();
        await PortalCluster.As(_practice.System, () => cluster.Grain<IRecordGrain>(_practice.Slug, "mother")
            .Store([new() { Type = "Appointment", Id = id, Json = $$"""{"resourceType":"Appointment","id":"{{id}}","status":"booked"}""" }]));
    }

    [Fact]
    public async Task Events_whose_page_is_lost_are_passed_over_and_no_empty_notice_is_sent()
    {
        var change = (long number) => new SubscriptionEvent(number, new("Appointment", $"a{number}", 1, "mother", cluster.Time.GetUtcNow()));
        await cluster.Leave("subscription", $"{_practice.Slug}/{_id}", new SubscriptionState
        {
            Draft = Draft, By = new() { UserId = "bridge", Name = "Bridge" }, Address = Address, Status = SubscriptionStatus.Off, VersionId = 4, Begun = true,
            Events = 103, SealedPages = 2, FirstPage = 1, Recent = [change(101), change(102), change(103)], OffSince = cluster.Time.GetUtcNow(),
        });

        SchedulingPractice.Require(await Save(Draft, isNew: false));
        await PortalCluster.Eventually(() => Task.FromResult(All.Count > 0), "what is left is told");
        var visit = await _practice.Schedule();
        await PortalCluster.Eventually(() => Task.FromResult(All.Any(notice => notice.Told.Any(one => one.Number == 104))), "the next event is told");

        Assert.Equal([101L, 102L, 103L, 104L], All.SelectMany(notice => notice.Told).Select(one => one.Number));
        Assert.Equal($"{Address}/Appointment/{visit}", All[^1].Told[0].Focus);
        Assert.Single(cluster.Hooks.Taken(_endpoint, "handshake"));
    }

    [Fact]
    public async Task Many_events_go_into_pages_and_all_of_them_can_be_asked_for()
    {
        await Subscribe(Draft with { MaxCount = 100 });
        var record = cluster.Grain<IRecordGrain>(_practice.Slug, "mother");
        for (var number = 0; number < 130; number += 10)
        {
            var some = Enumerable.Range(number, 10).Select(one => new ResourceDraft
            {
                Type = "Appointment", Id = $"many-{_id}-{one}", Json = $$"""{"resourceType":"Appointment","id":"many-{{_id}}-{{one}}","status":"booked"}""",
            });
            await PortalCluster.As(_practice.System, () => record.Store([.. some]));
        }

        await PortalCluster.Eventually(async () => (await Stands()).Events == 130, "all of them count");
        var first = Read((await PortalCluster.As(Bridge, () => Subscription.Events(1, null, null)))!);
        var rest = Read((await PortalCluster.As(Bridge, () => Subscription.Events(101, null, null)))!);

        Assert.Equal(Enumerable.Range(1, 100).Select(number => (long)number), first.Told.Select(one => one.Number));
        Assert.Equal(Enumerable.Range(101, 30).Select(number => (long)number), rest.Told.Select(one => one.Number));
        Assert.Equal(130, first.Told.Concat(rest.Told).Select(one => one.Focus).Distinct().Count());
        SchedulingPractice.Require(await PortalCluster.As(Bridge, Subscription.Delete));
        Assert.Equal(0L, await Scalar("select count(*) from grain_state where state like 'subscription%' and id like @id", $"{_practice.Slug}/{_id}%"));
    }

    [Fact]
    public async Task A_feed_that_is_drained_and_a_record_that_is_written_do_not_wait_for_each_other()
    {
        await Subscribe();
        var feed = cluster.Grain<IRecordFeedGrain>(_practice.Slug, "mother");
        var record = cluster.Grain<IRecordGrain>(_practice.Slug, "mother");
        await PortalCluster.As(_practice.System, () => feed.Owe(new("Appointment", $"never-{_id}", 1, "mother", cluster.Time.GetUtcNow())));

        for (var round = 0; round < 10; round++)
        {
            var drafts = Enumerable.Range(0, 12).Select(number => new ResourceDraft
            {
                Type = "Appointment", Id = $"r{round}-{number}-{_id}", Json = $$"""{"resourceType":"Appointment","id":"r{{round}}-{{number}}-{{_id}}","status":"booked"}""",
            }).ToArray();
            cluster.Time.Advance(TimeSpan.FromSeconds(6));
            // Each would stand for the whole response timeout and fail.
            await Task.WhenAll(
                PortalCluster.As(_practice.System, () => record.Store([.. drafts])),
                PortalCluster.As(_practice.System, feed.Drain),
                PortalCluster.As(_practice.System, feed.Drain));
        }

        await PortalCluster.Eventually(async () => (await Stands()).Events == 120, "every change counts");
    }

    [Fact]
    public async Task A_subscriber_has_ten_at_most_and_one_that_is_off_or_deleted_makes_room()
    {
        var ids = Enumerable.Range(0, SubscriptionLimits.OfOwner + 1).Select(_ => PortalCluster.NewId()).ToList();
        var outcomes = new List<Result<SubscriptionView>>();
        foreach (var id in ids)
            outcomes.Add(await PortalCluster.As(Bridge, () => cluster.Grain<ISubscriptionGrain>(_practice.Slug, id).Save(new(Draft, Address, true, null))));

        Assert.All(outcomes[..^1], SchedulingPractice.Require);
        Assert.Equal("subscription.too_many", Assert.Single(outcomes[^1].Problems).Code);
        SchedulingPractice.Require(await PortalCluster.As(Bridge, cluster.Grain<ISubscriptionGrain>(_practice.Slug, ids[0]).Delete));
        SchedulingPractice.Require(await PortalCluster.As(Bridge, () => cluster.Grain<ISubscriptionGrain>(_practice.Slug, ids[^1]).Save(new(Draft, Address, true, null))));
        var (resting, another) = (cluster.Grain<ISubscriptionGrain>(_practice.Slug, ids[1]), cluster.Grain<ISubscriptionGrain>(_practice.Slug, PortalCluster.NewId()));
        SchedulingPractice.Require(await PortalCluster.As(Bridge, () => resting.Save(new(Draft with { Off = true }, Address, false, null))));
        SchedulingPractice.Require(await PortalCluster.As(Bridge, () => another.Save(new(Draft, Address, true, null))));
        Assert.Equal("subscription.too_many", Assert.Single((await PortalCluster.As(Bridge, () => resting.Save(new(Draft, Address, false, null)))).Problems).Code);
    }

    [Fact]
    public async Task A_roster_that_was_lost_knows_who_listens()
    {
        await Subscribe(Draft with { Filters = [Filter("patient", "Patient/mother")] });
        var roster = cluster.Grain<ISubscriptionRosterGrain>(_practice.Slug, ISubscriptionRosterGrain.Id);

        await roster.Cast<IGrainManagementExtension>().DeactivateOnIdle();

        Assert.Equal(_id, Assert.Single(await PortalCluster.As(_practice.System, () => roster.Listeners("Appointment", "mother"))));
        Assert.Empty(await PortalCluster.As(_practice.System, () => roster.Listeners("Appointment", "son")));
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
        SchedulingPractice.Require(await Save(Draft with { Content = NoticeContent.Empty }, isNew: false));
        await _practice.Schedule(slot: SchedulingPractice.Slot(hour: 13));
        await PortalCluster.Eventually(() => Task.FromResult(All.Count == 2), "it is told that there is something");
        await cluster.FlushAudit();
        Assert.Single((await PortalCluster.As(_practice.System with { Roles = Audience.Administrator }, () => trail.Read(new() { Action = "record.notify" }))).Entries);
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

    /// <summary>The document as it lies in the database.</summary>
    private async Task<string> Stored() => (string)(await Scalar("select doc from grain_state where state = 'subscription' and id = @id", $"{_practice.Slug}/{_id}"))!;

    private async Task<object?> Scalar(string sql, string id)
    {
        await using var connection = await cluster.Database.DataSource.OpenConnectionAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        var parameter = command.CreateParameter();
        (parameter.ParameterName, parameter.Value) = ("id", id);
        command.Parameters.Add(parameter);
        return await command.ExecuteScalarAsync();
    }

    private Task Told(int events) =>
        PortalCluster.Eventually(() => Task.FromResult(All.Sum(notice => notice.Told.Count) >= events), $"{events} events are told");
}
