using Orleans.Hosting;
using Orleans.Runtime;
using Orleans.Runtime.Placement;
using Portal.Grains.Interfaces.Access;
using Portal.Grains.Interfaces.Patients;
using Portal.Grains.Interfaces.Records;
using Portal.Grains.Interfaces.Scheduling;
using Portal.Grains.Tests.Documents;
using Portal.Grains.Tests.Scheduling;

namespace Portal.Grains.Tests.Records;

/// <summary>Silos of its own, of which one dies.</summary>
public sealed class ImportCrashCluster : PortalCluster
{
    public StorageScript Storage { get; } = new() { State = "import_chunk" };

    protected override void Configure(ISiloBuilder silo) => ScriptedStorage.Decorate(silo.Services, Storage);
}

public sealed class ImportCrashTests(ImportCrashCluster cluster) : IClassFixture<ImportCrashCluster>
{
    /// <summary>
    /// The silo dies between what a chunk did and the word that it was done: the patient, the records and the visit of the
    /// transaction are written, and no document says so.
    /// </summary>
    [Fact]
    public async Task A_transaction_whose_silo_dies_in_the_middle_is_finished_by_another_one()
    {
        var practice = await SchedulingPractice.Build(cluster);
        var import = cluster.Grain<IImportGrain>(practice.Slug, PortalCluster.NewId());
        var doomed = cluster.Cluster.Silos[^1];
        RequestContext.Set(IPlacementDirector.PlacementHintKey, doomed.SiloAddress);
        await AsBridge(practice, () => import.Open(new(ImportKind.Transaction, ImportSource.Program)));
        RequestContext.Clear();
        await AsBridge(practice, () => import.Add(new(0, ImportPhase.People, [ImportTests.Patient(0, "p")])));
        await AsBridge(practice, () => import.Add(new(1, ImportPhase.Record, [.. Enumerable.Range(100, 20).Select(order => ImportTests.Condition(order, "p"))])));
        await AsBridge(practice, () => import.Add(new(2, ImportPhase.Visits, [Visit(200)])));
        await AsBridge(practice, () => import.Add(new(3, ImportPhase.Mail, [ImportTests.Condition(300, "p")])));
        (cluster.Storage.Before, cluster.Storage.Next) = (2, WriteFault.Held);

        await AsBridge(practice, import.Start);
        await cluster.Storage.Reached;
        Assert.NotNull(await practice.View("v-200"));
        await cluster.Cluster.KillSiloAsync(doomed);
        cluster.Storage.Release();
        await PortalCluster.Eventually(
            async () =>
            {
                // What the sweeper does for a document with something owed.
                await PortalCluster.As(practice.System, import.Drain);
                return (await AsBridge(practice, import.View))!.Status is ImportStatus.Done;
            },
            "the import is done");

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 4).Select(chunk => AsBridge(practice, () => import.Outcomes(chunk))));
        Assert.All(outcomes.SelectMany(some => some), outcome => Assert.Equal((1, 0), (outcome.Version, outcome.Problems.Length)));
        Assert.Equal(
            [Saved.Created, Saved.Created, Saved.Unchanged, Saved.Created],
            outcomes.Select(some => Assert.Single(some.Select(outcome => outcome.Saved).Distinct())!.Value));
        Assert.Equal(["v-200"], await practice.Held("chair:c1"));
        Assert.Equal(AppointmentStatus.Scheduled, (await practice.View("v-200"))!.Status);
    }

    private static ImportItem Visit(int order) => ImportTests.Item(order, "Appointment", $"v-{order}", "p") with
    {
        Act = new()
        {
            Appointment = new()
            {
                RequestId = "",
                PatientId = "p",
                Status = AppointmentStatus.Scheduled,
                Slot = SchedulingPractice.Slot(),
            },
        },
    };

    private static Task<T> AsBridge<T>(SchedulingPractice practice, Func<Task<T>> call) =>
        PortalCluster.As(new() { Practice = practice.Slug, Roles = Audience.Integrator, UserId = "bridge" }, call);
}
