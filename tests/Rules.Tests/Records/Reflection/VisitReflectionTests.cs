using System.Text.Json.Nodes;
using Portal.Grains.Interfaces.Scheduling;
using Portal.Grains.Records.Reflection;
using Portal.Rules.Tests.Scheduling;

namespace Portal.Rules.Tests.Records.Reflection;

public sealed class VisitReflectionTests
{
    [Theory]
    [InlineData("cancelled", "Cancelled", AppointmentStatus.Scheduled, null, "booked", null)]
    [InlineData("booked", "Cancelled", AppointmentStatus.Scheduled, null, "booked", null)]
    [InlineData("cancelled", "Weather", AppointmentStatus.UnschedList, null, "waitlist", null)]
    [InlineData("cancelled", "Cancelled", AppointmentStatus.Broken, BreakKind.Missed, "noshow", null)]
    [InlineData("cancelled", "Weather", AppointmentStatus.Broken, BreakKind.EnteredInError, "entered-in-error", null)]
    [InlineData("cancelled", "Weather", AppointmentStatus.Broken, BreakKind.Cancelled, "cancelled", "Weather")]
    [InlineData("noshow", "Forgotten", AppointmentStatus.Broken, BreakKind.Missed, "noshow", "Forgotten")]
    [InlineData("booked", null, AppointmentStatus.Broken, BreakKind.Cancelled, "cancelled", "Cancelled")]
    public void A_reason_for_calling_off_stands_only_beside_the_status_that_it_is_for(
        string came, string? reason, AppointmentStatus status, BreakKind? brokenAs, string written, string? stays)
    {
        var resource = VisitReflection.New("v1");
        resource["status"] = came;
        if (reason is not null)
            resource["cancelationReason"] = new JsonObject { ["text"] = reason };

        VisitReflection.Apply(resource, new() { Id = "v1", PatientId = "maria", Status = status, BrokenAs = brokenAs, Slot = Sample.Slot(3, 9) }, Sample.Practice);

        Assert.Equal(written, resource["status"]!.GetValue<string>());
        Assert.Equal(stays, resource["cancelationReason"]?["text"]?.GetValue<string>());
    }

    [Theory]
    [InlineData("Practitioner/raman", "tentative", "tentative")]
    [InlineData("Practitioner/raman", "declined", "accepted")]
    [InlineData("PractitionerRole/r1", "needs-action", "needs-action")]
    [InlineData("Practitioner/lee", "declined", "declined")]
    [InlineData("PractitionerRole/r2", "accepted", null)]
    public void Others_answer_for_themselves_and_a_role_is_who_has_it(string actor, string came, string? stays)
    {
        var resource = JsonNode.Parse($$"""{"participant":[{"actor":{"reference":"{{actor}}"},"status":"{{came}}"}]}""")!.AsObject();
        var roles = new Dictionary<string, string> { ["r1"] = "Practitioner/raman", ["r2"] = "Practitioner/lee" };

        VisitReflection.Apply(resource, new() { Id = "v1", PatientId = "maria", Status = AppointmentStatus.Scheduled, Slot = Sample.Slot(3, 9) }, Sample.Practice, roles);

        var participants = resource["participant"]!.AsArray();
        Assert.Equal(stays, participants.SingleOrDefault(one => one!["actor"]!["reference"]!.GetValue<string>() == actor)?["status"]!.GetValue<string>());
        Assert.Equal(actor is "PractitionerRole/r1" ? 0 : 1, participants.Count(one => one!["actor"]!["reference"]!.GetValue<string>() == "Practitioner/raman"));
    }
}
