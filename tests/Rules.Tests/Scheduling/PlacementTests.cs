using Portal.Grains.Interfaces.Patients;
using Portal.Grains.Interfaces.Scheduling;
using Portal.Grains.Scheduling;
using static Portal.Rules.Tests.Scheduling.Sample;

namespace Portal.Rules.Tests.Scheduling;

public sealed class PlacementTests
{
    [Fact]
    public void A_new_visit_does_not_stand_before_its_time_is_held()
    {
        var begun = AppointmentRules.Schedule(new(), Schedule(Slot(3, 9)), Practice, true, Asking());

        Assert.Null(begun.Next!.Visit);
        Assert.NotNull(begun.Next.Pending);
        var landed = Placement.Land(begun.Next, Now);
        Assert.Equal((Slot(3, 9).Start, new DateOnly(2026, 3, 3)), (landed.Visit!.Slot!.Start, landed.Visit.Day));
        Assert.Equal(begun.Next.Pending.ClaimId, landed.HeldClaim);
        Assert.Null(landed.Pending);
        Assert.Null(landed.Outbox);
    }

    [Fact]
    public void What_is_under_way_stays_in_sight_of_the_sweeper_until_it_is_done()
    {
        var begun = AppointmentRules.Schedule(new(), Schedule(Slot(3, 9)), Practice, true, Asking()).Next!;

        Assert.Single(begun.Outbox!.Value);
        Assert.Null(Placement.Drop(begun).Outbox);
        Assert.Null(Placement.Drop(begun).Pending);
    }

    [Fact]
    public void While_a_move_is_under_way_the_visit_stands_at_its_old_time()
    {
        var begun = AppointmentRules.Move(Standing(Slot(3, 9)), new("m", Slot(4, 10)), Practice, Asking()).Next!;

        Assert.Equal(At(3, 9), begun.Visit!.Slot!.Start);
        Assert.Equal(At(3, 9), Placement.Drop(begun).Visit!.Slot!.Start);
    }

    [Fact]
    public void A_visit_that_moved_owes_its_old_time_back_to_every_book()
    {
        var before = Standing(Slot(3, 9));

        var moved = Placement.Land(AppointmentRules.Move(before, new("m", Slot(4, 10)), Practice, Asking()).Next!, Now);

        Assert.Equal(["chair:c1:2026-03-03", "provider:raman:2026-03-03"], moved.Outbox!.Value.Select(item => item.To));
        Assert.All(moved.Outbox.Value, item => Assert.Equal(before.HeldClaim, item.Payload.GetString()));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_visit_that_leaves_the_book_gives_its_time_back(bool broken)
    {
        var state = Standing(Slot(3, 9));

        var left = broken
            ? AppointmentRules.Break(state, BreakKind.Cancelled, Asking()).Next!
            : AppointmentRules.Unschedule(state, Asking()).Next!;

        Assert.Null(left.HeldClaim);
        Assert.Equal(2, left.Outbox!.Value.Length);
    }

    [Fact]
    public void A_completed_visit_keeps_its_time()
    {
        var state = Standing(Slot(2, 7));

        var done = AppointmentRules.Complete(state, Practice, Asking()).Next!;

        Assert.Equal(state.HeldClaim, done.HeldClaim);
        Assert.Null(done.Outbox);
    }

    [Fact]
    public void The_history_keeps_the_last_fifty_changes()
    {
        var state = Standing(Slot(3, 9));
        for (var i = 0; i < 60; i++)
        {
            var status = i % 2 == 0 ? ConfirmationStatus.LeftMessage : ConfirmationStatus.Texted;
            state = ConfirmationRules.Set(state, status, Practice, Asking(Now.AddMinutes(i))).Next!;
        }

        Assert.Equal(50, state.History.Length);
        Assert.Equal(Now.AddMinutes(59), state.History[^1].At);
    }
}
