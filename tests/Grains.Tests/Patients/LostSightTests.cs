using Portal.Grains.Interfaces.Access;
using Portal.Grains.Interfaces.Live;
using Portal.Grains.Interfaces.Patients;

namespace Portal.Grains.Tests.Patients;

[Collection(SharedCluster.Name)]
public sealed class LostSightTests(PortalCluster cluster)
{
    [Fact]
    public async Task Open_pages_of_who_may_see_a_patient_no_longer_are_told_to_look_again()
    {
        var practice = await new PatientPractice(cluster).Built();
        await practice.Add("eleanor");
        await practice.Add("mateo", PatientPractice.Command(representatives: new Representative("eleanor", RepresentativeKind.Guardian)));
        var (own, seen) = (await Number(practice, "eleanor"), await Number(practice, "mateo"));

        Assert.Equal(Saved.Updated, (await practice.Save("mateo", PatientPractice.Command())).Value);

        await PortalCluster.Eventually(
            async () => await Number(practice, "eleanor") > own && await Number(practice, "mateo") > seen,
            "the visits of both moved");
    }

    private Task<long> Number(PatientPractice practice, string patientId) => PortalCluster.As(
        Caller.System(practice.Slug),
        async () => (await cluster.Grain<ILiveGrain>(practice.Slug, LiveTopic.Visits(patientId)).Attach("front", new Deaf().Reference(cluster))).Number);

    private sealed class Deaf : ILiveObserver
    {
        public ILiveObserver Reference(PortalCluster cluster) => cluster.Client.CreateObjectReference<ILiveObserver>(this);

        public Task Changed(string key, LiveVersion version) => Task.CompletedTask;
    }
}
