using System.Net;
using System.Text.Json.Nodes;
using Portal.Grains.Interfaces.Access;
using Portal.Grains.Interfaces.Audit;
using Portal.Grains.Interfaces.Patients;
using Portal.Grains.Interfaces.Records;

namespace Portal.WebFront.Tests.Records.AuditEvents;

/// <summary>A program of the practice reads who did what.</summary>
public sealed class AuditEventTests(BridgePortal portal) : IClassFixture<BridgePortal>
{
    private readonly string _id = BridgePortal.NewId();

    [Fact]
    public async Task What_the_patient_and_the_desk_did_is_told_without_names()
    {
        await portal.Post(BridgePortal.Bundle("collection", BridgePortal.Patient(_id, "Secretname")));
        using (CallerScope.Use(new() { Practice = BridgePortal.Practice, Roles = Audience.Patient, PatientId = _id, UserId = PortalUserId.ForPatient(_id), Name = "Pat" }))
            Assert.NotNull(await portal.Grain<IPatientGrain>(BridgePortal.Practice, _id).View());
        using (CallerScope.Use(new() { Practice = BridgePortal.Practice, Roles = Audience.FrontDesk, UserId = "desk-7", Name = "Desk", AppId = "birch.app1" }))
            Assert.NotNull(await portal.Grain<IRecordGrain>(BridgePortal.Practice, _id).Fetch("Patient", _id));

        var viewed = await Eventually.Get(() => First($"AuditEvent?agent=Patient/{_id}&patient={_id}&subtype=patient.view"));
        var read = await Eventually.Get(() => First($"AuditEvent?patient=Patient/{_id}&agent:identifier=desk-7"));

        Assert.Equal("R", viewed["action"]!.GetValue<string>());
        Assert.Equal("0", viewed["outcome"]!.GetValue<string>());
        Assert.Equal("110110", viewed["type"]!["code"]!.GetValue<string>());
        Assert.Equal($"Patient/{_id}", viewed["agent"]![0]!["who"]!["reference"]!.GetValue<string>());
        Assert.Equal($"Patient/{_id}", viewed["entity"]![0]!["what"]!["reference"]!.GetValue<string>());
        Assert.Equal("desk-7", read["agent"]![0]!["who"]!["identifier"]!["value"]!.GetValue<string>());
        Assert.Equal("birch.app1", read["agent"]![1]!["who"]!["identifier"]!["value"]!.GetValue<string>());
        Assert.False(read["agent"]![1]!["requestor"]!.GetValue<bool>());
        Assert.Equal($"record/{_id}", read["entity"]![1]!["what"]!["identifier"]!["value"]!.GetValue<string>());
        Assert.DoesNotContain("Secretname", viewed.ToJsonString() + read.ToJsonString(), StringComparison.Ordinal);
        Assert.Equal(viewed["id"]!.GetValue<string>(), (await First($"AuditEvent?agent=Patient/{_id}&subtype=patient.view"))!["id"]!.GetValue<string>());
    }

    [Fact]
    public async Task Who_was_found_among_all_patients_is_told_so_in_their_own_report()
    {
        var other = BridgePortal.NewId();
        await portal.Post(BridgePortal.Bundle("collection", BridgePortal.Patient(_id, $"Found{_id}"), BridgePortal.Patient(other, $"Hidden{other}")));

        var (_, searched) = await Get($"Patient?family=Found{_id}");

        Assert.Equal([_id], Ids(searched));
        await Eventually.Get(() => First($"AuditEvent?patient={_id}&subtype=record.search_all"));
        Assert.Null(await First($"AuditEvent?patient={other}&subtype=record.search_all"));
    }

    [Fact]
    public async Task An_entry_is_read_by_its_id_and_validates()
    {
        await portal.Post(BridgePortal.Bundle("collection", BridgePortal.Patient(_id)));
        var entry = await Eventually.Get(() => First($"AuditEvent?patient={_id}"));

        var (status, again) = await Get($"AuditEvent/{entry["id"]}");

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal(entry.ToJsonString(), again.ToJsonString());
        using var document = System.Text.Json.JsonDocument.Parse(again.ToJsonString());
        Assert.Empty(WebFront.Records.FhirReader.Read(document.RootElement, "").Problems);
        Assert.Equal(HttpStatusCode.NotFound, (await Get("AuditEvent/99999999")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await Get("AuditEvent/none")).Status);
    }

    [Fact]
    public async Task Pages_follow_one_another_and_miss_nothing()
    {
        for (var i = 0; i < 3; i++)
            await portal.Post(BridgePortal.Bundle("collection", BridgePortal.Condition($"c{i}-{_id}", _id), BridgePortal.Patient(_id, $"Doe{i}")));
        var all = await Eventually.Get(async () => (await Get($"AuditEvent?patient={_id}&_count=200")).Body is var found && Ids(found).Length >= 6 ? found : null);

        var ids = new List<string>();
        for (var next = $"AuditEvent?patient={_id}&_count=2"; next is not null;)
        {
            var (_, page) = await Get(next);
            ids.AddRange(Ids(page));
            var link = page["link"]!.AsArray().FirstOrDefault(one => one!["relation"]!.GetValue<string>() == "next");
            next = link?["url"]!.GetValue<string>().Split("/R4/")[1];
        }

        Assert.Equal(Ids(all), ids.Where(Ids(all).Contains));
        Assert.Equal(ids.Count, ids.Distinct().Count());
    }

    [Theory]
    [InlineData("patient=Patient/")]
    [InlineData("agent=Patient/")]
    [InlineData("agent:identifier=urn:portal:birch:user|")]
    [InlineData("agent:identifier=urn:foreign|desk-9")]
    [InlineData("subtype=urn:portal:audit-act|")]
    [InlineData("subtype=http://other.example|record.read")]
    public async Task What_names_nobody_and_nothing_finds_nothing(string condition)
    {
        await portal.Post(BridgePortal.Bundle("collection", BridgePortal.Patient(_id)));
        using (CallerScope.Use(new() { Practice = BridgePortal.Practice, Roles = Audience.FrontDesk, UserId = "desk-9", Name = "Desk" }))
            Assert.NotNull(await portal.Grain<IRecordGrain>(BridgePortal.Practice, _id).Fetch("Patient", _id));
        await Eventually.Get(() => First("AuditEvent?subtype=urn:portal:audit-act|record.read&agent:identifier=urn:portal:birch:user|desk-9"));

        var (status, found) = await Get($"AuditEvent?{condition}");

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Null(found["entry"]);
    }

    [Theory]
    [InlineData("date=ge2000-01-01&date=lt2001-01-01", false)]
    [InlineData("date=ge2000-01-01", true)]
    [InlineData("date=lt2000", false)]
    [InlineData("date=gt2000-01-01T10:00:00Z", true)]
    [InlineData("date=le2000-01", false)]
    public async Task A_time_narrows_what_is_found(string when, bool found)
    {
        await portal.Post(BridgePortal.Bundle("collection", BridgePortal.Patient(_id)));
        await Eventually.Get(() => First($"AuditEvent?patient={_id}"));

        Assert.Equal(found, await First($"AuditEvent?patient={_id}&{when}") is not null);
        Assert.Null(await First($"AuditEvent?patient={_id}&{when}&patient=another"));
    }

    [Theory]
    [InlineData("date=yesterday", "date")]
    [InlineData("date=ap2020", "date")]
    [InlineData("_count=0", "_count")]
    [InlineData("_summary=count", "_summary")]
    [InlineData("subtype=patient.view,patient.save", "subtype")]
    public async Task What_is_not_understood_is_refused_with_its_parameter(string query, string place)
    {
        var (status, outcome) = await Get($"AuditEvent?{query}");

        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Equal(place, outcome["issue"]![0]!["expression"]![0]!.GetValue<string>());
    }

    [Fact]
    public async Task Only_the_elements_that_are_asked_for_come_and_the_bundle_stays_whole()
    {
        await portal.Post(BridgePortal.Bundle("collection", BridgePortal.Patient(_id)));
        await Eventually.Get(() => First($"AuditEvent?patient={_id}"));

        var (_, bundle) = await Get($"AuditEvent?patient={_id}&_elements=recorded&_count=500");

        var entry = bundle["entry"]![0]!["resource"]!;
        Assert.NotNull(entry["recorded"]);
        Assert.Null(entry["entity"]);
        Assert.NotNull(bundle["link"]);
    }

    [Fact]
    public void Every_act_of_the_trail_has_its_kind() =>
        Assert.Empty(AuditAction.All.Where(act => WebFront.Records.AuditEvents.AuditEventResource.KindOf(act) is null));

    [Fact]
    public async Task What_was_not_shown_is_no_success()
    {
        using (CallerScope.Use(new() { Practice = BridgePortal.Practice, Roles = Audience.Patient, PatientId = "stranger", UserId = "u-stranger", Name = "Stranger" }))
            Assert.Null(await portal.Grain<IPatientGrain>(BridgePortal.Practice, _id).View());

        var entry = await Eventually.Get(() => First($"AuditEvent?agent=Patient/stranger&patient={_id}"));

        Assert.Equal("4", entry["outcome"]!.GetValue<string>());
    }

    [Fact]
    public async Task It_is_for_the_practice_only()
    {
        await portal.Post(BridgePortal.Bundle("collection", BridgePortal.Patient(_id)));
        await Eventually.Get(() => First($"AuditEvent?patient={_id}"));

        using var stranger = new HttpClient { BaseAddress = portal.Address };
        using var nobody = await stranger.GetAsync($"/{BridgePortal.Practice}/fhir/R4/AuditEvent");
        using var other = portal.Bridge(BridgePortal.OtherToken);
        using var elsewhere = await other.GetAsync($"/{BridgePortal.Other}/fhir/R4/AuditEvent?patient={_id}");
        using var bridge = portal.Bridge();
        using var written = await bridge.PostAsync($"/{BridgePortal.Practice}/fhir/R4/AuditEvent", new StringContent("{}", System.Text.Encoding.UTF8, "application/fhir+json"));

        Assert.Equal(HttpStatusCode.Unauthorized, nobody.StatusCode);
        Assert.Null(JsonNode.Parse(await elsewhere.Content.ReadAsStringAsync())!["entry"]);
        Assert.Equal(HttpStatusCode.NotFound, written.StatusCode);
    }

    private async Task<JsonNode?> First(string path) => (await Get(path)).Body["entry"]?[0]?["resource"];

    private async Task<(HttpStatusCode Status, JsonObject Body)> Get(string path)
    {
        using var http = portal.Bridge();
        using var answer = await http.GetAsync($"/{BridgePortal.Practice}/fhir/R4/{path}");
        return (answer.StatusCode, JsonNode.Parse(await answer.Content.ReadAsStringAsync())!.AsObject());
    }

    private static string[] Ids(JsonObject bundle) => [.. (bundle["entry"]?.AsArray() ?? []).Select(entry => entry!["resource"]!["id"]!.GetValue<string>())];
}
