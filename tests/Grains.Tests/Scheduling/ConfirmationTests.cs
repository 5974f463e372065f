using Portal.Grains.Documents;
using Portal.Grains.Interfaces;
using Portal.Grains.Interfaces.Access;
using Portal.Grains.Interfaces.Live;
using Portal.Grains.Interfaces.Patients;
using Portal.Grains.Interfaces.Scheduling;
using static Portal.Grains.Tests.PortalCluster;
using static Portal.Grains.Tests.Scheduling.SchedulingPractice;

namespace Portal.Grains.Tests.Scheduling;

[Collection(SharedCluster.Name)]
public sealed class ConfirmationTests(PortalCluster cluster)
{
    [Fact]
    public async Task A_mother_confirms_her_child_s_visit_and_the_staff_sees_who_did()
    {
        var practice = await Build(cluster);
        var id = await practice.Schedule("child");

        var answer = await As(practice.Mother, () => practice.Appointment(id).Confirm(NewId(), At(24, 9)));

        Assert.Equal(ConfirmationOutcome.Recorded, answer.Value);
        var view = (await practice.View(id))!;
        Assert.Equal(ConfirmationStatus.Confirmed, view.Confirmation);
        Assert.Equal((AppointmentAct.Confirmed, "Ana Ortiz"), (view.History[^1].What, view.History[^1].By));
    }

    [Fact]
    public async Task To_confirm_again_writes_nothing()
    {
        var practice = await Build(cluster);
        var id = await practice.Schedule();
        await As(practice.Mother, () => practice.Appointment(id).Confirm(NewId(), At(24, 9)));
        var before = await VersionOf(practice, id);

        var again = await As(practice.Mother, () => practice.Appointment(id).Confirm(NewId(), At(24, 9)));

        Assert.Equal(ConfirmationOutcome.Redundant, again.Value);
        Assert.Equal(before, await VersionOf(practice, id));
    }

    [Fact]
    public async Task The_same_request_confirms_once_even_after_staff_changed_it()
    {
        var practice = await Build(cluster);
        var id = await practice.Schedule();
        var request = NewId();
        await As(practice.Mother, () => practice.Appointment(id).Confirm(request, At(24, 9)));
        await As(practice.Desk, () => practice.Appointment(id).SetConfirmation(NewId(), ConfirmationStatus.Unconfirmed));

        var repeated = await As(practice.Mother, () => practice.Appointment(id).Confirm(request, At(24, 9)));

        Assert.Equal(ConfirmationOutcome.Recorded, repeated.Value);
        Assert.Equal(ConfirmationStatus.Unconfirmed, (await practice.View(id))!.Confirmation);
    }

    [Fact]
    public async Task To_another_patient_the_visit_does_not_exist()
    {
        var practice = await Build(cluster);
        var id = await practice.Schedule("child");

        Assert.Null(await As(practice.Stranger, () => practice.Appointment(id).View()));
        var confirmed = await As(practice.Stranger, () => practice.Appointment(id).Confirm(NewId(), At(24, 9)));
        var called = await As(practice.Stranger, () => practice.Appointment(NewId()).RequestCallback(NewId(), At(24, 9)));
        Assert.Equal(called.Problems.Single(), confirmed.Problems.Single());
        Assert.Equal("appointment.unknown", Assert.Single(confirmed.Problems).Code);
        Assert.Empty(await As(practice.Stranger, () => practice.Directory.Upcoming("stranger")));
        Assert.Empty(await As(practice.Stranger, () => practice.Directory.Upcoming("mother")));
    }

    [Fact]
    public async Task Patients_cannot_do_what_staff_does_nor_staff_what_patients_do()
    {
        var practice = await Build(cluster);
        var id = await practice.Schedule();

        await Assert.ThrowsAsync<AccessRefusedException>(() => As(practice.Mother, () => practice.Appointment(id).Complete(NewId())));
        await Assert.ThrowsAsync<AccessRefusedException>(() => As(practice.Mother, () => practice.Directory.Day("main", new(2026, 11, 24))));
        await Assert.ThrowsAsync<AccessRefusedException>(() => As(practice.Desk, () => practice.Appointment(id).Confirm(NewId(), At(24, 9))));
    }

    [Fact]
    public async Task A_patient_does_not_read_the_staff_s_history()
    {
        var practice = await Build(cluster);
        var id = await practice.Schedule();

        Assert.Empty((await As(practice.Mother, () => practice.Appointment(id).View()))!.History);
    }

    [Fact]
    public async Task A_call_back_stays_with_the_staff_until_it_is_handled()
    {
        var practice = await Build(cluster);
        var id = await practice.Schedule("child");
        Require(await As(practice.Mother, () => practice.Appointment(id).RequestCallback(NewId(), At(24, 9))));

        var waiting = Assert.Single(await As(practice.Desk, practice.Directory.CallBacks));
        Assert.Equal((id, "Leo Ortiz"), (waiting.Id, waiting.PatientName));
        Require(await As(practice.Desk, () => practice.Appointment(id).SetConfirmation(NewId(), ConfirmationStatus.Confirmed)));

        Assert.Empty(await As(practice.Desk, practice.Directory.CallBacks));
    }

    [Fact]
    public async Task A_confirmation_moves_the_topics_of_the_patient_and_of_the_day()
    {
        var practice = await Build(cluster);
        var id = await practice.Schedule("child");
        var visits = await Version(practice, LiveTopic.Visits("child"));
        var day = await Version(practice, LiveTopic.Day("main", new(2026, 11, 24)));

        await As(practice.Mother, () => practice.Appointment(id).Confirm(NewId(), At(24, 9)));

        await Eventually(async () => await Version(practice, LiveTopic.Visits("child")) != visits, "the patient's visits moved");
        await Eventually(async () => await Version(practice, LiveTopic.Day("main", new(2026, 11, 24))) != day, "the day moved");
    }

    private async Task<LiveVersion> Version(SchedulingPractice practice, string topic)
    {
        var observer = cluster.Client.CreateObjectReference<ILiveObserver>(new Deaf());
        return await As(practice.System, () => cluster.Grain<ILiveGrain>(practice.Slug, topic).Attach("test", observer));
    }

    private async Task<string?> VersionOf(SchedulingPractice practice, string id)
    {
        var queries = new DocumentQueries(cluster.Database.DataSource);
        return await queries.First(
            "select cast(version as text) from grain_state where state = 'appointment' and id = @id",
            row => row.GetString(0),
            ("id", GrainKey.For(practice.Slug, id)));
    }

    private sealed class Deaf : ILiveObserver
    {
        public Task Changed(string key, LiveVersion version) => Task.CompletedTask;
    }
}
