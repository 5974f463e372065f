using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Portal.Grains.Interfaces.Access;
using Portal.Grains.Interfaces.Practices;
using Portal.Grains.Interfaces.Records.Export;
using Portal.Tests.Shared;
using Portal.WebFront.Records.Rest;

namespace Portal.WebFront.Tests.Records.Export;

public sealed partial class ExportTests(BridgePortal portal) : IClassFixture<BridgePortal>
{
    private const string Address = $"/{BridgePortal.Practice}/fhir/R4";

    [Fact]
    public async Task All_patients_come_as_files_of_one_resource_a_line()
    {
        var id = await Patient();

        var manifest = await Export("Patient/$export");

        Assert.True(manifest["requiresAccessToken"]!.GetValue<bool>());
        Assert.EndsWith($"{Address}/Patient/$export", manifest["request"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.Empty(manifest["error"]!.AsArray());
        Assert.NotEmpty(manifest["output"]!.AsArray());
        foreach (var output in manifest["output"]!.AsArray())
        {
            var lines = await Lines(output!["url"]!.GetValue<string>());
            using var head = await Head(output["url"]!.GetValue<string>());
            Assert.Equal((HttpStatusCode.OK, "application/fhir+ndjson"), (head.StatusCode, head.Content.Headers.ContentType!.MediaType));
            Assert.Null(head.Content.Headers.ContentLength);
            Assert.All(lines, line => Assert.Equal(output["type"]!.GetValue<string>(), line["resourceType"]!.GetValue<string>()));
        }

        Assert.Contains(await File(manifest, "Condition"), line => Id(line) == $"c-{id}");
        Assert.Single(await File(manifest, "Organization"), line => Id(line) == BridgePortal.Practice);
        Assert.Contains(await File(manifest, "Provenance"), line => line["target"]![0]!["reference"]!.GetValue<string>() == $"Condition/c-{id}");
    }

    [Fact]
    public async Task Where_an_export_stands_is_told_until_it_is_ready_and_then_how_long_it_is_kept()
    {
        var counted = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        portal.Overtaking.Hold("IExportGrain.Counted", counted.Task);
        using var http = portal.Bridge();
        try
        {
            using var begun = await KickOff("$export?_type=Patient", "respond-async");
            var place = begun.Content.Headers.GetValues("Content-Location").Single();
            using var underway = await http.GetAsync(place);
            counted.SetResult();
            await Ready(place);
            using var ready = await http.GetAsync(place);

            Assert.Equal((HttpStatusCode.Accepted, HttpStatusCode.OK), (underway.StatusCode, ready.StatusCode));
            Assert.NotEmpty(Assert.Single(underway.Headers.GetValues("X-Progress")));
            Assert.InRange(underway.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, 120);
            Assert.Empty(await underway.Content.ReadAsStringAsync());
            Assert.InRange(ready.Content.Headers.Expires!.Value, TimeProvider.System.GetUtcNow().AddHours(1), TimeProvider.System.GetUtcNow().AddDays(2));
            Assert.False(ready.Headers.Contains("X-Progress"));
        }
        finally
        {
            counted.TrySetResult();
        }
    }

    [Fact]
    public async Task A_group_may_hold_many_patients()
    {
        var (first, second) = (await Patient(), await Patient());

        var manifest = await Export("Group/all/$export?_type=Patient,Condition");

        foreach (var id in new[] { first, second })
        {
            Assert.Single(await File(manifest, "Patient"), line => Id(line) == id);
            Assert.Single(await File(manifest, "Condition"), line => Id(line) == $"c-{id}");
        }
    }

    [Fact]
    public async Task An_export_shows_what_was_there_when_it_was_begun()
    {
        var id = await Patient();
        var manifest = await Export("$export?_type=Condition,Patient");

        await Put($"Condition/c-{id}", BridgePortal.Condition("c-" + id, id, "Changed since"));
        await Put($"Condition/d-{id}", BridgePortal.Condition("d-" + id, id, "New since"));

        var lines = (await File(manifest, "Condition")).Where(line => line["subject"]!["reference"]!.GetValue<string>() == $"Patient/{id}");
        Assert.Equal(["Tooth decay"], lines.Select(line => line["code"]!["text"]!.GetValue<string>()));
        Assert.Equal(["Condition", "Patient"], manifest["output"]!.AsArray().Select(output => output!["type"]!.GetValue<string>()));
    }

    [Fact]
    public async Task Since_a_time_only_what_changed_and_what_was_deleted_comes()
    {
        var id = await Patient();
        var first = await Export("$export?_type=Condition");
        var since = first["transactionTime"]!.GetValue<string>();
        await Put($"Condition/d-{id}", BridgePortal.Condition("d-" + id, id, "New"));
        using (var http = portal.Bridge())
            (await http.DeleteAsync($"{Address}/Condition/c-{id}")).EnsureSuccessStatusCode();

        var second = await Export($"$export?_type=Condition&_since={since}&_outputFormat=ndjson");

        Assert.Equal([$"d-{id}"], (await File(second, "Condition")).Select(Id));
        var deleted = await Lines(second["deleted"]![0]!["url"]!.GetValue<string>());
        var request = Assert.Single(Assert.Single(deleted)["entry"]!.AsArray())!["request"]!;
        Assert.Equal(("DELETE", $"Condition/c-{id}"), (request["method"]!.GetValue<string>(), request["url"]!.GetValue<string>()));
        Assert.Empty(first["deleted"]!.AsArray());
    }

    [Fact]
    public async Task Since_a_time_no_file_is_named_in_which_nothing_would_be()
    {
        var id = await Patient();
        var since = (await Export("$export?_type=Group,Patient"))["transactionTime"]!.GetValue<string>();
        var none = await Export($"$export?_since={since}");
        await Put($"Condition/d-{id}", BridgePortal.Condition("d-" + id, id, "New"));

        var some = await Export($"$export?_since={since}");

        Assert.Empty(none["output"]!.AsArray());
        Assert.Equal(["Condition", "Provenance"], some["output"]!.AsArray().Select(output => output!["type"]!.GetValue<string>()));
        Assert.Equal([$"Condition/d-{id}"], (await File(some, "Provenance")).Select(line => line["target"]![0]!["reference"]!.GetValue<string>()));
    }

    [Fact]
    public async Task A_long_file_comes_whole()
    {
        var id = await Patient();
        var many = Enumerable.Range(0, 1_200).Select(number => (JsonNode)BridgePortal.Condition($"m{number}-{id}", id, $"Finding {number}")).ToArray();
        await portal.Post(BridgePortal.Bundle("collection", many));

        var lines = await File(await Export("$export?_type=Condition"), "Condition");

        Assert.Equal(1_200, lines.Select(Id).Where(found => found.StartsWith('m') && found.EndsWith(id, StringComparison.Ordinal)).Distinct().Count());
    }

    [Fact]
    public async Task An_export_that_is_given_up_is_gone()
    {
        var place = await Begin("$export");
        using var http = portal.Bridge();

        using var given = await http.DeleteAsync(place);
        using var after = await http.GetAsync(place);
        using var again = await http.DeleteAsync(place);

        Assert.Equal(HttpStatusCode.Accepted, given.StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, after.StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, again.StatusCode);
        Assert.Equal("OperationOutcome", JsonNode.Parse(await after.Content.ReadAsStringAsync())!["resourceType"]!.GetValue<string>());
    }

    [Fact]
    public async Task Only_who_began_an_export_finds_it()
    {
        var place = await Begin("$export?_type=Patient");
        using var stranger = new HttpClient();
        using var other = portal.Bridge(BridgePortal.OtherToken);

        Assert.Equal(HttpStatusCode.Unauthorized, (await stranger.GetAsync(place)).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await stranger.GetAsync(place + "/Patient.ndjson")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await other.GetAsync(new Uri(place).PathAndQuery.Replace($"/{BridgePortal.Practice}/", $"/{BridgePortal.Other}/", StringComparison.Ordinal))).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await stranger.GetAsync(new Uri(portal.Address, $"{Address}/$export"))).StatusCode);
    }

    [Fact]
    public async Task An_administrator_does_not_find_the_export_of_a_program()
    {
        var place = await Begin("$export?_type=Patient");
        var id = place[(place.LastIndexOf('/') + 1)..];
        using var administrator = CallerScope.Use(new() { Practice = BridgePortal.Practice, Roles = Audience.Administrator, UserId = "boss" });

        Assert.Null(await portal.Grain<IExportGrain>(BridgePortal.Practice, id).View());
        Assert.False((await portal.Grain<IExportGrain>(BridgePortal.Practice, id).Cancel()).Succeeded);
    }

    [Fact]
    public async Task Large_resources_come_in_pages_of_bounded_size()
    {
        var id = await Patient();
        for (var number = 0; number < 6; number++)
        {
            var binary = new JsonObject
            {
                ["resourceType"] = "Binary",
                ["id"] = $"b{number}-{id}",
                ["contentType"] = "application/octet-stream",
                ["securityContext"] = new JsonObject { ["reference"] = $"Patient/{id}" },
                ["data"] = Convert.ToBase64String(new byte[900_000]),
            };
            await Put($"Binary/b{number}-{id}", binary);
        }

        var place = await Begin("$export?_type=Binary");
        await Ready(place);
        using var program = CallerScope.Use(new() { Practice = BridgePortal.Practice, Roles = Audience.Integrator, UserId = "bridge" });
        var export = portal.Grain<IExportGrain>(BridgePortal.Practice, place[(place.LastIndexOf('/') + 1)..]);

        var first = (await export.Page("Binary", null))!;
        var second = (await export.Page("Binary", first.Next))!;

        Assert.InRange(first.Resources.Sum(resource => resource.Json.Length), ExportLimits.PageBytes, ExportLimits.PageBytes + FhirLimits.ResourceBytes);
        Assert.Equal(6, first.Resources.Length + second.Resources.Length);
        Assert.Null(second.Next);
    }

    [Fact]
    public async Task A_group_of_a_provider_holds_the_patients_of_that_provider()
    {
        var (dentist, mine, others) = (BridgePortal.NewId(), BridgePortal.NewId(), await Patient());
        await HireDentist(dentist);
        var patient = BridgePortal.Patient(mine);
        patient["generalPractitioner"] = new JsonArray(new JsonObject { ["reference"] = $"Practitioner/{dentist}" });
        var (_, imported) = await portal.Post(BridgePortal.Bundle(
            "batch",
            new JsonObject { ["resourceType"] = "Practitioner", ["id"] = dentist, ["name"] = new JsonArray(new JsonObject { ["family"] = "Rowe" }) },
            patient,
            BridgePortal.Condition("c-" + mine, mine)));
        Assert.All(BridgePortal.Statuses(imported), status => Assert.Equal("201", status));
        using var http = portal.Bridge();

        var groups = JsonNode.Parse(await http.GetStringAsync($"{Address}/Group"))!;
        var manifest = await Export($"Group/provider-{dentist}/$export");

        Assert.Contains(groups["entry"]!.AsArray(), entry => Id(entry!["resource"]!) == $"provider-{dentist}");
        Assert.Equal([mine], (await File(manifest, "Patient")).Select(Id));
        Assert.Equal([$"c-{mine}"], (await File(manifest, "Condition")).Select(Id));
        Assert.Contains(await File(manifest, "Practitioner"), line => Id(line) == dentist);
        Assert.DoesNotContain(await File(manifest, "Provenance"), line => line["target"]![0]!["reference"]!.GetValue<string>() == $"Condition/c-{others}");
        var held = await Eventually.Get(async () => (await Exports(mine, "export.group")).FirstOrDefault());
        Assert.Equal($"Group/provider-{dentist}", held["entity"]![0]!["what"]!["reference"]!.GetValue<string>());
        Assert.Empty(await Exports(others, "export.group"));
    }

    [Fact]
    public async Task A_patients_report_has_the_exports_that_held_the_patient_each_once()
    {
        var id = await Patient();
        var fetched = await Export("$export?_type=Condition,Location,Patient");
        var untouched = await Begin("$export?_type=Patient");
        await Ready(untouched);
        await File(fetched, "Condition");
        await File(fetched, "Patient");
        var late = await Patient();

        var report = await Eventually.Get(async () => await Exports(id, "export.patients") is [_, ..] found ? found : null);

        var place = fetched["output"]![0]!["url"]!.GetValue<string>().Split('/')[^2];
        Assert.Equal([$"export/{place}"], report.Select(entry => entry["entity"]![0]!["what"]!["identifier"]!["value"]!.GetValue<string>()));
        Assert.Equal(("R", "bridge"), (report[0]["action"]!.GetValue<string>(), report[0]["agent"]![0]!["who"]!["identifier"]!["value"]!.GetValue<string>()));
        Assert.Empty(await Exports(late, "export.patients"));
        using var http = portal.Bridge();
        var whole = JsonNode.Parse(await http.GetStringAsync($"{Address}/AuditEvent?patient={id}&_count=1"))!;
        Assert.Equal("export.patients", whole["entry"]![0]!["resource"]!["subtype"]![0]!["code"]!.GetValue<string>());
        var older = JsonNode.Parse(await http.GetStringAsync(whole["link"]!.AsArray().Single(link => link!["relation"]!.GetValue<string>() == "next")!["url"]!.GetValue<string>()))!;
        Assert.NotEqual("export.patients", older["entry"]![0]!["resource"]!["subtype"]![0]!["code"]!.GetValue<string>());
    }

    /// <summary>The latest entries of the trail, for a patient, that say so of exports.</summary>
    private async Task<JsonNode[]> Exports(string patientId, string act)
    {
        using var http = portal.Bridge();
        var found = JsonNode.Parse(await http.GetStringAsync($"{Address}/AuditEvent?patient={patientId}&subtype={act}"))!;
        return [.. (found["entry"]?.AsArray() ?? []).Select(entry => entry!["resource"]!)];
    }

    private async Task HireDentist(string id)
    {
        using var system = CallerScope.Use(Caller.System(BridgePortal.Practice));
        var practice = portal.Grain<IPracticeGrain>(BridgePortal.Practice, IPracticeGrain.Id);
        await practice.SaveProfile(new(BridgePortal.NewId(), new() { Slug = BridgePortal.Practice, Name = "Birch Dental", PatientFacingUrl = "https://birch.example.org" }));
        await practice.SaveLocation(new(BridgePortal.NewId(), new("main", "Main Street", "America/Chicago")));
        Assert.Empty((await practice.SaveProvider(new(BridgePortal.NewId(), new(id, "Dr. Rowe", ProviderKind.Dentist, ["main"])))).Problems);
    }

    private async Task<string> Patient()
    {
        var id = BridgePortal.NewId();
        await Put($"Patient/{id}", BridgePortal.Patient(id));
        await Put($"Condition/c-{id}", BridgePortal.Condition("c-" + id, id));
        return id;
    }

    private async Task Put(string path, JsonNode resource)
    {
        using var http = portal.Bridge();
        using var content = new StringContent(resource.ToJsonString(), Encoding.UTF8, "application/fhir+json");
        (await http.PutAsync($"{Address}/{path}", content)).EnsureSuccessStatusCode();
    }

    private async Task<HttpResponseMessage> KickOff(string path, string? prefer)
    {
        using var http = portal.Bridge();
        if (prefer is not null)
            http.DefaultRequestHeaders.Add("Prefer", prefer);
        return await http.GetAsync($"{Address}/{path}");
    }

    private async Task<string> Begin(string path)
    {
        using var answer = await KickOff(path, "respond-async");
        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        return answer.Content.Headers.ContentLocation!.ToString();
    }

    private async Task<JsonNode> Export(string path) => await Ready(await Begin(path));

    private async Task<JsonNode> Ready(string place)
    {
        using var http = portal.Bridge();
        JsonNode? manifest = null;
        await Eventually.Holds(async () =>
        {
            using var answer = await http.GetAsync(place);
            Assert.True(answer.StatusCode is HttpStatusCode.OK or HttpStatusCode.Accepted, answer.StatusCode.ToString());
            if (answer.StatusCode is HttpStatusCode.OK)
                manifest = JsonNode.Parse(await answer.Content.ReadAsStringAsync());
            return manifest is not null;
        }, "the export to be ready");
        return manifest!;
    }

    private async Task<List<JsonNode>> File(JsonNode manifest, string type) =>
        await Lines(manifest["output"]!.AsArray().Single(output => output!["type"]!.GetValue<string>() == type)!["url"]!.GetValue<string>());

    private async Task<List<JsonNode>> Lines(string url)
    {
        using var http = portal.Bridge();
        using var answer = await http.GetAsync(url);
        Assert.Equal("application/fhir+ndjson", answer.Content.Headers.ContentType!.MediaType);
        return [.. (await answer.Content.ReadAsStringAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonNode.Parse(line)!)];
    }

    private async Task<HttpResponseMessage> Head(string url)
    {
        using var http = portal.Bridge();
        using var request = new HttpRequestMessage(HttpMethod.Head, url);
        return await http.SendAsync(request);
    }

    private static string Id(JsonNode resource) => resource["id"]!.GetValue<string>();
}
