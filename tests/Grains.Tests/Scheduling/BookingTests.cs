using Portal.Grains.Interfaces.Patients;
using Portal.Grains.Interfaces.Scheduling;
using static Portal.Grains.Tests.PortalCluster;
using static Portal.Grains.Tests.Scheduling.SchedulingPractice;

namespace Portal.Grains.Tests.Scheduling;

/// <summary>No provider and no chair is ever double-booked, whatever runs in parallel.</summary>
[Collection(SharedCluster.Name)]
public sealed class BookingTests(PortalCluster cluster)
{
    [Fact]
    public async Task Of_many_visits_that_want_the_same_hour_exactly_one_gets_it()
    {
        var practice = await Build(cluster);
        var ids = Enumerable.Range(0, 24).Select(_ => NewId()).ToArray();

        var answers = await Task.WhenAll(ids.Select(id => As(practice.Desk, () => practice.Appointment(id).Schedule(Schedule(Slot())))));

        Assert.Single(answers, answer => answer.Succeeded);
        Assert.All(answers.Where(answer => !answer.Succeeded), answer => Assert.All(answer.Problems, problem => Assert.Equal("appointment.slot_taken", problem.Code)));
        var winner = ids[Array.FindIndex(answers, answer => answer.Succeeded)];
        Assert.Equal([winner], await practice.Held("chair:c1"));
        Assert.Equal([winner], await practice.Held("provider:raman"));
    }

    [Fact]
    public async Task A_refused_booking_leaves_nothing_behind_and_may_be_tried_again()
    {
        var practice = await Build(cluster);
        var id = NewId();
        var other = await practice.Schedule("stranger");

        var refused = await As(practice.Desk, () => practice.Appointment(id).Schedule(Schedule(Slot())));

        Assert.Equal(["appointment.slot_taken: Chair", "appointment.slot_taken: Provider"], refused.Problems.Select(problem => $"{problem.Code}: {problem.Field}"));
        Assert.False(await practice.HasDocument(id));
        Require(await As(practice.Desk, () => practice.Appointment(other).Unschedule(NewId())));
        Require(await As(practice.Desk, () => practice.Appointment(id).Schedule(Schedule(Slot()))));
        Assert.Equal(AppointmentStatus.Scheduled, (await practice.View(id))!.Status);
    }

    [Fact]
    public async Task Another_time_under_the_id_of_a_move_is_refused_and_the_visit_stays()
    {
        var practice = await Build(cluster);
        var id = await practice.Schedule();
        var move = new MoveAppointment(NewId(), Slot(14));
        Require(await As(practice.Desk, () => practice.Appointment(id).Move(move)));

        var again = await As(practice.Desk, () => practice.Appointment(id).Move(move));
        var corrected = await As(practice.Desk, () => practice.Appointment(id).Move(move with { Slot = Slot(16) }));

        Assert.Equal(Saved.Updated, again.Value);
        Assert.Equal(Interfaces.Problem.RequestReused, Assert.Single(corrected.Problems).Code);
        Assert.Equal(move.Slot.Start, (await practice.View(id))!.Slot!.Start);
    }

    [Fact]
    public async Task A_dentist_of_two_locations_is_in_one_of_them()
    {
        var practice = await Build(cluster);
        var main = Schedule(Slot());
        var west = Schedule(Slot(chair: "w1"));

        var answers = await Task.WhenAll(Enumerable.Range(0, 12).Select(i =>
            As(practice.Desk, () => practice.Appointment(NewId()).Schedule((i % 2 == 0 ? main : west) with { RequestId = NewId() }))));

        Assert.Single(answers, answer => answer.Succeeded);
        Assert.Single(await practice.Held("provider:raman"));
    }

    [Fact]
    public async Task Visits_that_come_and_move_in_parallel_never_lie_over_one_another()
    {
        var practice = await Build(cluster);
        var ids = Enumerable.Range(0, 16).Select(_ => NewId()).ToArray();

        await Task.WhenAll(ids.Select((id, i) => As(practice.Desk, async () =>
        {
            await practice.Appointment(id).Schedule(Schedule(SlotOf(i)));
            await practice.Appointment(id).Move(new(NewId(), SlotOf(i * 7 + 3)));
            await practice.Appointment(id).Move(new(NewId(), SlotOf(i * 5 + 1)));
        })));

        var day = await As(practice.Desk, () => practice.Directory.Day("main", new(2026, 11, 24)));
        var standing = day!.Visits.Where(visit => visit.Status is AppointmentStatus.Scheduled).ToArray();
        Assert.NotEmpty(standing);
        foreach (var visit in standing)
            Assert.DoesNotContain(standing, other => other != visit && Overlap(visit.Slot, other.Slot));

        static Slot SlotOf(int i) => Slot(9 + (i % 4), 30 + (i % 5 * 15), i % 2 == 0 ? "c1" : "c2", i % 3 == 0 ? "lee" : "raman");
    }

    [Fact]
    public async Task A_visit_that_moves_to_another_day_and_location_frees_where_it_was()
    {
        var practice = await Build(cluster);
        var id = await practice.Schedule();

        Require(await As(practice.Desk, () => practice.Appointment(id).Move(new(NewId(), Slot(14, chair: "w1", day: 25)))));

        Assert.Equal([id], await practice.Held("chair:w1", 25));
        await Eventually(async () => (await practice.Held("chair:c1")).Length == 0, "the old time is given back");
        Assert.Equal(("west", At(25, 14)), (await practice.View(id) is { Slot: { } slot } ? (slot.LocationId, slot.Start) : default));
        await practice.Schedule("stranger");
    }

    [Fact]
    public async Task A_refused_move_leaves_the_visit_where_it_was()
    {
        var practice = await Build(cluster);
        var id = await practice.Schedule();
        await practice.Schedule("stranger", Slot(11));

        var refused = await As(practice.Desk, () => practice.Appointment(id).Move(new(NewId(), Slot(10, 90))));

        Assert.Equal(("appointment.slot_taken", "Chair"), (refused.Problems[0].Code, refused.Problems[0].Field));
        Assert.Equal(At(24, 9), (await practice.View(id))!.Slot!.Start);
        Assert.Equal([id], (await practice.Held("chair:c1")).Where(held => held == id));
    }

    [Fact]
    public async Task A_visit_may_move_by_a_few_minutes_over_its_own_time()
    {
        var practice = await Build(cluster);
        var id = await practice.Schedule();

        Require(await As(practice.Desk, () => practice.Appointment(id).Move(new(NewId(), Slot(9, 90)))));

        Assert.Equal(At(24, 10, 30), (await practice.View(id))!.Slot!.End);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_broken_or_unscheduled_visit_frees_its_time(bool broken)
    {
        var practice = await Build(cluster);
        var id = await practice.Schedule();

        Require(await As(practice.Desk, () => broken
            ? practice.Appointment(id).Break(NewId(), BreakKind.Cancelled)
            : practice.Appointment(id).Unschedule(NewId())));

        await practice.Schedule("stranger");
    }

    [Fact]
    public async Task A_break_keeps_visits_out_until_it_is_taken_away()
    {
        var practice = await Build(cluster);
        var book = practice.Book("provider:raman");
        Require(await As(practice.Desk, () => book.Block(new(NewId(), At(24, 12), At(24, 13), "Lunch"))));

        var refused = await As(practice.Desk, () => practice.Appointment(NewId()).Schedule(Schedule(Slot(12))));
        Assert.Equal(("appointment.slot_taken", "Provider"), (refused.Problems[0].Code, refused.Problems[0].Field));

        var lunch = Assert.Single((await As(practice.Desk, () => practice.Directory.Day("west", new(2026, 11, 24))))!.Breaks);
        Assert.Equal(("provider:raman", "Lunch"), (lunch.Resource, lunch.Time.Label));
        Require(await As(practice.Desk, () => book.Unblock(NewId(), lunch.Time.Id)));
        await practice.Schedule(slot: Slot(12));
    }

    /// <summary>A book ends at 09:00 UTC, 3 AM in Chicago. In London it is nine in the morning.</summary>
    [Fact]
    public async Task A_break_from_one_book_into_the_next_is_one_break()
    {
        var practice = await Build(cluster);
        var book = practice.Book("chair:c1", 23);
        var command = new BlockTime(NewId(), At(24, 2, 30), At(24, 3, 30), "Cleaning");

        Require(await As(practice.Desk, () => book.Block(command)));
        Require(await As(practice.Desk, () => book.Block(command)));

        var shown = Assert.Single((await As(practice.Desk, () => practice.Directory.Day("main", new(2026, 11, 24))))!.Breaks);
        Assert.Equal((At(24, 2, 30), At(24, 3, 30)), (shown.Time.Start, shown.Time.End));
        foreach (var minute in new[] { 30, 60 })
        {
            var slot = Slot(2, 30) with { Start = At(24, 2).AddMinutes(minute), End = At(24, 2).AddMinutes(minute + 30) };
            var refused = await As(practice.Desk, () => practice.Appointment(NewId()).Schedule(Schedule(slot)));
            Assert.Equal("appointment.slot_taken", refused.Problems[0].Code);
        }

        Require(await As(practice.Desk, () => book.Unblock(NewId(), shown.Time.Id)));
        Assert.Empty((await As(practice.Desk, () => practice.Directory.Day("main", new(2026, 11, 24))))!.Breaks);
        await practice.Schedule(slot: Slot(2, 90));
    }

    [Theory]
    [InlineData(2, 30)]
    [InlineData(3, 0)]
    public async Task A_break_from_one_book_into_the_next_is_refused_by_either_and_leaves_nothing(int hour, int minute)
    {
        var practice = await Build(cluster);
        var visit = await practice.Schedule(slot: Slot() with { Start = At(24, hour, minute), End = At(24, hour, minute).AddMinutes(30) });

        var refused = await As(practice.Desk, () => practice.Book("chair:c1", 23).Block(new(NewId(), At(24, 2, 30), At(24, 3, 30), "Cleaning")));

        Assert.Equal("daybook.taken", refused.Problems[0].Code);
        Assert.Equal([visit], (await practice.Held("chair:c1", 23)).Concat(await practice.Held("chair:c1", 24)));
    }

    [Fact]
    public async Task A_break_needs_a_chair_or_provider_of_the_practice()
    {
        var practice = await Build(cluster);

        var refused = await As(practice.Desk, () => practice.Book("chair:c9").Block(new(NewId(), At(24, 12), At(24, 13), "Lunch")));

        Assert.Equal("daybook.unknown_resource", refused.Problems[0].Code);
    }

    [Fact]
    public async Task The_same_request_has_its_effect_once()
    {
        var practice = await Build(cluster);
        var id = NewId();
        var command = Schedule(Slot());

        var first = await As(practice.Desk, () => practice.Appointment(id).Schedule(command));
        var second = await As(practice.Desk, () => practice.Appointment(id).Schedule(command));

        Assert.Equal((Saved.Created, Saved.Created), (first.Value, second.Value));
        Assert.Single((await practice.View(id))!.History);
    }

    private static bool Overlap(Slot one, Slot other) =>
        one.Start < other.End && other.Start < one.End
        && (one.ChairId == other.ChairId || one.ProviderIds.Intersect(other.ProviderIds).Any());
}
