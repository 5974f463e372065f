using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Portal.Grains.Interfaces.Access;
using Portal.Grains.Interfaces.Patients;
using Portal.Grains.Interfaces.Practices;

namespace Portal.WebFront.Tests.Records.Rest;

/// <summary>What people change here and what comes from another system meet in the same resources.</summary>
public sealed class ReflectionOfImportsTests(BridgePortal portal) : IClassFixture<BridgePortal>, IAsyncLifetime
{
    private static readonly PracticeCard _profile = new() { Slug = BridgePortal.Practice, Name = "Birch Dental", PatientFacingUrl = "https://birch.example.org" };

    private readonly string _child = BridgePortal.NewId();
    private readonly string _parent = BridgePortal.NewId();
    private readonly string _came = BridgePortal.NewId();

    public async Task InitializeAsync()
    {
        using var scope = CallerScope.Use(Administrator);
        if (await Practice.View() is null)
            Assert.Empty((await Practice.SaveProfile(new(BridgePortal.NewId(), _profile))).Problems);
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task A_write_between_two_deliveries_of_one_file_does_not_bring_back_what_the_desk_ended()
    {
        var file = BridgePortal.Bundle("collection", BridgePortal.Patient(_child), Parent(_came), Related(_came, "MTH"));
        await portal.Post(file);
        await Desk(_child, view => view with { Representatives = [] });
        var ended = await Eventually.Get(async () => await Read($"RelatedPerson/{_came}") is { } found && found["active"]?.GetValue<bool>() is false ? found : null);
        ended["telecom"] = new JsonArray(new JsonObject { ["system"] = "phone", ["value"] = "555-0123" });
        await Put(ended);

        var (_, again) = await portal.Post(file);

        Assert.All(BridgePortal.Statuses(again), status => Assert.Equal("200", status));
        Assert.Empty((await View(_child)).Representatives);
        Assert.Equal("555-0123", (await Read($"RelatedPerson/{_came}"))!["telecom"]![0]!["value"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_program_that_ends_a_guardian_whom_the_desk_named_ends_the_rights()
    {
        await portal.Post(BridgePortal.Bundle("collection", BridgePortal.Patient(_child), BridgePortal.Patient(_parent)));
        await Desk(_child, view => view with { Representatives = [new(_parent, RepresentativeKind.Guardian)] });
        var made = await Eventually.Get(Related);

        made["active"] = false;
        await Put(made);

        Assert.Empty((await View(_child)).Representatives);
        Assert.False((await Related())!["active"]!.GetValue<bool>());
    }

    [Fact]
    public async Task What_a_system_says_of_a_guardian_reaches_the_one_that_was_made_here()
    {
        await portal.Post(BridgePortal.Bundle("collection", BridgePortal.Patient(_child), BridgePortal.Patient(_parent)));
        await Desk(_child, view => view with { Representatives = [new(_parent, RepresentativeKind.Guardian)] });
        var made = (await Eventually.Get(Related))["id"]!.GetValue<string>();

        await portal.Post(BridgePortal.Bundle("collection", Parent(_came), Related(_came, "MTH")));
        var told = (await Read($"RelatedPerson/{made}"))!["active"]!.GetValue<bool>();
        var over = Related(_came, "MTH");
        over["active"] = false;
        await portal.Post(BridgePortal.Bundle("collection", Parent(_came), over));

        Assert.False(told);
        Assert.Empty((await View(_child)).Representatives);
        Assert.All((await Read($"RelatedPerson?patient={_child}"))!["entry"]!.AsArray(), one => Assert.False(one!["resource"]!["active"]!.GetValue<bool>()));
    }

    [Fact]
    public async Task Of_one_relative_who_came_once_for_each_role_all_follow_the_desk()
    {
        var second = BridgePortal.NewId();
        await portal.Post(BridgePortal.Bundle(
            "collection", BridgePortal.Patient(_child), Parent(_came, second), Related(_came, "GUARD"), Related(second, "RESPRSN", "GUAR")));

        await Desk(_child, view => view with { Representatives = [] });
        var (first, other) = (await Told(_came), await Told(second));
        var news = (await Read($"RelatedPerson/{second}"))!;
        news["telecom"] = new JsonArray(new JsonObject { ["system"] = "phone", ["value"] = "555-0123" });
        await Put(news);

        Assert.Equal("guarantor", first);
        Assert.Equal("guarantor", other);
        var view = await View(_child);
        Assert.Empty(view.Representatives);
        Assert.Equal(_parent, view.GuarantorId);
    }

    [Fact]
    public async Task A_role_that_is_news_does_not_bring_an_old_name_back_and_a_practitioner_brings_a_new_one()
    {
        var (site, other, provider) = (BridgePortal.NewId(), BridgePortal.NewId(), BridgePortal.NewId());
        var person = Practitioner(provider, "Field", "field@birch.example");
        await portal.Post(BridgePortal.Bundle("collection", Site(site), Site(other), person, Role(provider, site)));
        using (CallerScope.Use(Administrator))
            Assert.Empty((await Practice.SaveProvider(new(BridgePortal.NewId(), await Provider(provider) with { Name = "Dr. Ann Meadow" }))).Problems);

        await portal.Post(BridgePortal.Bundle("collection", person, Role(provider, site, other)));
        var afterTheRole = await Provider(provider);
        await Put(Practitioner(provider, "Wood", "wood@birch.example"));
        var afterThePerson = await Provider(provider);

        Assert.Equal("Dr. Ann Meadow", afterTheRole.Name);
        Assert.Equal([site, other], afterTheRole.LocationIds.AsEnumerable());
        Assert.Contains("Wood", afterThePerson.Name, StringComparison.Ordinal);
        Assert.Equal("wood@birch.example", afterThePerson.Email);
    }

    [Fact]
    public async Task An_organization_that_comes_under_its_own_id_brings_the_one_that_was_made_here_along()
    {
        using (CallerScope.Use(Administrator))
        {
            Assert.Empty((await Practice.SaveProfile(new(BridgePortal.NewId(), _profile))).Problems);
        }

        await Eventually.Get(async () => await OwnName() == "Birch Dental" ? "" : null);

        await portal.Post(BridgePortal.Bundle("collection", Own(BridgePortal.NewId())));

        Assert.Equal("Birch Dental Group", await OwnName());
    }

    [Theory]
    [InlineData("with it")]
    [InlineData("later")]
    [InlineData("by itself")]
    public async Task A_role_that_has_ended_says_nothing_of_who_works_here_in_another(string comes)
    {
        var (site, old, provider) = (BridgePortal.NewId(), BridgePortal.NewId(), BridgePortal.NewId());
        var ended = Role(provider, old);
        (ended["id"], ended["active"]) = ($"ended-{provider}", false);
        JsonNode[] standing = [Site(site), Site(old), Practitioner(provider, "Raman", "raman@birch.example"), Role(provider, site)];

        await portal.Post(BridgePortal.Bundle("collection", comes == "with it" ? [.. standing, ended] : standing));
        if (comes == "by itself")
            await Put(ended);
        if (comes == "later")
            await portal.Post(BridgePortal.Bundle("collection", ended.DeepClone()));

        Assert.False((await Provider(provider)).OutOfUse);
        Assert.Equal([site], (await Provider(provider)).LocationIds.AsEnumerable());

        using (CallerScope.Use(Administrator))
            Assert.Empty((await Practice.SaveProvider(new(BridgePortal.NewId(), await Provider(provider) with { OutOfUse = true }))).Problems);

        await Eventually.Get(async () => (await Read($"PractitionerRole/r-{provider}"))?["active"]?.GetValue<bool>() is false ? "left" : null);
    }

    [Fact]
    public async Task Who_leaves_at_the_desk_leaves_every_role_and_comes_back_in_all_of_them()
    {
        var (site, other, provider) = (BridgePortal.NewId(), BridgePortal.NewId(), BridgePortal.NewId());
        var second = Role(provider, other);
        second["id"] = $"second-{provider}";
        await portal.Post(BridgePortal.Bundle("collection", Site(site), Site(other), Practitioner(provider, "Raman", "raman@birch.example"), Role(provider, site), second));

        foreach (var leaves in new[] { true, false })
        {
            using (CallerScope.Use(Administrator))
                Assert.Empty((await Practice.SaveProvider(new(BridgePortal.NewId(), await Provider(provider) with { OutOfUse = leaves }))).Problems);

            await Eventually.Get(async () =>
                (await Read($"PractitionerRole?practitioner=Practitioner/{provider}"))!["entry"]!.AsArray() is { Count: 2 } roles
                && roles.All(role => role!["resource"]!["active"]?.GetValue<bool>() == !leaves) ? "told" : null);
        }

        Assert.Equal([$"Location/{site}", $"Location/{other}"], new[]
        {
            (await Read($"PractitionerRole/r-{provider}"))!["location"]![0]!["reference"]!.GetValue<string>(),
            (await Read($"PractitionerRole/second-{provider}"))!["location"]![0]!["reference"]!.GetValue<string>(),
        });
    }

    [Fact]
    public async Task The_dentist_whom_the_desk_has_chosen_stays_in_the_record_when_the_system_names_none()
    {
        var (site, provider) = (BridgePortal.NewId(), BridgePortal.NewId());
        await portal.Post(BridgePortal.Bundle("collection", Site(site), Practitioner(provider, "Raman", "raman@birch.example"), Role(provider, site), BridgePortal.Patient(_child)));
        await Desk(_child, view => view with { PrimaryProviderId = provider });

        await portal.Post(BridgePortal.Bundle("collection", BridgePortal.Patient(_child, "Newname")));

        var patient = (await Read($"Patient/{_child}"))!;
        Assert.Equal(("Newname", $"Practitioner/{provider}"), (patient["name"]![0]!["family"]!.GetValue<string>(), patient["generalPractitioner"]![0]!["reference"]!.GetValue<string>()));
    }

    [Fact]
    public async Task What_names_the_practice_by_an_organization_that_came_before_is_the_practices_own()
    {
        var (group, site, provider, next) = (BridgePortal.NewId(), BridgePortal.NewId(), BridgePortal.NewId(), BridgePortal.NewId());
        var own = Reference($"Organization/{group}");
        var (place, role) = (Site(site), Role(provider, site));
        (place["managingOrganization"], role["organization"]) = (own.DeepClone(), own.DeepClone());
        await portal.Post(BridgePortal.Bundle("collection", Own(group), place, Practitioner(provider, "Raman", "raman@birch.example"), role));

        place["name"] = "East of the river";
        await Put(place);
        var second = Role(next, site);
        second["organization"] = own.DeepClone();
        await portal.Post(BridgePortal.Bundle("collection", Practitioner(next, "Lee", "lee@birch.example"), second));
        var ended = Role(provider, site);
        (ended["id"], ended["active"], ended["organization"]) = ($"ended-{provider}", false, own.DeepClone());
        await Put(ended);

        using var system = CallerScope.Use(Caller.System(BridgePortal.Practice));
        Assert.Equal("East of the river", (await Practice.View())!.Locations.Single(one => one.Id == site).Name);
        Assert.Equal([site], (await Provider(next)).LocationIds.AsEnumerable());
        Assert.False((await Provider(provider)).OutOfUse);
    }

    [Theory]
    [InlineData(null, BridgePortal.Practice)]
    [InlineData("urn:portal:practice", "BIRCH")]
    public async Task An_organization_that_is_only_like_the_practice_is_another_one(string? system, string value)
    {
        var (group, site) = (BridgePortal.NewId(), BridgePortal.NewId());
        var other = Own(group);
        var identifier = other["identifier"]![0]!.AsObject();
        identifier["value"] = value;
        if (system is null)
            identifier.Remove("system");
        var place = Site(site);
        place["managingOrganization"] = Reference($"Organization/{group}");
        await portal.Post(BridgePortal.Bundle("collection", other));

        await Put(place);

        using var caller = CallerScope.Use(Caller.System(BridgePortal.Practice));
        Assert.DoesNotContain((await Practice.View())!.Locations, one => one.Id == site);
    }

    [Fact]
    public async Task The_only_role_that_there_is_may_end()
    {
        var (site, provider) = (BridgePortal.NewId(), BridgePortal.NewId());
        await portal.Post(BridgePortal.Bundle("collection", Site(site), Practitioner(provider, "Raman", "raman@birch.example"), Role(provider, site)));
        var ended = Role(provider, site);
        ended["active"] = false;

        await portal.Post(BridgePortal.Bundle("collection", ended));

        Assert.True((await Provider(provider)).OutOfUse);
    }

    [Fact]
    public async Task The_practice_that_nobody_has_sent_yet_is_no_news_and_is_written_over_as_it_was_read()
    {
        const string There = $"/{BridgePortal.Other}/fhir/R4/Organization";
        using var http = portal.Bridge(BridgePortal.OtherToken);
        using var read = await http.GetAsync($"{There}/{BridgePortal.Other}");
        var news = await Json(await http.GetAsync($"{There}?_lastUpdated=gt2000-01-01"));
        var practice = await Json(read);
        practice["name"] = "Aspen Dental";

        using var written = await Over(practice);
        using var late = await Over(practice);

        Assert.Equal(0, news["total"]!.GetValue<int>());
        Assert.Equal((HttpStatusCode.Created, HttpStatusCode.PreconditionFailed), (written.StatusCode, late.StatusCode));
        Assert.Equal("Aspen Dental", (await Json(await http.GetAsync($"{There}/{BridgePortal.Other}")))["name"]!.GetValue<string>());

        async Task<HttpResponseMessage> Over(JsonObject resource)
        {
            using var request = new HttpRequestMessage(HttpMethod.Put, $"{There}/{BridgePortal.Other}") { Content = new StringContent(resource.ToJsonString(), Encoding.UTF8, "application/fhir+json") };
            request.Headers.TryAddWithoutValidation("If-Match", read.Headers.ETag!.ToString());
            return await http.SendAsync(request);
        }

        static async Task<JsonObject> Json(HttpResponseMessage answer) => JsonNode.Parse(await answer.Content.ReadAsStringAsync())!.AsObject();
    }

    /// <summary>The file says one thing, and the desk another in the moment in which it is taken in.</summary>
    [Fact]
    public async Task What_the_desk_changes_while_a_file_is_taken_in_is_not_lost_in_the_record()
    {
        await portal.Post(BridgePortal.Bundle("collection", BridgePortal.Patient(_child)));
        portal.Overtaking.Before("IRecordGrain.Store", $"{BridgePortal.Practice}/{_child}", async () =>
        {
            await Desk(_child, view => view with { Demographics = view.Demographics with { WirelessPhone = "555-0102" } });
            await Eventually.Get(async () => (await Read($"Patient/{_child}"))!["telecom"]);
        });

        await portal.Post(BridgePortal.Bundle("collection", BridgePortal.Patient(_child, "Newname")));

        var patient = (await Read($"Patient/{_child}"))!;
        Assert.Equal("Newname", patient["name"]![0]!["family"]!.GetValue<string>());
        Assert.Equal("555-0102", patient["telecom"]?[0]?["value"]?.GetValue<string>());
        Assert.Equal("555-0102", (await View(_child)).Demographics.WirelessPhone);
    }

    private static Caller Administrator { get; } = new() { Practice = BridgePortal.Practice, Roles = Audience.Administrator, UserId = "admin", Name = "Administrator" };

    private static Caller FrontDesk { get; } = new() { Practice = BridgePortal.Practice, Roles = Audience.FrontDesk, UserId = "desk", Name = "Desk" };

    private IPracticeGrain Practice => portal.Grain<IPracticeGrain>(BridgePortal.Practice, IPracticeGrain.Id);

    private JsonObject Parent(params string[] same)
    {
        var parent = BridgePortal.Patient(_parent);
        parent["link"] = new JsonArray([.. same.Select(id => (JsonNode)new JsonObject { ["type"] = "seealso", ["other"] = Reference($"RelatedPerson/{id}") })]);
        return parent;
    }

    private JsonObject Related(string id, params string[] codes) => new()
    {
        ["resourceType"] = "RelatedPerson", ["id"] = id, ["patient"] = Reference($"Patient/{_child}"),
        ["relationship"] = new JsonArray([.. codes.Select(code => (JsonNode)new JsonObject { ["coding"] = new JsonArray(new JsonObject { ["code"] = code }) })]),
    };

    private static JsonObject Site(string id) => new()
    {
        ["resourceType"] = "Location", ["id"] = id, ["name"] = "East", ["managingOrganization"] = Reference($"Organization/{BridgePortal.Practice}"),
        ["extension"] = new JsonArray(new JsonObject { ["url"] = "http://hl7.org/fhir/StructureDefinition/timezone", ["valueCode"] = "America/Chicago" }),
    };

    /// <summary>The practice itself under an id of its system.</summary>
    private static JsonObject Own(string id) => new()
    {
        ["resourceType"] = "Organization", ["id"] = id, ["name"] = "Birch Dental Group",
        ["identifier"] = new JsonArray(new JsonObject { ["system"] = "urn:portal:practice", ["value"] = BridgePortal.Practice }),
    };

    private static JsonObject Practitioner(string id, string family, string email) => new()
    {
        ["resourceType"] = "Practitioner", ["id"] = id, ["name"] = new JsonArray(new JsonObject { ["family"] = family }),
        ["telecom"] = new JsonArray(new JsonObject { ["system"] = "email", ["value"] = email }),
    };

    private static JsonObject Role(string provider, params string[] sites) => new()
    {
        ["resourceType"] = "PractitionerRole", ["id"] = $"r-{provider}", ["practitioner"] = Reference($"Practitioner/{provider}"),
        ["organization"] = Reference($"Organization/{BridgePortal.Practice}"), ["code"] = new JsonArray(new JsonObject { ["text"] = "Dentist" }),
        ["location"] = new JsonArray([.. sites.Select(site => (JsonNode)Reference($"Location/{site}"))]),
    };

    private static JsonObject Reference(string target) => new() { ["reference"] = target };

    /// <summary>The first relative of the child.</summary>
    private async Task<JsonNode?> Related() => (await Read($"RelatedPerson?patient={_child}"))!["entry"]?[0]?["resource"];

    /// <summary>What the portal has written into one that came, once it has.</summary>
    private Task<string> Told(string id) => Eventually.Get(async () => await Read($"RelatedPerson/{id}") is { } found && found["extension"] is JsonArray told
        ? string.Join(' ', told.Select(one => one!["valueCode"]!.GetValue<string>()))
        : null);

    private async Task<string?> OwnName() => (await Read($"Organization/{BridgePortal.Practice}"))?["name"]?.GetValue<string>();

    private async Task<Provider> Provider(string id)
    {
        using var system = CallerScope.Use(Caller.System(BridgePortal.Practice));
        return (await Practice.View())!.Providers.Single(provider => provider.Id == id);
    }

    private async Task<PatientView> View(string id)
    {
        using var system = CallerScope.Use(Caller.System(BridgePortal.Practice));
        return (await portal.Grain<IPatientGrain>(BridgePortal.Practice, id).View())!;
    }

    private async Task Desk(string patientId, Func<PatientView, PatientView> change)
    {
        using var scope = CallerScope.Use(FrontDesk);
        var patient = portal.Grain<IPatientGrain>(BridgePortal.Practice, patientId);
        var view = change((await patient.View())!);
        Assert.Empty((await patient.Save(new(BridgePortal.NewId(), view.Status, view.Demographics, view.GuarantorId, view.Representatives, view.PrimaryProviderId))).Problems);
    }

    private async Task Put(JsonNode resource)
    {
        var (status, body) = await portal.Put(resource);
        Assert.True(status is HttpStatusCode.OK or HttpStatusCode.Created, body.ToJsonString());
    }

    private Task<JsonNode?> Read(string path) => portal.Read(path);
}
