using System.Net;
using System.Text.Json.Nodes;
using Portal.Grains.Interfaces;
using Portal.Grains.Interfaces.Access;
using Portal.Grains.Interfaces.Patients;
using Portal.Grains.Interfaces.Practices;
using Portal.Grains.Interfaces.Webmail;

namespace Portal.WebFront.Tests.Records;

/// <summary>What entries come to mean in the portal.</summary>
public sealed class MappingTests(BridgePortal portal) : IClassFixture<BridgePortal>, IAsyncLifetime
{
    private readonly string _id = BridgePortal.NewId();

    public async Task InitializeAsync()
    {
        using var system = CallerScope.Use(Caller.System(BridgePortal.Practice));
        var practice = portal.Grain<IPracticeGrain>(BridgePortal.Practice, IPracticeGrain.Id);
        Assert.Empty((await practice.SaveProfile(new("profile", new() { Slug = BridgePortal.Practice, Name = "Birch Dental" }))).Problems);
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [Theory]
    [InlineData("us", "US")]
    [InlineData("USA", "US")]
    [InlineData("United States of America", "US")]
    [InlineData("CAN", "CA")]
    [InlineData("Germany", "DE")]
    [InlineData("Atlantis", "")]
    [InlineData(null, "US")]
    public async Task A_country_is_what_it_says_or_nothing(string? country, string code)
    {
        var patient = BridgePortal.Patient(_id);
        var address = new JsonObject { ["city"] = "Springfield" };
        if (country is not null)
            address["country"] = country;
        patient["address"] = new JsonArray(address);

        await Take(patient);

        Assert.Equal(code, (await View(_id)).Demographics.Country);
    }

    [Fact]
    public async Task A_time_without_an_offset_is_the_same_whatever_zone_the_server_is_in()
    {
        var zone = Environment.GetEnvironmentVariable("TZ");
        Environment.SetEnvironmentVariable("TZ", "Asia/Tokyo");
        TimeZoneInfo.ClearCachedData();
        try
        {
            await Take(BridgePortal.Patient(_id), Message("a", "2026-03-04", "Patient/" + _id));
        }
        finally
        {
            Environment.SetEnvironmentVariable("TZ", zone);
            TimeZoneInfo.ClearCachedData();
        }

        Assert.Equal(new(2026, 3, 4, 0, 0, 0, TimeSpan.Zero), Assert.Single((await Conversation())!.Messages).SentAt);
    }

    [Fact]
    public async Task Messages_join_in_the_order_of_time_whatever_their_offsets()
    {
        await Take(
            BridgePortal.Patient(_id),
            Message("a", "2026-03-04T08:00:00Z", "Patient/" + _id),
            Message("b", "2026-03-04T11:00:00Z", "Patient/" + _id, partOf: "a"),
            Message("c", "2026-03-04T18:00:00+09:00", "Patient/" + _id, partOf: "a"));

        Assert.Equal(["a", "c", "b"], (await Conversation())!.Messages.Select(message => message.Body));
    }

    [Fact]
    public async Task What_a_related_person_wrote_is_that_persons_mail_about_the_patient()
    {
        var parent = BridgePortal.Patient("parent-" + _id, "Miller");
        parent["link"] = new JsonArray(new JsonObject { ["other"] = Reference("RelatedPerson/r-" + _id), ["type"] = "seealso" });
        var relative = new JsonObject
        {
            ["resourceType"] = "RelatedPerson",
            ["id"] = "r-" + _id,
            ["patient"] = Reference("Patient/" + _id),
            ["relationship"] = new JsonArray(new JsonObject { ["coding"] = new JsonArray(new JsonObject { ["code"] = "MTH" }) }),
        };
        await Take(BridgePortal.Patient(_id), parent, relative);

        await Take(Message("a", "2026-03-04T08:00:00Z", "RelatedPerson/r-" + _id));

        var desk = (await Conversation())!;
        Assert.Equal((_id, "Pat Miller"), (desk.PatientId, desk.RepresentativeName));
        var mother = new Caller
        {
            Practice = BridgePortal.Practice,
            Roles = Audience.Patient,
            UserId = PortalUserId.ForPatient("parent-" + _id),
            PatientId = "parent-" + _id,
        };
        Assert.Equal(Author.Patient, Assert.Single((await Conversation(mother))!.Messages).Author);
    }

    [Theory]
    [InlineData("sent", ".sent", "when it was sent")]
    [InlineData("topic", ".topic", "no subject")]
    [InlineData("sender", ".sender", "neither a person with a patient record nor")]
    [InlineData("recipient", ".recipient", "no provider and no shared inbox")]
    public async Task What_a_communication_lacks_to_be_a_message_is_a_warning_with_its_place(string element, string place, string reason)
    {
        var message = Message("a", "2026-03-04T08:00:00Z", "Patient/" + _id);
        message.Remove(element);

        var (_, answer) = await portal.Post(BridgePortal.Bundle("collection", BridgePortal.Patient(_id), message));

        Assert.Equal(["201", "201"], BridgePortal.Statuses(answer));
        var issue = Assert.Single(answer["entry"]![1]!["response"]!["outcome"]!["issue"]!.AsArray())!;
        Assert.Equal("warning", issue["severity"]!.GetValue<string>());
        Assert.Equal($"Bundle.entry[1].resource{place}", issue["expression"]![0]!.GetValue<string>());
        Assert.Contains(reason, issue["diagnostics"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.NotNull(await portal.Stored(_id, "Communication", "a-" + _id));
        Assert.Null(await Conversation());
    }

    [Theory]
    [InlineData("preparation")]
    [InlineData("not-done")]
    [InlineData("completed")]
    public async Task What_is_plainly_no_message_or_is_a_whole_one_is_not_warned_of(string status)
    {
        var message = Message("a", "2026-03-04T08:00:00Z", "Patient/" + _id);
        message["status"] = status;
        if (status != "completed")
            message.Remove("sent");

        var (_, answer) = await portal.Post(BridgePortal.Bundle("collection", BridgePortal.Patient(_id), message));

        Assert.All(answer["entry"]!.AsArray(), entry => Assert.Null(entry!["response"]!["outcome"]));
    }

    [Theory]
    [InlineData("42", PatientStatus.Patient)]
    [InlineData("NonPatient", PatientStatus.NonPatient)]
    public async Task A_status_is_told_by_its_word(string word, PatientStatus status)
    {
        var patient = BridgePortal.Patient(_id);
        patient["extension"] = new JsonArray(new JsonObject { ["url"] = "urn:portal:patient-status", ["valueCode"] = word });

        await Take(patient);

        Assert.Equal(status, (await View(_id)).Status);
    }

    private JsonObject Message(string body, string sent, string from, string? partOf = null)
    {
        var message = new JsonObject
        {
            ["resourceType"] = "Communication",
            ["id"] = $"{body}-{_id}",
            ["status"] = "completed",
            ["subject"] = Reference("Patient/" + _id),
            ["topic"] = new JsonObject { ["text"] = "About my visit" },
            ["sent"] = sent,
            ["sender"] = Reference(from),
            ["recipient"] = new JsonArray(Reference("HealthcareService/front-desk")),
            ["payload"] = new JsonArray(new JsonObject { ["contentString"] = body }),
        };
        if (partOf is not null)
            message["partOf"] = new JsonArray(Reference($"Communication/{partOf}-{_id}"));
        return message;
    }

    private static JsonObject Reference(string to) => new() { ["reference"] = to };

    private async Task Take(params JsonNode[] resources)
    {
        var (status, answer) = await portal.Post(BridgePortal.Bundle("collection", resources));
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.DoesNotContain("422", BridgePortal.Statuses(answer));
    }

    private async Task<PatientView> View(string id)
    {
        using var system = CallerScope.Use(Caller.System(BridgePortal.Practice));
        return (await portal.Grain<IPatientGrain>(BridgePortal.Practice, id).View())!;
    }

    private async Task<ConversationView?> Conversation(Caller? reader = null)
    {
        reader ??= new Caller { Practice = BridgePortal.Practice, Roles = Audience.FrontDesk, UserId = "staff-1" };
        using var scope = CallerScope.Use(reader);
        return await portal.Grain<IConversationGrain>(BridgePortal.Practice, "a-" + _id).View(null);
    }
}
