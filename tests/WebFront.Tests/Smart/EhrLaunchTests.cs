using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.IdentityModel.JsonWebTokens;
using Portal.Grains.Interfaces;
using Portal.Grains.Interfaces.Access;
using Portal.Grains.Interfaces.Practices;
using Portal.Grains.Interfaces.Records;
using Portal.Grains.Interfaces.Scheduling;
using Portal.WebFront.Demo;
using Portal.WebFront.Tests.Records;

namespace Portal.WebFront.Tests.Smart;

/// <summary>The staff opens an app with a patient.</summary>
[Collection(DemoPortal.Name)]
public sealed class EhrLaunchTests(DemoPortal portal)
{
    private const string Scopes = "launch openid fhirUser patient/*.rs";
    private const string VisitScopes = "launch launch/encounter offline_access patient/*.rs";
    private static readonly string _emma = DemoPerson.Emma;
    private static int _visits;

    [Fact]
    public async Task The_app_is_for_the_patient_that_it_was_opened_with()
    {
        var app = await Registered();
        var (iss, launch) = await Open(app, "priya.raman");
        Assert.Equal(app.Fhir, iss);

        var answer = await app.Allowed(new(app.Ask(Scopes)) { ["launch"] = launch }, "priya.raman");
        var (_, token) = await app.Post("token", app.Redeem(answer["code"]));

        Assert.Equal(_emma, token["patient"]!.GetValue<string>());
        Assert.Equal(Scopes, token["scope"]!.GetValue<string>());
        Assert.Equal(HttpStatusCode.OK, (await app.Read(token, $"Patient/{_emma}")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await app.Read(token, $"Patient/{DemoPerson.Minh}")).Status);
    }

    [Fact]
    public async Task A_launch_is_good_once()
    {
        var app = await Registered();
        var (_, launch) = await Open(app, "priya.raman");
        await app.Allowed(new(app.Ask(Scopes)) { ["launch"] = launch }, "priya.raman");

        var again = await app.Allowed(new(app.Ask(Scopes)) { ["launch"] = launch }, "priya.raman");

        Assert.Equal("invalid_request", again["error"]);
    }

    [Fact]
    public async Task An_answer_that_is_sent_twice_is_one_answer()
    {
        var app = await Registered();
        var (_, launch) = await Open(app, "priya.raman");
        var ask = new Dictionary<string, string>(app.Ask(Scopes)) { ["launch"] = launch };
        using var browser = new PortalBrowser(portal.Address);
        await browser.SignIn("demo", "priya.raman", DemoSignIns.Password);
        var sent = "";

        await app.AllowedBy(browser, ask, fields => sent = fields["RequestId"][0]);
        var again = await app.AllowedBy(browser, ask, fields => fields["RequestId"] = [sent]);

        Assert.Equal(HttpStatusCode.OK, (await app.Post("token", app.Redeem(again["code"]))).Status);
    }

    [Theory]
    [InlineData("tomas.rivera")]
    [InlineData("emma.bennett")]
    public async Task A_launch_is_of_the_person_who_opened_the_app(string other)
    {
        var app = await Registered();
        var (_, launch) = await Open(app, "priya.raman");

        var answer = await app.Allowed(new(app.Ask(Scopes)) { ["launch"] = launch }, other);

        Assert.Equal("invalid_scope", answer["error"]);
    }

    [Fact]
    public async Task A_made_up_launch_opens_nothing()
    {
        var app = await Registered();

        var answer = await app.Allowed(new(app.Ask(Scopes)) { ["launch"] = "abc" }, "priya.raman");

        Assert.Equal("invalid_scope", answer["error"]);
    }

    [Fact]
    public async Task What_an_app_has_of_other_patients_is_neither_shown_nor_ended()
    {
        var app = await Registered();
        var (_, launch) = await Open(app, "priya.raman");
        var answer = await app.Allowed(new(app.Ask(Scopes)) { ["launch"] = launch }, "priya.raman");
        var (_, ofEmma) = await app.Post("token", app.Redeem(answer["code"]));
        (_, launch) = await Open(app, "priya.raman", patient: DemoPerson.Minh);
        var ask = new Dictionary<string, string>(app.Ask(Scopes)) { ["launch"] = launch };
        using var browser = new PortalBrowser(portal.Address);
        await browser.SignIn("demo", "priya.raman", DemoSignIns.Password);

        await browser.Open(SmartApp.AuthorizeUrl(ask));
        Assert.DoesNotContain("is connected already", browser.Text, StringComparison.Ordinal);
        answer = await app.AllowedBy(browser, ask, fields => fields["EndBefore"] = ["true"]);

        var (_, ofMinh) = await app.Post("token", app.Redeem(answer["code"]));
        Assert.Equal(DemoPerson.Minh, ofMinh["patient"]!.GetValue<string>());
        Assert.Equal(HttpStatusCode.OK, (await app.Read(ofEmma, $"Patient/{_emma}")).Status);
    }

    [Fact]
    public async Task An_app_that_is_opened_from_a_visit_is_told_at_which_one_and_can_read_it()
    {
        var app = await Registered(VisitScopes);
        var (encounter, visit) = await EncounterOfEmma();
        var (_, launch) = await Open(app, "priya.raman", visit);

        var answer = await app.Allowed(new(app.Ask(VisitScopes)) { ["launch"] = launch }, "priya.raman");
        var (_, token) = await app.Post("token", app.Redeem(answer["code"]));

        Assert.Equal(encounter, token["encounter"]!.GetValue<string>());
        Assert.Equal(_emma, token["patient"]!.GetValue<string>());
        Assert.Equal(VisitScopes, token["scope"]!.GetValue<string>());
        var (status, read) = await app.Read(token, $"Encounter/{encounter}");
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal($"Appointment/{visit}", read["appointment"]![0]!["reference"]!.GetValue<string>());
        var (_, renewed) = await app.Post("token", app.Renew(token));
        Assert.Equal(encounter, renewed["encounter"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_visit_that_lies_ahead_is_no_encounter_yet_and_becomes_one_when_the_patient_is_there()
    {
        var app = await Registered(VisitScopes);
        var visit = await Scheduled();
        var (_, early) = await Open(app, "priya.raman", visit);
        var answer = await app.Allowed(new(app.Ask(VisitScopes)) { ["launch"] = early }, "priya.raman");
        var (_, before) = await app.Post("token", app.Redeem(answer["code"]));
        Assert.False(before.ContainsKey("encounter"));
        Assert.DoesNotContain("launch/encounter", before["scope"]!.GetValue<string>(), StringComparison.Ordinal);

        Require(await AsSystem(() => portal.Grain<IAppointmentGrain>("demo", visit).SetConfirmation(NewId(), ConfirmationStatus.InTreatmentRoom)));
        await Eventually.Holds(async () => await AsSystem(() => portal.Grain<IRecordGrain>("demo", _emma).EncounterOf(visit)) is not null, "the Encounter of the visit");
        var (_, launch) = await Open(app, "priya.raman", visit);
        answer = await app.Allowed(new(app.Ask(VisitScopes)) { ["launch"] = launch }, "priya.raman");
        var (_, token) = await app.Post("token", app.Redeem(answer["code"]));

        var (_, encounter) = await app.Read(token, $"Encounter/{token["encounter"]!.GetValue<string>()}");
        Assert.Equal("in-progress", encounter["status"]!.GetValue<string>());
        Assert.Equal($"Patient/{_emma}", encounter["subject"]!["reference"]!.GetValue<string>());
        Require(await AsSystem(() => portal.Grain<IAppointmentGrain>("demo", visit).Complete(NewId())));
        await Eventually.Holds(
            async () => (await app.Read(token, $"Encounter/{token["encounter"]!.GetValue<string>()}")).Body["status"]!.GetValue<string>() is "finished",
            "the Encounter to be finished");
    }

    [Fact]
    public async Task What_the_practices_own_system_tells_of_the_visit_stands_instead()
    {
        var visit = await Scheduled();
        var record = portal.Grain<IRecordGrain>("demo", _emma);
        Require(await AsSystem(() => portal.Grain<IAppointmentGrain>("demo", visit).SetConfirmation(NewId(), ConfirmationStatus.Arrived)));
        await Eventually.Holds(async () => await AsSystem(() => record.EncounterOf(visit)) is not null, "the Encounter of the visit");
        var own = await AsSystem(() => record.EncounterOf(visit));

        var told = new JsonObject
        {
            ["resourceType"] = "Encounter", ["id"] = $"pms-{visit}", ["status"] = "in-progress", ["class"] = new JsonObject { ["code"] = "AMB" },
            ["subject"] = new JsonObject { ["reference"] = $"Patient/{_emma}" },
            ["appointment"] = new JsonArray(new JsonObject { ["reference"] = $"Appointment/{visit}" }),
        };
        await AsSystem(() => record.Store([new() { Type = "Encounter", Id = $"pms-{visit}", Json = told.ToJsonString() }]));

        Assert.Equal($"pms-{visit}", await AsSystem(() => record.EncounterOf(visit)));
        Assert.True((await AsSystem(() => record.Fetch("Encounter", own!)))!.Deleted);
        Require(await AsSystem(() => portal.Grain<IAppointmentGrain>("demo", visit).Complete(NewId())));
        await Eventually.Holds(
            async () => Encoding.UTF8.GetString((await AsSystem(() => record.Fetch("Appointment", visit)))!.Json).Contains("fulfilled", StringComparison.Ordinal),
            "the visit to be over");
        Assert.True((await AsSystem(() => record.Fetch("Encounter", own!)))!.Deleted);
    }

    [Fact]
    public async Task A_visit_of_somebody_else_opens_nothing()
    {
        var (_, visit) = await EncounterOfEmma();
        using var browser = new PortalBrowser(portal.Address);
        await browser.SignIn("demo", "priya.raman", DemoSignIns.Password);

        await browser.Open($"/demo/staff/patients/{DemoPerson.Minh}/apps?visit={visit}");

        Assert.Equal(HttpStatusCode.NotFound, browser.Status);
    }

    [Theory]
    [InlineData("priya.raman", "Practitioner/prov-1", "Raman")]
    [InlineData("tomas.rivera", null, "Rivera")]
    [InlineData("grace.kim", null, "Kim")]
    public async Task Everybody_of_the_staff_is_a_resource_that_the_app_can_read(string userName, string? reference, string family)
    {
        var app = await Registered();
        var (_, launch) = await Open(app, userName);
        var answer = await app.Allowed(new(app.Ask(Scopes)) { ["launch"] = launch }, userName);
        var (_, token) = await app.Post("token", app.Redeem(answer["code"]));

        var user = new JsonWebToken(token["id_token"]!.GetValue<string>()).GetClaim("fhirUser").Value;
        var (status, person) = await app.Read(token, user[(app.Fhir.Length + 1)..]);

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal("Practitioner", person["resourceType"]!.GetValue<string>());
        Assert.Equal(family, person["name"]![0]!["family"]!.GetValue<string>());
        if (reference is not null)
            Assert.Equal($"{app.Fhir}/{reference}", user);
    }

    [Fact]
    public async Task Who_works_at_the_desk_is_no_business_of_patients()
    {
        var staff = await SmartApp.Register(portal, new() { Name = "Desk", Redirects = [SmartApp.Redirect], Scopes = "openid fhirUser user/*.rs" });
        var desk = await staff.Token("openid fhirUser user/*.rs", "tomas.rivera");
        var patient = await SmartApp.Register(portal);
        var emma = await patient.Token();

        var (_, toStaff) = await staff.Read(desk, "Practitioner?name=Rivera");
        var (_, toPatient) = await patient.Read(emma, "Practitioner?name=Rivera");
        var id = toStaff["entry"]![0]!["resource"]!["id"]!.GetValue<string>();

        Assert.Null(toPatient["entry"]);
        Assert.Equal(HttpStatusCode.NotFound, (await patient.Read(emma, $"Practitioner/{id}")).Status);
    }

    private async Task<string> Scheduled()
    {
        var practice = await AsSystem(() => portal.Grain<IPracticeGrain>("demo", IPracticeGrain.Id).View());
        var chair = practice!.Chairs[0];
        var zone = LocalTime.Zone(practice.Locations.First(one => one.Id == chair.LocationId).TimeZone);
        // Today, long before anybody works: only who has a visit today can have arrived.
        var today = LocalTime.DayOf(zone, TimeProvider.System.GetUtcNow());
        var (visit, start) = (NewId(), LocalTime.Instant(zone, today, new(0, 0))!.Value.AddMinutes(30 * Interlocked.Increment(ref _visits)));
        var provider = practice.Providers.First(one => one.LocationIds.Contains(chair.LocationId));
        var slot = new Slot(chair.LocationId, chair.Id, [provider.Id], start, start.AddMinutes(30));
        var scheduled = await AsSystem(() => portal.Grain<IAppointmentGrain>("demo", visit).Schedule(new(NewId(), _emma, slot, "Filling", []) { TimeIsMeant = true }));
        Assert.Empty(scheduled.Problems);
        return visit;
    }

    private async Task<(string Encounter, string Visit)> EncounterOfEmma()
    {
        var found = await AsSystem(() => portal.Grain<IRecordGrain>("demo", _emma).Search(new() { Type = "Encounter", Count = 100 }));
        var encounter = found.Matches.Select(match => JsonNode.Parse(match.Json)!).First(one => one["id"]!.GetValue<string>().EndsWith("-encounter", StringComparison.Ordinal));
        return (encounter["id"]!.GetValue<string>(), encounter["appointment"]![0]!["reference"]!.GetValue<string>()["Appointment/".Length..]);
    }

    private static void Require(Result<Done> answer) => Assert.Empty(answer.Problems);

    private static string NewId() => Ulid.NewUlid().ToString().ToLowerInvariant();

    private static async Task<T> AsSystem<T>(Func<Task<T>> call)
    {
        using var system = CallerScope.Use(Caller.System("demo"));
        return await call();
    }

    private Task<SmartApp> Registered(string scopes = Scopes) => SmartApp.Register(portal, new()
    {
        Name = "Chart Viewer", Redirects = [SmartApp.Redirect], LaunchUrl = "https://app.example/launch?from=portal", Scopes = scopes,
    });

    private async Task<(string Iss, string Launch)> Open(SmartApp app, string userName, string? visit = null, string? patient = null)
    {
        using var browser = new PortalBrowser(portal.Address);
        await browser.SignIn("demo", userName, DemoSignIns.Password);
        if (visit is null)
        {
            await browser.Open($"/demo/staff/patients/{patient ?? _emma}/apps");
        }
        else
        {
            await browser.Open($"/demo/staff/day/visits/{visit}");
            await browser.Open(browser.Page.QuerySelectorAll("a").First(link => link.TextContent == "Open in an app").GetAttribute("href")!);
        }

        var fields = browser.Page.QuerySelectorAll("form").First(form => form.QuerySelector($"input[value='{app.Id}']") is not null)
            .QuerySelectorAll("input").ToDictionary(input => input.GetAttribute("name")!, input => input.GetAttribute("value")!);
        using var http = app.Plain(browser.Cookies);
        using var opened = await http.PostAsync(browser.Path, new FormUrlEncodedContent(fields));
        Assert.StartsWith("https://app.example/launch?from=portal&", opened.Headers.Location!.OriginalString, StringComparison.Ordinal);
        Assert.DoesNotContain(patient ?? _emma, opened.Headers.Location.OriginalString, StringComparison.Ordinal);
        var query = QueryHelpers.ParseQuery(opened.Headers.Location.Query);
        return (query["iss"].ToString(), query["launch"].ToString());
    }
}
