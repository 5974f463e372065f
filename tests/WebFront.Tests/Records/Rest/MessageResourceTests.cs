using System.Collections.Immutable;
using System.Net;
using System.Text.Json.Nodes;
using Portal.Grains.Interfaces.Access;
using Portal.Grains.Interfaces.Patients;
using Portal.Grains.Interfaces.Practices;
using Portal.Grains.Interfaces.Records;
using Portal.Grains.Interfaces.Records.Search;
using Portal.Grains.Interfaces.Webmail;

namespace Portal.WebFront.Tests.Records.Rest;

public sealed class MessageResourceTests(BridgePortal portal) : IClassFixture<BridgePortal>
{
    private const string Address = $"/{BridgePortal.Practice}/fhir/R4";
    private static readonly DateTimeOffset _sent = new(2026, 11, 3, 9, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task Messages_are_communications_and_a_note_is_none()
    {
        var (patient, conversation) = await Conversation();
        using (CallerScope.Use(Desk))
            Assert.Empty((await portal.Grain<IConversationGrain>(BridgePortal.Practice, conversation).AddNote(new(BridgePortal.NewId(), "For us only", []))).Problems);

        var found = await Read($"Communication?patient={patient}&_sort=sent&_revinclude=Provenance:target");

        var messages = Resources(found, "Communication");
        Assert.Equal(2, found["total"]!.GetValue<int>());
        Assert.Equal(["Does it hurt?", "Only when I laugh."], messages.Select(message => message["payload"]![0]!["contentString"]!.GetValue<string>()));
        Assert.Equal("Sore tooth", messages[0]["topic"]!["text"]!.GetValue<string>());
        Assert.Equal(("Practitioner/raman", $"Patient/{patient}"), (Party(messages[0]["sender"]), Party(messages[0]["recipient"]![0])));
        Assert.Equal(($"Patient/{patient}", "Practitioner/raman"), (Party(messages[1]["sender"]), Party(messages[1]["recipient"]![0])));
        Assert.Null(messages[0]["partOf"]);
        Assert.Equal($"Communication/{messages[0]["id"]}", Party(messages[1]["partOf"]![0]));
        Assert.Equal(2, Resources(found, "Provenance").Count);
        var alone = await Read($"Communication/{messages[1]["id"]}");
        Assert.Equal(messages[1].ToJsonString(), alone.ToJsonString());
        Assert.Equal(2, Resources(await Read($"Patient/{patient}/$everything"), "Communication").Count);
        Assert.Equal(HttpStatusCode.OK, (await Answer($"Communication/{messages[1]["id"]}/_history/1")).StatusCode);
    }

    [Fact]
    public async Task A_message_that_came_as_a_resource_is_there_once()
    {
        var (patient, conversation) = await Conversation();
        var message = new JsonObject
        {
            ["resourceType"] = "Communication",
            ["id"] = $"{conversation}-1",
            ["status"] = "completed",
            ["subject"] = new JsonObject { ["reference"] = $"Patient/{patient}" },
            ["payload"] = new JsonArray(new JsonObject { ["contentString"] = "Does it hurt?" }),
        };
        await portal.Post(BridgePortal.Bundle("collection", message));

        var found = await Read($"Communication?patient={patient}");

        Assert.Equal(2, found["total"]!.GetValue<int>());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_a_representative_wrote_is_not_open_to_others_who_see_the_patient(bool withProvenance)
    {
        var guardian = await Patient();
        var (child, conversation) = await Conversation(guardian);
        await portal.Post(BridgePortal.Bundle("collection", new JsonObject
        {
            ["resourceType"] = "Communication",
            ["id"] = $"{conversation}-1",
            ["status"] = "completed",
            ["subject"] = new JsonObject { ["reference"] = $"Patient/{child}" },
        }));
        if (withProvenance)
            await portal.Post(BridgePortal.Bundle("collection", ProvenanceOf($"Communication/{conversation}-1")));

        Assert.Equal(2, (await Read($"Communication?patient={child}"))["total"]!.GetValue<int>());
        using var self = CallerScope.Use(new() { Practice = BridgePortal.Practice, Roles = Audience.Patient, UserId = "u-" + child, PatientId = child });
        var record = portal.Grain<IRecordGrain>(BridgePortal.Practice, child);
        Assert.Equal(0, (await record.Search(new() { Type = "Communication" })).Total);
        Assert.DoesNotContain((await record.Everything(new())).Matches, resource => resource.Type == "Communication" || resource.Type == "Provenance" && Target(resource).StartsWith("Communication", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("nobody of the patient's side", true, false)]
    [InlineData("the patient", true, false)]
    [InlineData("the guardian", false, true)]
    [InlineData("a relative who is the guardian", false, true)]
    [InlineData("another relative", false, false)]
    public async Task What_came_and_is_in_no_conversation_is_between_those_whom_it_names(string writer, bool isForThePatient, bool isForTheGuardian)
    {
        var guardian = await Patient();
        var (child, _) = await Conversation(guardian);
        var (relative, letter) = (BridgePortal.NewId(), BridgePortal.NewId());
        var sender = writer switch
        {
            "the patient" => $"Patient/{child}",
            "the guardian" => $"Patient/{guardian}",
            "nobody of the patient's side" => "Practitioner/raman",
            _ => $"RelatedPerson/{relative}",
        };
        await portal.Post(BridgePortal.Bundle(
            "collection",
            new JsonObject
            {
                ["resourceType"] = "RelatedPerson", ["id"] = relative, ["patient"] = new JsonObject { ["reference"] = $"Patient/{child}" },
                ["identifier"] = new JsonArray(new JsonObject { ["value"] = writer.EndsWith("guardian", StringComparison.Ordinal) ? guardian : "somebody-else" }),
            },
            new JsonObject
            {
                ["resourceType"] = "Communication", ["id"] = letter, ["status"] = "completed", ["subject"] = new JsonObject { ["reference"] = $"Patient/{child}" },
                ["sender"] = new JsonObject { ["reference"] = sender }, ["recipient"] = new JsonArray(new JsonObject { ["reference"] = "Practitioner/of-another-office" }),
            }));

        Assert.Equal((isForThePatient, isForTheGuardian), (await Sees(child), await Sees(guardian)));

        async Task<bool> Sees(string person)
        {
            using var self = CallerScope.Use(new() { Practice = BridgePortal.Practice, Roles = Audience.Patient, UserId = "u-" + person, PatientId = person });
            return await portal.Grain<IRecordGrain>(BridgePortal.Practice, child).Fetch("Communication", letter) is not null;
        }
    }

    [Theory]
    [InlineData("entered-in-error", "Does it hurt?", "Communication.status")]
    [InlineData("completed", "Does it still hurt?", "Communication.payload")]
    public async Task A_message_that_was_delivered_stays_and_who_takes_it_back_is_told(string status, string words, string place)
    {
        var patient = await Patient();
        await Conversation();
        var message = new JsonObject
        {
            ["resourceType"] = "Communication", ["id"] = BridgePortal.NewId(), ["status"] = "completed", ["subject"] = new JsonObject { ["reference"] = $"Patient/{patient}" },
            ["topic"] = new JsonObject { ["text"] = "Sore tooth" }, ["sent"] = "2026-11-04T09:00:00Z", ["sender"] = new JsonObject { ["reference"] = "Practitioner/raman" },
            ["recipient"] = new JsonArray(new JsonObject { ["reference"] = $"Patient/{patient}" }), ["payload"] = new JsonArray(new JsonObject { ["contentString"] = "Does it hurt?" }),
        };
        using (var first = await Put($"Communication/{message["id"]}", message))
            Assert.Equal(HttpStatusCode.Created, first.StatusCode);
        message["status"] = status;
        message["payload"]![0]!["contentString"] = words;

        var (_, answer) = await portal.Post(BridgePortal.Bundle("batch", message));

        var issue = answer["entry"]![0]!["response"]!["outcome"]!["issue"]![0]!;
        Assert.Equal("warning", issue["severity"]!.GetValue<string>());
        Assert.EndsWith(place["Communication".Length..], issue["expression"]![0]!.GetValue<string>(), StringComparison.Ordinal);
        using var desk = CallerScope.Use(Desk);
        var mail = await portal.Grain<IMailDirectoryGrain>(BridgePortal.Practice, IMailDirectoryGrain.Id).AboutPatient(patient, 10);
        Assert.Single(mail.Rows);
    }

    [Fact]
    public async Task A_message_that_comes_back_as_it_was_read_is_no_second_one()
    {
        var (patient, conversation) = await Conversation();
        var messages = Resources(await Read($"Communication?patient={patient}&_sort=sent"), "Communication");

        var (_, answer) = await portal.Post(BridgePortal.Bundle("batch", [.. messages]));
        messages[1]["payload"]![0]!["contentString"] = "Something else";
        var (_, changed) = await portal.Post(BridgePortal.Bundle("batch", messages[1]));
        using var put = await Put($"Communication/{messages[1]["id"]}", messages[1]);
        using var deleted = await Delete($"Communication/{messages[0]["id"]}");

        Assert.Equal(["200", "200"], BridgePortal.Statuses(answer));
        Assert.Equal(["422"], BridgePortal.Statuses(changed));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, put.StatusCode);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, deleted.StatusCode);
        Assert.Equal(2, (await Read($"Communication?patient={patient}"))["total"]!.GetValue<int>());
        using var desk = CallerScope.Use(Desk);
        var mail = await portal.Grain<IMailDirectoryGrain>(BridgePortal.Practice, IMailDirectoryGrain.Id).AboutPatient(patient, 10);
        Assert.Equal([conversation], mail.Rows.Select(row => row.ConversationId));
    }

    [Theory]
    [InlineData("partOf", 0, "transaction")]
    [InlineData("inResponseTo", 1, "transaction")]
    [InlineData("partOf", 0, "")]
    public async Task An_answer_to_a_message_of_the_portal_joins_its_conversation(string element, int message, string bundle)
    {
        var (patient, conversation) = await Conversation();
        var said = Resources(await Read($"Communication?patient={patient}&_sort=sent"), "Communication");
        var answer = new JsonObject
        {
            ["resourceType"] = "Communication",
            ["id"] = BridgePortal.NewId(),
            ["status"] = "completed",
            ["subject"] = new JsonObject { ["reference"] = $"Patient/{patient}" },
            ["topic"] = new JsonObject { ["text"] = "Sore tooth" },
            ["sent"] = "2026-11-04T09:00:00Z",
            ["sender"] = new JsonObject { ["reference"] = "Practitioner/raman" },
            ["recipient"] = new JsonArray(new JsonObject { ["reference"] = $"Patient/{patient}" }),
            ["payload"] = new JsonArray(new JsonObject { ["contentString"] = "Then come and do not laugh." }),
            [element] = new JsonArray(new JsonObject { ["reference"] = $"Communication/{said[message]["id"]}" }),
        };

        if (bundle.Length > 0)
        {
            var provider = new JsonObject { ["resourceType"] = "Practitioner", ["id"] = "raman", ["name"] = new JsonArray(new JsonObject { ["family"] = "Raman" }) };
            var (_, taken) = await portal.Post(BridgePortal.Bundle(bundle, provider, answer));
            Assert.Equal("201", BridgePortal.Statuses(taken)[1]);
        }
        else
        {
            using var put = await Put($"Communication/{answer["id"]}", answer);
            Assert.Equal(HttpStatusCode.Created, put.StatusCode);
        }

        using var desk = CallerScope.Use(Desk);
        var mail = await portal.Grain<IMailDirectoryGrain>(BridgePortal.Practice, IMailDirectoryGrain.Id).AboutPatient(patient, 10);
        Assert.Equal([conversation], mail.Rows.Select(row => row.ConversationId));
        Assert.Equal(3, (await Read($"Communication?patient={patient}"))["total"]!.GetValue<int>());
    }

    [Fact]
    public async Task Messages_of_all_patients_are_paged()
    {
        var before = await CountAll();
        await Conversation();
        await Conversation();

        Assert.Equal(before + 4, await CountAll());
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await Answer("Communication?_summary=count")).StatusCode);
    }

    private static Caller Desk => new() { Practice = BridgePortal.Practice, Roles = Audience.FrontDesk, UserId = "desk", Name = "Desk" };

    private async Task<int> CountAll()
    {
        var count = 0;
        var next = "Communication?_count=3";
        while (next is not null)
        {
            var page = await Read(next);
            count += page["entry"]?.AsArray().Count ?? 0;
            next = page["link"]!.AsArray().FirstOrDefault(link => link!["relation"]!.GetValue<string>() == "next")?["url"]!.GetValue<string>();
        }

        return count;
    }

    private async Task<string> Patient()
    {
        var id = BridgePortal.NewId();
        var (_, answer) = await portal.Post(BridgePortal.Bundle("batch", BridgePortal.Patient(id)));
        Assert.Equal(["201"], BridgePortal.Statuses(answer));
        return id;
    }

    /// <summary>A conversation of two messages, whose ids are the conversation's with a number.</summary>
    private async Task<(string Patient, string Conversation)> Conversation(string? writer = null)
    {
        var (patient, conversation) = (await Patient(), BridgePortal.NewId());
        using var system = CallerScope.Use(Caller.System(BridgePortal.Practice));
        var practice = portal.Grain<IPracticeGrain>(BridgePortal.Practice, IPracticeGrain.Id);
        await practice.SaveProfile(new(BridgePortal.NewId(), new() { Slug = BridgePortal.Practice, Name = "Birch Dental", PatientFacingUrl = "https://birch.example.org" }));
        await practice.SaveLocation(new(BridgePortal.NewId(), new("main", "Main Street", "America/Chicago")));
        await practice.SaveProvider(new(BridgePortal.NewId(), new("raman", "Dr. Raman", ProviderKind.Dentist, ["main"])));
        if (writer is not null)
            await LetPay(patient, writer);
        ImmutableArray<ImportedMessage> messages =
        [
            new($"{conversation}-1", _sent, false, "Dr. Raman", "Does it hurt?", true),
            new($"{conversation}-2", _sent.AddMinutes(5), true, "Pat Doe", "Only when I laugh.", true),
        ];
        var taken = await portal.Grain<IConversationGrain>(BridgePortal.Practice, conversation)
            .Import(new(BridgePortal.NewId(), patient, "provider:raman", "Sore tooth", messages, writer));
        Assert.Empty(taken.Problems);
        return (patient, conversation);
    }

    private async Task LetPay(string patientId, string payerId)
    {
        var patient = portal.Grain<IPatientGrain>(BridgePortal.Practice, patientId);
        var view = (await patient.View())!;
        var saved = await patient.Save(new(BridgePortal.NewId(), view.Status, view.Demographics, payerId, view.Representatives, view.PrimaryProviderId));
        Assert.Empty(saved.Problems);
    }

    private async Task<HttpResponseMessage> Answer(string path)
    {
        using var http = portal.Bridge();
        return await http.GetAsync(path.StartsWith("http", StringComparison.Ordinal) ? path : $"{Address}/{path}");
    }

    private async Task<HttpResponseMessage> Put(string path, JsonNode resource)
    {
        using var http = portal.Bridge();
        using var content = new StringContent(resource.ToJsonString(), System.Text.Encoding.UTF8, "application/fhir+json");
        return await http.PutAsync($"{Address}/{path}", content);
    }

    private async Task<HttpResponseMessage> Delete(string path)
    {
        using var http = portal.Bridge();
        return await http.DeleteAsync($"{Address}/{path}");
    }

    private async Task<JsonNode> Read(string path)
    {
        using var answer = await Answer(path);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;
    }

    private static List<JsonNode> Resources(JsonNode bundle, string type) =>
        [.. bundle["entry"]!.AsArray().Select(entry => entry!["resource"]!).Where(resource => resource["resourceType"]!.GetValue<string>() == type)];

    private static JsonObject ProvenanceOf(string target) => new()
    {
        ["resourceType"] = "Provenance",
        ["id"] = BridgePortal.NewId(),
        ["target"] = new JsonArray(new JsonObject { ["reference"] = target }),
        ["recorded"] = "2026-11-04T09:00:00Z",
        ["agent"] = new JsonArray(new JsonObject { ["who"] = new JsonObject { ["reference"] = "Practitioner/raman" } }),
    };

    private static string? Party(JsonNode? reference) => reference?["reference"]?.GetValue<string>();

    private static string Target(ServedResource provenance) =>
        JsonNode.Parse(provenance.Json)!["target"]![0]!["reference"]!.GetValue<string>();
}
