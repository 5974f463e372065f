using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Portal.Grains.Interfaces.Access;
using Portal.Grains.Interfaces.Records;
using Portal.WebFront.Demo;
using Portal.WebFront.Records.Ccd;
using Portal.WebFront.Records.Ccd.Received;

namespace Portal.WebFront.Tests.Records.Ccd;

/// <summary>Documents that other offices sent, from the upload to the record.</summary>
[Collection(DemoPortal.Name)]
public sealed partial class ReceivedDocumentTests(DemoPortal portal)
{
    [Fact]
    public void What_the_portal_writes_it_reads_back()
    {
        foreach (var patientId in new[] { "p1000", "p1003", "p1004", "p1012" })
        {
            var record = CcdSamples.Demo(patientId);

            var read = ReceivedCcd.Read(CcdDocument.Of(record, CcdSamples.Edition(patientId)), new(2026, 11, 27))!;

            Assert.Equal("Maple Street Dental", read.Source);
            Assert.Equal(record.Patient["birthDate"]!.GetValue<string>(), read.BirthDate);
            foreach (var (kind, type) in new[] { (ReceivedKind.Allergy, "AllergyIntolerance"), (ReceivedKind.Problem, "Condition"), (ReceivedKind.Immunization, "Immunization"), (ReceivedKind.Procedure, "Procedure") })
                Assert.Equal(Codes(record.Resources.Where(one => Is(one, type))), Codes(read.Items.Where(item => item.Kind == kind).Select(item => item.Resource)));
        }
    }

    [Fact]
    public void Documents_of_others_are_read()
    {
        var read = ReceivedCcd.Read(Example("C-CDA-Examples_CCD.xml"), new(2026, 11, 27))!;
        var hl7 = ReceivedCcd.Read(Example("HL7_C-CDA_R2-1_CCD.xml"), new(2026, 11, 27))!;

        Assert.All([read, hl7], document => Assert.NotEmpty(document.Items));
        Assert.All(read.Items.Concat(hl7.Items), item => Assert.NotEmpty(item.Words));
        Assert.Contains(hl7.Items, item => item.Kind is ReceivedKind.Allergy && item.Detail.Length > 0);
    }

    [Theory]
    [InlineData("<?xml version=\"1.0\"?><!DOCTYPE d [<!ENTITY x SYSTEM \"file:///etc/hostname\">]><ClinicalDocument xmlns=\"urn:hl7-org:v3\"><title>&x;</title></ClinicalDocument>")]
    [InlineData("<ClinicalDocument xmlns=\"urn:hl7-org:v3\"><title>")]
    [InlineData("<html xmlns=\"http://www.w3.org/1999/xhtml\"><body/></html>")]
    [InlineData("deep")]
    public async Task What_is_no_document_or_a_dangerous_one_is_refused(string xml)
    {
        using var staff = await Staff();
        if (xml == "deep")
            xml = "<ClinicalDocument xmlns=\"urn:hl7-org:v3\">" + string.Concat(Enumerable.Repeat("<component>", 5000)) + string.Concat(Enumerable.Repeat("</component>", 5000)) + "</ClinicalDocument>";
        await staff.Open("/demo/staff/patients/p1010/summary");

        await staff.Upload([], ("ccd.xml", Encoding.UTF8.GetBytes(xml)));

        Assert.Equal(HttpStatusCode.OK, staff.Status);
        Assert.Contains("not a clinical document", staff.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_document_that_the_portal_makes_of_a_long_life_can_be_taken_in()
    {
        using var staff = await Staff();
        var large = CcdDocument.Of(CcdSamples.Large(), CcdSamples.Edition("large"));
        Assert.InRange(large.Length, 1024 * 1024, ReceivedIntake.Largest);
        await staff.Open("/demo/staff/patients/p1011/summary");

        await staff.Upload([], ("ccd.xml", large));

        Assert.Contains("/received/", staff.Path, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, staff.Status);
    }

    [Fact]
    public async Task A_document_beyond_the_limit_is_refused_with_the_number()
    {
        using var staff = await Staff();
        await staff.Open("/demo/staff/patients/p1011/summary");

        await staff.Upload([], ("ccd.xml", new byte[ReceivedIntake.Largest + 1]));

        Assert.Contains("The document may be 4 MB at most.", staff.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_chosen_goes_into_the_record_with_its_source_and_the_document_is_kept()
    {
        const string patient = "p1011";
        using var staff = await Staff();
        await staff.Open($"/demo/staff/patients/{patient}/summary");
        await staff.Upload([], ("from-hospital.xml", Example("HL7_C-CDA_R2-1_CCD.xml")));
        Assert.Contains("Is this about the same person?", staff.Text, StringComparison.Ordinal);
        var choices = staff.Page.QuerySelectorAll("fieldset input[type=radio]").Select(input => input.GetAttribute("name")!).Distinct().ToList();
        var allergy = choices.First(name => name.Contains("allergy", StringComparison.Ordinal));
        var answers = choices.ToDictionary(name => name, name => name == allergy ? "Add" : "LeaveOut");
        answers["MadeSure"] = "true";
        var before = await Resources(staff, patient, "AllergyIntolerance");

        await staff.Submit(answers);

        Assert.Contains("Taken over: 1.", staff.Text, StringComparison.Ordinal);
        var added = await Eventually.Get(async () =>
            (await Resources(staff, patient, "AllergyIntolerance")).Select(one => one["id"]!.GetValue<string>()).Except(before.Select(one => one["id"]!.GetValue<string>())).FirstOrDefault());
        Assert.Equal(before.Count + 1, (await Resources(staff, patient, "AllergyIntolerance")).Count);
        await Eventually.Holds(
            async () => (await Resources(staff, patient, "AllergyIntolerance", "&_revinclude=Provenance:target")).Exists(one => Is(one, "Provenance") && one["agent"]![0]!["who"]!["display"] is not null && one.ToJsonString().Contains(added, StringComparison.Ordinal)),
            "a provenance that names the other office");
        await Eventually.Holds(
            async () => (await staff.Open(staff.Path)).Page.QuerySelectorAll("#standing .card").Length == 2,
            "the page says what was taken over and what was not");
        var (taken, left) = (staff.Page.QuerySelectorAll("#standing .card")[0], staff.Page.QuerySelectorAll("#standing .card")[1]);
        Assert.Contains("allergies", Assert.Single(taken.QuerySelectorAll("li")).TextContent, StringComparison.Ordinal);
        Assert.Equal(choices.Count - 1, left.QuerySelectorAll("li").Length);
        var kept = (await Resources(staff, patient, "DocumentReference")).Single(one => one["id"]!.GetValue<string>().StartsWith("received-", StringComparison.Ordinal));
        var binary = await staff.Http.GetStringAsync($"/demo/fhir/R4/{kept["content"]![0]!["attachment"]!["url"]}");
        Assert.Equal(Example("HL7_C-CDA_R2-1_CCD.xml"), Convert.FromBase64String(JsonNode.Parse(binary)!["data"]!.GetValue<string>()));
        await staff.Open($"/demo/staff/patients/{patient}/summary");
        Assert.Contains("1 entry taken over", staff.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_same_confirmation_twice_takes_over_once()
    {
        const string patient = "p1013";
        using var staff = await Staff();
        await staff.Open($"/demo/staff/patients/{patient}/summary");
        await staff.Upload([], ("from-hospital.xml", Example("HL7_C-CDA_R2-1_CCD.xml")));
        var choices = staff.Page.QuerySelectorAll("fieldset input[type=radio]").Select(input => input.GetAttribute("name")!).Distinct().ToList();
        var allergy = choices.First(name => name.Contains("allergy", StringComparison.Ordinal));
        var form = staff.ValuesToSend(allergy);
        form["MadeSure"] = "true";
        foreach (var choice in choices)
            form[choice] = choice == allergy ? "Add" : "LeaveOut";
        var address = staff.Path;
        var before = (await Resources(staff, patient, "AllergyIntolerance")).Count;

        foreach (var _ in new[] { 1, 2 })
        {
            using var content = new FormUrlEncodedContent(form);
            using var answer = await staff.Http.PostAsync(address, content);
            answer.EnsureSuccessStatusCode();
            Assert.Contains("Taken over: 1.", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }

        await Eventually.Holds(async () => (await Resources(staff, patient, "AllergyIntolerance")).Count > before, "the allergy is in the record");
        var allergies = await Resources(staff, patient, "AllergyIntolerance");
        Assert.Equal(before + 1, allergies.Count);
        Assert.All(allergies, one => Assert.Equal("1", one["meta"]!["versionId"]!.GetValue<string>()));
        Assert.Single(await Resources(staff, patient, "DocumentReference"), one => one["id"]!.GetValue<string>().StartsWith("received-", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Of_a_document_about_somebody_else_nothing_is_chosen_and_nothing_taken_over_without_a_word()
    {
        const string patient = "p1030";
        using var staff = await Staff();
        await Send(staff, patient);

        Assert.Empty(staff.Page.QuerySelectorAll("fieldset input[checked]"));
        var allergy = FirstAllergy(staff);
        var before = await Resources(staff, patient, "AllergyIntolerance");
        await staff.Submit(new() { [allergy] = "Add" });

        Assert.Contains("say so here", staff.Page.QuerySelector(".error-summary")!.TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain("Taken over:", staff.Text, StringComparison.Ordinal);
        Assert.Equal("Add", staff.Page.QuerySelectorAll("fieldset input[checked]").Single().GetAttribute("value"));
        Assert.Equal(before.Count, (await Resources(staff, patient, "AllergyIntolerance")).Count);

        await staff.Submit(new() { ["MadeSure"] = "true" });

        Assert.Contains("Taken over: 1. Already there: 0.", staff.Text, StringComparison.Ordinal);
        Assert.Contains("Priya Raman said to have made sure", staff.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Found_to_be_about_somebody_else_it_is_closed_with_nothing_in_the_record()
    {
        const string patient = "p1031";
        using var staff = await Staff();
        await Send(staff, patient);
        var form = staff.ValuesToSend("MadeSure");
        form["MadeSure"] = "true";
        var address = staff.Path;

        await staff.Submit([], "Refuse");

        Assert.Contains("has found this document to be about somebody else", staff.Text, StringComparison.Ordinal);
        using var content = new FormUrlEncodedContent(form);
        using var late = await staff.Http.PostAsync(address, content);
        Assert.Contains("has found this document to be about somebody else", await late.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.DoesNotContain(await Resources(staff, patient, "DocumentReference"), IsReceived);
        await staff.Open($"/demo/staff/patients/{patient}/summary");
        Assert.Contains("About somebody else", staff.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_taken_over_is_undone_and_counts_no_more()
    {
        const string patient = "p1032";
        using var staff = await Staff();
        await Send(staff, patient);
        var choices = staff.Page.QuerySelectorAll("fieldset input[type=radio]").Select(input => input.GetAttribute("name")!).Distinct().ToDictionary(name => name, _ => "Add");
        choices["MadeSure"] = "true";
        var address = staff.Path;
        await staff.Submit(choices);
        await Eventually.Holds(async () => !(await staff.Open(address)).Text.Contains("being written", StringComparison.Ordinal), "it is in the record");
        var taken = await TakenOver(staff, patient);
        Assert.Equal(choices.Count - 1, taken.Count);
        Assert.DoesNotContain(taken, IsInError);
        var document = (await Resources(staff, patient, "DocumentReference")).Single(IsReceived);

        await staff.Submit([], "Withdraw");

        Assert.Contains("has undone what", staff.Text, StringComparison.Ordinal);
        await Eventually.Holds(async () => !(await staff.Open(address)).Text.Contains("being written", StringComparison.Ordinal), "the record is written");
        var marked = await TakenOver(staff, patient);
        Assert.Equal(taken.Count, marked.Count);
        Assert.All(marked, one => Assert.True(IsInError(one), one.ToJsonString()));
        Assert.All(marked, one => Assert.Null(one["clinicalStatus"]));
        Assert.Equal("entered-in-error", (await Resources(staff, patient, "DocumentReference")).Single(IsReceived)["status"]!.GetValue<string>());
        using var binary = await staff.Http.GetAsync($"/demo/fhir/R4/{document["content"]![0]!["attachment"]!["url"]}");
        Assert.Equal(HttpStatusCode.Gone, binary.StatusCode);
        await staff.Open($"/demo/staff/patients/{patient}/summary");
        Assert.DoesNotContain("odeine", staff.Text, StringComparison.Ordinal);
        Assert.Contains("Undone", staff.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_document_that_says_otherwise_than_the_record_and_one_that_came_before_are_told_apart()
    {
        const string patient = "p1033";
        using var staff = await Staff();
        using (CallerScope.Use(Caller.System("demo")))
            await portal.Grain<IRecordGrain>("demo", patient).Store([new() { Type = "AllergyIntolerance", Id = "pen-p1033", Json = """{ "resourceType": "AllergyIntolerance", "id": "pen-p1033", "code": { "text": "Penicillin" }, "patient": { "reference": "Patient/p1033" } }""" }]);
        foreach (var _ in new[] { 1, 2 })
        {
            await staff.Open($"/demo/staff/patients/{patient}/summary");
            Assert.DoesNotContain("has come before", staff.Text, StringComparison.Ordinal);
            await staff.Upload([], ("from-hospital.xml", Example("C-CDA-Examples_CCD.xml")));
        }

        var allergies = staff.Page.QuerySelector("#choose-Allergy")!.TextContent;
        Assert.Contains("The document says: “No known allergies”", allergies, StringComparison.Ordinal);
        Assert.Contains("The record says otherwise", allergies, StringComparison.Ordinal);
        Assert.Contains("The document has no such list.", staff.Page.QuerySelector("#choose-Immunization")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("The same file has come before", staff.Text, StringComparison.Ordinal);
        // The whole document below has sections of the same names: only those are landmarks.
        var landmarks = staff.Page.QuerySelectorAll("section[aria-labelledby]").Select(section => staff.Page.GetElementById(section.GetAttribute("aria-labelledby")!)!.TextContent).ToList();
        Assert.Equal(landmarks.Distinct(), landmarks);
        await staff.Open($"/demo/staff/patients/{patient}/summary");
        Assert.Contains("made ", staff.Page.QuerySelector($"a[href*='/received/'] .soft")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("(from-hospital.xml)", staff.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_the_record_has_is_shown_beside_it_and_not_proposed_again()
    {
        const string patient = "p1003";
        using var staff = await Staff();
        await staff.Open($"/demo/staff/patients/{patient}/summary");

        await staff.Upload([], ("own.xml", CcdDocument.Of(CcdSamples.Demo(patient, portal.MadeAt), CcdSamples.Edition(patient))));

        Assert.DoesNotContain("Is this about the same person?", staff.Text, StringComparison.Ordinal);
        var allergies = staff.Page.QuerySelectorAll("fieldset").Where(set => set.QuerySelector("input")!.GetAttribute("name")!.Contains("allergy", StringComparison.Ordinal)).ToList();
        Assert.NotEmpty(allergies);
        Assert.All(allergies, set => Assert.Equal("AlreadyThere", set.QuerySelector("input[checked]")!.GetAttribute("value")));
    }

    [Fact]
    public void The_text_of_others_is_reduced_to_what_is_known()
    {
        var xml = """
            <ClinicalDocument xmlns="urn:hl7-org:v3"><title>T</title><component><structuredBody><component><section><title>S</title><text>
            <paragraph onclick="x()" ID="a&quot;b">Plain <content styleCode="Bold">bold</content><script>alert(1)</script></paragraph>
            <linkHtml href="javascript:alert(1)">bad</linkHtml><linkHtml href="https://example.org/a">good</linkHtml>
            <renderMultiMedia referencedObject="i"/><img src="https://example.org/x.png"/>
            <table border="1"><thead><tr><th>A</th></tr></thead><tbody><tr><td style="x">1 &lt; 2</td></tr></tbody></table>
            </text></section></component></structuredBody></component></ClinicalDocument>
            """;

        var html = CcdView.Of(Encoding.UTF8.GetBytes(xml))!.Sections.Single().Html;

        Assert.DoesNotContain("onclick", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", html, StringComparison.Ordinal);
        Assert.DoesNotContain("javascript", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<img", html, StringComparison.Ordinal);
        Assert.DoesNotContain("style", html, StringComparison.Ordinal);
        Assert.Contains("<b>bold</b>", html, StringComparison.Ordinal);
        Assert.Contains("href=\"https://example.org/a\"", html, StringComparison.Ordinal);
        Assert.Contains("<td data-label=\"A\">1 &lt; 2</td>", html, StringComparison.Ordinal);
    }

    private static async Task Send(PortalBrowser staff, string patient)
    {
        await staff.Open($"/demo/staff/patients/{patient}/summary");
        await staff.Upload([], ("from-hospital.xml", Example("HL7_C-CDA_R2-1_CCD.xml")));
    }

    private static string FirstAllergy(PortalBrowser staff) =>
        staff.Page.QuerySelectorAll("fieldset input[type=radio]").Select(input => input.GetAttribute("name")!).First(name => name.Contains("allergy", StringComparison.Ordinal));

    private static async Task<List<JsonNode>> TakenOver(PortalBrowser staff, string patient)
    {
        var found = new List<JsonNode>();
        foreach (var type in new[] { "AllergyIntolerance", "Condition", "MedicationStatement", "Immunization", "Procedure" })
            found.AddRange((await Resources(staff, patient, type)).Where(one => Taken().IsMatch(one["id"]!.GetValue<string>())));
        return found;
    }

    /// <summary>The id of the document, the list and the place there.</summary>
    [GeneratedRegex("^[0-9a-z]{26}-(allergy|medication|problem|immunization|procedure)-[0-9]+$")]
    private static partial Regex Taken();

    private static bool IsReceived(JsonNode one) => one["id"]!.GetValue<string>().StartsWith("received-", StringComparison.Ordinal);

    private static bool IsInError(JsonNode one) =>
        (one["verificationStatus"]?["coding"]?[0]?["code"] ?? one["status"])?.GetValue<string>() is "entered-in-error";

    private async Task<PortalBrowser> Staff()
    {
        var browser = new PortalBrowser(portal.Address);
        await browser.SignIn("demo", "priya.raman", DemoSignIns.Password);
        return browser;
    }

    private static async Task<List<JsonNode>> Resources(PortalBrowser browser, string patient, string type, string more = "")
    {
        var found = JsonNode.Parse(await browser.Http.GetStringAsync($"/demo/fhir/R4/{type}?patient={patient}&_count=500{more}"))!;
        return [.. found["entry"]?.AsArray().Select(entry => entry!["resource"]!) ?? []];
    }

    private static byte[] Example(string name) => File.ReadAllBytes(SharedData.Files("ccda", "*.xml").Single(file => Path.GetFileName(file) == name));

    private static bool Is(JsonNode resource, string type) => resource["resourceType"]!.GetValue<string>() == type;

    private static List<string> Codes(IEnumerable<JsonNode> resources) => [.. resources
        .SelectMany(one => (one["code"] ?? one["vaccineCode"])!["coding"]!.AsArray())
        .Select(coding => $"{coding!["system"]}|{coding["code"]}")
        .Order(StringComparer.Ordinal)];
}
