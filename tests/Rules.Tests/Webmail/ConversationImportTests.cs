using Portal.Grains.Interfaces.Webmail;
using Portal.Grains.Webmail;

namespace Portal.Rules.Tests.Webmail;

/// <summary>What comes in from the practice's system joins a conversation without undoing what happened since.</summary>
public sealed class ConversationImportTests
{
    private static readonly DateTimeOffset _noon = new(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_message_about_another_patient_is_refused_and_changes_nothing()
    {
        var state = Imported(new(), Message("m1", 0, fromPatient: true));

        var decision = ConversationRules.Import(state, Parties("b"), Command("b", Message("m2", 1, fromPatient: true)), []);

        Assert.Equal("webmail.other_patient", Assert.Single(decision.Answer.Problems).Code);
        Assert.Null(decision.Next);
    }

    /// <summary>A father and a mother who act for one child have mailboxes of their own.</summary>
    [Fact]
    public void A_message_of_somebody_else_of_the_family_is_refused_and_changes_nothing()
    {
        var state = Imported(new(), Message("m1", 0, fromPatient: true));

        var decision = ConversationRules.Import(state, Parties("a") with { WriterPatientId = "mother" }, Command("a", Message("m2", 1, fromPatient: false)), []);

        Assert.Equal(ConversationRules.OtherPerson, Assert.Single(decision.Answer.Problems).Code);
        Assert.Null(decision.Next);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void An_older_message_takes_its_place_and_leaves_both_sides_where_they_stand(bool fromPatient)
    {
        var state = Imported(new(), Message("m2", 2, fromPatient: true, read: true)) with
        {
            Practice = new() { Owner = "provider:raman", Work = WorkState.WaitingPatient },
            Patient = new() { Owner = "user:u-a", PatientId = "a", Unread = true, WroteAt = _noon.AddHours(2) },
        };

        var next = Imported(state, Message("m1", 1, fromPatient, read: false));

        Assert.Equal(["m1", "m2"], next.Messages.Select(message => message.Id));
        Assert.Equal(2, next.Total);
        Assert.Equal((state.LastAt, state.Snippet, state.Patient, state.Practice), (next.LastAt, next.Snippet, next.Patient, next.Practice));
        Assert.Equal(state.Answerers, next.Answerers);
    }

    [Fact]
    public void The_first_words_of_the_patient_bring_it_to_the_sent_folder_also_when_they_come_last()
    {
        var state = Imported(new(), Message("m2", 2, fromPatient: false));
        Assert.Null(state.Patient.WroteAt);

        var next = Imported(state, Message("m1", 1, fromPatient: true));

        Assert.Equal(_noon.AddHours(1), next.Patient.WroteAt);
    }

    [Fact]
    public void A_newer_message_moves_both_sides()
    {
        var state = Imported(new(), Message("m1", 1, fromPatient: true));

        var next = Imported(state, Message("m2", 2, fromPatient: false));

        Assert.Equal((_noon.AddHours(2), "Text of m2"), (next.LastAt, next.Snippet));
        Assert.Equal((true, WorkState.WaitingPatient), (next.Patient.Unread, next.Practice.Work));
    }

    private static ConversationState Imported(ConversationState state, ImportedMessage message) =>
        ConversationRules.Import(state, Parties("a"), Command("a", message), []).Next!;

    private static ConversationParties Parties(string patient) =>
        new(patient, "Ana", patient, "Ana", $"user:u-{patient}", "provider:raman", "Dr. Priya Raman");

    private static ImportConversation Command(string patient, ImportedMessage message) =>
        new("r1", patient, "provider:raman", "Crown", [message]);

    private static ImportedMessage Message(string id, int hour, bool fromPatient, bool read = false) =>
        new(id, _noon.AddHours(hour), fromPatient, "Ana", $"Text of {id}", read);
}
