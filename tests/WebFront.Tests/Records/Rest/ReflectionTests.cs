using System.Text.Json.Nodes;
using Portal.Grains.Interfaces.Access;
using Portal.Grains.Interfaces.Patients;
using Portal.Grains.Interfaces.Practices;
using Portal.Grains.Interfaces.Scheduling;

namespace Portal.WebFront.Tests.Records.Rest;

public sealed class ReflectionTests(BridgePortal portal) : IClassFixture<BridgePortal>
{
    private static readonly DateTimeOffset _start = new(2031, 3, 4, 15, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task A_phone_that_was_changed_at_the_desk_is_read_by_programs_and_nothing_else_moves()
    {
        var id = BridgePortal.NewId();
        var imported = BridgePortal.Patient(id);
        imported["maritalStatus"] = new JsonObject { ["text"] = "Married" };
        await portal.Post(BridgePortal.Bundle("collection", imported));
        using (CallerScope.Use(Desk))
        {
            var patient = portal.Grain<IPatientGrain>(BridgePortal.Practice, id);
            var view = (await patient.View())!;
            var saved = await patient.Save(new(
                BridgePortal.NewId(), view.Status, view.Demographics with { WirelessPhone = "555-0102" }, view.GuarantorId, view.Representatives, view.PrimaryProviderId));
            Assert.True(saved.Succeeded);
        }

        var served = await Eventually.Get(async () => await Read($"Patient/{id}") is { } found && found["telecom"] is not null ? found : null);

        Assert.Equal("2", served["meta"]!["versionId"]!.GetValue<string>());
        Assert.Equal("""[{"system":"phone","value":"555-0102","use":"mobile"}]""", served["telecom"]!.ToJsonString());
        Assert.Equal("Married", served["maritalStatus"]!["text"]!.GetValue<string>());
        Assert.Equal(imported["name"]!.ToJsonString(), served["name"]!.ToJsonString());
        Assert.Null((await Read($"Patient/{id}/_history/1"))!["telecom"]);
    }

    [Fact]
    public async Task A_patient_and_a_visit_that_were_made_here_are_resources_too()
    {
        var id = BridgePortal.NewId();
        var visitId = BridgePortal.NewId();
        using (CallerScope.Use(Caller.System(BridgePortal.Practice)))
        {
            var practice = portal.Grain<IPracticeGrain>(BridgePortal.Practice, IPracticeGrain.Id);
            await practice.SaveProfile(new(BridgePortal.NewId(), new() { Slug = BridgePortal.Practice, Name = "Birch Dental", PatientFacingUrl = "https://birch.example.org" }));
            await practice.SaveLocation(new(BridgePortal.NewId(), new("main", "Main Street", "America/Chicago")));
            await practice.SaveChair(new(BridgePortal.NewId(), new("op1", "main", "Op 1", 1)));
            await practice.SaveProvider(new(BridgePortal.NewId(), new("raman", "Dr. Raman", ProviderKind.Dentist, ["main"])));
        }

        using (CallerScope.Use(Desk))
        {
            var person = new Demographics { FirstName = "Ada", LastName = "Young", BirthDate = new(1990, 5, 6), Gender = Gender.Female };
            Assert.Empty((await portal.Grain<IPatientGrain>(BridgePortal.Practice, id).Save(new(BridgePortal.NewId(), PatientStatus.Patient, person, null, [], null))).Problems);
            var visit = portal.Grain<IAppointmentGrain>(BridgePortal.Practice, visitId);
            var slot = new Slot("main", "op1", ["raman"], _start, _start.AddMinutes(30));
            Assert.Empty((await visit.Schedule(new(BridgePortal.NewId(), id, slot, "Cleaning", []))).Problems);
        }

        var patient = await Eventually.Get(() => Read($"Patient/{id}"));
        var booked = await Eventually.Get(() => Read($"Appointment/{visitId}"));
        using (CallerScope.Use(Desk))
            Assert.Empty((await portal.Grain<IAppointmentGrain>(BridgePortal.Practice, visitId).Break(BridgePortal.NewId(), BreakKind.Cancelled)).Problems);
        var cancelled = await Eventually.Get(async () => await Read($"Appointment/{visitId}") is { } found && found["status"]!.GetValue<string>() == "cancelled" ? found : null);

        Assert.Equal("Young", patient["name"]![0]!["family"]!.GetValue<string>());
        Assert.Equal("1990-05-06", patient["birthDate"]!.GetValue<string>());
        Assert.Equal("booked", booked["status"]!.GetValue<string>());
        Assert.Equal("2031-03-04T15:00:00Z", booked["start"]!.GetValue<string>());
        Assert.Equal(
            ["Patient/" + id, "Practitioner/raman", "Location/main", "Location/op1"],
            booked["participant"]!.AsArray().Select(one => one!["actor"]!["reference"]!.GetValue<string>()));
        Assert.Equal("Cleaning", cancelled["description"]!.GetValue<string>());
        var found = await Read($"Appointment?patient={id}&date=ge2031-03-04");
        Assert.Equal(1, found!["total"]!.GetValue<int>());
    }

    private static Caller Desk { get; } = new() { Practice = BridgePortal.Practice, Roles = Audience.FrontDesk, UserId = "desk", Name = "Desk" };

    private async Task<JsonNode?> Read(string path)
    {
        using var http = portal.Bridge();
        using var answer = await http.GetAsync($"/{BridgePortal.Practice}/fhir/R4/{path}");
        return answer.IsSuccessStatusCode ? JsonNode.Parse(await answer.Content.ReadAsStringAsync()) : null;
    }
}
