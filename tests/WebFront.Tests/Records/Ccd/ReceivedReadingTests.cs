using System.Collections.Immutable;
using System.Text;
using System.Text.Json.Nodes;
using Portal.WebFront.Records.Ccd;
using Portal.WebFront.Records.Ccd.Received;
using Portal.WebFront.Records.Summary;

namespace Portal.WebFront.Tests.Records.Ccd;

/// <summary>What is read of a document of another office, and what of the record is the same.</summary>
public sealed class ReceivedReadingTests
{
    private static readonly DateOnly _today = new(2026, 11, 27);
    private const string Penicillin = """<code code="7980" codeSystem="2.16.840.1.113883.6.88" displayName="Penicillin"/>""";

    [Theory]
    [InlineData("completed", "completed")]
    [InlineData("active", "in-progress")]
    [InlineData("aborted", "stopped")]
    [InlineData("suspended", "on-hold")]
    [InlineData("cancelled", null)]
    [InlineData("nullified", null)]
    public void A_procedure_is_taken_over_as_it_stands(string statusCode, string? status)
    {
        var read = Read(Section("47519-4", $"""<procedure classCode="PROC" moodCode="EVN"><code code="D7140" codeSystem="2.16.840.1.113883.6.13" displayName="Extraction"/><statusCode code="{statusCode}"/></procedure>"""));

        Assert.Equal(status, read.Items.SingleOrDefault()?.Resource["status"]!.GetValue<string>());
        Assert.Equal(status?.Replace('-', ' '), read.Items.SingleOrDefault()?.Detail);
    }

    [Theory]
    [InlineData("act", "2.16.840.1.113883.10.20.22.4.12")]
    [InlineData("observation", "2.16.840.1.113883.10.20.22.4.13")]
    public void What_was_done_is_read_in_each_of_its_forms(string element, string template)
    {
        var read = Read(Section("47519-4", $"""<{element} moodCode="EVN"><templateId root="{template}"/><code code="1" codeSystem="2.16.840.1.113883.6.96" displayName="Counselling"/><statusCode code="completed"/></{element}>"""));

        Assert.Equal("Counselling", Assert.Single(read.Items).Words);
    }

    [Theory]
    [InlineData("active", "active")]
    [InlineData("completed", "completed")]
    [InlineData("aborted", "stopped")]
    [InlineData("suspended", "on-hold")]
    [InlineData("cancelled", null)]
    public void A_medicine_is_taken_over_as_it_stands_and_that_is_shown_before(string statusCode, string? status)
    {
        var read = Read(Section("10160-0", $"""
            <substanceAdministration moodCode="EVN"><templateId root="2.16.840.1.113883.10.20.22.4.16"/><statusCode code="{statusCode}"/>
            <consumable><manufacturedProduct><manufacturedMaterial>{Penicillin}</manufacturedMaterial></manufacturedProduct></consumable></substanceAdministration>
            """));

        Assert.Equal(status, read.Items.SingleOrDefault()?.Resource["status"]!.GetValue<string>());
        Assert.Equal(status?.Replace('-', ' '), read.Items.SingleOrDefault()?.Detail);
    }

    /// <summary>Without the words of the one who prescribed, what is coded says how it is taken.</summary>
    [Theory]
    [InlineData("""<doseQuantity value="2"/>""", """<administrationUnitCode code="C48501" codeSystem="2.16.840.1.113883.3.26.1.1" displayName="Puff"/>""", "2 Puff, Inhalation, once every 6 hours, as needed for Wheezing; active")]
    [InlineData("""<doseQuantity value="0.5" unit="mg"/>""", "", "0.5 mg, Inhalation, once every 6 hours, as needed for Wheezing; active")]
    [InlineData("""<doseQuantity nullFlavor="UNK"/>""", "", "Inhalation, once every 6 hours, as needed for Wheezing; active")]
    public void How_a_medicine_is_taken_is_shown_and_taken_over(string dose, string unit, string detail)
    {
        var read = Read(Section("10160-0", $"""
            <substanceAdministration moodCode="EVN"><templateId root="2.16.840.1.113883.10.20.22.4.16"/><statusCode code="active"/>
            <effectiveTime xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:type="PIVL_TS" operator="A"><period value="6" unit="h"/></effectiveTime>
            <routeCode code="C38216" codeSystem="2.16.840.1.113883.3.26.1.1" displayName="Inhalation"/>{dose}{unit}
            <consumable><manufacturedProduct><manufacturedMaterial>{Penicillin}</manufacturedMaterial></manufacturedProduct></consumable>
            <precondition><criterion><templateId root="2.16.840.1.113883.10.20.22.4.25"/><value code="56018004" codeSystem="2.16.840.1.113883.6.96" displayName="Wheezing"/></criterion></precondition>
            </substanceAdministration>
            """));

        var item = Assert.Single(read.Items);
        Assert.Equal(detail, item.Detail);
        Assert.Equal("Inhalation", item.Resource["dosage"]![0]!["route"]!["text"]!.GetValue<string>());
        Assert.Equal(6, item.Resource["dosage"]![0]!["timing"]!["repeat"]!["period"]!.GetValue<decimal>());
        Assert.Equal(0, read.Unread);
    }

    [Fact]
    public void What_is_no_item_is_named_also_where_something_else_of_its_section_is_one()
    {
        const string stent = """<procedure moodCode="EVN"><code code="1" codeSystem="2.16.840.1.113883.6.96" displayName="Stent"/><statusCode code="completed"/></procedure>""";
        const string pacemaker = """<supply moodCode="EVN"><participant><participantRole><playingDevice><code code="2" displayName="Pacemaker"/></playingDevice></participantRole></participant></supply>""";
        const string refused = """<substanceAdministration moodCode="EVN" negationInd="true"><templateId root="2.16.840.1.113883.10.20.22.4.52"/></substanceAdministration>""";

        var read = Read(Section("46264-8", [stent, pacemaker], "Medical equipment") + Section("11369-6", refused, "Vaccines") + Section("8716-3", pacemaker, "Vital signs") + Section("47519-4", stent, "Procedures"));

        Assert.Equal(["Medical equipment (in part)", "Vaccines (what was refused)", "Vital signs"], read.Elsewhere.AsEnumerable());
    }

    [Theory]
    [InlineData("<high value=\"20121231\"/>", "completed", "until Dec 31, 2012; completed")]
    [InlineData("<high value=\"2012\"/>", "completed", "until 2012; completed")]
    [InlineData("<high value=\"20990101\"/>", "active", "until Jan 1, 2099; active")]
    [InlineData("<high nullFlavor=\"UNK\"/>", "active", "active")]
    public void What_was_taken_until_a_day_that_is_over_is_taken_no_more(string high, string status, string detail)
    {
        var item = Assert.Single(Read(Section("10160-0", Medicine($"<effectiveTime><low value=\"20070103\"/>{high}</effectiveTime>"))).Items);

        Assert.Equal(status, item.Resource["status"]!.GetValue<string>());
        Assert.Equal(detail, item.Detail);
    }

    [Theory]
    [InlineData("10160-0", 1)]
    [InlineData("10183-2", 1)]
    [InlineData("42346-7", 1)]
    [InlineData("29549-3", 0)]
    public void What_was_given_during_a_visit_is_no_medicine_that_is_taken(string section, int items)
    {
        var read = Read(Section(section, Medicine(""), "Medicines"));

        Assert.Equal(items, read.Items.Length);
        Assert.Equal(items == 0 ? ["Medicines"] : [], read.Elsewhere.AsEnumerable());
    }

    [Fact]
    public void Many_entries_that_point_at_one_long_text_have_a_few_words_of_it_each()
    {
        var medicine = """
            <substanceAdministration moodCode="EVN"><templateId root="2.16.840.1.113883.10.20.22.4.16"/><statusCode code="active"/>
            <consumable><manufacturedProduct><manufacturedMaterial><code nullFlavor="UNK"><originalText><reference value="#a"/></originalText></code></manufacturedMaterial></manufacturedProduct></consumable>
            <entryRelationship><substanceAdministration><templateId root="2.16.840.1.113883.10.20.22.4.147"/><text><reference value="#a"/></text></substanceAdministration></entryRelationship></substanceAdministration>
            """;
        var long400 = string.Concat(Enumerable.Repeat("word ", 80_000));
        var section = $"""<component><section><code code="10160-0"/><title>Medicines</title><text><paragraph ID="a">{long400}</paragraph></text>{string.Concat(Enumerable.Repeat($"<entry>{medicine}</entry>", 600))}</section></component>""";

        var read = Read(section);

        Assert.Equal(ReceivedCcd.MostItems, read.Items.Length);
        Assert.Equal(100, read.Unread);
        Assert.All(read.Items, item => Assert.InRange(item.Words.Length + item.Detail.Length + item.Resource.ToJsonString().Length, 1, 6_000));
    }

    [Fact]
    public void A_long_head_is_not_repeated_in_every_row()
    {
        var head = new string('h', 100_000);
        var tall = Html($"<thead><tr><th>{head}</th></tr></thead><tbody>{string.Concat(Enumerable.Repeat("<tr><td/></tr>", 10_000))}</tbody>");
        var usual = Html("<thead><tr><th>When &amp; where</th></tr></thead><tbody><tr><td>Today</td></tr></tbody>");

        Assert.InRange(tall.Length, 100_000, 500_000);
        Assert.Contains("<td data-label=\"When &amp; where\">", usual, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("EVN", "completed", "completed")]
    [InlineData("EVN", "aborted", "not-done")]
    [InlineData("EVN", "cancelled", null)]
    [InlineData("INT", "active", null)]
    public void A_vaccination_counts_only_when_it_was_given(string mood, string statusCode, string? status)
    {
        var read = Read(Section("11369-6", $"""
            <substanceAdministration moodCode="{mood}"><templateId root="2.16.840.1.113883.10.20.22.4.52"/><statusCode code="{statusCode}"/>
            <consumable><manufacturedProduct><manufacturedMaterial><code code="140" codeSystem="2.16.840.1.113883.12.292" displayName="Influenza"/></manufacturedMaterial></manufacturedProduct></consumable></substanceAdministration>
            """));

        Assert.Equal(status, read.Items.SingleOrDefault()?.Resource["status"]!.GetValue<string>());
    }

    [Theory]
    [InlineData("", "active")]
    [InlineData("""<high value="20200101"/>""", "inactive")]
    [InlineData("""<high nullFlavor="NA"/>""", "active")]
    public void An_allergy_with_an_end_is_over(string high, string standing) =>
        Assert.Equal(standing, Standing(Allergy(effectiveTime: $"""<low value="20100101"/>{high}""")));

    [Theory]
    [InlineData("55561003", "active")]
    [InlineData("73425007", "inactive")]
    [InlineData("413322009", "resolved")]
    public void What_a_document_says_of_how_it_stands_counts_most(string code, string standing)
    {
        var read = Allergy(within: Nested("2.16.840.1.113883.10.20.22.4.28", code), effectiveTime: """<low value="20100101"/><high value="20200101"/>""");

        Assert.Equal(standing, Standing(read));
        Assert.Contains(standing, Assert.Single(read.Items).Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void How_bad_an_allergy_is_is_read_and_shown()
    {
        var severity = Nested("2.16.840.1.113883.10.20.22.4.8", "24484000");
        var read = Allergy(within: Nested("2.16.840.1.113883.10.20.22.4.9", "39579001", "Anaphylaxis", severity) + Nested("2.16.840.1.113883.10.20.22.4.145", "CRITH"));

        var item = Assert.Single(read.Items);

        Assert.Equal("Anaphylaxis (severe); high risk; active", item.Detail);
        Assert.Equal("high", item.Resource["criticality"]!.GetValue<string>());
    }

    [Theory]
    [InlineData("", null)]
    [InlineData("24484000", "Unknown reaction")]
    public void A_reaction_of_which_nothing_is_told_is_none(string severity, string? words)
    {
        var within = severity.Length > 0 ? Nested("2.16.840.1.113883.10.20.22.4.8", severity) : "";
        var read = Allergy(within: $"""<entryRelationship><observation><templateId root="2.16.840.1.113883.10.20.22.4.9"/><value nullFlavor="UNK"/>{within}</observation></entryRelationship>""");

        Assert.Equal(words, Assert.Single(read.Items).Resource["reaction"]?[0]!["manifestation"]![0]!["text"]!.GetValue<string>());
        Assert.Equal(0, read.Unread);
    }

    [Theory]
    [InlineData(ReceivedCcd.MostItems, 0)]
    [InlineData(ReceivedCcd.MostItems + 3, 3)]
    public void How_many_entries_are_not_shown_is_told(int entries, int unread)
    {
        var read = Read(Section("47519-4", [.. Enumerable.Range(1, entries).Select(number => $"""<procedure moodCode="EVN"><code code="{number}" codeSystem="2.16.840.1.113883.6.13" displayName="P{number}"/></procedure>""")]));

        Assert.Equal((entries - unread, unread), (read.Items.Length, read.Unread));
        Assert.Equal(read.Items.Length, read.Items.DistinctBy(item => item.Key).Count());
    }

    [Fact]
    public void Sections_that_nothing_is_taken_over_from_are_named()
    {
        var read = Read(Section("48765-2", AllergyXml()) + Section("30954-2", "<organizer/>", "Lab results"));

        Assert.Equal(["Lab results"], read.Elsewhere.AsEnumerable());
    }

    [Theory]
    [InlineData(80, true)]
    [InlineData(81, false)]
    public void A_document_is_read_as_far_as_it_may_be_deep(int depth, bool isRead)
    {
        // The root is at depth 0, and an element without content has none below it.
        var xml = "<ClinicalDocument xmlns=\"urn:hl7-org:v3\">" + string.Concat(Enumerable.Repeat("<component>", depth - 1)) + "<component/>"
            + string.Concat(Enumerable.Repeat("</component>", depth - 1)) + "</ClinicalDocument>";

        Assert.Equal(isRead, ReceivedCcd.Read(Encoding.UTF8.GetBytes(xml), _today) is not null);
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(1, false)]
    public void A_document_of_others_is_read_as_far_as_it_may_be_long_and_our_own_always(int beyond, bool isRead)
    {
        const string begin = "<ClinicalDocument xmlns=\"urn:hl7-org:v3\"><effectiveTime value=\"20261127150000+0000\"/><title>", end = "</title></ClinicalDocument>";
        var xml = Encoding.UTF8.GetBytes(begin + new string('x', SafeXml.LargestDocument + beyond - begin.Length - end.Length) + end);

        Assert.Equal(isRead, CcdView.Of(xml) is not null);
        Assert.NotEmpty(CcdView.Of(new KeptCcd(CcdSamples.Edition("nobody"), xml)).Title);
    }

    [Theory]
    [InlineData("""{ "clinicalStatus": { "coding": [{ "code": "active" }] } }""", true)]
    [InlineData("""{ "clinicalStatus": { "coding": [{ "code": "resolved" }] } }""", false)]
    [InlineData("""{ "verificationStatus": { "coding": [{ "code": "entered-in-error" }] } }""", null)]
    [InlineData("""{ "verificationStatus": { "coding": [{ "code": "refuted" }] } }""", null)]
    public void Only_what_stands_in_the_record_as_it_does_in_the_document_is_there_already(string more, bool? isThere)
    {
        var item = Assert.Single(Beside(Allergy(), Known("""{ "resourceType": "AllergyIntolerance", "id": "a", "code": { "text": "penicillin" } }""", more)));

        Assert.Equal(isThere ?? false, item.IsThere);
        Assert.Equal(isThere is null, item.Known.IsEmpty);
        if (isThere is false)
            Assert.Contains("resolved", item.Known[0], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("active", true)]
    [InlineData("stopped", false)]
    public void A_medicine_in_a_resource_of_its_own_is_recognized_and_a_stopped_one_does_not_count(string status, bool isThere)
    {
        var document = Read(Section("10160-0", $"""
            <substanceAdministration moodCode="EVN"><templateId root="2.16.840.1.113883.10.20.22.4.16"/><statusCode code="active"/>
            <consumable><manufacturedProduct><manufacturedMaterial>{Penicillin}</manufacturedMaterial></manufacturedProduct></consumable></substanceAdministration>
            """));
        var medication = Known("""{ "resourceType": "Medication", "id": "p", "code": { "coding": [{ "system": "http://www.nlm.nih.gov/research/umls/rxnorm", "code": "7980" }] } }""", "{}");
        var prescription = Known($$"""{ "resourceType": "MedicationRequest", "id": "r", "status": "{{status}}", "medicationReference": { "reference": "Medication/p" } }""", "{}");

        var item = Assert.Single(Beside(document, medication, prescription));

        Assert.Equal(isThere, item.IsThere);
        Assert.Contains(status, Assert.Single(item.Known), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Emma", "Bennett", "1988-04-12", true)]
    [InlineData("EMMA", "bennett", "1988-04-12", true)]
    [InlineData("Émma", "Bennett", "1988-04-12", true)]
    [InlineData("Ella", "Bennett", "1988-04-12", false)]
    [InlineData("Emma", "Benett", "1988-04-12", false)]
    [InlineData("Emma", "Bennett", "1988-04-13", false)]
    [InlineData("", "Bennett", "1988-04-12", false)]
    public void A_twin_is_somebody_else(string given, string family, string born, bool isSame)
    {
        var read = ReceivedCcd.Read(Encoding.UTF8.GetBytes($"""
            <ClinicalDocument xmlns="urn:hl7-org:v3"><recordTarget><patientRole><patient><name><given>{given}</given><family>{family}</family></name>
            <birthTime value="{born.Replace("-", "", StringComparison.Ordinal)}"/></patient></patientRole></recordTarget></ClinicalDocument>
            """), _today)!;

        Assert.Equal(isSame, DocumentPerson.Is(read, "Emma Bennett", new(1988, 4, 12), null));
    }

    [Fact]
    public void Somebody_is_known_by_each_name_of_the_record()
    {
        var read = ReceivedCcd.Read("""
            <ClinicalDocument xmlns="urn:hl7-org:v3"><recordTarget><patientRole><patient><name><given>Emma</given><family>Foster</family></name>
            <birthTime value="19880412"/></patient></patientRole></recordTarget></ClinicalDocument>
            """u8.ToArray(), _today)!;
        var record = Known("""{ "name": [{ "given": ["Emma"], "family": "Bennett" }, { "use": "maiden", "given": ["Emma", "Rose"], "family": "Foster" }] }""", "{}");

        Assert.True(DocumentPerson.Is(read, "Emma Bennett", new(1988, 4, 12), record));
        record["gender"] = "female";
        Assert.True(DocumentPerson.Is(read with { Sex = "female" }, "Emma Bennett", new(1988, 4, 12), record));
        Assert.False(DocumentPerson.Is(read with { Sex = "male" }, "Emma Bennett", new(1988, 4, 12), record));
        Assert.False(DocumentPerson.Is(read, "Emma Bennett", null, record));
    }

    [Fact]
    public void What_the_document_says_of_a_list_without_entries_is_told()
    {
        var read = ReceivedCcd.Read(Example("C-CDA-Examples_CCD.xml"), _today)!;

        Assert.Equal(new ReceivedSaying("No known allergies", SaysNone: true), read.Sayings[ReceivedKind.Allergy]);
        Assert.Equal(new ReceivedSaying("No information", SaysNone: false), read.Sayings[ReceivedKind.Medication]);
        Assert.False(read.Sayings.ContainsKey(ReceivedKind.Immunization));
        Assert.False(read.IsUnstructured);
    }

    [Fact]
    public void A_document_without_sections_is_a_text_to_be_read()
    {
        var xml = Example("C-CDA-Examples_Unstructured_Text.xml");

        Assert.True(ReceivedCcd.Read(xml, _today)!.IsUnstructured);
        Assert.Contains("SURGICAL CONSULT", CcdView.Of(xml)!.Sections.Single().Html, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("71854001", "2.16.840.1.113883.6.96", "", "")]
    [InlineData("71854001", "2.16.840.1.113883.6.96", "Colon", "Colon")]
    [InlineData("14", "2.25.1", "", "14")]
    public void A_code_that_nobody_reads_is_no_place(string code, string system, string display, string place)
    {
        var read = Read(Section("47519-4", $"""
            <procedure moodCode="EVN"><code code="73761001" codeSystem="2.16.840.1.113883.6.96" displayName="Colonoscopy"/><statusCode code="completed"/>
            <targetSiteCode code="{code}" codeSystem="{system}" {(display.Length > 0 ? $"displayName=\"{display}\"" : "")}/></procedure>
            """));

        var item = Assert.Single(read.Items);
        Assert.Equal(place.Length > 0 ? $"{place}; completed" : "completed", item.Detail);
        Assert.Equal(code, item.Resource["bodySite"]![0]!["coding"]![0]!["code"]!.GetValue<string>());
        Assert.Equal(place, SummarySections.Sites(item.Resource));
    }

    private static byte[] Example(string name) => File.ReadAllBytes(SharedData.Files("ccda", "*.xml").Single(file => Path.GetFileName(file) == name));

    private static ImmutableArray<ReconciledItem> Beside(ReceivedCcd document, params JsonObject[] known) =>
        new Reconciliation(RecordSnapshot.Of("nobody", [CcdSamples.Empty("nobody").Patient, .. known], CcdSamples.Empty("nobody").Practice)).Of(document);

    private static JsonObject Known(string json, string more)
    {
        var known = JsonNode.Parse(json)!.AsObject();
        foreach (var (name, value) in JsonNode.Parse(more)!.AsObject())
            known[name] = value?.DeepClone();
        return known;
    }

    private static string Standing(ReceivedCcd read) => Assert.Single(read.Items).Resource["clinicalStatus"]!["coding"]![0]!["code"]!.GetValue<string>();

    private static ReceivedCcd Allergy(string within = "", string effectiveTime = "") => Read(Section("48765-2", AllergyXml(within, effectiveTime)));

    private static string AllergyXml(string within = "", string effectiveTime = "") => $"""
        <act><statusCode code="active"/><entryRelationship><observation><templateId root="2.16.840.1.113883.10.20.22.4.7"/><effectiveTime>{effectiveTime}</effectiveTime>
        <participant><participantRole><playingEntity>{Penicillin}</playingEntity></participantRole></participant>{within}</observation></entryRelationship></act>
        """;

    private static string Html(string table) => Assert.Single(CcdView.Of(Encoding.UTF8.GetBytes(
        $"""<ClinicalDocument xmlns="urn:hl7-org:v3"><component><structuredBody><component><section><title>T</title><text><table>{table}</table></text></section></component></structuredBody></component></ClinicalDocument>"""))!.Sections).Html;

    private static string Medicine(string time) => $"""
        <substanceAdministration moodCode="EVN"><templateId root="2.16.840.1.113883.10.20.22.4.16"/><statusCode code="active"/>{time}
        <consumable><manufacturedProduct><manufacturedMaterial>{Penicillin}</manufacturedMaterial></manufacturedProduct></consumable></substanceAdministration>
        """;

    private static string Nested(string template, string code, string words = "", string within = "") => $"""
        <entryRelationship><observation><templateId root="{template}"/><value code="{code}" codeSystem="2.16.840.1.113883.6.96" displayName="{words}"/>{within}</observation></entryRelationship>
        """;

    private static string Section(string loinc, string entry, string title = "Section") => Section(loinc, [entry], title);

    private static string Section(string loinc, ImmutableArray<string> entries, string title = "Section") =>
        $"""<component><section><code code="{loinc}"/><title>{title}</title>{string.Concat(entries.Select(entry => $"<entry>{entry}</entry>"))}</section></component>""";

    private static ReceivedCcd Read(string sections) => ReceivedCcd.Read(Encoding.UTF8.GetBytes(
        $"""<ClinicalDocument xmlns="urn:hl7-org:v3"><component><structuredBody>{sections}</structuredBody></component></ClinicalDocument>"""), _today)!;
}
