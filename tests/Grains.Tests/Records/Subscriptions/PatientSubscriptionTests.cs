using Portal.Grains.Interfaces.Access;
using Portal.Grains.Interfaces.Apps;
using Portal.Grains.Interfaces.Patients;
using Portal.Grains.Interfaces.Records;
using Portal.Grains.Interfaces.Records.Subscriptions;
using Portal.Grains.Interfaces.Webmail;
using Portal.Grains.Tests.Patients;

namespace Portal.Grains.Tests.Records.Subscriptions;

/// <summary>A parent's app that hears of a child: nothing that the parent may not read at that moment.</summary>
[Collection(SharedCluster.Name)]
public sealed class PatientSubscriptionTests(PortalCluster cluster) : IAsyncLifetime
{
    private const string Address = "https://portal.example/test/fhir/R4";
    private const string Scopes = "patient/*.rs patient/Subscription.cruds";

    private readonly string _endpoint = $"https://hooks.example/{PortalCluster.NewId()}";
    private readonly PatientPractice _practice = new(cluster);
    private Caller _app = null!;

    private ISubscriptionGrain Subscription { get; set; } = null!;

    private string Witness => $"{_endpoint}/witness";

    public async Task InitializeAsync()
    {
        await _practice.Built();
        await _practice.Add("eleanor");
        await _practice.Add("martin");
        await _practice.Add("mateo", OfBoth);
        PatientPractice.Require(await _practice.Provide("eleanor"));
        var appId = $"{_practice.Slug}.{PortalCluster.NewId()}";
        var draft = new AppDraft { Name = "Reminder", Redirects = ["https://app.example/back"], Scopes = $"launch/patient {Scopes}" };
        PatientPractice.Require(await PortalCluster.As(_practice.System, () => cluster.Grain<IAppGrain>(_practice.Slug, appId).Save(new(PortalCluster.NewId(), draft, null))));
        var eleanor = _practice.Patient("eleanor");
        var grant = await PortalCluster.As(
            eleanor, () => cluster.Grain<IAppGrantsGrain>(_practice.Slug, eleanor.UserId).Grant(new(PortalCluster.NewId(), appId, "mateo", Scopes, Lasting: true)));
        PatientPractice.Require(grant);
        _app = eleanor with { AppId = appId, GrantId = grant.Value, OnlyPatientId = "mateo", Scope = Scopes };
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task Who_may_see_the_child_no_longer_is_told_nothing_of_it_any_more_and_that_it_is_over()
    {
        await Subscribe("appointment-change");
        var firstIsTaken = new TaskCompletionSource<string?>(TaskCreationOptions.RunContinuationsAsynchronously);
        cluster.Hooks.Wait(_endpoint, firstIsTaken.Task);
        await Change("before");
        await Change("waits");
        await PortalCluster.Eventually(async () => (await Asked()).Events == 2, "both count, and wait for the endpoint");

        Assert.Equal(Saved.Updated, (await _practice.Save("mateo", PatientPractice.Command(representatives: new Representative("martin", RepresentativeKind.Guardian)))).Value);
        await Change("after");
        await PortalCluster.Eventually(() => Task.FromResult(Told(Witness).Contains("after")), "the practice's program is told");
        firstIsTaken.SetResult(null);
        cluster.Hooks.Take(_endpoint);
        await PortalCluster.Eventually(async () => (await PortalCluster.As(_app, Subscription.View))!.Status is SubscriptionStatus.Off, "it is off");

        Assert.DoesNotContain("waits", Told(_endpoint));
        Assert.DoesNotContain("after", Told(_endpoint));
        Assert.Contains("The access of the app has ended.", (await PortalCluster.As(_app, Subscription.View))!.Json, StringComparison.Ordinal);
        Assert.All((await Asked()).Told, one => Assert.Null(one.Focus));
        Assert.Equal(2, (await Asked()).Events);
    }

    [Fact]
    public async Task What_another_guardian_writes_of_the_same_child_is_not_told()
    {
        await Subscribe("message-change");

        await Write("martin", "What the other parent writes.");
        await PortalCluster.Eventually(() => Task.FromResult(Told(Witness).Count == 1), "the practice's program is told");
        await Write("eleanor", "What the parent writes.");
        await PortalCluster.Eventually(() => Task.FromResult(Told(_endpoint).Count == 1 && Told(Witness).Count == 2), "the own message is told");

        var told = Assert.Single(cluster.Hooks.Taken(_endpoint, "event-notification"));
        Assert.Equal((1L, Told(Witness)[1]), (told.Events, Told(_endpoint)[0]));
        Assert.Contains("What the parent writes.", told.Notice.Json, StringComparison.Ordinal);
        Assert.DoesNotContain("other parent", told.Notice.Json, StringComparison.Ordinal);
    }

    private static SavePatient OfBoth => PatientPractice.Command(provider: "raman", representatives:
    [
        new Representative("eleanor", RepresentativeKind.Guardian), new Representative("martin", RepresentativeKind.Guardian),
    ]);

    /// <summary>The parent's app subscribes, and the practice's program, which sees that something did happen.</summary>
    private async Task Subscribe(string topic)
    {
        Subscription = await Subscribed(_app, topic, _endpoint);
        await Subscribed(_practice.Integrator, topic, Witness);
    }

    private async Task<ISubscriptionGrain> Subscribed(Caller caller, string topic, string endpoint)
    {
        var subscription = cluster.Grain<ISubscriptionGrain>(_practice.Slug, PortalCluster.NewId());
        var draft = new SubscriptionDraft
        {
            Topic = topic, Channel = NoticeChannel.Hook, Endpoint = endpoint, Content = NoticeContent.FullResource, MaxCount = 1, Json = """{"resourceType":"Subscription"}""",
        };
        PatientPractice.Require(await PortalCluster.As(caller, () => subscription.Save(new(draft, Address, true, null))));
        await PortalCluster.Eventually(async () => (await PortalCluster.As(caller, subscription.View))!.Status is SubscriptionStatus.Active, "it is active");
        return subscription;
    }

    private async Task Change(string id) => await PortalCluster.As(_practice.System, () => cluster.Grain<IRecordGrain>(_practice.Slug, "mateo")
        .Store([new() { Type = "Appointment", Id = id, Json = $$"""{"resourceType":"Appointment","id":"{{id}}","status":"booked"}""" }]));

    private async Task Write(string guardian, string words)
    {
        var conversation = cluster.Grain<IConversationGrain>(_practice.Slug, PortalCluster.NewId());
        PatientPractice.Require(await PortalCluster.As(
            _practice.Patient(guardian), () => conversation.Start(new(PortalCluster.NewId(), "mateo", "provider:raman", "Mateo", words, []))));
    }

    /// <summary>As the app asks for all of it.</summary>
    private async Task<SentNotice> Asked() =>
        new(new(new("https://x.example"), [], (await PortalCluster.As(_app, () => Subscription.Events(1, null, null)))!, TimeSpan.Zero));

    /// <summary>The ids of what was told.</summary>
    private IReadOnlyList<string> Told(string endpoint) =>
        [.. cluster.Hooks.Taken(endpoint, "event-notification").SelectMany(notice => notice.Told).Select(one => one.Focus?.Split('/')[^1]).OfType<string>()];
}
