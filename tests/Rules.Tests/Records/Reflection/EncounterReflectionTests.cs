using System.Text.Json.Nodes;
using Portal.Grains.Interfaces.Practices;
using Portal.Grains.Interfaces.Scheduling;
using Portal.Grains.Records.Reflection;

namespace Portal.Rules.Tests.Records.Reflection;

public sealed class EncounterReflectionTests
{
    private static readonly DateTimeOffset _start = new(2026, 11, 27, 15, 0, 0, TimeSpan.Zero);

    private static readonly PracticeView _practice = new()
    {
        Card = new() { Slug = "birch", Name = "Birch Dental" },
        Providers = [new("raman", "Dr. Priya Raman, DDS", ProviderKind.Dentist, ["main"])],
    };

    [Theory]
    [InlineData(AppointmentStatus.Scheduled, ConfirmationStatus.Confirmed, false)]
    [InlineData(AppointmentStatus.Scheduled, ConfirmationStatus.Arrived, true)]
    [InlineData(AppointmentStatus.Scheduled, ConfirmationStatus.FrontDesk, true)]
    [InlineData(AppointmentStatus.Complete, ConfirmationStatus.Unconfirmed, true)]
    [InlineData(AppointmentStatus.Broken, ConfirmationStatus.Arrived, false)]
    [InlineData(AppointmentStatus.Planned, ConfirmationStatus.Unconfirmed, false)]
    public void A_visit_is_an_encounter_when_the_patient_is_there(AppointmentStatus status, ConfirmationStatus confirmation, bool begun) =>
        Assert.Equal(begun, EncounterReflection.HasBegun(Visit(status, confirmation)));

    /// <summary>Hours after the start of a visit of half an hour, at which another system told of it.</summary>
    [Theory]
    [InlineData(AppointmentStatus.Complete, ConfirmationStatus.Arrived, true, -48.0, 1.0)]
    [InlineData(AppointmentStatus.Complete, ConfirmationStatus.Arrived, false, 0.25)]
    [InlineData(AppointmentStatus.Complete, ConfirmationStatus.Arrived, false, 9000.0, 9001.0)]
    [InlineData(AppointmentStatus.Scheduled, ConfirmationStatus.Arrived, true, 0.75)]
    [InlineData(AppointmentStatus.Scheduled, ConfirmationStatus.Arrived, true, -48.0, 9000.0)]
    [InlineData(AppointmentStatus.Scheduled, ConfirmationStatus.Arrived, false, 9000.0)]
    [InlineData(AppointmentStatus.Scheduled, ConfirmationStatus.Confirmed, false, -48.0)]
    public void What_was_over_when_it_came_is_history(AppointmentStatus status, ConfirmationStatus confirmation, bool begun, params double[] told) =>
        Assert.Equal(begun, EncounterReflection.HasBegunHere(Visit(status, confirmation) with
        {
            History = [.. told.Select(hours => new AppointmentChange(_start.AddHours(hours), AppointmentAct.Imported, "The practice", _start, confirmation))],
        }));

    [Theory]
    [InlineData(AppointmentStatus.Scheduled, ConfirmationStatus.Arrived, "arrived")]
    [InlineData(AppointmentStatus.Scheduled, ConfirmationStatus.ReadyToGoBack, "arrived")]
    [InlineData(AppointmentStatus.Scheduled, ConfirmationStatus.InTreatmentRoom, "in-progress")]
    [InlineData(AppointmentStatus.Scheduled, ConfirmationStatus.Confirmed, "entered-in-error")]
    [InlineData(AppointmentStatus.Broken, ConfirmationStatus.Arrived, "cancelled")]
    [InlineData(AppointmentStatus.Complete, ConfirmationStatus.InTreatmentRoom, "finished")]
    public void It_says_where_the_visit_stands(AppointmentStatus status, ConfirmationStatus confirmation, string said) =>
        Assert.Equal(said, Made(Visit(status, confirmation))["status"]!.GetValue<string>());

    [Fact]
    public void It_tells_whom_where_when_and_what()
    {
        var visit = Visit(AppointmentStatus.Complete, ConfirmationStatus.Arrived) with { Procedures = [new("D1110", "Cleaning")] };

        var encounter = Made(visit);

        Assert.Equal("visit-v1", encounter["id"]!.GetValue<string>());
        Assert.Equal("Patient/maria", encounter["subject"]!["reference"]!.GetValue<string>());
        Assert.Equal("Appointment/v1", encounter["appointment"]![0]!["reference"]!.GetValue<string>());
        Assert.Equal("D1110", encounter["type"]![0]!["coding"]![0]!["code"]!.GetValue<string>());
        Assert.Equal("Practitioner/raman", encounter["participant"]![0]!["individual"]!["reference"]!.GetValue<string>());
        Assert.Equal("Location/main", encounter["location"]![0]!["location"]!["reference"]!.GetValue<string>());
        Assert.Equal("2026-11-27T15:00:00Z", encounter["period"]!["start"]!.GetValue<string>());
        Assert.Equal("2026-11-27T15:30:00Z", encounter["period"]!["end"]!.GetValue<string>());
        Assert.Equal(["v1"], EncounterReflection.VisitsOf(encounter));
    }

    [Fact]
    public void Only_what_the_portal_made_is_the_portals()
    {
        Assert.True(EncounterReflection.IsOurs(Made(Visit(AppointmentStatus.Complete, ConfirmationStatus.Arrived)), "birch"));
        Assert.False(EncounterReflection.IsOurs(new() { ["identifier"] = new JsonArray(new JsonObject { ["system"] = "urn:pms", ["value"] = "v1" }) }, "birch"));
    }

    private static JsonObject Made(AppointmentView visit)
    {
        var encounter = EncounterReflection.New(visit, "v1", "birch");
        EncounterReflection.Apply(encounter, visit, _practice);
        return encounter;
    }

    private static AppointmentView Visit(AppointmentStatus status, ConfirmationStatus confirmation) => new()
    {
        Id = "v1", PatientId = "maria", Status = status, Confirmation = confirmation, Slot = new("main", "c1", ["raman"], _start, _start.AddMinutes(30)),
    };
}
