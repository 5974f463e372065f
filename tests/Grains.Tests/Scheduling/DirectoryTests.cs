using Portal.Grains.Interfaces.Patients;
using Portal.Grains.Interfaces.Scheduling;
using static Portal.Grains.Tests.PortalCluster;
using static Portal.Grains.Tests.Scheduling.SchedulingPractice;

namespace Portal.Grains.Tests.Scheduling;

[Collection(SharedCluster.Name)]
public sealed class DirectoryTests(PortalCluster cluster)
{
    [Fact]
    public async Task A_family_s_coming_visits_are_in_order_with_their_names()
    {
        var practice = await Build(cluster);
        var later = await practice.Schedule("mother", Slot(14));
        var next = await practice.Schedule("child", Slot(8));
        await practice.Schedule("stranger", Slot(11));

        var visits = await As(practice.Mother, () => practice.Directory.Upcoming("mother"));

        Assert.Equal([(next, "Leo Ortiz"), (later, "Ana Ortiz")], visits.Select(visit => (visit.Id, visit.PatientName)));
        Assert.Equal(("Main Street", "America/Chicago", true), (visits[0].LocationName, visits[0].TimeZone, visits[0].AwaitsAnswer));
        Assert.Equal("Dr. Priya Raman", Assert.Single(visits[0].ProviderNames));
    }

    [Fact]
    public async Task A_visit_is_coming_until_it_ends()
    {
        var practice = await Build(cluster);
        // Others move the clock of the tests as well.
        var now = new DateTimeOffset(cluster.Time.GetUtcNow().Ticks / TimeSpan.TicksPerHour * TimeSpan.TicksPerHour, TimeSpan.Zero);
        var going = await Import(practice, AppointmentStatus.Scheduled, now.AddMinutes(-30), 150);
        var over = await Import(practice, AppointmentStatus.Scheduled, now.AddMinutes(-60), 30);

        var coming = await As(practice.Mother, () => practice.Directory.Upcoming("mother"));
        var past = await As(practice.Mother, () => practice.Directory.Past("mother", null, 10));

        Assert.Equal([going], coming.Select(visit => visit.Id));
        Assert.Equal([over], past.Visits.Select(visit => visit.Id));
    }

    [Fact]
    public async Task What_was_called_off_is_told_until_its_time_is_over_and_then_stands_among_the_past()
    {
        var practice = await Build(cluster);
        var ahead = await practice.Schedule("child", Slot(14));
        await practice.Schedule("stranger", Slot(11));
        var over = await Import(practice, AppointmentStatus.Broken, At(22, 8), 30);
        Require(await As(practice.Desk, () => practice.Appointment(ahead).Break(NewId(), BreakKind.Cancelled)));

        var calledOff = await As(practice.Mother, () => practice.Directory.CalledOff("mother"));
        var past = await As(practice.Mother, () => practice.Directory.Past("mother", null, 10));

        Assert.Equal((ahead, BreakKind.Cancelled, "Leo Ortiz"), (Assert.Single(calledOff).Id, calledOff[0].BrokenAs!.Value, calledOff[0].PatientName));
        Assert.Equal([over], past.Visits.Select(visit => visit.Id));
        Assert.Empty(await As(practice.Mother, () => practice.Directory.Upcoming("mother")));
        Assert.Empty(await As(practice.Stranger, () => practice.Directory.CalledOff("mother")));
    }

    [Fact]
    public async Task Past_visits_of_the_family_come_page_by_page_the_latest_first()
    {
        var practice = await Build(cluster);
        var ids = new List<string>();
        for (var i = 1; i <= 7; i++)
            ids.Insert(0, await Import(practice, AppointmentStatus.Complete, At(i, 9), 30, i % 2 == 0 ? "child" : "mother"));

        var seen = new List<string>();
        string? after = null;
        do
        {
            var page = await As(practice.Mother, () => practice.Directory.Past("mother", after, 3));
            Assert.True(page.Visits.Length <= 3);
            seen.AddRange(page.Visits.Select(visit => visit.Id));
            after = page.Next;
        }
        while (after is not null);

        Assert.Equal(ids, seen);
    }

    [Fact]
    public async Task A_day_shows_its_own_location_and_its_own_local_day_only()
    {
        var practice = await Build(cluster);
        var late = await practice.Schedule("child", new("main", "c1", ["lee"], At(24, 23), At(25, 0)));
        await practice.Schedule("mother", new("main", "c1", ["lee"], At(25, 0), At(25, 0, 30)));
        await practice.Schedule("stranger", Slot(chair: "w1"));

        var day = (await As(practice.Desk, () => practice.Directory.Day("main", new(2026, 11, 24))))!;

        Assert.Equal([(late, "Leo Ortiz")], day.Visits.Select(visit => (visit.Id, visit.PatientName)));
        Assert.Null(await As(practice.Desk, () => practice.Directory.Day("moon", new(2026, 11, 24))));
    }

    [Fact]
    public async Task An_imported_visit_that_is_taken_is_refused_and_the_one_there_stays()
    {
        var practice = await Build(cluster);
        var there = await practice.Schedule();
        var command = new ImportAppointment { RequestId = NewId(), PatientId = "child", Status = AppointmentStatus.Scheduled, Slot = Slot(9, 30), Reason = "Crown" };

        var refused = await As(practice.System, () => practice.Appointment(NewId()).Import(command));

        Assert.Equal(["Chair", "Provider"], refused.Problems.Where(problem => problem.Code == "appointment.slot_taken").Select(problem => problem.Field));
        Assert.Equal([there], await practice.Held("chair:c1"));
    }

    [Fact]
    public async Task An_import_is_created_then_unchanged_then_updated()
    {
        var practice = await Build(cluster);
        var id = NewId();
        var command = new ImportAppointment { RequestId = NewId(), PatientId = "child", Status = AppointmentStatus.Scheduled, Slot = Slot(), Reason = "Crown" };

        Assert.Equal(Saved.Created, (await Send(command)).Value);
        Assert.Equal(Saved.Unchanged, (await Send(command with { RequestId = NewId() })).Value);
        Assert.Equal(Saved.Updated, (await Send(command with { RequestId = NewId(), Slot = Slot(10) })).Value);
        Assert.Equal(At(24, 10), (await practice.View(id))!.Slot!.Start);

        Task<Interfaces.Result<Saved>> Send(ImportAppointment import) => As(practice.System, () => practice.Appointment(id).Import(import));
    }

    private static async Task<string> Import(
        SchedulingPractice practice, AppointmentStatus status, DateTimeOffset start, int minutes, string patient = "mother")
    {
        var id = NewId();
        var slot = new Slot("main", null, [], start, start.AddMinutes(minutes));
        Require(await As(practice.System, () => practice.Appointment(id).Import(
            new ImportAppointment { RequestId = NewId(), PatientId = patient, Status = status, BrokenAs = status is AppointmentStatus.Broken ? BreakKind.Missed : null, Slot = slot, Reason = "Check-up" })));
        return id;
    }
}
