using Portal.Grains.Interfaces.Scheduling;
using Portal.WebFront.Look;
using Portal.WebFront.Scheduling;

namespace Portal.WebFront.Tests.Scheduling;

public sealed class VisitWordingTests
{
    private static readonly DateTimeOffset _nine = new(2026, 12, 2, 15, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("Cleaning", "")]
    [InlineData("cleaning", "")]
    [InlineData("Check-up", "Cleaning")]
    public void What_was_done_does_not_repeat_the_reason(string reason, string expected) =>
        Assert.Equal(expected, Visit(reason, new("D1110", "Cleaning"), new("D1110", "Cleaning"), new("D0000", "")).Done);

    [Fact]
    public void What_was_done_names_the_tooth() =>
        Assert.Equal("Crown, tooth 19", Visit("Crown", new PlannedProcedure("D2740", "Crown", "19")).Done);

    [Fact]
    public void What_was_booked_online_says_so() =>
        Assert.Equal("Booked online", VisitWords.NameOf(ConfirmationStatus.CreatedFromWebSched));

    [Fact]
    public void Where_a_confirmation_stands_is_said_in_words_of_its_own()
    {
        var names = Enum.GetValues<ConfirmationStatus>().Select(VisitWords.NameOf).ToList();

        Assert.Equal(names.Distinct(StringComparer.OrdinalIgnoreCase), names);
        Assert.Equal(("Not asked yet", "Not confirmed"), (VisitWords.NameOf(ConfirmationStatus.NotCalled), VisitWords.NameOf(ConfirmationStatus.Unconfirmed)));
    }

    [Fact]
    public void Nothing_about_a_confirmation_alarms_the_patient()
    {
        var seen = Enum.GetValues<ConfirmationStatus>().Select(status => Visit("Crown").Visit with { Status = AppointmentStatus.Scheduled, Confirmation = status });

        Assert.All(seen, visit => Assert.NotEqual("bad", VisitLook.Of((Visit("Crown") with { Visit = visit }).State).Tone));
    }

    [Theory]
    [InlineData(-1, "tomorrow at 9:00 AM")]
    [InlineData(-9, "on Wednesday, December 2, at 9:00 AM")]
    public void The_time_of_a_visit_reads_well_in_a_sentence(int daysFromVisit, string expected) =>
        Assert.Equal(expected, (Visit("Crown") with { Now = _nine.AddDays(daysFromVisit) }).WhenInSentence);

    private static PatientVisit Visit(string reason, params PlannedProcedure[] procedures) => new(
        new()
        {
            Id = "visit",
            PatientId = "mother",
            PatientName = "Ana Ortiz",
            Slot = new("main", "c1", ["raman"], _nine, _nine.AddHours(1)),
            TimeZone = "America/Chicago",
            Reason = reason,
            Procedures = [.. procedures],
        },
        "/smile",
        "mother",
        _nine);
}
