using Portal.Grains.Interfaces.Patients;
using Portal.Grains.Interfaces.Scheduling;
using Portal.Grains.Scheduling;
using static Portal.Rules.Tests.Scheduling.Sample;

namespace Portal.Rules.Tests.Scheduling;

public sealed class AppointmentImportTests
{
    private static readonly ImportAppointment _booked = new()
    {
        RequestId = "i1",
        PatientId = "maria",
        Status = AppointmentStatus.Scheduled,
        Slot = Slot(3, 9),
        Reason = "Crown",
        Procedures = [new("D2740", "Crown", "19")],
    };

    private static readonly ImportAppointment _mistaken = new()
    {
        RequestId = "i2",
        PatientId = "maria",
        Status = AppointmentStatus.Broken,
        BrokenAs = BreakKind.EnteredInError,
    };

    [Fact]
    public void The_same_content_again_changes_nothing_even_after_the_patient_confirmed()
    {
        var state = Placement.Land(Import(new(), _booked).Next!, Now);
        var confirmed = ConfirmationRules.Confirm(state, At(3, 9), Asking()).Next!;

        var again = Import(confirmed, _booked with { RequestId = "i2", Slot = Slot(3, 9) });

        Assert.Equal(Saved.Unchanged, again.Answer.Value);
        Assert.Same(confirmed, again.Next);
    }

    [Fact]
    public void Another_reason_updates_without_asking_the_books_and_keeps_the_confirmation()
    {
        var state = Placement.Land(Import(new(), _booked).Next!, Now);
        var confirmed = ConfirmationRules.Confirm(state, At(3, 9), Asking()).Next!;

        var updated = Import(confirmed, _booked with { Reason = "Crown, second part" });

        Assert.Equal(Saved.Updated, updated.Answer.Value);
        Assert.Null(updated.Next!.Pending);
        Assert.Equal(("Crown, second part", ConfirmationStatus.Confirmed), (updated.Next.Visit!.Reason, updated.Next.Visit.Confirmation));
    }

    [Fact]
    public void Another_time_voids_the_confirmation()
    {
        var state = Placement.Land(Import(new(), _booked).Next!, Now);
        var confirmed = ConfirmationRules.Confirm(state, At(3, 9), Asking()).Next!;

        var moved = Import(confirmed, _booked with { Slot = Slot(3, 11) }).Next!;

        Assert.Equal(ConfirmationStatus.Unconfirmed, moved.Pending!.Visit.Confirmation);
    }

    [Theory]
    [InlineData(AppointmentStatus.Complete)]
    [InlineData(AppointmentStatus.Broken)]
    [InlineData(AppointmentStatus.Scheduled)]
    public void A_past_visit_needs_no_time_in_the_books(AppointmentStatus status)
    {
        var decision = Import(new(), _booked with { Status = status, Slot = Slot(1, 9) });

        Assert.Equal(Saved.Created, decision.Answer.Value);
        Assert.Null(decision.Next!.Pending);
        Assert.Equal(status, decision.Next.Visit!.Status);
    }

    [Fact]
    public void A_visit_that_the_other_system_called_off_gives_its_time_back()
    {
        var state = Placement.Land(Import(new(), _booked).Next!, Now);

        var broken = Import(state, _booked with { Status = AppointmentStatus.Broken, BrokenAs = BreakKind.Cancelled }).Next!;

        Assert.Null(broken.HeldClaim);
        Assert.Equal(2, broken.Outbox!.Value.Length);
    }

    [Fact]
    public void A_visit_that_was_entered_in_error_leaves_the_book_as_it_stood_there()
    {
        var state = Placement.Land(Import(new(), _booked).Next!, Now);

        var takenBack = Import(state, _mistaken);

        Assert.Equal(Saved.Updated, takenBack.Answer.Value);
        Assert.Null(takenBack.Next!.HeldClaim);
        var visit = takenBack.Next.Visit!;
        Assert.Equal((AppointmentStatus.Broken, BreakKind.EnteredInError, "Crown"), (visit.Status, visit.BrokenAs, visit.Reason));
        Assert.Equal(At(3, 9), visit.Slot!.Start);
    }

    [Fact]
    public void What_was_entered_in_error_makes_no_visit_and_takes_none_back_that_has_taken_place()
    {
        Assert.Null(Import(new(), _mistaken).Next!.Visit);
        var over = Import(new(), _booked with { Status = AppointmentStatus.Complete, Slot = Slot(1, 9) }).Next!;

        Assert.Equal("appointment.taken_place", Import(over, _mistaken).Code());
        Assert.Equal("appointment.taken_place", Assert.Single(AppointmentImport.Need(over, _mistaken, Practice, Now).Problems).Code);
    }

    [Fact]
    public void What_the_practice_has_not_is_refused_together()
    {
        var stranger = _booked with { Slot = new("moon", "c9", ["who"], At(3, 9), At(3, 9)) };

        var decision = AppointmentImport.Decide(new(), stranger, Practice, patientKnown: false, Asking());

        Assert.Equal(
            ["appointment.unknown_patient", "appointment.unknown_location", "appointment.unknown_chair", "appointment.unknown_provider", "appointment.ends_before_start"],
            decision.Codes());
    }

    [Fact]
    public void A_coming_visit_over_midnight_is_refused_and_a_past_one_is_not()
    {
        Assert.Equal("appointment.over_midnight", Import(new(), _booked with { Slot = Slot(3, 23, 120) }).Code());
        Assert.Null(Import(new(), _booked with { Status = AppointmentStatus.Complete, Slot = Slot(1, 23, 120) }).Code());
    }

    [Fact]
    public void A_visit_stays_with_its_patient()
    {
        var state = Placement.Land(Import(new(), _booked).Next!, Now);

        Assert.Equal("appointment.other_patient", Import(state, _booked with { PatientId = "omar" }).Code());
    }

    [Fact]
    public void A_scheduled_visit_needs_a_time_and_a_planned_one_does_not()
    {
        Assert.Equal("appointment.no_time", Import(new(), _booked with { Slot = null }).Code());
        Assert.Null(Import(new(), _booked with { Slot = null, Status = AppointmentStatus.Planned }).Code());
    }

    private static Grains.Documents.Decision<AppointmentState, Saved> Import(AppointmentState state, ImportAppointment command) =>
        AppointmentImport.Decide(state, command, Practice, patientKnown: true, Asking());
}
