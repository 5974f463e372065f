using Portal.Grains.Documents;
using Portal.Grains.Interfaces;
using Portal.Grains.Interfaces.Documents;
using Portal.Grains.Interfaces.Patients;
using Portal.Grains.Interfaces.Practices;
using Portal.Grains.Interfaces.Scheduling;
using Portal.Grains.Scheduling;
using static Portal.Grains.Tests.PortalCluster;
using static Portal.Grains.Tests.Scheduling.SchedulingPractice;

namespace Portal.Grains.Tests.Scheduling;

/// <summary>
/// A silo that dies between the steps of a booking leaves the document as it was last written, and the books as far as
/// they were asked. The tests write that state as the rules make it, and let a new activation meet it.
/// </summary>
[Collection(SharedCluster.Name)]
public sealed class CrashTests(PortalCluster cluster)
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public async Task A_booking_that_broke_off_is_finished_by_the_sweeper(int booksHeld)
    {
        var practice = await Build(cluster);
        var (id, command) = await LeaveHalfBooked(practice, booksHeld);

        Assert.Contains(await PendingRows(), row => row == GrainKey.For(practice.Slug, id));
        await cluster.Sweep();

        Assert.Equal((AppointmentStatus.Scheduled, At(24, 9)), await practice.View(id) is { } view ? (view.Status, view.Slot!.Start) : default);
        Assert.Equal([id], await practice.Held("chair:c1"));
        Assert.Equal([id], await practice.Held("provider:raman"));
        Assert.Equal(Saved.Created, (await As(practice.Desk, () => practice.Appointment(id).Schedule(command))).Value);
        await Eventually(
            async () =>
            {
                await As(practice.System, () => Owner(practice, id).Drain());
                return !(await PendingRows()).Contains(GrainKey.For(practice.Slug, id));
            },
            "nothing is left to be finished");
    }

    [Fact]
    public async Task Whoever_asks_again_after_a_crash_hears_how_it_ended()
    {
        var practice = await Build(cluster);
        var (id, command) = await LeaveHalfBooked(practice, booksHeld: 1);

        var again = await As(practice.Desk, () => practice.Appointment(id).Schedule(command));

        Assert.Equal(Saved.Created, again.Value);
        Assert.Single((await practice.View(id))!.History);
    }

    [Fact]
    public async Task Time_that_was_held_before_the_crash_is_not_given_to_another()
    {
        var practice = await Build(cluster);
        await LeaveHalfBooked(practice, booksHeld: 1);

        var refused = await As(practice.Desk, () => practice.Appointment(NewId()).Schedule(Schedule(Slot(), "stranger")));

        Assert.Equal("appointment.slot_taken", refused.Problems[0].Code);
    }

    [Fact]
    public async Task A_booking_that_lost_its_time_meanwhile_is_dropped_without_a_trace_in_the_books()
    {
        var practice = await Build(cluster);
        // The chair was held, then the silo died; the provider's hour went to another visit in another chair.
        var (id, command) = await LeaveHalfBooked(practice, booksHeld: 1);
        var other = await practice.Schedule("stranger", Slot(chair: "c2"));

        await As(practice.System, () => Owner(practice, id).Drain());

        Assert.Null(await practice.View(id));
        Assert.Empty(await practice.Held("chair:c1"));
        Assert.Equal([other], await practice.Held("provider:raman"));
        Assert.Equal("appointment.slot_taken", (await As(practice.Desk, () => practice.Appointment(id).Schedule(command))).Problems[0].Code);
        Assert.False(await practice.HasDocument(id));
    }

    [Fact]
    public async Task An_entry_whose_visit_knows_nothing_of_it_gives_way()
    {
        var practice = await Build(cluster);
        await As(practice.System, () => practice.Book("chair:c1").Hold(new("ghost", "old-claim", At(24, 9), At(24, 10))));
        var moved = await practice.Schedule(slot: Slot(14));
        await As(practice.System, () => practice.Book("chair:c1").Hold(new(moved, "lost-release", At(24, 9, 30), At(24, 10))));

        var id = await practice.Schedule("stranger");

        Assert.Equal([id, moved], await practice.Held("chair:c1"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_break_into_the_next_book_that_broke_off_is_whole_or_gone_after_the_sweeper(bool taken)
    {
        var practice = await Build(cluster);
        var first = new BookDay("chair:c1", new(2026, 11, 23));
        var command = new BlockTime(NewId(), At(24, 2, 30), At(24, 3, 30), "Cleaning");
        var begun = DayBookRules.Block(new(), command, first, NewId(), cluster.Time.GetUtcNow(), []).Next!;
        await cluster.Leave("daybook", first.Key(practice.Slug), begun);
        var visit = taken ? await practice.Schedule(slot: Slot() with { Start = At(24, 3), End = At(24, 4) }) : null;

        Assert.Contains(await PendingRows("daybook"), row => row == first.Key(practice.Slug));
        await cluster.Sweep();

        Assert.DoesNotContain(await PendingRows("daybook"), row => row == first.Key(practice.Slug));
        Assert.Equal(taken ? [] : ["Cleaning"], await practice.Held("chair:c1", 23));
        Assert.Equal([visit ?? "Cleaning"], await practice.Held("chair:c1", 24));
    }

    private async Task<(string Id, ScheduleAppointment Command)> LeaveHalfBooked(SchedulingPractice practice, int booksHeld)
    {
        var id = NewId();
        var command = Schedule(Slot());
        var view = await As(practice.Desk, () => cluster.Grain<IPracticeGrain>(practice.Slug, IPracticeGrain.Id).View());
        var asking = new Asking(AskedRequest.Of(command.RequestId, "schedule", command), NewId(), "Fred", cluster.Time.GetUtcNow());
        var pending = AppointmentRules.Schedule(new(), command, view!, patientKnown: true, asking).Next!;
        await cluster.Leave("appointment", GrainKey.For(practice.Slug, id), pending);
        foreach (var book in BookDay.Of(command.Slot).Take(booksHeld))
            Require(await As(practice.System, () => cluster.Client.GetGrain<IDayBookGrain>(book.Key(practice.Slug)).Hold(new(id, asking.NewId, command.Slot.Start, command.Slot.End))));
        return (id, command);
    }

    private IOutboxOwner Owner(SchedulingPractice practice, string id) =>
        cluster.Client.GetGrain<IOutboxOwner>(Orleans.Runtime.GrainId.Create("appointment", GrainKey.For(practice.Slug, id)));

    private async Task<IReadOnlyList<string>> PendingRows(string state = "appointment")
    {
        var queries = new DocumentQueries(cluster.Database.DataSource);
        return await queries.List("select id from outbox_pending where state = @state", row => row.GetString(0), ("state", state));
    }
}
