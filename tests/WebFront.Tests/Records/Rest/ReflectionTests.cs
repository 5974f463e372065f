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
        using (CallerScope.Use(FrontDesk))
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

        using (CallerScope.Use(FrontDesk))
        {
            var person = new Demographics { FirstName = "Ada", LastName = "Young", BirthDate = new(1990, 5, 6), Gender = Gender.Female };
            Assert.Empty((await portal.Grain<IPatientGrain>(BridgePortal.Practice, id).Save(new(BridgePortal.NewId(), PatientStatus.Patient, person, null, [], null))).Problems);
            var visit = portal.Grain<IAppointmentGrain>(BridgePortal.Practice, visitId);
            var slot = new Slot("main", "op1", ["raman"], _start, _start.AddMinutes(30));
            Assert.Empty((await visit.Schedule(new(BridgePortal.NewId(), id, slot, "Cleaning", [], TimeIsMeant: true))).Problems);
        }

        var patient = await Eventually.Get(() => Read($"Patient/{id}"));
        var booked = await Eventually.Get(() => Read($"Appointment/{visitId}"));
        using (CallerScope.Use(FrontDesk))
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

    /// <summary>Docs/decisions/0061: from the moment on when the patient has arrived there is an Encounter.</summary>
    [Fact]
    public async Task The_encounter_of_a_visit_follows_what_the_practices_system_tells_of_the_visit()
    {
        var id = BridgePortal.NewId();
        var (visit, past) = (Appointment(id, "arrived"), Appointment(id, "fulfilled"));
        var minute = TimeProvider.System.GetUtcNow();
        (visit["start"], visit["end"]) = ($"{minute:yyyy-MM-dd'T'HH:mm:00'Z'}", $"{minute.AddMinutes(1):yyyy-MM-dd'T'HH:mm:00'Z'}");
        using (CallerScope.Use(Administrator))
        {
            var practice = portal.Grain<IPracticeGrain>(BridgePortal.Practice, IPracticeGrain.Id);
            Assert.Empty((await practice.SaveLocation(new(BridgePortal.NewId(), new("site-" + id, "South", "America/Chicago")))).Problems);
        }

        await portal.Post(BridgePortal.Bundle("collection", BridgePortal.Patient(id), visit, past));
        var begun = await Eventually.Get(() => EncounterOf(visit));
        await Put(visit, "fulfilled");
        var over = await EncounterOf(visit);
        await Put(new() { ["resourceType"] = "Encounter", ["id"] = "void-" + id, ["class"] = new JsonObject { ["code"] = "AMB" }, ["subject"] = Reference($"Patient/{id}"), ["appointment"] = new JsonArray(Reference($"Appointment/{visit["id"]}")) }, "cancelled");

        Assert.Equal("arrived", begun["status"]!.GetValue<string>());
        Assert.Equal("finished", over!["status"]!.GetValue<string>());
        Assert.Equal("finished", (await Read($"Encounter/{over["id"]}"))!["status"]!.GetValue<string>());
        Assert.Null(await EncounterOf(past));
        past["description"] = "Check-up and cleaning";
        await Put(past, "fulfilled");
        Assert.Null(await EncounterOf(past));
    }

    [Fact]
    public async Task What_is_made_in_the_settings_is_read_by_programs()
    {
        var (site, chair, provider) = (BridgePortal.NewId(), BridgePortal.NewId(), BridgePortal.NewId());
        using (CallerScope.Use(Administrator))
        {
            var practice = portal.Grain<IPracticeGrain>(BridgePortal.Practice, IPracticeGrain.Id);
            Assert.Empty((await practice.SaveProfile(new(BridgePortal.NewId(), new() { Slug = BridgePortal.Practice, Name = "Birch Dental", Phone = "555-0100" }))).Problems);
            Assert.Empty((await practice.SaveLocation(new(BridgePortal.NewId(), new(site, "North", "America/Chicago", "1 North Road, Cedar Falls, IA 50613")))).Problems);
            Assert.Empty((await practice.SaveChair(new(BridgePortal.NewId(), new(chair, site, "Op 7", 1)))).Problems);
            Assert.Empty((await practice.SaveProvider(new(BridgePortal.NewId(), new(provider, "Dr. Ivy Stone, DMD", ProviderKind.Dentist, [site])))).Problems);
        }

        var role = await Eventually.Get(async () => (await Read($"PractitionerRole?practitioner=Practitioner/{provider}"))!["entry"]?[0]?["resource"]);
        var person = await Eventually.Get(() => Read($"Practitioner/{provider}"));
        var place = await Eventually.Get(() => Read($"Location/{site}"));
        var room = await Eventually.Get(() => Read($"Location/{chair}"));

        Assert.Equal($"Location/{site}", role["location"]![0]!["reference"]!.GetValue<string>());
        Assert.Equal("122300000X", role["code"]![0]!["coding"]![0]!["code"]!.GetValue<string>());
        Assert.Equal("Stone", person["name"]![0]!["family"]!.GetValue<string>());
        Assert.Equal("Cedar Falls", place["address"]!["city"]!.GetValue<string>());
        Assert.Equal($"Location/{site}", room["partOf"]!["reference"]!.GetValue<string>());
        Assert.Equal("Birch Dental", (await Read($"Organization/{BridgePortal.Practice}"))!["name"]!.GetValue<string>());

        // A program that sends back what it read changes nothing here.
        foreach (var resource in new[] { place, room, person, role })
        {
            using var http = portal.Bridge();
            using var body = new StringContent(resource.ToJsonString(), System.Text.Encoding.UTF8, "application/fhir+json");
            using var answer = await http.PutAsync($"/{BridgePortal.Practice}/fhir/R4/{resource["resourceType"]}/{resource["id"]}", body);
            Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
            Assert.Equal($"W/\"{resource["meta"]!["versionId"]}\"", answer.Headers.ETag!.ToString());
        }

        using var system = CallerScope.Use(Caller.System(BridgePortal.Practice));
        var view = (await portal.Grain<IPracticeGrain>(BridgePortal.Practice, IPracticeGrain.Id).View())!;
        Assert.Equal("Dr. Ivy Stone, DMD", view.Providers.Single(one => one.Id == provider).Name);
        Assert.Equal("1 North Road, Cedar Falls, IA 50613", view.Locations.Single(one => one.Id == site).Address);
    }

    [Fact]
    public async Task A_change_in_the_settings_moves_only_that_element_of_what_came()
    {
        var (site, provider) = (BridgePortal.NewId(), BridgePortal.NewId());
        var location = new JsonObject
        {
            ["resourceType"] = "Location", ["id"] = site, ["name"] = "East", ["description"] = "Beside the mill",
            ["extension"] = new JsonArray(new JsonObject { ["url"] = "http://hl7.org/fhir/StructureDefinition/timezone", ["valueCode"] = "America/Chicago" }),
            ["managingOrganization"] = new JsonObject { ["reference"] = $"Organization/{BridgePortal.Practice}" },
        };
        var person = new JsonObject { ["resourceType"] = "Practitioner", ["id"] = provider, ["name"] = new JsonArray(new JsonObject { ["family"] = "Field" }) };
        var role = new JsonObject
        {
            ["resourceType"] = "PractitionerRole", ["id"] = $"r-{provider}", ["specialty"] = new JsonArray(new JsonObject { ["text"] = "Children" }),
            ["practitioner"] = new JsonObject { ["reference"] = $"Practitioner/{provider}" },
            ["organization"] = new JsonObject { ["reference"] = $"Organization/{BridgePortal.Practice}" },
            ["code"] = new JsonArray(new JsonObject { ["text"] = "Dentist" }),
            ["location"] = new JsonArray(new JsonObject { ["reference"] = $"Location/{site}" }),
        };
        await portal.Post(BridgePortal.Bundle("collection", location, person, role));
        using (CallerScope.Use(Administrator))
        {
            var practice = portal.Grain<IPracticeGrain>(BridgePortal.Practice, IPracticeGrain.Id);
            var view = (await practice.View())!;
            Assert.Empty((await practice.SaveLocation(new(BridgePortal.NewId(), view.Locations.Single(one => one.Id == site) with { Phone = "555-0177" }))).Problems);
            Assert.Empty((await practice.SaveProvider(new(BridgePortal.NewId(), view.Providers.Single(one => one.Id == provider) with { Kind = ProviderKind.Hygienist }))).Problems);
        }

        var place = await Eventually.Get(async () => await Read($"Location/{site}") is { } found && found["telecom"] is not null ? found : null);
        var changed = await Eventually.Get(async () => await Read($"PractitionerRole/r-{provider}") is { } found && found["meta"]!["versionId"]!.GetValue<string>() == "2" ? found : null);

        Assert.Equal("Beside the mill", place["description"]!.GetValue<string>());
        Assert.Equal("555-0177", place["telecom"]![0]!["value"]!.GetValue<string>());
        Assert.Equal("124Q00000X", changed["code"]![0]!["coding"]![0]!["code"]!.GetValue<string>());
        Assert.Equal("Children", changed["specialty"]![0]!["text"]!.GetValue<string>());
        Assert.Equal("1", (await Read($"Practitioner/{provider}"))!["meta"]!["versionId"]!.GetValue<string>());
    }

    [Fact]
    public async Task What_is_out_of_use_is_inactive_to_programs_and_the_other_way_round()
    {
        var site = BridgePortal.NewId();
        var location = new JsonObject
        {
            ["resourceType"] = "Location", ["id"] = site, ["status"] = "inactive", ["name"] = "Mill",
            ["extension"] = new JsonArray(new JsonObject { ["url"] = "http://hl7.org/fhir/StructureDefinition/timezone", ["valueCode"] = "America/Chicago" }),
            ["managingOrganization"] = new JsonObject { ["reference"] = $"Organization/{BridgePortal.Practice}" },
        };
        using (CallerScope.Use(Administrator))
        {
            var practice = portal.Grain<IPracticeGrain>(BridgePortal.Practice, IPracticeGrain.Id);
            await practice.SaveProfile(new(BridgePortal.NewId(), new() { Slug = BridgePortal.Practice, Name = "Birch Dental" }));
            await portal.Post(BridgePortal.Bundle("collection", location));
            var came = (await practice.View())!.Locations.Single(one => one.Id == site);
            Assert.True(came.OutOfUse);
            Assert.Empty((await practice.SaveLocation(new(BridgePortal.NewId(), came with { OutOfUse = false }))).Problems);
        }

        var open = await Eventually.Get(async () => await Read($"Location/{site}") is { } found && found["status"]!.GetValue<string>() is "active" ? found : null);

        Assert.Equal("Mill", open["name"]!.GetValue<string>());
    }

    [Fact]
    public async Task Who_pays_and_who_acts_are_related_persons_as_the_desk_says_it()
    {
        var (child, parent) = (BridgePortal.NewId(), BridgePortal.NewId());
        await portal.Post(BridgePortal.Bundle("collection", BridgePortal.Patient(child), BridgePortal.Patient(parent)));
        await Desk(child, view => view with { GuarantorId = parent, Representatives = [new(parent, RepresentativeKind.Guardian)] });

        var relative = await Eventually.Get(async () => (await Read($"RelatedPerson?patient={child}"))!["entry"]?[0]?["resource"]);

        Assert.True(relative["active"]!.GetValue<bool>());
        Assert.Equal(["GUARD", "GUAR"], relative["relationship"]!.AsArray().Select(one => one!["coding"]![0]!["code"]!.GetValue<string>()));
        Assert.Equal(parent, relative["identifier"]![0]!["value"]!.GetValue<string>());
        var id = relative["id"]!.GetValue<string>();

        await Desk(parent, view => view with { Demographics = view.Demographics with { LastName = "Marriedname" } });
        await Eventually.Get(async () => (await Read($"RelatedPerson/{id}"))!["name"]?[0]?["family"]?.GetValue<string>() == "Marriedname" ? relative : null);
        await Desk(child, view => view with { GuarantorId = child, Representatives = [] });
        var ended = await Eventually.Get(async () => await Read($"RelatedPerson/{id}") is { } found && !found["active"]!.GetValue<bool>() ? found : null);

        Assert.Equal("3", ended["meta"]!["versionId"]!.GetValue<string>());
        Assert.Single((await Read($"RelatedPerson?patient={child}"))!["entry"]!.AsArray());
    }

    [Fact]
    public async Task A_related_person_that_came_is_ended_and_no_second_one_is_made()
    {
        var (child, parent, came) = (BridgePortal.NewId(), BridgePortal.NewId(), BridgePortal.NewId());
        var says = BridgePortal.Patient(parent);
        says["link"] = new JsonArray(new JsonObject { ["type"] = "seealso", ["other"] = new JsonObject { ["reference"] = $"RelatedPerson/{came}" } });
        var relative = new JsonObject
        {
            ["resourceType"] = "RelatedPerson", ["id"] = came, ["patient"] = new JsonObject { ["reference"] = $"Patient/{child}" },
            ["relationship"] = new JsonArray(new JsonObject
            {
                ["coding"] = new JsonArray(new JsonObject { ["system"] = "http://terminology.hl7.org/CodeSystem/v3-RoleCode", ["code"] = "MTH" }),
            }),
        };
        await portal.Post(BridgePortal.Bundle("collection", BridgePortal.Patient(child), says, relative));

        await Desk(child, view => view with { Representatives = [] });
        var ended = await Eventually.Get(async () => await Read($"RelatedPerson/{came}") is { } found && found["active"]?.GetValue<bool>() is false ? found : null);
        await Desk(child, view => view with { Representatives = [new(parent, RepresentativeKind.Guardian)] });
        var again = await Eventually.Get(async () => await Read($"RelatedPerson/{came}") is { } found && found["active"]?.GetValue<bool>() is true ? found : null);

        Assert.Equal("MTH", ended["relationship"]![0]!["coding"]![0]!["code"]!.GetValue<string>());
        Assert.Equal(["MTH", "GUARD"], again["relationship"]!.AsArray().Select(one => one!["coding"]![0]!["code"]!.GetValue<string>()));
        Assert.Single((await Read($"RelatedPerson?patient={child}"))!["entry"]!.AsArray());
    }

    /// <summary>Docs/decisions/0030: an old file does not undo what staff changed.</summary>
    [Fact]
    public async Task The_same_file_again_undoes_nothing_that_was_changed_here()
    {
        var (child, parent, came, site) = (BridgePortal.NewId(), BridgePortal.NewId(), BridgePortal.NewId(), BridgePortal.NewId());
        var says = BridgePortal.Patient(parent);
        says["link"] = new JsonArray(new JsonObject { ["type"] = "seealso", ["other"] = new JsonObject { ["reference"] = $"RelatedPerson/{came}" } });
        var relative = new JsonObject
        {
            ["resourceType"] = "RelatedPerson", ["id"] = came, ["patient"] = new JsonObject { ["reference"] = $"Patient/{child}" },
            ["relationship"] = new JsonArray(new JsonObject { ["coding"] = new JsonArray(new JsonObject { ["code"] = "MTH" }) }),
        };
        var location = new JsonObject
        {
            ["resourceType"] = "Location", ["id"] = site, ["name"] = "West",
            ["extension"] = new JsonArray(new JsonObject { ["url"] = "http://hl7.org/fhir/StructureDefinition/timezone", ["valueCode"] = "America/Chicago" }),
            ["managingOrganization"] = new JsonObject { ["reference"] = $"Organization/{BridgePortal.Practice}" },
        };
        var file = BridgePortal.Bundle("collection", BridgePortal.Patient(child), says, relative, location);
        await portal.Post(file);
        await Desk(child, view => view with { Representatives = [], Demographics = view.Demographics with { WirelessPhone = "555-0144" } });
        using (CallerScope.Use(Administrator))
        {
            var practice = portal.Grain<IPracticeGrain>(BridgePortal.Practice, IPracticeGrain.Id);
            Assert.Empty((await practice.SaveLocation(new(BridgePortal.NewId(), new(site, "West", "America/Chicago", "", "555-0188")))).Problems);
        }

        await Eventually.Get(async () => (await Read($"RelatedPerson/{came}"))?["active"]?.GetValue<bool>() is false ? relative : null);
        await Eventually.Get(async () => (await Read($"Location/{site}"))?["telecom"]);
        await Eventually.Get(async () => (await Read($"Patient/{child}"))?["telecom"]);

        var (_, again) = await portal.Post(file);

        Assert.All(BridgePortal.Statuses(again), status => Assert.Equal("200", status));
        using var system = CallerScope.Use(Caller.System(BridgePortal.Practice));
        var view = (await portal.Grain<IPatientGrain>(BridgePortal.Practice, child).View())!;
        Assert.Empty(view.Representatives);
        Assert.Equal("555-0144", view.Demographics.WirelessPhone);
        Assert.Equal("555-0188", (await portal.Grain<IPracticeGrain>(BridgePortal.Practice, IPracticeGrain.Id).View())!.Locations.Single(one => one.Id == site).Phone);
        Assert.False((await Read($"RelatedPerson/{came}"))!["active"]!.GetValue<bool>());
        Assert.NotNull((await Read($"Location/{site}"))!["telecom"]);
    }

    /// <summary>A program that reads what the desk said and sends it back gives nobody more than the desk did.</summary>
    [Fact]
    public async Task A_related_person_that_is_sent_back_as_it_is_gives_no_rights()
    {
        var (child, parent, came) = (BridgePortal.NewId(), BridgePortal.NewId(), BridgePortal.NewId());
        var says = BridgePortal.Patient(parent);
        says["link"] = new JsonArray(new JsonObject { ["type"] = "seealso", ["other"] = new JsonObject { ["reference"] = $"RelatedPerson/{came}" } });
        var relative = new JsonObject
        {
            ["resourceType"] = "RelatedPerson", ["id"] = came, ["patient"] = new JsonObject { ["reference"] = $"Patient/{child}" },
            ["relationship"] = new JsonArray(new JsonObject { ["coding"] = new JsonArray(new JsonObject { ["code"] = "MTH" }) }),
        };
        await portal.Post(BridgePortal.Bundle("collection", BridgePortal.Patient(child), says, relative));
        await Desk(child, view => view with { Representatives = [], GuarantorId = parent });
        var told = await Eventually.Get(async () => await Read($"RelatedPerson/{came}") is { } found && found["extension"] is not null ? found : null);

        using var http = portal.Bridge();
        using var body = new StringContent(told.ToJsonString(), System.Text.Encoding.UTF8, "application/fhir+json");
        using var answer = await http.PutAsync($"/{BridgePortal.Practice}/fhir/R4/RelatedPerson/{came}", body);

        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
        using var system = CallerScope.Use(Caller.System(BridgePortal.Practice));
        var view = (await portal.Grain<IPatientGrain>(BridgePortal.Practice, child).View())!;
        Assert.Empty(view.Representatives);
        Assert.Equal(parent, view.GuarantorId);
    }

    private async Task<JsonNode?> EncounterOf(JsonObject appointment) =>
        (await Read($"Encounter?appointment=Appointment/{appointment["id"]}"))!["entry"]?[0]?["resource"];

    private async Task Put(JsonObject resource, string status)
    {
        resource["status"] = status;
        var (answer, body) = await portal.Put(resource);
        Assert.True(answer is System.Net.HttpStatusCode.OK or System.Net.HttpStatusCode.Created, body.ToJsonString());
    }

    private static JsonObject Appointment(string patientId, string status) => new()
    {
        ["resourceType"] = "Appointment", ["id"] = BridgePortal.NewId(), ["status"] = status, ["description"] = "Check-up",
        ["start"] = "2026-03-04T15:00:00Z", ["end"] = "2026-03-04T15:30:00Z",
        ["participant"] = new JsonArray(
            new JsonObject { ["actor"] = Reference($"Patient/{patientId}"), ["status"] = "accepted" },
            new JsonObject { ["actor"] = Reference($"Location/site-{patientId}"), ["status"] = "accepted" }),
    };

    private static JsonObject Reference(string to) => new() { ["reference"] = to };

    private async Task Desk(string patientId, Func<PatientView, PatientView> change)
    {
        using var scope = CallerScope.Use(FrontDesk);
        var patient = portal.Grain<IPatientGrain>(BridgePortal.Practice, patientId);
        var view = change((await patient.View())!);
        var saved = await patient.Save(new(BridgePortal.NewId(), view.Status, view.Demographics, view.GuarantorId, view.Representatives, view.PrimaryProviderId));
        Assert.Empty(saved.Problems);
    }

    private static Caller Administrator { get; } = new() { Practice = BridgePortal.Practice, Roles = Audience.Administrator, UserId = "admin", Name = "Administrator" };

    private static Caller FrontDesk { get; } = new() { Practice = BridgePortal.Practice, Roles = Audience.FrontDesk, UserId = "desk", Name = "Desk" };

    private Task<JsonNode?> Read(string path) => portal.Read(path);
}
