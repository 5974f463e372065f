using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Portal.Grains.Interfaces.Access;
using Portal.Grains.Interfaces.Patients;
using Portal.Grains.Interfaces.Practices;
using Portal.Grains.Interfaces.Scheduling;
using Portal.Grains.Interfaces.Webmail;

namespace Portal.WebFront.Tests.Records;

/// <summary>Providers as other systems name them: by a role, by a Bundle's own names, with news of who they are.</summary>
public sealed class NamedByRoleTests(BridgePortal portal) : IClassFixture<BridgePortal>, IAsyncLifetime
{
    private const string Urn = "urn:uuid:3b0e6c1e-52a0-4c8a-9a0f-6d0d7a3d9b11";

    private readonly string _id = BridgePortal.NewId();
    private readonly string _provider = BridgePortal.NewId();

    private IPracticeGrain Practice => portal.Grain<IPracticeGrain>(BridgePortal.Practice, IPracticeGrain.Id);

    public async Task InitializeAsync()
    {
        using (CallerScope.Use(Caller.System(BridgePortal.Practice)))
        {
            Assert.Empty((await Practice.SaveProfile(new("profile", new() { Slug = BridgePortal.Practice, Name = "Birch Dental" }))).Problems);
            Assert.Empty((await Practice.SaveLocation(new("location", new("main", "Main Street", "America/Chicago")))).Problems);
        }

        await Take("collection", Person("Field", "field@birch.example"), Role(), BridgePortal.Patient(_id));
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_new_name_and_address_of_a_provider_come_by_an_import(bool asLines)
    {
        var news = Person("Wood", "wood@birch.example");
        if (asLines)
        {
            using var http = portal.Bridge();
            using var content = new StringContent(news.ToJsonString(), Encoding.UTF8, "application/fhir+ndjson");
            using var accepted = await http.PostAsync($"/{BridgePortal.Practice}/fhir/R4", content);
            Assert.Equal(HttpStatusCode.Accepted, accepted.StatusCode);
        }
        else
        {
            await Take("collection", news, Role());
        }

        var provider = await Eventually.Get(async () => await Provider() is { } one && one.Name.Contains("Wood", StringComparison.Ordinal) ? one : null);
        Assert.Equal("wood@birch.example", provider.Email);
    }

    [Fact]
    public async Task Of_those_who_look_after_a_patient_the_one_of_the_practice_is_the_dentist()
    {
        var patient = BridgePortal.Patient(_id);
        patient["generalPractitioner"] = new JsonArray(Reference("Practitioner/a-physician"), Reference($"Practitioner/{_provider}"));

        await Take("collection", patient);

        using var system = CallerScope.Use(Caller.System(BridgePortal.Practice));
        Assert.Equal(_provider, (await portal.Grain<IPatientGrain>(BridgePortal.Practice, _id).View())!.PrimaryProviderId);
    }

    [Fact]
    public async Task A_visit_and_a_message_by_a_role_are_the_providers()
    {
        await Take("collection", Visit($"Patient/{_id}", $"PractitionerRole/r-{_provider}"), Message($"PractitionerRole/r-{_provider}"));

        Assert.Equal([_provider], (await Visit())!.Slot!.ProviderIds.AsEnumerable());
        using var desk = CallerScope.Use(new Caller { Practice = BridgePortal.Practice, Roles = Audience.FrontDesk, UserId = "desk", Name = "Desk" });
        var conversation = (await portal.Grain<IConversationGrain>(BridgePortal.Practice, "m-" + _id).View(null))!;
        Assert.Contains("Field", Assert.Single(conversation.Messages).AuthorName, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_is_named_by_a_role_is_not_named_twice_when_the_visit_changes_here()
    {
        await Take("collection", Visit($"Patient/{_id}", $"PractitionerRole/r-{_provider}", "tentative"));

        using (CallerScope.Use(Caller.System(BridgePortal.Practice)))
            Assert.Empty((await portal.Grain<IAppointmentGrain>(BridgePortal.Practice, "v-" + _id).Break(BridgePortal.NewId(), BreakKind.Cancelled)).Problems);

        var told = await Eventually.Get(async () => await portal.Served($"Appointment/v-{_id}") is { } one && one["status"]!.GetValue<string>() is "cancelled" ? one : null);
        var actors = told["participant"]!.AsArray().ToDictionary(one => one!["actor"]!["reference"]!.GetValue<string>(), one => one!["status"]!.GetValue<string>());
        Assert.Equal(["Location/main", $"Patient/{_id}", $"PractitionerRole/r-{_provider}"], actors.Keys.Order(StringComparer.Ordinal));
        Assert.Equal("tentative", actors[$"PractitionerRole/r-{_provider}"]);
    }

    [Fact]
    public async Task Who_has_declined_does_not_treat()
    {
        var (_, answer) = await portal.Post(BridgePortal.Bundle("collection", Visit($"Patient/{_id}", $"Practitioner/{_provider}", "declined")));

        Assert.Empty((await Visit())!.Slot!.ProviderIds);
        Assert.Contains("names no provider", answer.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_patient_has_accepted_is_confirmed_also_where_a_bundle_names_the_patient_by_its_own_name()
    {
        var bundle = BridgePortal.Bundle("collection", BridgePortal.Patient(_id), Visit(Urn, $"Practitioner/{_provider}"));
        bundle["entry"]![0]!["fullUrl"] = Urn;

        var (_, answer) = await portal.Post(bundle);

        Assert.DoesNotContain("422", BridgePortal.Statuses(answer));
        Assert.Equal(ConfirmationStatus.Confirmed, (await Visit())!.Confirmation);
    }

    private JsonObject Person(string family, string email) => new()
    {
        ["resourceType"] = "Practitioner", ["id"] = _provider, ["name"] = new JsonArray(new JsonObject { ["family"] = family }),
        ["telecom"] = new JsonArray(new JsonObject { ["system"] = "email", ["value"] = email }),
    };

    private JsonObject Role() => new()
    {
        ["resourceType"] = "PractitionerRole", ["id"] = $"r-{_provider}", ["practitioner"] = Reference($"Practitioner/{_provider}"),
        ["organization"] = Reference($"Organization/{BridgePortal.Practice}"), ["code"] = new JsonArray(new JsonObject { ["text"] = "Dentist" }),
        ["location"] = new JsonArray(Reference("Location/main")),
    };

    private JsonObject Visit(string patient, string provider, string answer = "accepted") => new()
    {
        ["resourceType"] = "Appointment", ["id"] = "v-" + _id, ["status"] = "booked", ["description"] = "Check-up",
        ["start"] = "2031-03-04T15:00:00Z", ["end"] = "2031-03-04T16:00:00Z",
        ["participant"] = new JsonArray(Actor(patient), Actor("Location/main"), Actor(provider, answer)),
    };

    private JsonObject Message(string sender) => new()
    {
        ["resourceType"] = "Communication", ["id"] = "m-" + _id, ["status"] = "completed", ["subject"] = Reference("Patient/" + _id),
        ["topic"] = new JsonObject { ["text"] = "Your visit" }, ["sent"] = "2026-03-04T08:00:00Z", ["sender"] = Reference(sender),
        ["recipient"] = new JsonArray(Reference("Patient/" + _id)), ["payload"] = new JsonArray(new JsonObject { ["contentString"] = "All is well." }),
    };

    private static JsonObject Actor(string reference, string answer = "accepted") => new() { ["actor"] = Reference(reference), ["status"] = answer };

    private static JsonObject Reference(string target) => new() { ["reference"] = target };

    private async Task<Provider?> Provider()
    {
        using var system = CallerScope.Use(Caller.System(BridgePortal.Practice));
        return (await Practice.View())!.Providers.SingleOrDefault(provider => provider.Id == _provider);
    }

    private async Task<AppointmentView?> Visit()
    {
        using var system = CallerScope.Use(Caller.System(BridgePortal.Practice));
        return await portal.Grain<IAppointmentGrain>(BridgePortal.Practice, "v-" + _id).View();
    }

    private async Task Take(string type, params JsonNode[] resources)
    {
        var (status, answer) = await portal.Post(BridgePortal.Bundle(type, resources));
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.DoesNotContain("422", BridgePortal.Statuses(answer));
    }
}
