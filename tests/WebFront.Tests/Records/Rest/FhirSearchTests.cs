using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace Portal.WebFront.Tests.Records.Rest;

public sealed class FhirSearchTests(SyntheaPortal portal) : IClassFixture<SyntheaPortal>
{
    [Fact]
    public async Task All_pages_together_are_the_whole_answer()
    {
        var whole = await portal.Pages($"Observation?patient={SyntheaPortal.PatientId}&_count=1000");
        var pages = await portal.Pages($"Observation?patient={SyntheaPortal.PatientId}&_count=7&_sort=-date");

        Assert.True(whole.Count > 20);
        Assert.Equal(whole.Count, pages.Count);
        Assert.Equal(Ids(whole).Order(), Ids(pages).Order());
        var dates = pages.Select(entry => DateTimeOffset.Parse(entry["resource"]!["effectiveDateTime"]!.GetValue<string>(), null)).ToList();
        Assert.Equal(dates.OrderDescending(), dates);
    }

    [Theory]
    [InlineData("patient")]
    [InlineData("subject")]
    public async Task An_address_in_full_means_what_stands_there(string parameter)
    {
        var id = SyntheaPortal.PatientId;
        var here = await portal.Get($"Condition?{parameter}=Patient/{id}");

        var inFull = await portal.Get($"Condition?{parameter}={Uri.EscapeDataString($"{portal.Address}{SyntheaPortal.FhirBase.TrimStart('/')}/Patient/{id}")}");
        var elsewhere = await portal.Get($"Condition?{parameter}={Uri.EscapeDataString($"http://elsewhere.example/Patient/{id}")}");
        var ofAnother = await portal.Get($"Condition?{parameter}={Uri.EscapeDataString($"{portal.Address}another/fhir/R4/Patient/{id}")}");

        Assert.True(here["total"]!.GetValue<int>() > 0);
        Assert.Equal(here["total"]!.GetValue<int>(), inFull["total"]!.GetValue<int>());
        foreach (var nothing in new[] { elsewhere, ofAnother })
        {
            Assert.Equal("searchset", nothing["type"]!.GetValue<string>());
            Assert.Null(nothing["entry"]);
        }
    }

    [Fact]
    public async Task A_form_asks_the_same_as_an_address_and_so_does_the_compartment()
    {
        using var http = portal.Bridge();
        using var form = new FormUrlEncodedContent([new("patient", $"Patient/{SyntheaPortal.PatientId}"), new("category", "vital-signs")]);

        using var posted = await http.PostAsync(SyntheaPortal.FhirBase + "/Observation/_search", form);
        var byForm = JsonNode.Parse(await posted.Content.ReadAsStringAsync())!;
        var byAddress = await portal.Get($"Observation?patient={SyntheaPortal.PatientId}&category=vital-signs");
        var within = await portal.Get($"Patient/{SyntheaPortal.PatientId}/Observation?category=vital-signs");

        using var asXml = new FormUrlEncodedContent([new("patient", SyntheaPortal.PatientId), new("_format", "xml"), new("_count", "1")]);
        using var xml = await http.PostAsync(SyntheaPortal.FhirBase + "/Observation/_search?_count=1", asXml);
        using var bare = await http.PostAsync(SyntheaPortal.FhirBase + $"/Observation/_search?patient={SyntheaPortal.PatientId}&_count=1", null);

        Assert.Equal(HttpStatusCode.OK, bare.StatusCode);
        Assert.Single(JsonNode.Parse(await bare.Content.ReadAsStringAsync())!["entry"]!.AsArray());
        Assert.Equal("application/fhir+xml", xml.Content.Headers.ContentType!.MediaType);
        Assert.Equal(HttpStatusCode.OK, posted.StatusCode);
        Assert.True(byAddress["total"]!.GetValue<int>() > 0);
        Assert.Equal(byAddress["total"]!.GetValue<int>(), byForm["total"]!.GetValue<int>());
        Assert.Equal(byAddress["total"]!.GetValue<int>(), within["total"]!.GetValue<int>());
    }

    [Fact]
    public async Task An_unknown_parameter_is_left_out_or_refused_as_asked_for()
    {
        using var http = portal.Bridge();
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{SyntheaPortal.FhirBase}/Condition?patient={SyntheaPortal.PatientId}&nonsense=1");
        request.Headers.Add("Prefer", "handling=strict");

        using var strict = await http.SendAsync(request);
        var lenient = await portal.Get($"Condition?patient={SyntheaPortal.PatientId}&nonsense=1");

        Assert.Equal(HttpStatusCode.BadRequest, strict.StatusCode);
        Assert.Contains("nonsense", await strict.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.DoesNotContain("nonsense", lenient["link"]![0]!["url"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.True(lenient["total"]!.GetValue<int>() > 0);
    }

    [Fact]
    public async Task What_is_referred_to_and_what_refers_comes_with_it_once()
    {
        var visits = await portal.Get($"Encounter?patient={SyntheaPortal.PatientId}&_include=Encounter:service-provider&_revinclude=Condition:encounter&_count=100");

        var entries = visits["entry"]!.AsArray();
        var included = entries.Where(entry => entry!["search"]!["mode"]!.GetValue<string>() == "include").ToList();
        var references = entries.Select(entry => $"{entry!["resource"]!["resourceType"]}/{entry["resource"]!["id"]}").ToList();
        Assert.Contains(included, entry => entry!["resource"]!["resourceType"]!.GetValue<string>() == "Organization");
        Assert.Contains(included, entry => entry!["resource"]!["resourceType"]!.GetValue<string>() == "Condition");
        Assert.Equal(references.Distinct(), references);
        Assert.Equal(visits["total"]!.GetValue<int>(), entries.Count - included.Count);
    }

    /// <summary>That such resources come back as they came, RoundTripTests hold.</summary>
    [Fact]
    public async Task The_profiles_of_us_core_that_are_named_are_those_of_its_examples_for_the_type()
    {
        var examples = SharedData.Files("uscore-6.1.0-examples").Select(SharedData.Read)
            .SelectMany(example => (example["meta"]?["profile"]?.AsArray() ?? []).Select(profile => (example["resourceType"]!.GetValue<string>(), profile!.GetValue<string>().Split('|')[0])))
            .ToHashSet();
        var named = (await portal.Get("metadata"))["rest"]![0]!["resource"]!.AsArray()
            .SelectMany(resource => (resource!["supportedProfile"]?.AsArray() ?? []).Select(profile => (resource["type"]!.GetValue<string>(), profile!.GetValue<string>())))
            .Where(profile => profile.Item2.StartsWith("http://hl7.org/fhir/us/core/", StringComparison.Ordinal))
            .ToHashSet();

        // Its example is of the type, and claims no profile.
        Assert.Equal([("PractitionerRole", "http://hl7.org/fhir/us/core/StructureDefinition/us-core-practitionerrole")], named.Except(examples));
        // The growth charts of children have names of their own, and are no dental office's.
        Assert.Empty(examples.Where(one => one.Item2.StartsWith("http://hl7.org/fhir/us/core/StructureDefinition/us-core-", StringComparison.Ordinal)).Except(named));
    }

    [Theory]
    [InlineData("Condition:encounter:Encounter", true)]
    [InlineData("Condition:encounter:Location", false)]
    public async Task What_refers_comes_only_where_it_refers_to_the_type_that_is_named(string reverse, bool comes)
    {
        var visits = await portal.Get($"Encounter?patient={SyntheaPortal.PatientId}&_revinclude={reverse}&_count=100");

        Assert.Equal(comes, visits["entry"]!.AsArray().Any(entry => entry!["resource"]!["resourceType"]!.GetValue<string>() == "Condition"));
    }

    [Fact]
    public async Task Every_resource_has_a_provenance_that_can_be_read()
    {
        var conditions = await portal.Get($"Condition?patient={SyntheaPortal.PatientId}&_revinclude=Provenance:target");

        var entries = conditions["entry"]!.AsArray().Select(entry => entry!["resource"]!).ToList();
        var targets = entries
            .Where(resource => resource["resourceType"]!.GetValue<string>() == "Provenance")
            .SelectMany(provenance => provenance["target"]!.AsArray())
            .Select(target => target!["reference"]!.GetValue<string>())
            .ToHashSet();
        Assert.All(
            entries.Where(resource => resource["resourceType"]!.GetValue<string>() == "Condition"),
            condition => Assert.Contains($"Condition/{condition["id"]}", targets));
        var one = entries.First(resource => resource["resourceType"]!.GetValue<string>() == "Provenance");
        Assert.True(JsonNode.DeepEquals(one, await portal.Get($"Provenance/{one["id"]}")));
    }

    [Fact]
    public async Task A_program_searches_through_all_patients()
    {
        var women = await portal.Pages("Patient?gender=female&_count=3");
        var all = await portal.Pages("Patient?_count=3");
        var named = await portal.Pages("Patient?name=wyman&birthdate=1980-10-28");
        var counted = await portal.Get("Patient?_summary=count");

        Assert.Equal(15, all.Count);
        Assert.Equal(15, counted["total"]!.GetValue<int>());
        Assert.InRange(women.Count, 1, 14);
        Assert.All(women, entry => Assert.Equal("female", entry["resource"]!["gender"]!.GetValue<string>()));
        Assert.Equal(SyntheaPortal.PatientId, Assert.Single(named)["resource"]!["id"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_page_of_all_patients_brings_along_what_goes_with_it()
    {
        var pages = await portal.Pages("Encounter?_include=Encounter:patient&_include=Encounter:service-provider&_revinclude=Provenance:target&_count=40");
        var whole = await portal.Pages("Encounter?_count=1000");
        var page = await portal.Get("Encounter?_include=Encounter:patient&_include=Encounter:service-provider&_revinclude=Provenance:target&_count=40", "handling=strict");

        var entries = page["entry"]!.AsArray();
        var matches = entries.Where(entry => Mode(entry!) == "match").Select(entry => entry!["resource"]!).ToList();
        var included = entries.Where(entry => Mode(entry!) == "include").Select(entry => entry!["resource"]!).ToList();
        Assert.Equal(40, matches.Count);
        Assert.All(matches, visit => Assert.Contains(included, other => Is(other, visit["subject"]!["reference"]!.GetValue<string>())));
        Assert.All(matches, visit => Assert.Contains(included, other => Is(other, visit["serviceProvider"]!["reference"]!.GetValue<string>())));
        Assert.All(matches, visit => Assert.Contains(included, other => other["target"]?[0]!["reference"]!.GetValue<string>() == $"Encounter/{visit["id"]}"));
        var references = entries.Select(entry => $"{entry!["resource"]!["resourceType"]}/{entry["resource"]!["id"]}").ToList();
        Assert.Equal(references.Distinct(), references);
        Assert.Contains("_include=Encounter%3Apatient", page["link"]![0]!["url"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.Equal(Ids(whole).Order(), Ids(pages.Where(entry => Mode(entry) == "match")).Order());
    }

    [Theory]
    [InlineData("Patient?_sort=-birthdate&_count=5", "_sort")]
    [InlineData($"Condition?patient={SyntheaPortal.PatientId},other&_sort=onset-date", "_sort")]
    [InlineData("Patient?_total=accurate&_count=5", "_total")]
    public async Task Through_all_patients_another_order_or_a_total_is_refused_or_left_out(string search, string parameter)
    {
        var lenient = await portal.Get(search);
        var strict = await portal.Get(search, "handling=strict");

        Assert.DoesNotContain(parameter, lenient["link"]![0]!["url"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.NotEmpty(lenient["entry"]!.AsArray());
        Assert.Equal(parameter, strict["issue"]![0]!["expression"]![0]!.GetValue<string>());
    }

    [Fact]
    public async Task Provenance_is_found_by_what_it_is_about_and_through_all_patients()
    {
        var condition = (await portal.Get($"Condition?patient={SyntheaPortal.PatientId}&_count=1"))["entry"]![0]!["resource"]!["id"]!.GetValue<string>();

        var ofPatient = await portal.Get($"Provenance?target=Patient/{SyntheaPortal.PatientId}");
        var ofCondition = await portal.Get($"Provenance?target=Condition/{condition}");
        var ofBoth = await portal.Get($"Provenance?target=Condition/{condition},Patient/{SyntheaPortal.PatientId}&_include=Provenance:target");
        var ofNone = await portal.Get("Provenance?target=Condition/none");
        var counted = await portal.Get($"Provenance?target=Condition/{condition}&_summary=count");
        var all = await portal.Pages("Provenance?_lastUpdated=ge2020-01-01&_count=500");
        var uncounted = await portal.Get("Provenance?_summary=count");

        Assert.Equal($"Patient/{SyntheaPortal.PatientId}", Target(ofPatient));
        Assert.Equal($"Condition/{condition}", Target(ofCondition));
        Assert.Equal(2, ofBoth["total"]!.GetValue<int>());
        Assert.Equal(4, ofBoth["entry"]!.AsArray().Count);
        Assert.False(ofNone.AsObject().ContainsKey("entry"));
        Assert.Equal(1, counted["total"]!.GetValue<int>());
        Assert.Contains(all, entry => Target(new JsonObject { ["entry"] = new JsonArray(entry.DeepClone()) }) == $"Condition/{condition}");
        Assert.Equal(15, all.Count(entry => entry["resource"]!["target"]![0]!["reference"]!.GetValue<string>().StartsWith("Patient/", StringComparison.Ordinal)));
        Assert.Equal("too-costly", uncounted["issue"]![0]!["code"]!.GetValue<string>());
    }

    private static string Mode(JsonNode entry) => entry["search"]!["mode"]!.GetValue<string>();

    private static bool Is(JsonNode resource, string reference) => $"{resource["resourceType"]}/{resource["id"]}" == reference;

    private static string Target(JsonNode bundle) => Assert.Single(bundle["entry"]!.AsArray())!["resource"]!["target"]![0]!["reference"]!.GetValue<string>();

    [Fact]
    public async Task What_belongs_to_the_practice_is_searched_without_a_patient()
    {
        var organizations = await portal.Pages("Organization?_count=5");

        Assert.NotEmpty(organizations);
        var name = organizations[0]["resource"]!["name"]!.GetValue<string>();
        var found = await portal.Get($"Organization?name={Uri.EscapeDataString(name.ToLowerInvariant())}");
        Assert.Contains(found["entry"]!.AsArray(), entry => entry!["resource"]!["id"]!.GetValue<string>() == organizations[0]["resource"]!["id"]!.GetValue<string>());
    }

    [Fact]
    public async Task Everything_is_the_whole_record_in_pages_the_patient_first()
    {
        var whole = await portal.Get($"Patient/{SyntheaPortal.PatientId}/$everything");
        var pages = await portal.Pages($"Patient/{SyntheaPortal.PatientId}/$everything?_count=40");
        var some = await portal.Pages($"Patient/{SyntheaPortal.PatientId}/$everything?_type=Condition,Procedure");
        var late = await portal.Get($"Patient/{SyntheaPortal.PatientId}/$everything?_since=2999-01-01T00:00:00Z");
        var care = await portal.Pages($"Patient/{SyntheaPortal.PatientId}/$everything?start=1900-01-01&end=1900-01-02&_type=Observation,Encounter");

        var references = whole["entry"]!.AsArray().Select(entry => $"{entry!["resource"]!["resourceType"]}/{entry["resource"]!["id"]}").ToList();
        Assert.Equal($"Patient/{SyntheaPortal.PatientId}", references[0]);
        Assert.Equal(references.Distinct(), references);
        Assert.Equal(references, pages.Select(entry => $"{entry["resource"]!["resourceType"]}/{entry["resource"]!["id"]}"));
        Assert.Contains(references, reference => reference.StartsWith("Practitioner/", StringComparison.Ordinal));
        Assert.NotEmpty(some);
        Assert.All(some, entry => Assert.Contains(entry["resource"]!["resourceType"]!.GetValue<string>(), (string[])["Condition", "Procedure"]));
        Assert.Equal(0, late["total"]!.GetValue<int>());
        Assert.Empty(care);
    }

    [Fact]
    public async Task The_capability_statement_names_only_parameters_that_are_understood()
    {
        foreach (var resource in await Declared())
        {
            var type = resource["type"]!.GetValue<string>();
            var names = resource["searchParam"]!.AsArray().Select(parameter => parameter!["name"]!.GetValue<string>()).ToList();
            foreach (var parameter in resource["searchParam"]!.AsArray())
            {
                var value = parameter!["type"]!.GetValue<string>() switch { "date" => "2020", "number" or "quantity" => "1", _ => "x" };
                var patient = names.Contains("patient") && parameter["name"]!.GetValue<string>() is not "patient" ? $"patient={SyntheaPortal.PatientId}&" : "";
                var found = await portal.Get($"{type}?{patient}{parameter["name"]}={value}&_count=1", "handling=strict");
                Assert.True(found["type"]?.GetValue<string>() is "searchset", $"{type}?{parameter["name"]}: {found}");
            }
        }

        Assert.Equal("OperationOutcome", (await portal.Get($"Condition?patient={SyntheaPortal.PatientId}&colour=blue", "handling=strict"))["resourceType"]!.GetValue<string>());
    }

    /// <summary>What is declared is not said to be unsupported, whatever else may be wrong with what is asked.</summary>
    [Fact]
    public async Task The_capability_statement_names_only_interactions_and_operations_that_there_are()
    {
        using var http = portal.Bridge();
        foreach (var resource in await Declared())
        {
            var type = resource["type"]!.GetValue<string>();
            foreach (var interaction in resource["interaction"]!.AsArray())
                await IsThere(http, Interaction(type, interaction!["code"]!.GetValue<string>()));
            foreach (var operation in resource["operation"]?.AsArray() ?? [])
                await IsThere(http, Operation(type, operation!["name"]!.GetValue<string>()));
        }

        foreach (var unknown in new[] { (HttpMethod.Get, "Starship/x"), (HttpMethod.Delete, "AuditEvent/x"), (HttpMethod.Get, "Condition/x/$everything") })
            await Assert.ThrowsAnyAsync<Xunit.Sdk.XunitException>(() => IsThere(http, unknown));
    }

    private static (HttpMethod Method, string Path) Interaction(string type, string code) => code switch
    {
        "read" => (HttpMethod.Get, $"{type}/nobody"),
        "vread" => (HttpMethod.Get, $"{type}/nobody/_history/1"),
        "history-instance" => (HttpMethod.Get, $"{type}/nobody/_history"),
        "search-type" => (HttpMethod.Get, $"{type}?_id=nobody"),
        "create" => (HttpMethod.Post, type),
        "update" => (HttpMethod.Put, $"{type}/nobody"),
        "delete" => (HttpMethod.Delete, $"{type}/nobody"),
        _ => throw new InvalidOperationException($"Nobody knows how to ask for {code}."),
    };

    private static (HttpMethod Method, string Path) Operation(string type, string name) => name switch
    {
        "match" => (HttpMethod.Post, $"{type}/${name}"),
        "docref" => (HttpMethod.Get, $"{type}/${name}?patient=nobody"),
        "export" when type is "Patient" => (HttpMethod.Get, $"{type}/${name}"),
        "get-ws-binding-token" => (HttpMethod.Post, $"{type}/nobody/${name}"),
        _ => (HttpMethod.Get, $"{type}/nobody/${name}"),
    };

    private static async Task IsThere(HttpClient http, (HttpMethod Method, string Path) asked)
    {
        using var request = new HttpRequestMessage(asked.Method, $"{SyntheaPortal.FhirBase}/{asked.Path}");
        if (asked.Method == HttpMethod.Post || asked.Method == HttpMethod.Put)
            request.Content = new StringContent("{}", Encoding.UTF8, "application/fhir+json");
        using var answer = await http.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(
            answer.StatusCode is not HttpStatusCode.MethodNotAllowed && (int)answer.StatusCode < 500
                && !text.Contains("\"not-supported\"", StringComparison.Ordinal) && !text.Contains("There is nothing at this address", StringComparison.Ordinal),
            $"{asked.Method} {asked.Path}: {(int)answer.StatusCode} {text}");
    }

    private async Task<IReadOnlyList<JsonNode>> Declared()
    {
        using var stranger = new HttpClient { BaseAddress = portal.Address };
        var statement = JsonNode.Parse(await stranger.GetStringAsync(SyntheaPortal.FhirBase + "/metadata"))!;
        return [.. statement["rest"]![0]!["resource"]!.AsArray().OfType<JsonNode>()];
    }

    private static IEnumerable<string> Ids(IEnumerable<JsonNode> entries) => entries.Select(entry => entry["resource"]!["id"]!.GetValue<string>());
}
