using Portal.Grains.Interfaces.Scheduling;
using Portal.Grains.Scheduling;
using static Portal.Rules.Tests.Scheduling.Sample;

namespace Portal.Rules.Tests.Scheduling;

/// <summary>Domain.md C2 and C3.</summary>
public sealed class ConfirmationRulesTests
{
    [Theory]
    [InlineData(ConfirmationStatus.NotCalled, null)]
    [InlineData(ConfirmationStatus.Unconfirmed, null)]
    [InlineData(ConfirmationStatus.LeftMessage, null)]
    [InlineData(ConfirmationStatus.Emailed, null)]
    [InlineData(ConfirmationStatus.Texted, null)]
    [InlineData(ConfirmationStatus.EConfirmSent, null)]
    [InlineData(ConfirmationStatus.CreatedFromWebSched, null)]
    [InlineData(ConfirmationStatus.EConfirmCallBack, "appointment.answered")]
    [InlineData(ConfirmationStatus.EConfirmFailure, "appointment.answered")]
    [InlineData(ConfirmationStatus.Arrived, "appointment.answered")]
    [InlineData(ConfirmationStatus.ReadyToGoBack, "appointment.answered")]
    [InlineData(ConfirmationStatus.InTreatmentRoom, "appointment.answered")]
    [InlineData(ConfirmationStatus.FrontDesk, "appointment.answered")]
    public void A_patient_confirms_unless_the_practice_knows_better(ConfirmationStatus before, string? refusal)
    {
        var state = Standing(Slot(3, 9), before);

        var decision = ConfirmationRules.Confirm(state, At(3, 9), Asking());

        Assert.Equal(refusal, decision.Code());
        Assert.Equal(refusal is null, ConfirmationRules.AwaitsAnswer(state.Visit!, Now));
        if (refusal is null)
            Assert.Equal(ConfirmationStatus.Confirmed, decision.Next!.Visit!.Confirmation);
    }

    [Fact]
    public void To_confirm_again_is_redundant_and_changes_nothing()
    {
        var state = Standing(Slot(3, 9), ConfirmationStatus.Confirmed);

        var decision = ConfirmationRules.Confirm(state, At(3, 9), Asking());

        Assert.Equal(ConfirmationOutcome.Redundant, decision.Answer.Value);
        Assert.True(decision.Answer.Succeeded);
        Assert.Same(state, decision.Next);
    }

    [Theory]
    [InlineData(AppointmentStatus.Broken, "appointment.broken")]
    [InlineData(AppointmentStatus.UnschedList, "appointment.not_scheduled")]
    [InlineData(AppointmentStatus.Planned, "appointment.not_scheduled")]
    [InlineData(AppointmentStatus.Complete, "appointment.complete")]
    public void A_visit_that_is_not_in_the_book_cannot_be_answered(AppointmentStatus status, string code)
    {
        var state = Standing(Slot(3, 9), ConfirmationStatus.Confirmed, status);

        Assert.Equal(code, ConfirmationRules.Confirm(state, At(3, 9), Asking()).Code());
        Assert.Equal(code, ConfirmationRules.RequestCallback(state, At(3, 9), Asking()).Code());
    }

    [Fact]
    public void An_answer_about_another_time_than_the_one_seen_is_refused()
    {
        var state = Standing(Slot(3, 9));

        Assert.Equal("appointment.time_moved", ConfirmationRules.Confirm(state, At(3, 10), Asking()).Code());
        Assert.Equal("appointment.time_moved", ConfirmationRules.RequestCallback(state, At(3, 10), Asking()).Code());
    }

    [Fact]
    public void A_visit_that_has_begun_cannot_be_confirmed()
    {
        var decision = ConfirmationRules.Confirm(Standing(Slot(3, 9)), At(3, 9), Asking(At(3, 9)));

        Assert.Equal("appointment.begun", decision.Code());
    }

    [Fact]
    public void Asking_for_a_call_answers_the_request_with_callback()
    {
        var asked = ConfirmationRules.Ask(Standing(Slot(3, 9)), Asking()).Next!;

        var state = ConfirmationRules.RequestCallback(asked, At(3, 9), Asking()).Next!;

        Assert.Equal(ConfirmationStatus.EConfirmCallBack, state.Visit!.Confirmation);
        Assert.Equal(ConfirmationRequestState.Callback, state.Visit.Request!.State);
        Assert.Equal(Now, state.Visit.Request.AnsweredAt);
        Assert.Equal("appointment.answered", ConfirmationRules.Confirm(state, At(3, 9), Asking()).Code());
    }

    [Fact]
    public void Who_asked_for_a_call_is_remembered_until_it_is_handled_or_the_visit_moved()
    {
        var asking = Asking() with { By = "Ana Ortiz", ByPatientId = "ana" };

        var state = ConfirmationRules.RequestCallback(Standing(Slot(3, 9)), At(3, 9), asking).Next!;

        Assert.Equal(new CallBack("ana", "Ana Ortiz", Now), state.Visit!.CallBack);
        Assert.Null(ConfirmationRules.Set(state, ConfirmationStatus.Confirmed, Practice, Asking()).Next!.Visit!.CallBack);
        Assert.Null(AppointmentRules.Move(state, new("m", Slot(4, 9)), Practice, Asking()).Next!.Pending!.Visit.CallBack);
        Assert.NotNull(AppointmentRules.Move(state, new("m", Slot(3, 9, chair: "c2")), Practice, Asking()).Next!.Pending!.Visit.CallBack);
    }

    [Fact]
    public void A_confirmed_request_is_positive_and_the_history_names_who_confirmed()
    {
        var asked = ConfirmationRules.Ask(Standing(Slot(3, 9)), Asking()).Next!;

        var state = ConfirmationRules.Confirm(asked, At(3, 9), Asking() with { By = "Maria Alvarez" }).Next!;

        Assert.Equal(ConfirmationRequestState.PositiveRsvp, state.Visit!.Request!.State);
        Assert.Equal((AppointmentAct.Confirmed, "Maria Alvarez"), (state.History[^1].What, state.History[^1].By));
    }

    [Fact]
    public void A_request_without_an_answer_expires_when_the_visit_begins()
    {
        var asked = ConfirmationRules.Ask(Standing(Slot(3, 9)), Asking()).Next!;

        Assert.Equal(ConfirmationRequestState.PendingRsvp, ConfirmationRules.RequestNow(asked.Visit!, At(3, 8, 59))!.State);
        Assert.Equal(ConfirmationRequestState.Expired, ConfirmationRules.RequestNow(asked.Visit!, At(3, 9))!.State);
    }

    [Theory]
    [InlineData(true, ConfirmationStatus.EConfirmSent, ConfirmationRequestState.PendingRsvp, 10)]
    [InlineData(false, ConfirmationStatus.Unconfirmed, ConfirmationRequestState.ApptChanged, 9)]
    public void A_move_makes_an_open_request_void(bool askAgain, ConfirmationStatus confirmation, ConfirmationRequestState request, int forHour)
    {
        var asked = ConfirmationRules.Ask(Standing(Slot(3, 9)), Asking()).Next!;

        var begun = AppointmentRules.Move(asked, new("m", Slot(3, 10), askAgain), Practice, Asking());
        var moved = Placement.Land(begun.Next!, Now).Visit!;

        Assert.Equal(confirmation, moved.Confirmation);
        Assert.Equal((request, At(3, forHour)), (moved.Request!.State, moved.Request.ForStart));
    }

    [Fact]
    public void A_moved_visit_is_not_confirmed_any_more_but_a_change_of_chair_leaves_the_confirmation()
    {
        var confirmed = Standing(Slot(3, 9), ConfirmationStatus.Confirmed);

        var moved = AppointmentRules.Move(confirmed, new("m", Slot(4, 9)), Practice, Asking()).Next!.Pending!.Visit;
        var reseated = AppointmentRules.Move(confirmed, new("m", Slot(3, 9, chair: "c2")), Practice, Asking()).Next!.Pending!.Visit;

        Assert.Equal(ConfirmationStatus.Unconfirmed, moved.Confirmation);
        Assert.Equal(ConfirmationStatus.Confirmed, reseated.Confirmation);
    }

    [Fact]
    public void Only_a_patient_with_a_visit_today_arrives_and_only_once()
    {
        var state = Standing(Slot(3, 9));

        Assert.Equal("appointment.not_today", ConfirmationRules.Set(state, ConfirmationStatus.Arrived, Practice, Asking()).Code());
        var arrived = ConfirmationRules.Set(state, ConfirmationStatus.Arrived, Practice, Asking(At(3, 8, 50))).Next!;
        var seated = ConfirmationRules.Set(arrived, ConfirmationStatus.InTreatmentRoom, Practice, Asking(At(3, 9))).Next!;
        Assert.Equal("appointment.has_arrived", ConfirmationRules.Set(seated, ConfirmationStatus.Arrived, Practice, Asking(At(3, 9))).Code());
    }

    [Fact]
    public void A_patient_is_not_asked_what_was_answered()
    {
        Assert.Equal("appointment.nothing_to_ask", ConfirmationRules.Ask(Standing(Slot(3, 9), ConfirmationStatus.Confirmed), Asking()).Code());
    }
}
