using System.Collections.Immutable;
using System.IO.Compression;
using System.Text;
using System.Text.Json.Nodes;
using System.Xml.Linq;
using AngleSharp.Html.Parser;
using Portal.Grains.Interfaces.Records;
using Portal.WebFront.Records.Ccd;
using Portal.WebFront.Records.Summary;

namespace Portal.WebFront.Tests.Records.Ccd;

/// <summary>Documents of demo patients and of real examples, judged by others.</summary>
public sealed class CcdDocumentTests(CcdChecks checks) : IClassFixture<CcdChecks>
{
    private static readonly XNamespace _cda = "urn:hl7-org:v3";

    /// <summary>Of the records that there are those that have some of everything: a test below holds them to it.</summary>
    private static readonly string[] _demo = ["p1000", "p1002", "p1004", "p1007", "p1012", "p1024"];

    private static readonly string[] _examples =
        [.. SharedData.Files("synthea", "Brent_Beer_*.json"), .. SharedData.Files("synthea", "Benedict_Ortiz_*.json"), .. SharedData.Files("inferno")];

    private static readonly Lazy<ImmutableDictionary<string, RecordSnapshot>> _records = new(() => _demo
        .Select(id => ($"demo-{id}.xml", CcdSamples.Demo(id)))
        .Concat(_examples.Select((file, index) => ($"example-{index}.xml", CcdSamples.Of(file))))
        .Append(("uscore.xml", CcdSamples.UsCore() with { Signer = CcdSamples.Dentist }))
        .Append(("empty.xml", CcdSamples.Empty("nobody")))
        .ToImmutableDictionary(record => record.Item1, record => record.Item2, StringComparer.Ordinal));

    /// <summary>The types that documents tell of.</summary>
    private static readonly string[] _told =
    [
        "AllergyIntolerance", "CarePlan", "CareTeam", "Condition", "Coverage", "Device", "DiagnosticReport", "Encounter", "Goal", "Immunization",
        "MedicationRequest", "MedicationStatement", "Observation", "Procedure", "RelatedPerson", "ServiceRequest",
    ];

    /// <summary>Types that belong to no patient.</summary>
    private static readonly string[] _ofNobody = ["HealthcareService", "Location", "Medication", "Organization", "Practitioner", "PractitionerRole"];

    private static readonly string[] _active = ["linkHtml", "renderMultiMedia", "observationMedia", "nonXMLBody", "script", "img"];
    private static readonly Lazy<ImmutableDictionary<string, byte[]>> _documents = new(() => _records.Value.ToImmutableDictionary(
        record => record.Key, record => CcdDocument.Of(record.Value, CcdSamples.Edition(record.Value.PatientId, 2)), StringComparer.Ordinal));

    [Fact]
    public async Task Documents_are_valid_by_schema_and_schematron() => Assert.Empty(await checks.Faults(_documents.Value
        .Add("odd.xml", CcdDocument.Of(CcdSamples.Odd(), CcdSamples.Edition("nobody")))
        .Add("no-information.xml", CcdDocument.Of(CcdSamples.NoInformation(), CcdSamples.Edition("nobody")))));

    /// <summary>Those above are looked at more closely; here is each one that there is.</summary>
    [Fact]
    public async Task Every_document_of_the_demo_and_of_real_records_is_valid()
    {
        var patients = CcdSamples.WholeDemo().Where(one => Is(one, "Patient")).Select(one => one["id"]!.GetValue<string>()).Except(_demo).ToList();
        var documents = patients.Select(id => ($"demo-{id}.xml", CcdSamples.Demo(id)))
            .Concat(SharedData.Files("synthea").Except(_examples).Select((file, index) => ($"synthea-{index}.xml", CcdSamples.Of(file))))
            .ToDictionary(record => record.Item1, record => CcdDocument.Of(record.Item2, CcdSamples.Edition(record.Item2.PatientId)), StringComparer.Ordinal);

        Assert.True(patients.Count > 30 && documents.Count > patients.Count + 10);
        Assert.Empty(await checks.Faults(documents));
    }

    [Fact]
    public void The_records_have_some_of_everything_that_there_is()
    {
        var examples = SharedData.Files("synthea").Concat(SharedData.Files("inferno")).SelectMany(file => CcdSamples.Of(file).Resources);

        Assert.Empty(Kinds(examples).Except(Kinds(_examples.SelectMany(file => CcdSamples.Of(file).Resources))));
        Assert.Empty(Kinds(CcdSamples.WholeDemo()).Except(Kinds(_demo.SelectMany(id => CcdSamples.Demo(id).Resources))));

        static IEnumerable<string> Kinds(IEnumerable<JsonNode> resources) => resources
            .Where(one => _told.Contains(one["resourceType"]!.GetValue<string>()))
            .Select(one => $"{one["resourceType"]} {one["status"]} {one["clinicalStatus"]?["coding"]?[0]?["code"]} {(Is(one, "Observation") || Is(one, "Condition") ? one["category"]?[0]?["coding"]?[0]?["code"] : null)}")
            .Distinct();
    }

    /// <summary>Who may not have all of them does not get the document: what is told and not named would be given away.</summary>
    [Fact]
    public void What_changes_the_document_is_among_what_it_is_said_to_tell()
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var record in _records.Value.Values)
        {
            var types = record.Resources.Select(one => one["resourceType"]!.GetValue<string>()).Except(_ofNobody).Except(["Patient"]).ToList();
            var whole = Document(record.Resources);

            var told = types.Where(type => !Document(record.Resources.RemoveAll(one => Is(one, type))).AsSpan().SequenceEqual(whole)).ToList();

            Assert.Empty(told.Except(KeptSummary.Tells));
            seen.UnionWith(told);

            byte[] Document(ImmutableArray<JsonObject> resources) =>
                CcdDocument.Of(RecordSnapshot.Of(record.PatientId, resources, record.Practice), CcdSamples.Edition(record.PatientId));
        }

        Assert.Superset(new HashSet<string>(["AllergyIntolerance", "Condition", "Immunization", "MedicationRequest", "Observation", "Procedure"], StringComparer.Ordinal), seen);
    }

    [Fact]
    public async Task The_checks_find_a_fault_in_a_document_behind_a_good_one()
    {
        var good = _documents.Value["demo-p1004.xml"];
        var text = Encoding.UTF8.GetString(good);
        var documents = new Dictionary<string, byte[]>(StringComparer.Ordinal)
        {
            ["1-good.xml"] = good,
            ["2-no-custodian.xml"] = Encoding.UTF8.GetBytes(text.Replace("custodian", "informant", StringComparison.Ordinal)),
            ["3-no-status.xml"] = Encoding.UTF8.GetBytes(text.Replace("<statusCode code=\"active\" />", "", StringComparison.Ordinal)),
        };

        var faults = await checks.Faults(documents);

        Assert.DoesNotContain(faults, fault => fault.StartsWith('1'));
        Assert.Contains(faults, fault => fault.StartsWith('2'));
        Assert.Contains(faults, fault => fault.StartsWith('3'));
    }

    [Fact]
    public async Task Another_vendors_reader_finds_the_same_lists()
    {
        var read = await checks.Read(_documents.Value);

        foreach (var (name, record) in _records.Value)
        {
            foreach (var (loinc, type) in new[] { ("48765-2", "AllergyIntolerance"), ("11450-4", "Condition"), ("47519-4", "Procedure"), ("11369-6", "Immunization") })
                Assert.Equal(Codes(record.Resources.Where(one => Is(one, type) && IsListed(one))), Codes(Listed(read[name]!, loinc)));
            Assert.Equal(
                record.Resources.Count(one => (Is(one, "MedicationStatement") || Is(one, "MedicationRequest")) && IsListed(one)),
                Listed(read[name]!, "10160-0").Count());
        }
    }

    [Fact]
    public void Nothing_runs_and_nothing_is_loaded() => Assert.All(
        _documents.Value.Values.SelectMany(xml => XDocument.Load(new MemoryStream(xml)).Descendants()),
        element => Assert.DoesNotContain(element.Name.LocalName, _active));

    [Fact]
    public void Markup_in_the_words_of_a_record_stays_words()
    {
        const string words = "<script>alert(1)</script><img src=\"https://elsewhere.example/x\" onerror=\"alert(2)\">";
        var record = CcdSamples.Holding(
            new JsonObject { ["resourceType"] = "Condition", ["id"] = "c1", ["code"] = new JsonObject { ["text"] = words } },
            new JsonObject { ["resourceType"] = "AllergyIntolerance", ["id"] = "a1", ["code"] = new JsonObject { ["text"] = words } },
            new JsonObject
            {
                ["resourceType"] = "Procedure", ["id"] = "p1", ["status"] = "completed", ["code"] = new JsonObject { ["text"] = "Filling" },
                ["text"] = new JsonObject { ["status"] = "generated", ["div"] = $"<div xmlns=\"http://www.w3.org/1999/xhtml\">{words}</div>" },
            });
        var edition = CcdSamples.Edition("nobody");

        var xml = CcdDocument.Of(record, edition);
        using var package = new ZipArchive(new MemoryStream(CcdFiles.Package(new(edition, xml)).Content));
        using var page = package.GetEntry("health-summary.html")!.Open();
        var shown = new HtmlParser().ParseDocument(page);

        var document = XDocument.Load(new MemoryStream(xml));
        Assert.All(document.Descendants(), element => Assert.DoesNotContain(element.Name.LocalName, _active));
        Assert.Equal(2, document.Descendants(_cda + "td").Count(cell => cell.Value == words));
        Assert.Empty(shown.QuerySelectorAll("script, img, iframe, object"));
        Assert.Equal(2, shown.QuerySelectorAll("td").Count(cell => cell.TextContent.Trim() == words));
    }

    [Fact]
    public void It_lists_what_the_international_summary_lists()
    {
        foreach (var (name, record) in _records.Value)
        {
            var summary = SummaryDocument.Of("https://example.org/fhir", record.Resources, record.PatientId, record.Practice, CcdSamples.Now);
            var sections = summary["entry"]![0]!["resource"]!["section"]!.AsArray();
            var rows = Sections(_documents.Value[name]).ToDictionary(section => section.Loinc, section => section.Rows, StringComparer.Ordinal);
            foreach (var loinc in new[] { "48765-2", "10160-0", "47519-4", "11369-6", "8716-3", "30954-2" })
                Assert.Equal(Rows(sections, loinc), rows[loinc]);
            Assert.Equal(Rows(sections, "11450-4") + Rows(sections, "11348-0"), rows["11450-4"]);
        }
    }

    [Fact]
    public void Every_entry_points_at_its_words()
    {
        foreach (var (name, xml) in _documents.Value)
        {
            var document = XDocument.Load(new MemoryStream(xml));
            var names = document.Descendants().Attributes("ID").Select(id => "#" + id.Value).ToHashSet(StringComparer.Ordinal);

            var pointed = document.Descendants(_cda + "reference").Select(reference => reference.Attribute("value")!.Value).ToList();

            Assert.All(pointed, mark => Assert.True(names.Contains(mark), $"{name}: {mark}"));
            Assert.All(
                document.Descendants(_cda + "entry"),
                entry => Assert.Contains(entry.Descendants(_cda + "reference"), reference => names.Contains(reference.Attribute("value")!.Value)));
        }
    }

    [Fact]
    public void Teeth_and_surfaces_are_coded()
    {
        var record = CcdSamples.Demo(_demo.First(id => CcdSamples.Demo(id).Resources.Any(one => Is(one, "Procedure") && one["bodySite"]?.AsArray().Count == 2)));
        var filling = record.Resources.First(one => Is(one, "Procedure") && one["bodySite"]?.AsArray().Count == 2);

        var procedures = XDocument.Load(new MemoryStream(CcdDocument.Of(record, CcdSamples.Edition(record.PatientId)))).Descendants(_cda + "procedure");

        var sites = procedures
            .Single(one => one.Element(_cda + "effectiveTime")!.Attribute("value")!.Value == Digits(filling["performedDateTime"]!.GetValue<string>()))
            .Elements(_cda + "targetSiteCode").ToList();
        Assert.Equal(filling["bodySite"]!.AsArray().Select(site => site!["coding"]![0]!["code"]!.GetValue<string>()), sites.Select(site => site.Attribute("code")!.Value));
        Assert.Equal("ADA Universal Tooth Designation System", sites[0].Attribute("codeSystemName")!.Value);
    }

    [Theory]
    [InlineData("61146-7", "Patient is targeting a pulse oximetry of 92% and a weight of 195 lbs|by Apr 5, 2016")]
    [InlineData("85847-2", "US-Core example CareTeam|Ronald Bone, MD (Cardiologist)|Kathy Fielding, MD (Primary care provider)")]
    [InlineData("46264-8", "Coated femoral stem prosthesis, modular|(01)09504000059118(17)141120(10)7654321D(21)10987654d321")]
    [InlineData("34109-9", "Discharge Summary|No activity restriction, regular diet, follow up in two to three weeks with primary care provider.")]
    [InlineData("47420-5", "Feeling down, depressed, or hopeless in last 2 weeks")]
    [InlineData("10190-7", "History of Cognitive Function Narrative")]
    [InlineData("30954-2", "Capillary refill Time Nail Bed|DXA Hip-L Z-score BMD")]
    public void What_a_record_has_besides_the_clinical_lists_has_its_section(string loinc, string words)
    {
        var section = XDocument.Load(new MemoryStream(_documents.Value["uscore.xml"])).Descendants(_cda + "section")
            .Single(one => one.Element(_cda + "code")!.Attribute("code")!.Value == loinc);

        Assert.All(words.Split('|'), part => Assert.Contains(part, section.Element(_cda + "text")!.Value, StringComparison.Ordinal));
        Assert.NotEmpty(section.Elements(_cda + "entry"));
    }

    [Fact]
    public void It_names_who_answers_for_it_only_if_somebody_does()
    {
        var signed = XDocument.Load(new MemoryStream(_documents.Value["uscore.xml"])).Descendants(_cda + "legalAuthenticator");

        Assert.Equal("9000000003", Assert.Single(signed).Descendants(_cda + "id").First().Attribute("extension")!.Value);
        Assert.Contains(CcdView.Of(_documents.Value["uscore.xml"])!.Facts, fact => fact == ("Answered for by", "Dr. Priya Raman"));
        Assert.Empty(XDocument.Load(new MemoryStream(_documents.Value["empty.xml"])).Descendants(_cda + "legalAuthenticator"));
    }

    [Fact]
    public void A_phone_number_reads_as_people_write_it() =>
        Assert.Contains(CcdView.Of(_documents.Value["demo-p1004.xml"])!.Facts, fact => fact.Name == "Phone" && fact.Value.StartsWith("(423) 555-", StringComparison.Ordinal));

    [Fact]
    public void The_patients_own_providers_are_a_team()
    {
        var record = CcdSamples.Demo("p1004");
        var dentist = record.Patient["generalPractitioner"]![0]!["display"]!.GetValue<string>();

        var team = Sections(CcdDocument.Of(record, CcdSamples.Edition("p1004"))).Single(section => section.Loinc == "85847-2");

        Assert.Equal(1, team.Rows);
        Assert.Contains(CcdView.Of(CcdDocument.Of(record, CcdSamples.Edition("p1004")))!.Sections, section => section.Title == "Care team" && section.Html.Contains(dentist, StringComparison.Ordinal));
    }

    [Fact]
    public void A_kept_document_of_the_patient_is_no_note_of_the_next()
    {
        var record = CcdSamples.Demo("p1004");
        var kept = new KeptCcd(CcdSamples.Edition("p1004"), CcdDocument.Of(record, CcdSamples.Edition("p1004")));

        var next = RecordSnapshot.Of("p1004", record.Resources.Add(JsonNode.Parse(kept.Reference().Json)!.AsObject()), record.Practice);

        Assert.Equal(kept.Xml, CcdDocument.Of(next, CcdSamples.Edition("p1004")));
    }

    [Fact]
    public void The_same_record_and_edition_give_the_same_bytes()
    {
        var edition = CcdSamples.Edition("p1004", 3);

        Assert.Equal(CcdDocument.Of(CcdSamples.Demo("p1004"), edition), CcdDocument.Of(CcdSamples.Demo("p1004"), edition));
    }

    [Fact]
    public void Where_nothing_is_known_each_section_says_so()
    {
        var sections = Sections(CcdDocument.Of(CcdSamples.Empty("nobody"), CcdSamples.Edition("nobody"))).ToList();

        Assert.All(sections, section => Assert.Equal("NI", section.NullFlavor));
        Assert.Superset(
            new HashSet<string>(["48765-2", "10160-0", "11450-4", "30954-2", "29762-2", "8716-3", "47519-4", "18776-5", "11369-6"], StringComparer.Ordinal),
            sections.Select(section => section.Loinc).ToHashSet(StringComparer.Ordinal));
    }

    [Fact]
    public void What_xml_cannot_hold_is_left_out()
    {
        var record = CcdSamples.Empty("nobody");
        record.Patient["name"] = new JsonArray(new JsonObject { ["family"] = "Do\u0001e\uFFFF", ["given"] = new JsonArray("P\u000Bat") });

        var document = XDocument.Load(new MemoryStream(CcdDocument.Of(record, CcdSamples.Edition("nobody"))));

        Assert.Equal("Doe", document.Descendants(_cda + "patient").Elements(_cda + "name").Elements(_cda + "family").Single().Value);
    }

    private static IEnumerable<(string Loinc, int Rows, string? NullFlavor)> Sections(byte[] xml) =>
        XDocument.Load(new MemoryStream(xml)).Descendants(_cda + "section").Select(section => (
            section.Element(_cda + "code")!.Attribute("code")!.Value,
            section.Element(_cda + "text")!.Elements(_cda + "table").Elements(_cda + "tbody").Elements().Count(),
            (string?)section.Attribute("nullFlavor")));

    private static int Rows(JsonArray sections, string loinc)
    {
        var section = sections.FirstOrDefault(section => section!["code"]!["coding"]![0]!["code"]!.GetValue<string>() == loinc);
        var div = section?["text"]!["div"]!.GetValue<string>() ?? "";
        return div.Split("<tbody>") is [_, var body] ? body.Split("<tr>").Length - 1 : 0;
    }

    /// <summary>What the reader put into a section of its document.</summary>
    private static IEnumerable<JsonNode> Listed(JsonNode document, string loinc)
    {
        var resources = document["entry"]!.AsArray().Select(entry => entry!["resource"]!).ToList();
        var section = resources[0]["section"]!.AsArray().Single(section => section!["code"]!["coding"]![0]!["code"]!.GetValue<string>() == loinc)!;
        var names = section["entry"]?.AsArray().Select(entry => entry!["reference"]!.GetValue<string>()).ToHashSet(StringComparer.Ordinal) ?? [];
        return resources.Where(one => names.Contains($"{one["resourceType"]}/{one["id"]}"));
    }

    private static bool Is(JsonNode resource, string type) => resource["resourceType"]!.GetValue<string>() == type;

    private static bool IsListed(JsonNode resource) => (resource["status"]?.GetValue<string>(), resource["resourceType"]!.GetValue<string>()) switch
    {
        ("entered-in-error", _) => false,
        (_, "AllergyIntolerance" or "Condition") => resource["verificationStatus"]?["coding"]?[0]?["code"]?.GetValue<string>() is not ("refuted" or "entered-in-error"),
        (var status, "Procedure") => status is "completed" or "in-progress",
        (var status, "MedicationRequest") => status is "active" or "on-hold" or "unknown",
        (var status, "MedicationStatement") => status is "active" or "intended" or "unknown" or "on-hold",
        _ => true,
    };

    /// <summary>The codes of all, whatever system each stands in front of.</summary>
    private static List<string> Codes(IEnumerable<JsonNode> resources) => [.. resources
        .SelectMany(one => (one["code"] ?? one["vaccineCode"])?["coding"]?.AsArray() ?? [])
        .Select(coding => coding!["code"]?.GetValue<string>() ?? "")
        .Where(code => code.Length > 0)
        .Order(StringComparer.Ordinal)];

    private static string Digits(string time)
    {
        var at = time.IndexOf('T', StringComparison.Ordinal) + 9;
        return string.Concat(time[..at].Where(char.IsAsciiDigit)) + time[at] + string.Concat(time[(at + 1)..].Where(char.IsAsciiDigit));
    }
}
