using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using Portal.Grains.Interfaces.Access;
using Portal.Grains.Interfaces.Practices;
using Portal.Grains.Interfaces.Scheduling;
using Portal.Grains.Interfaces.Webmail;

namespace Portal.WebFront.Tests.Records;

public sealed class TransactionTests(BridgePortal portal) : IClassFixture<BridgePortal>
{
    [Fact]
    public async Task One_bad_entry_keeps_all_of_a_transaction_out()
    {
        var id = BridgePortal.NewId();
        var bad = BridgePortal.Condition("bad-" + id, id);
        bad["recordedDate"] = "soon";

        var (status, answer) = await portal.Post(BridgePortal.Bundle("transaction", BridgePortal.Patient(id), bad));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, status);
        Assert.Equal("OperationOutcome", answer["resourceType"]!.GetValue<string>());
        Assert.Equal("Bundle.entry[1].resource.recordedDate", answer["issue"]![0]!["expression"]![0]!.GetValue<string>());
        Assert.Null(await portal.Stored(id, "Patient", id));
    }

    [Fact]
    public async Task A_reference_that_leads_nowhere_keeps_a_transaction_out()
    {
        var id = BridgePortal.NewId();
        var lost = BridgePortal.Condition("lost-" + id, id);
        lost["encounter"] = new JsonObject { ["reference"] = "Encounter/nowhere" };

        var (status, answer) = await portal.Post(BridgePortal.Bundle("transaction", BridgePortal.Patient(id), lost));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, status);
        Assert.Equal("Bundle.entry[1].resource.encounter.reference", answer["issue"]![0]!["expression"]![0]!.GetValue<string>());
        Assert.Null(await portal.Stored(id, "Patient", id));
    }

    [Fact]
    public async Task What_the_rules_of_the_portal_refuse_keeps_a_transaction_out()
    {
        var id = BridgePortal.NewId();
        var nameless = BridgePortal.Patient("n-" + id);
        nameless.Remove("name");

        var (status, _) = await portal.Post(BridgePortal.Bundle("transaction", BridgePortal.Patient(id), nameless));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, status);
        Assert.Null(await portal.Stored(id, "Patient", id));
    }

    [Fact]
    public async Task A_visit_without_an_end_is_kept_and_warned_of_also_in_a_transaction()
    {
        var id = BridgePortal.NewId();
        var visit = Visit("v-" + id, id);
        visit.Remove("end");

        var (status, answer) = await portal.Post(BridgePortal.Bundle("transaction", [.. Practice(), BridgePortal.Patient(id), visit]));

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.DoesNotContain("422", BridgePortal.Statuses(answer));
        var issue = answer["entry"]![4]!["response"]!["outcome"]!["issue"]![0]!;
        Assert.Equal(("warning", "Bundle.entry[4].resource.end"), (issue["severity"]!.GetValue<string>(), issue["expression"]![0]!.GetValue<string>()));
        Assert.Contains("Give it an end", issue["diagnostics"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.NotNull(await portal.Stored(id, "Appointment", "v-" + id));
    }

    [Fact]
    public async Task A_message_beyond_the_limits_keeps_a_transaction_out()
    {
        var id = BridgePortal.NewId();
        var message = Message("m-" + id, id, new string('x', WebmailLimits.Subject + 1));

        var (status, answer) = await portal.Post(BridgePortal.Bundle("transaction", [.. Practice(), BridgePortal.Patient(id), message]));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, status);
        Assert.Equal("Bundle.entry[4].resource", answer["issue"]![0]!["expression"]![0]!.GetValue<string>());
        Assert.Null(await portal.Stored(id, "Patient", id));
    }

    [Fact]
    public async Task A_location_that_the_practice_would_refuse_keeps_a_transaction_out()
    {
        var id = BridgePortal.NewId();
        var practice = Practice();
        practice[1]["extension"]![0]!["valueCode"] = "Mars/Olympus_Mons";

        var (status, answer) = await portal.Post(BridgePortal.Bundle("transaction", [.. practice, BridgePortal.Patient(id)]));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, status);
        Assert.Equal("Bundle.entry[1].resource", answer["issue"]![0]!["expression"]![0]!.GetValue<string>());
        Assert.Null(await portal.Stored(id, "Patient", id));
    }

    [Fact]
    public async Task A_whole_practice_with_a_visit_and_a_message_is_one_transaction()
    {
        var id = BridgePortal.NewId();
        JsonNode[] whole = [.. Practice(), BridgePortal.Patient(id), Visit("v-" + id, id), Message("m-" + id, id, "About my visit")];

        var (status, answer) = await portal.Post(BridgePortal.Bundle("transaction", whole));

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.DoesNotContain("422", BridgePortal.Statuses(answer));
        using var system = CallerScope.Use(Caller.System(BridgePortal.Practice));
        Assert.NotNull(await portal.Grain<IAppointmentGrain>(BridgePortal.Practice, "v-" + id).View());
    }

    [Fact]
    public async Task A_time_that_is_taken_keeps_all_of_a_transaction_out()
    {
        var (id, chair) = (BridgePortal.NewId(), "chair-" + BridgePortal.NewId());
        JsonNode[] first = [.. Practice(), Chair(chair), BridgePortal.Patient(id), Visit("v-" + id, id, chair)];
        Assert.Equal(HttpStatusCode.OK, (await portal.Post(BridgePortal.Bundle("transaction", first))).Status);
        var other = BridgePortal.NewId();
        JsonNode[] second =
        [
            BridgePortal.Patient(other), Visit("free-" + other, other, chair, "16:00"), Visit("taken-" + other, other, chair, "15:15"),
            BridgePortal.Condition("c-" + other, other),
        ];

        var (status, answer) = await portal.Post(BridgePortal.Bundle("transaction", second));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, status);
        var issue = Assert.Single(answer["issue"]!.AsArray())!;
        Assert.StartsWith("Bundle.entry[2].resource", issue["expression"]![0]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.Contains("not free at this time", issue["diagnostics"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.Null(await portal.Stored(other, "Patient", other));
        Assert.Null(await portal.Stored(other, "Appointment", "free-" + other));
        Assert.Null(await VisitOf("free-" + other));
    }

    [Fact]
    public async Task Two_visits_of_one_transaction_at_the_same_time_keep_it_out()
    {
        var (id, chair) = (BridgePortal.NewId(), "chair-" + BridgePortal.NewId());
        JsonNode[] whole =
        [
            .. Practice(), Chair(chair), BridgePortal.Patient(id), Visit("a-" + id, id, chair), Visit("b-" + id, id, chair, "15:15"),
            Visit("c-" + id, id, chair, "15:30"), Visit("d-" + id, id, chair, "15:45"),
        ];

        var (status, answer) = await portal.Post(BridgePortal.Bundle("transaction", whole));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, status);
        Assert.Equal(
            ["Bundle.entry[6]", "Bundle.entry[7]", "Bundle.entry[8]"],
            answer["issue"]!.AsArray().Select(issue => issue!["expression"]![0]!.GetValue<string>()[..15]));
        Assert.Null(await portal.Stored(id, "Patient", id));
    }

    [Fact]
    public async Task A_transaction_may_give_the_time_of_a_visit_that_it_cancels_to_another_one()
    {
        var (id, chair) = (BridgePortal.NewId(), "chair-" + BridgePortal.NewId());
        JsonNode[] first = [.. Practice(), Chair(chair), BridgePortal.Patient(id), Visit("old-" + id, id, chair)];
        await portal.Post(BridgePortal.Bundle("transaction", first));
        var cancelled = Visit("old-" + id, id, chair);
        cancelled["status"] = "cancelled";

        var (status, answer) = await portal.Post(BridgePortal.Bundle("transaction", Visit("new-" + id, id, chair), cancelled));

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal(["201", "200"], BridgePortal.Statuses(answer));
        Assert.Equal(AppointmentStatus.Scheduled, (await VisitOf("new-" + id))!.Status);
        Assert.Equal(AppointmentStatus.Broken, (await VisitOf("old-" + id))!.Status);
    }

    [Fact]
    public async Task A_visit_that_staff_moved_meanwhile_is_not_held_against_the_file_that_told_it_first()
    {
        var (id, chair) = (BridgePortal.NewId(), "chair-" + BridgePortal.NewId());
        JsonNode[] first = [.. Practice(), Chair(chair), BridgePortal.Patient(id), Visit("v-" + id, id, chair)];
        await portal.Post(BridgePortal.Bundle("transaction", first));
        using (CallerScope.Use(Caller.System(BridgePortal.Practice)))
            Assert.True((await portal.Grain<IAppointmentGrain>(BridgePortal.Practice, "v-" + id).Break("break", BreakKind.Cancelled)).Succeeded);
        await portal.Post(BridgePortal.Bundle("transaction", Visit("w-" + id, id, chair)));

        var (status, answer) = await portal.Post(BridgePortal.Bundle("transaction", first));

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.DoesNotContain("422", BridgePortal.Statuses(answer));
    }

    [Fact]
    public async Task What_is_stored_already_is_not_held_against_a_transaction()
    {
        var id = BridgePortal.NewId();
        var late = Message("m-" + id, id, new string('x', WebmailLimits.Subject + 1), "desk-" + id);
        // Before the practice has the inbox the message means nothing but a resource.
        await portal.Post(BridgePortal.Bundle("collection", [BridgePortal.Patient(id), late]));
        await portal.Post(BridgePortal.Bundle("collection", Practice("desk-" + id)));

        var (status, answer) = await portal.Post(BridgePortal.Bundle("transaction", [BridgePortal.Patient(id), late]));

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal(["200", "200"], BridgePortal.Statuses(answer));
    }

    [Fact]
    public async Task A_reference_to_what_is_stored_is_good()
    {
        var id = BridgePortal.NewId();
        await portal.Post(BridgePortal.Bundle("transaction", BridgePortal.Patient(id)));

        var (status, answer) = await portal.Post(BridgePortal.Bundle("transaction", BridgePortal.Condition("c-" + id, id)));

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal(["201"], BridgePortal.Statuses(answer));
    }

    [Fact]
    public async Task References_by_urn_lead_to_the_stored_resources()
    {
        var patient = BridgePortal.Patient(BridgePortal.NewId());
        var uuid = Guid.CreateVersion7().ToString();
        var condition = BridgePortal.Condition("x", "x");
        condition.Remove("id");
        condition["subject"]!["reference"] = $"urn:uuid:{uuid}";
        var bundle = new JsonObject
        {
            ["resourceType"] = "Bundle",
            ["type"] = "transaction",
            ["entry"] = new JsonArray(
                Entry("urn:uuid:" + Guid.CreateVersion7(), condition, "Condition"),
                Entry("urn:uuid:" + uuid, patient, "Patient")),
        };

        var (status, answer) = await portal.Post(bundle);

        Assert.Equal(HttpStatusCode.OK, status);
        var id = patient["id"]!.GetValue<string>();
        var conditionId = answer["entry"]![0]!["response"]!["location"]!.GetValue<string>().Split('/')[1];
        var stored = await portal.Stored(id, "Condition", conditionId);
        Assert.Equal($"Patient/{id}", stored!["subject"]!["reference"]!.GetValue<string>());
        Assert.Equal(conditionId, stored["id"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_batch_takes_each_entry_for_itself()
    {
        var id = BridgePortal.NewId();
        var bundle = BridgePortal.Bundle("batch", BridgePortal.Patient(id), BridgePortal.Patient("d-" + id));
        bundle["entry"]![1]!["request"]!["method"] = "PATCH";

        var (_, answer) = await portal.Post(bundle);

        Assert.Equal("batch-response", answer["type"]!.GetValue<string>());
        Assert.Equal(["201", "405"], BridgePortal.Statuses(answer));
    }

    [Theory]
    [InlineData("transaction")]
    [InlineData("batch")]
    public async Task A_practice_moves_in_one_bundle_in_whatever_order_it_tells_of_it(string type)
    {
        var (site, pool) = (BridgePortal.NewId(), BridgePortal.NewId());
        await portal.Post(BridgePortal.Bundle("collection", Practice()));
        var before = await Roster();
        JsonNode[] old =
        [
            .. before.Locations.Where(one => !one.OutOfUse).Select(one => Place(one.Id, one.Name, "inactive")),
            .. before.Pools.Where(one => !one.OutOfUse).Select(one => Inbox(one.Id, one.Name, active: false)),
        ];

        var (status, answer) = await portal.Post(BridgePortal.Bundle(type, [.. old, Place(site, "East", "active"), Inbox(pool, "New desk", active: true)]));
        var moved = await Roster();
        await portal.Post(BridgePortal.Bundle("collection", [
            .. before.Locations.Where(one => !one.OutOfUse).Select(one => Place(one.Id, one.Name, "active")),
            .. before.Pools.Where(one => !one.OutOfUse).Select(one => Inbox(one.Id, one.Name, active: true))]));

        Assert.True(status is HttpStatusCode.OK, answer.ToJsonString());
        Assert.Equal([site], moved.Locations.Where(one => !one.OutOfUse).Select(one => one.Id));
        Assert.Equal([pool], moved.Pools.Where(one => !one.OutOfUse).Select(one => one.Id));
    }

    private async Task<PracticeView> Roster()
    {
        using var system = CallerScope.Use(Caller.System(BridgePortal.Practice));
        return (await portal.Grain<IPracticeGrain>(BridgePortal.Practice, IPracticeGrain.Id).View())!;
    }

    private static JsonObject Place(string id, string name, string status) => new()
    {
        ["resourceType"] = "Location", ["id"] = id, ["name"] = name, ["status"] = status,
        ["managingOrganization"] = Reference($"Organization/{BridgePortal.Practice}"),
        ["extension"] = new JsonArray(new JsonObject { ["url"] = "http://hl7.org/fhir/StructureDefinition/timezone", ["valueCode"] = "America/Chicago" }),
    };

    private static JsonObject Inbox(string id, string name, bool active) => new()
    {
        ["resourceType"] = "HealthcareService", ["id"] = id, ["name"] = name, ["active"] = active,
        ["providedBy"] = Reference($"Organization/{BridgePortal.Practice}"),
    };

    private static JsonObject[] Practice(string desk = "desk") =>
    [
        new() { ["resourceType"] = "Organization", ["id"] = BridgePortal.Practice, ["name"] = "Birch Dental" },
        new()
        {
            ["resourceType"] = "Location",
            ["id"] = "main",
            ["extension"] = new JsonArray(new JsonObject
            {
                ["url"] = "http://hl7.org/fhir/StructureDefinition/timezone", ["valueCode"] = "America/Chicago",
            }),
            ["name"] = "Main Street",
            ["managingOrganization"] = Reference($"Organization/{BridgePortal.Practice}"),
        },
        new()
        {
            ["resourceType"] = "HealthcareService",
            ["id"] = desk,
            ["name"] = "Desk",
            ["providedBy"] = Reference($"Organization/{BridgePortal.Practice}"),
        },
    ];

    private async Task<AppointmentView?> VisitOf(string id)
    {
        using var system = CallerScope.Use(Caller.System(BridgePortal.Practice));
        return await portal.Grain<IAppointmentGrain>(BridgePortal.Practice, id).View();
    }

    private static JsonObject Chair(string id) => new()
    {
        ["resourceType"] = "Location", ["id"] = id, ["name"] = "Op 1", ["partOf"] = Reference("Location/main"),
    };

    private static JsonObject Visit(string id, string patientId, string chair, string at = "15:00")
    {
        var visit = Visit(id, patientId);
        var start = DateTimeOffset.Parse($"2031-03-04T{at}:00Z", CultureInfo.InvariantCulture);
        visit["start"] = start.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        visit["end"] = start.AddMinutes(30).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        visit["participant"]!.AsArray().Add(new JsonObject { ["actor"] = Reference($"Location/{chair}"), ["status"] = "accepted" });
        return visit;
    }

    private static JsonObject Visit(string id, string patientId) => new()
    {
        ["resourceType"] = "Appointment",
        ["id"] = id,
        ["status"] = "booked",
        ["description"] = "Check-up",
        ["start"] = "2031-03-04T15:00:00Z",
        ["end"] = "2031-03-04T15:30:00Z",
        ["participant"] = new JsonArray(
            new JsonObject { ["actor"] = Reference($"Patient/{patientId}"), ["status"] = "accepted" },
            new JsonObject { ["actor"] = Reference("Location/main"), ["status"] = "accepted" }),
    };

    private static JsonObject Message(string id, string patientId, string subject, string desk = "desk") => new()
    {
        ["resourceType"] = "Communication",
        ["id"] = id,
        ["status"] = "completed",
        ["subject"] = Reference($"Patient/{patientId}"),
        ["topic"] = new JsonObject { ["text"] = subject },
        ["sent"] = "2026-03-04T15:00:00Z",
        ["sender"] = Reference($"Patient/{patientId}"),
        ["recipient"] = new JsonArray(Reference($"HealthcareService/{desk}")),
        ["payload"] = new JsonArray(new JsonObject { ["contentString"] = "May I come earlier?" }),
    };

    private static JsonObject Reference(string to) => new() { ["reference"] = to };

    private static JsonObject Entry(string fullUrl, JsonObject resource, string type) => new()
    {
        ["fullUrl"] = fullUrl,
        ["resource"] = resource.DeepClone(),
        ["request"] = new JsonObject { ["method"] = "POST", ["url"] = type },
    };
}
