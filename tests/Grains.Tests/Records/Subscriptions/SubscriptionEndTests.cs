using Portal.Grains.Interfaces;
using Portal.Grains.Interfaces.Access;
using Portal.Grains.Interfaces.Apps;
using Portal.Grains.Interfaces.Audit;
using Portal.Grains.Interfaces.Records.Subscriptions;
using Portal.Grains.Records.Subscriptions;
using Portal.Grains.Tests.Audit;
using Portal.Silo;
using Portal.Silo.Subscriptions;

namespace Portal.Grains.Tests.Records.Subscriptions;

/// <summary>What ends subscriptions but their subscribers, and what the practice sees of them.</summary>
[Collection(SharedCluster.Name)]
public sealed class SubscriptionEndTests(PortalCluster cluster)
{
    private const string Address = "https://portal.example/test/fhir/R4";

    private readonly string _endpoint = $"https://hooks.example/{PortalCluster.NewId()}";
    private readonly string _id = PortalCluster.NewId();
    private readonly string _practice = PortalCluster.NewPractice();

    private Caller Bridge => new() { Practice = _practice, Roles = Audience.Integrator, UserId = "bridge", Name = "Bridge" };

    private Caller Administrator => new() { Practice = _practice, Roles = Audience.Administrator, UserId = "s-admin", Name = "Ada" };

    private Caller System => Caller.System(_practice);

    private ISubscriptionGrain Subscription => cluster.Grain<ISubscriptionGrain>(_practice, _id);

    private IBridgeDirectoryGrain Bridges => cluster.Client.GetGrain<IBridgeDirectoryGrain>(IBridgeDirectoryGrain.Key);

    private SubscriptionDraft Draft => new()
    {
        Topic = "appointment-change",
        Channel = NoticeChannel.Hook,
        Endpoint = _endpoint,
        Content = NoticeContent.IdOnly,
        Json = """{"resourceType":"Subscription"}""",
    };

    [Fact]
    public async Task What_was_sealed_with_another_secret_is_missed_until_it_is_sent_again()
    {
        var lost = new SecretSeal(new() { Mode = PortalMode.Clustered, ClusterSecret = "another secret of the tests, long enough" });
        await cluster.Leave("subscription", $"{_practice}/{_id}", new SubscriptionState
        {
            Draft = Draft with { Headers = [$"Authorization: {lost.Seal("Bearer of-the-subscriber", $"{_practice}/{_id}")}"] },
            By = new() { UserId = "bridge", Name = "Bridge" }, Address = Address, Status = SubscriptionStatus.Error, VersionId = 4,
        });

        Require(await Save(Draft with { Headers = ["Authorization: ***"] }, isNew: false));
        await PortalCluster.Eventually(async () => (await View())!.Status is SubscriptionStatus.Error, "it is in error again");
        Assert.Contains("Send the headers again", (await View())!.Json, StringComparison.Ordinal);
        Assert.Empty(cluster.Hooks.Taken(_endpoint));
        Require(await Save(Draft with { Headers = ["Authorization: Bearer new"] }, isNew: false));
        await PortalCluster.Eventually(async () => (await View())!.Status is SubscriptionStatus.Active, "it is active");

        Assert.Equal(["Authorization: Bearer new"], Assert.Single(cluster.Hooks.Taken(_endpoint, "handshake")).Notice.Headers.AsEnumerable());
    }

    [Fact]
    public async Task What_the_bridge_asked_for_ends_with_its_token()
    {
        await Subscribe(token: "of-then");

        await PortalCluster.As(System, () => Subscription.OnlyFor("of-then"));
        Assert.Equal(SubscriptionStatus.Active, (await View())!.Status);
        Assert.Contains($"{_practice}/{_id}", await PortalCluster.As(Caller.System(GrainKey.Platform), Bridges.Subscribed));
        await PortalCluster.As(System, () => Subscription.OnlyFor("of-now"));

        Assert.Equal(SubscriptionStatus.Off, (await View())!.Status);
        Assert.Contains("token with which it was made is not in use any more", (await View())!.Json, StringComparison.Ordinal);
        Assert.DoesNotContain($"{_practice}/{_id}", await PortalCluster.As(Caller.System(GrainKey.Platform), Bridges.Subscribed));
        Require(await Save(Draft, isNew: false, token: "of-now"));
        await PortalCluster.Eventually(async () => (await View())!.Status is SubscriptionStatus.Active, "it is active with the new one");
        await PortalCluster.As(System, () => Subscription.OnlyFor(null));
        Assert.Equal(SubscriptionStatus.Off, (await View())!.Status);
    }

    [Fact]
    public async Task What_was_asked_for_before_tokens_were_told_apart_ends_as_well()
    {
        await Subscribe(token: null);

        await PortalCluster.As(System, () => Subscription.OnlyFor("of-now"));

        Assert.Equal(SubscriptionStatus.Off, (await View())!.Status);
    }

    [Fact]
    public async Task What_an_administrator_ends_is_off_to_its_subscriber_and_stands_in_the_trail_of_the_patient()
    {
        await cluster.Leave("subscription", $"{_practice}/{_id}", new SubscriptionState
        {
            Draft = Draft, By = new() { UserId = "bridge", Name = "Bridge", OnlyPatientId = "mother" },
            OnlyPatientId = "mother", Address = Address, Status = SubscriptionStatus.Active, VersionId = 4,
        });
        Require(await PortalCluster.As(Administrator, Subscription.Delete));

        var ended = await PortalCluster.As(Bridge with { OnlyPatientId = "mother" }, Subscription.View);
        Assert.Equal(SubscriptionStatus.Off, ended!.Status);
        Assert.Contains("The practice has ended it.", ended.Json, StringComparison.Ordinal);
        await cluster.FlushAudit();
        var trail = cluster.Grain<IAuditTrailGrain>(_practice, IAuditTrailGrain.Id);
        var page = await PortalCluster.As(Administrator, () => trail.Read(new() { Action = "subscription.delete" }));
        Assert.Equal(("mother", Administrator.UserId), (Assert.Single(page.Entries).PatientId, page.Entries[0].ActorId));
        Assert.Equal("subscription.unknown", Assert.Single((await PortalCluster.As(Administrator, Subscription.Delete)).Problems).Code);
    }

    [Fact]
    public async Task The_practice_finds_its_own_programs_first_and_all_others_by_pages()
    {
        await Subscribe();
        var own = _id;
        var app = $"{_practice}.app";
        var ofPeople = Enumerable.Range(0, AppLimits.Listed + 5).Select(_ => PortalCluster.NewId()).Order(StringComparer.Ordinal).ToList();
        foreach (var id in ofPeople)
        {
            await cluster.Leave("subscription", $"{_practice}/{id}", new SubscriptionState
            {
                Draft = Draft, By = new() { UserId = "u-mother", AppId = app }, Address = Address, Status = SubscriptionStatus.Active, VersionId = 1,
            });
        }

        var directory = cluster.Grain<IAppDirectoryGrain>(_practice, IAppDirectoryGrain.Id);
        var first = await PortalCluster.As(Administrator, () => directory.Subscriptions(null));
        var second = await PortalCluster.As(Administrator, () => directory.Subscriptions(first.Next));

        Assert.Equal((own, AppLimits.Listed, false), (first.Rows[0].Id, first.Rows.Length, first.Rows[0].OfPerson));
        Assert.Equal([own, .. ofPeople.AsEnumerable().Reverse()], first.Rows.Concat(second.Rows).Select(row => row.Id));
        Assert.Null(second.Next);
    }

    private async Task Subscribe(string? token = null)
    {
        Require(await Save(Draft, isNew: true, token));
        await PortalCluster.Eventually(async () => (await View())!.Status is SubscriptionStatus.Active, "it is active");
    }

    private Task<Result<SubscriptionView>> Save(SubscriptionDraft draft, bool isNew, string? token = null) =>
        PortalCluster.As(Bridge, () => Subscription.Save(new(draft, Address, isNew, null, token)));

    private Task<SubscriptionView?> View() => PortalCluster.As(Bridge, Subscription.View);

    private static void Require<T>(Result<T> result) => Assert.True(result.Succeeded, string.Join("; ", result.Problems.Select(problem => problem.Code)));
}
