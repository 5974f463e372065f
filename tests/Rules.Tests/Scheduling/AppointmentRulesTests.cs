using Portal.Grains.Interfaces.Patients;
using Portal.Grains.Interfaces.Scheduling;
using Portal.Grains.Scheduling;
using static Portal.Rules.Tests.Scheduling.Sample;

namespace Portal.Rules.Tests.Scheduling;

/// <summary>Domain.md C1.</summary>
public sealed class AppointmentRulesTests
{
    [Fact]
    public void Everything_that_is_wrong_is_said_at_once()
    {
        var slot = new Slot("main", "w1", ["nobody"], At(1, 9), At(1, 9).AddMinutes(7));

        var decision = AppointmentRules.Schedule(new(), Schedule(slot, " "), Practice, patientKnown: false, Asking());

        Assert.Equal(
            ["appointment.unknown_patient", "appointment.unknown_chair", "appointment.unknown_provider", "appointment.length", "appointment.in_past", "appointment.no_reason"],
            decision.Codes());
    }

    [Theory]
    [InlineData("west", "w1", "lee", "appointment.unknown_provider")]
    [InlineData("main", "w1", "lee", "appointment.unknown_chair")]
    [InlineData("moon", "c1", "lee", "appointment.unknown_location")]
    [InlineData("main", "c1", "lee", null)]
    [InlineData("west", "w1", "raman", null)]
    public void Chair_and_provider_belong_to_the_location(string location, string chair, string provider, string? code)
    {
        var slot = Slot(3, 9) with { LocationId = location, ChairId = chair, ProviderIds = [provider] };

        Assert.Equal(code, AppointmentRules.Schedule(new(), Schedule(slot), Practice, true, Asking()).Code());
    }

    [Theory]
    [InlineData(23, 55, 5, null)]
    [InlineData(23, 55, 10, "appointment.over_midnight")]
    [InlineData(9, 2, 30, "appointment.start_unit")]
    [InlineData(9, 0, 0, "appointment.length")]
    [InlineData(9, 0, 725, "appointment.length")]
    [InlineData(9, 0, 720, null)]
    public void A_visit_keeps_to_units_of_five_minutes_and_to_one_day(int hour, int minute, int minutes, string? code)
    {
        var slot = Slot(3, 9) with { Start = At(3, hour, minute), End = At(3, hour, minute).AddMinutes(minutes) };

        Assert.Equal(code, AppointmentRules.Schedule(new(), Schedule(slot), Practice, true, Asking()).Code());
    }

    [Fact]
    public void Midnight_is_the_location_s_midnight()
    {
        // 23:30 in Chicago is 22:30 in Denver.
        var slot = new Slot("west", "w1", ["raman"], At(3, 23, 30), At(4, 0, 30));

        Assert.Null(AppointmentRules.Schedule(new(), Schedule(slot), Practice, true, Asking()).Code());
        Assert.Equal(
            "appointment.over_midnight",
            AppointmentRules.Schedule(new(), Schedule(slot with { LocationId = "main", ChairId = "c1" }), Practice, true, Asking()).Code());
    }

    [Fact]
    public void A_time_that_is_over_must_be_meant_and_who_comes_in_right_now_needs_no_question()
    {
        var earlier = Schedule(Slot(2, 7));

        Assert.Equal("appointment.in_past", AppointmentRules.Schedule(new(), earlier, Practice, true, Asking()).Code());
        Assert.Null(AppointmentRules.Schedule(new(), earlier with { TimeIsMeant = true }, Practice, true, Asking()).Code());
        Assert.Equal("appointment.in_past", AppointmentRules.Move(Standing(), new("m", Slot(1, 17)), Practice, Asking()).Code());
        Assert.Null(AppointmentRules.Move(Standing(), new("m", Slot(1, 17), TimeIsMeant: true), Practice, Asking()).Code());
        Assert.Null(AppointmentRules.Schedule(new(), Schedule(Slot(2, 8)), Practice, true, Asking(At(2, 8, 4))).Code());
        Assert.Equal("appointment.in_past", AppointmentRules.Schedule(new(), Schedule(Slot(2, 8)), Practice, true, Asking(At(2, 8, 5))).Code());
    }

    [Fact]
    public void Without_a_time_all_the_rest_is_judged_and_nothing_is_booked()
    {
        var slot = new Slot("main", "w1", ["raman"], default, default(DateTimeOffset).AddHours(1));

        Assert.Equal(
            ["appointment.unknown_chair", "appointment.no_time", "appointment.no_reason"],
            AppointmentRules.Schedule(new(), Schedule(slot, " "), Practice, true, Asking()).Codes());
        Assert.Equal(["appointment.unknown_chair", "appointment.no_time"], AppointmentRules.Move(Standing(), new("m", slot, TimeIsMeant: true), Practice, Asking()).Codes());
    }

    [Theory]
    [InlineData(2, 0, null, null)]
    [InlineData(2, 1, "appointment.far_ahead", null)]
    [InlineData(10, -2, "appointment.far_ahead", null)]
    [InlineData(10, 1, "appointment.strange_year", "appointment.strange_year")]
    [InlineData(100, 0, "appointment.strange_year", "appointment.strange_year")]
    [InlineData(-10, 2, "appointment.in_past", null)]
    [InlineData(-10, -1, "appointment.strange_year", "appointment.strange_year")]
    [InlineData(-1000, 0, "appointment.strange_year", "appointment.strange_year")]
    public void A_time_far_ahead_must_be_meant_and_a_strange_year_is_none(int years, int days, string? unasked, string? meant)
    {
        var start = Now.AddYears(years).AddDays(days);
        var slot = Slot(3, 9) with { Start = start, End = start.AddHours(1) };

        Assert.Equal(unasked, AppointmentRules.Schedule(new(), Schedule(slot), Practice, true, Asking()).Code());
        Assert.Equal(meant, AppointmentRules.Schedule(new(), Schedule(slot) with { TimeIsMeant = true }, Practice, true, Asking()).Code());
        Assert.Equal(unasked, AppointmentRules.Move(Standing(), new("m", slot), Practice, Asking()).Code());
    }

    [Fact]
    public void Nothing_is_put_where_nobody_works_any_more()
    {
        var practice = Practice with
        {
            Locations = [.. Practice.Locations.Select(one => one with { OutOfUse = true })],
            Chairs = [.. Practice.Chairs.Select(one => one with { OutOfUse = true })],
            Providers = [.. Practice.Providers.Select(one => one with { OutOfUse = true })],
        };

        Assert.Empty(SlotRules.Check(Slot(2, 10), Practice, Now));
        Assert.Equal(
            ["Main Street is not in use any more. Choose another location.", "Op 1 is not in use any more. Choose another chair.", "Dr. Priya Raman does not work here any more. Choose another provider."],
            SlotRules.Check(Slot(2, 10), practice, Now).Select(problem => problem.Message));
        Assert.Empty(SlotRules.CheckImported(Slot(2, 10), practice, holdsTime: true));
    }

    [Fact]
    public void A_refusal_names_the_chair_and_everybody_whose_time_is_taken()
    {
        var taken = SlotRules.Taken([BookDay.Chair("c1"), BookDay.Provider("raman")], Practice);

        Assert.Equal(["Chair", "Provider"], taken.Select(problem => problem.Field));
        Assert.StartsWith("Op 1 is not free at this time.", taken[0].Message, StringComparison.Ordinal);
        Assert.StartsWith("Dr. Priya Raman is not free at this time.", taken[1].Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(AppointmentStatus.Scheduled, null)]
    [InlineData(AppointmentStatus.Planned, "appointment.not_scheduled")]
    [InlineData(AppointmentStatus.Broken, "appointment.not_scheduled")]
    [InlineData(AppointmentStatus.UnschedList, "appointment.not_scheduled")]
    [InlineData(AppointmentStatus.Complete, "appointment.complete")]
    public void Only_a_scheduled_visit_can_be_completed_broken_or_unscheduled(AppointmentStatus status, string? code)
    {
        var state = Standing(Slot(2, 7), status: status);

        Assert.Equal(code, AppointmentRules.Complete(state, Practice, Asking()).Code());
        Assert.Equal(code, AppointmentRules.Break(state, BreakKind.Missed, Asking()).Code());
        Assert.Equal(code, AppointmentRules.Unschedule(state, Asking()).Code());
    }

    [Theory]
    [InlineData(AppointmentStatus.Planned)]
    [InlineData(AppointmentStatus.Broken)]
    [InlineData(AppointmentStatus.UnschedList)]
    public void What_is_not_in_the_book_comes_into_it_by_a_move_and_is_unconfirmed(AppointmentStatus status)
    {
        var state = Standing(Slot(3, 9), ConfirmationStatus.Confirmed, status) with { HeldClaim = null };

        var begun = AppointmentRules.Move(state, new("m", Slot(3, 9)), Practice, Asking());
        var moved = Placement.Land(begun.Next!, Now).Visit!;

        Assert.Equal(Saved.Updated, begun.Answer.Value);
        Assert.Equal((AppointmentStatus.Scheduled, ConfirmationStatus.Unconfirmed), (moved.Status, moved.Confirmation));
    }

    [Fact]
    public void A_completed_visit_stays_where_it_was()
    {
        var state = Standing(Slot(2, 7), status: AppointmentStatus.Complete);

        Assert.Equal("appointment.complete", AppointmentRules.Move(state, new("m", Slot(3, 9)), Practice, Asking()).Code());
    }

    [Fact]
    public void A_move_to_the_same_place_changes_nothing()
    {
        var state = Standing(Slot(3, 9));

        var decision = AppointmentRules.Move(state, new("m", Slot(3, 9)), Practice, Asking());

        Assert.Same(state, decision.Next);
        Assert.Equal(Saved.Unchanged, decision.Answer.Value);
    }

    [Fact]
    public void Nobody_misses_or_completes_a_visit_of_a_later_day()
    {
        var state = Standing(Slot(3, 9));

        Assert.Equal("appointment.not_begun", AppointmentRules.Break(state, BreakKind.Missed, Asking()).Code());
        Assert.Equal("appointment.not_today", AppointmentRules.Complete(state, Practice, Asking()).Code());
        Assert.Null(AppointmentRules.Break(state, BreakKind.Cancelled, Asking()).Code());
    }

    [Theory]
    [InlineData("", "appointment.no_reason")]
    [InlineData("Crown\u0000", "appointment.reason_characters")]
    [InlineData("Crown \U0001F9B7", null)]
    public void The_reason_is_one_line_of_text(string reason, string? code) =>
        Assert.Equal(code, AppointmentRules.Schedule(new(), Schedule(Slot(3, 9), reason), Practice, true, Asking()).Code());

    [Fact]
    public void A_long_reason_is_refused() => Assert.Equal(
        "appointment.long_reason", AppointmentRules.Schedule(new(), Schedule(Slot(3, 9), new('a', 201)), Practice, true, Asking()).Code());
}
