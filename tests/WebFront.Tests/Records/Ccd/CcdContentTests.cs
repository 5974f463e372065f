using System.Globalization;
using System.Text.Json.Nodes;
using System.Xml.Linq;
using Portal.WebFront.Records.Ccd;
using Portal.WebFront.Records.Summary;

namespace Portal.WebFront.Tests.Records.Ccd;

/// <summary>What a document says: in words and in codes the same, and nothing that the record does not.</summary>
public sealed class CcdContentTests
{
    [Theory]
    [InlineData("2026-12-02T00:30:00Z", "Dec 1, 2026", "20261201163000-0800")]
    [InlineData("2026-12-02T09:30:00.250Z", "Dec 2, 2026", "20261202013000-0800")]
    [InlineData("2026-12-02", "Dec 2, 2026", "20261202")]
    public void What_was_done_in_the_evening_was_done_on_that_day(string performed, string day, string coded)
    {
        var record = CcdSamples.Holding(new JsonObject
        {
            ["resourceType"] = "Procedure", ["id"] = "p1", ["status"] = "completed", ["performedDateTime"] = performed, ["code"] = new JsonObject { ["text"] = "Filling" },
        });

        var document = XDocument.Load(new MemoryStream(CcdDocument.Of(record.At(TimeZoneInfo.FindSystemTimeZoneById("America/Los_Angeles")), CcdSamples.Edition("nobody"))));

        var procedures = document.Descendants(_cda + "section").Single(section => (string?)section.Element(_cda + "code")?.Attribute("code") == "47519-4");
        Assert.Contains(procedures.Descendants(_cda + "td"), cell => cell.Value == day);
        Assert.Contains(procedures.Descendants(_cda + "effectiveTime"), time => (string?)time.Attribute("value") == coded);
    }

    private const string Allergies = "48765-2";
    private const string Medicines = "10160-0";
    private const string Problems = "11450-4";
    private const string Results = "30954-2";
    private const string Procedures = "47519-4";
    private const string Plans = "18776-5";
    private static readonly XNamespace _cda = "urn:hl7-org:v3";
    private static readonly string[] _doctors = ["Dr. A", "Dr. B", "Dr. A"];
    private static readonly string[] _coverages = ["a", "b"];
    private static readonly string[] _demoPatients = ["p1000", "p1004", "p1012", "p1024"];
    private static readonly XNamespace _xsi = "http://www.w3.org/2001/XMLSchema-instance";

    /// <summary>Allergy, problem, medication, vaccination, result, vital sign.</summary>
    private static readonly string[] _compared =
    [
        "2.16.840.1.113883.10.20.22.4.7", "2.16.840.1.113883.10.20.22.4.4", "2.16.840.1.113883.10.20.22.4.16", "2.16.840.1.113883.10.20.22.4.52",
        "2.16.840.1.113883.10.20.22.4.2", "2.16.840.1.113883.10.20.22.4.27",
    ];

    [Theory]
    [InlineData("""{ "valueQuantity": { "value": 5, "unit": "mg/dL", "system": "http://unitsofmeasure.org", "code": "mg/dL" } }""", "5 mg/dL", "PQ")]
    [InlineData("""{ "valueQuantity": { "comparator": "<", "value": 5, "unit": "mg/dL", "code": "mg/dL" } }""", "<5 mg/dL", "IVL_PQ")]
    [InlineData("""{ "valueQuantity": { "comparator": ">=", "value": 5.0, "unit": "mg/dL", "code": "mg/dL" } }""", ">=5.0 mg/dL", "IVL_PQ")]
    [InlineData("""{ "valueRange": { "low": { "value": 0, "code": "/[HPF]" }, "high": { "value": 5, "code": "/[HPF]" } } }""", "0 /[HPF] to 5 /[HPF]", "IVL_PQ")]
    [InlineData("""{ "valueCodeableConcept": { "text": "Positive" } }""", "Positive", "CD")]
    [InlineData("""{ "valueInteger": 3 }""", "3", "INT")]
    [InlineData("""{ "valueBoolean": false }""", "No", "BL")]
    [InlineData("""{ "valueString": "clear" }""", "clear", "ST")]
    [InlineData("""{ "valueDateTime": "2026-05-04" }""", "May 4, 2026", "TS")]
    [InlineData("""{ "valuePeriod": { "start": "2026-05-04", "end": "2026-05-06" } }""", "May 4, 2026 to May 6, 2026", "IVL_TS")]
    [InlineData("""{ "valueRatio": { "numerator": { "value": 1 }, "denominator": { "value": 128 } } }""", "1 : 128", "ST")]
    public void A_result_of_any_type_reads_as_it_is_coded(string value, string words, string type)
    {
        var observation = Observation("laboratory", value);

        var section = Section(Document(observation), Results);

        Assert.Equal(words, section.Rows.Single()["Result"]);
        Assert.Equal(type, section.Entries.Descendants(_cda + "value").Single().Attribute(_xsi + "type")!.Value);
        var nobody = CcdSamples.Empty("nobody");
        var summary = SummaryDocument.Of("https://example.org/fhir", [nobody.Patient, observation], "nobody", nobody.Practice, CcdSamples.Now);
        Assert.Contains(
            summary["entry"]![0]!["resource"]!["section"]!.AsArray(),
            one => one!["text"]!["div"]!.GetValue<string>().Contains($"<td>{System.Net.WebUtility.HtmlEncode(words)}</td>", StringComparison.Ordinal));
    }

    [Fact]
    public void A_value_and_the_parts_beside_it_are_told_with_how_they_are_judged()
    {
        var observation = Observation("laboratory", """
            {
              "valueQuantity": { "value": 12, "unit": "mg/dL", "code": "mg/dL" },
              "interpretation": [{ "coding": [{ "system": "http://terminology.hl7.org/CodeSystem/v3-ObservationInterpretation", "code": "H" }] }],
              "referenceRange": [{ "low": { "value": 4, "code": "mg/dL" }, "high": { "value": 10, "code": "mg/dL" } }],
              "component": [{ "code": { "text": "Free" }, "valueQuantity": { "value": 2, "unit": "mg/dL", "code": "mg/dL" }, "referenceRange": [{ "high": { "value": 3, "code": "mg/dL" } }] }]
            }
            """);

        var row = Section(Document(observation), Results).Rows.Single();

        Assert.Equal("12 mg/dL (high); Free 2 mg/dL", row["Result"]);
        Assert.Equal("4 mg/dL to 10 mg/dL; Free up to 3 mg/dL", row["Normal range"]);
    }

    [Fact]
    public void How_bad_an_allergy_is_stands_in_its_row()
    {
        var row = Section(Document(Penicillin()), Allergies).Rows.Single();

        Assert.Equal("Anaphylaxis (severe), Hives (severe)", row["Reaction"]);
        Assert.Equal(("high", "May 2010", "Active"), (row["Risk"], row["Since"], row["Status"]));
    }

    [Theory]
    [InlineData("""{ "text": "One in the morning", "route": { "text": "oral" } }""", "One in the morning")]
    [InlineData("""{ "doseAndRate": [{ "doseQuantity": { "value": 1, "unit": "tablet" } }], "route": { "text": "oral" }, "timing": { "repeat": { "frequency": 2, "period": 1, "periodUnit": "d" } } }""", "1 tablet, oral, 2 times every day")]
    [InlineData("""{ "timing": { "repeat": { "period": 8, "periodUnit": "h" } }, "asNeededBoolean": true }""", "once every 8 hours, as needed")]
    public void How_a_medicine_is_taken_is_told_by_words_or_else_from_its_codes(string dosage, string words)
    {
        var medicine = Medicine("""{ "authoredOn": "2025-01-02" }""");
        medicine["dosageInstruction"] = new JsonArray(JsonNode.Parse(dosage));

        Assert.Equal(words, Section(Document(medicine), Medicines).Rows.Single()["Dosage"]);
    }

    [Fact]
    public void An_order_not_to_give_a_medicine_is_no_medicine() =>
        Assert.DoesNotContain("Amoxicillin", Document(Medicine("""{ "doNotPerform": true }""")).ToString(), StringComparison.Ordinal);

    [Fact]
    public void How_much_how_often_and_whether_only_when_needed_is_coded_whole()
    {
        var medicine = Medicine("{}");
        medicine["dosageInstruction"] = new JsonArray(JsonNode.Parse("""
            { "asNeededCodeableConcept": { "text": "Wheezing" }, "timing": { "repeat": { "frequency": 1, "period": 4, "periodMax": 6, "periodUnit": "h" } },
              "doseAndRate": [{ "doseRange": { "low": { "value": 1, "unit": "mg", "system": "http://unitsofmeasure.org", "code": "mg" }, "high": { "value": 2, "unit": "mg", "system": "http://unitsofmeasure.org", "code": "mg" } } }] }
            """));

        var section = Section(Document(medicine), Medicines);
        var entry = section.Entries.Descendants(_cda + "substanceAdministration").First();

        Assert.Equal(["4", "6"], entry.Descendants(_cda + "period").Elements().Select(end => end.Attribute("value")!.Value));
        Assert.Equal(["1", "2"], entry.Elements(_cda + "doseQuantity").Elements().Select(end => end.Attribute("value")!.Value));
        Assert.Single(entry.Elements(_cda + "precondition").Descendants(_cda + "value"));
        Assert.Contains("once every 4 to 6 hours, as needed for Wheezing", section.Rows.Single()["Dosage"], StringComparison.Ordinal);
    }

    [Fact]
    public void A_medicine_is_taken_since_the_same_day_in_words_and_in_codes()
    {
        var medicine = Medicine("""{ "resourceType": "MedicationStatement", "effectivePeriod": { "start": "2019-03-04", "end": "2027-01-01" }, "dateAsserted": "2025-01-01" }""");

        var section = Section(Document(medicine), Medicines);

        Assert.Equal("Mar 4, 2019 to Jan 1, 2027", section.Rows.Single()["Since"]);
        Assert.Equal("20190304", section.Entries.Descendants(_cda + "low").First().Attribute("value")!.Value);
    }

    [Fact]
    public void When_a_problem_was_written_down_is_not_since_when_it_is_there()
    {
        var recorded = Json("""{ "resourceType": "Condition", "id": "a", "code": { "text": "Caries" }, "clinicalStatus": { "coding": [{ "code": "active" }] }, "recordedDate": "2025-01-01" }""");
        var known = Json("""{ "resourceType": "Condition", "id": "b", "code": { "text": "Pulpitis" }, "clinicalStatus": { "coding": [{ "code": "resolved" }] }, "onsetPeriod": { "start": "2024-02-02" }, "abatementDateTime": "2024-03-03" }""");

        var section = Section(Document(recorded, known), Problems);

        var (caries, pulpitis) = (section.Rows.Single(row => row["Problem"] == "Caries"), section.Rows.Single(row => row["Problem"] == "Pulpitis"));
        Assert.Equal(("", "Jan 1, 2025"), (caries["Since"], caries["Recorded"]));
        Assert.Equal("Feb 2, 2024 to Mar 3, 2024", pulpitis["Since"]);
        var times = section.Entries.Descendants(_cda + "observation").Select(one => one.Element(_cda + "effectiveTime")!.Element(_cda + "low")!).ToList();
        Assert.Equal(["20240202", null], times.Select(low => (string?)low.Attribute("value")).OrderDescending());
    }

    [Theory]
    [InlineData("active", false)]
    [InlineData("inactive", true)]
    [InlineData("resolved", true)]
    public void An_allergy_that_is_over_has_an_end(string standing, bool isOver)
    {
        var allergy = Penicillin();
        allergy["clinicalStatus"] = JsonNode.Parse($$"""{ "coding": [{ "code": "{{standing}}" }] }""");

        var observation = Section(Document(allergy), Allergies).Entries.Descendants(_cda + "observation").First();

        Assert.Equal(isOver, observation.Element(_cda + "effectiveTime")!.Element(_cda + "high") is not null);
    }

    [Fact]
    public void That_nothing_is_known_is_no_allergy_no_medicine_and_no_problem()
    {
        var document = CcdDocument.Of(CcdSamples.NoInformation(), CcdSamples.Edition("nobody"));

        foreach (var loinc in new[] { Allergies, Medicines, Problems })
        {
            var section = Section(document, loinc);
            Assert.Single(section.Rows);
            Assert.Empty(section.Entries);
            Assert.Equal("NI", section.NullFlavor);
        }
    }

    [Fact]
    public void A_section_with_rows_that_cannot_be_coded_does_not_say_that_nothing_is_known()
    {
        var section = Section(Document(Observation("vital-signs", """{ "valueQuantity": { "value": 120, "unit": "mmHg" } }""")), "8716-3");

        Assert.Equal("120 mmHg", section.Rows.Single()["Result"]);
        Assert.Equal("OTH", section.NullFlavor);
    }

    [Theory]
    [InlineData("""{ "value": 1, "unit": "tablet", "system": "http://snomed.info/sct", "code": "428673006" }""", null, "tablet")]
    [InlineData("""{ "value": 1, "unit": "mmHg" }""", null, "mmHg")]
    [InlineData("""{ "value": 1, "unit": "milligram", "system": "http://unitsofmeasure.org", "code": "mg" }""", "mg", null)]
    [InlineData("""{ "value": 1, "code": "mg" }""", "mg", null)]
    public void Only_a_code_of_ucum_is_a_unit(string quantity, string? unit, string? words)
    {
        var medicine = Medicine("{}");
        medicine["dosageInstruction"] = new JsonArray(JsonNode.Parse($$"""{ "doseAndRate": [{ "doseQuantity": {{quantity}} }] }"""));

        var dose = Section(Document(medicine), Medicines).Entries.Descendants(_cda + "doseQuantity").Single();

        Assert.Equal(unit, (string?)dose.Attribute("unit"));
        Assert.Equal(words, dose.Elements(_cda + "translation").Elements(_cda + "originalText").SingleOrDefault()?.Value);
    }

    [Fact]
    public void It_was_made_on_the_day_of_the_practice()
    {
        var evening = new DateTimeOffset(2026, 11, 27, 19, 10, 0, TimeSpan.FromHours(-5));
        var edition = CcdSamples.Edition("nobody") with { At = evening };

        var document = CcdDocument.Of(CcdSamples.Holding(), edition);

        Assert.Contains("<effectiveTime value=\"20261127191000-0500\"", System.Text.Encoding.UTF8.GetString(document), StringComparison.Ordinal);
        Assert.Contains(("Made", "November 27, 2026"), CcdView.Of(document)!.Facts);
        Assert.Equal("health-summary-2026-11-27.pdf", CcdPackage.NameOf(edition, "pdf"));
    }

    [Fact]
    public void A_booked_visit_is_on_the_day_and_at_the_hour_of_the_practice()
    {
        var visit = Json("""{ "resourceType": "Appointment", "id": "v1", "status": "booked", "start": "2026-12-02T00:30:00Z", "description": "Cleaning" }""");
        var record = CcdSamples.Holding(visit) with { Zone = TimeZoneInfo.FindSystemTimeZoneById("America/Los_Angeles") };

        var row = Section(CcdDocument.Of(record, CcdSamples.Edition("nobody")), Plans).Rows.Single();

        Assert.Equal(("Tue, Dec 1, 2026, 4:30 PM", "Booked"), (row["Date"], row["Status"]));
    }

    [Theory]
    [InlineData("plan", "INT")]
    [InlineData("order", "RQO")]
    [InlineData("proposal", "PRP")]
    public void What_is_planned_is_not_said_to_be_ordered(string intent, string mood)
    {
        var treatment = Json($$"""{ "resourceType": "ServiceRequest", "id": "s1", "status": "active", "intent": "{{intent}}", "code": { "text": "Crown" } }""");

        var section = Section(Document(treatment), Plans);

        Assert.Equal(mood, section.Entries.Single().Elements().Single().Attribute("moodCode")!.Value);
    }

    [Theory]
    [InlineData("in-progress", "In progress", "active")]
    [InlineData("stopped", "Stopped", "aborted")]
    [InlineData("completed", "Completed", "completed")]
    public void How_far_a_procedure_went_stands_in_its_row(string status, string words, string code)
    {
        var section = Section(Document(Json($$"""{ "resourceType": "Procedure", "id": "x", "status": "{{status}}", "code": { "text": "Root canal" } }""")), Procedures);

        Assert.Equal(words, section.Rows.Single()["Status"]);
        Assert.Equal(code, section.Entries.Descendants(_cda + "statusCode").Single().Attribute("code")!.Value);
    }

    [Fact]
    public void Two_of_whom_only_the_names_are_told_are_two()
    {
        var visits = _doctors.Select((name, index) => Json($$"""
            { "resourceType": "Encounter", "id": "e{{index}}", "status": "finished", "participant": [{ "individual": { "display": "{{name}}" } }] }
            """)).ToArray();
        var coverages = _coverages.Select(id => Json($$"""
            { "resourceType": "Coverage", "id": "{{id}}", "status": "active", "contained": [{ "resourceType": "Organization", "id": "payor1", "name": "Payer {{id}}" }], "payor": [{ "reference": "#payor1" }] }
            """)).ToArray();

        var document = Parse(Document([.. visits, .. coverages]));

        var performers = document.Descendants(_cda + "performer").Elements(_cda + "assignedEntity").Where(one => one.Element(_cda + "assignedPerson") is not null).ToList();
        Assert.Equal(2, performers.Select(one => one.Elements(_cda + "id").Last().Attribute("root")!.Value).Distinct().Count());
        var payers = document.Descendants(_cda + "assignedEntity").Where(one => (string?)one.Element(_cda + "code")?.Attribute("code") is "PAYOR").ToList();
        Assert.Equal(2, payers.Select(one => one.Element(_cda + "id")!.Attribute("root")!.Value).Distinct().Count());
        Assert.Equal(["Payer a", "Payer b"], payers.Select(one => one.Descendants(_cda + "name").Single().Value).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("2016-11-28", "MTH", "", true)]
    [InlineData("2008-11-28", "MTH", "", true)]
    [InlineData("2008-11-27", "MTH", "", false)]
    [InlineData("1981-01-01", "MTH", "", false)]
    [InlineData("1981-01-01", "GUARD", "", true)]
    [InlineData("1981-01-01", "GUARD", "2026-11-26", false)]
    [InlineData("2016-11-28", "FTH", "2026-11-26", false)]
    [InlineData("2016-11-28", "FTH", "2026-11-27", true)]
    public void Parents_are_guardians_of_children_only(string born, string role, string until, bool isGuardian)
    {
        var relative = Json($$"""
            { "resourceType": "RelatedPerson", "id": "r", "relationship": [{ "coding": [{ "code": "{{role}}" }] }], "period": { "start": "2000-01-01" }, "name": [{ "given": ["Ana"], "family": "Ortiz" }] }
            """);
        if (until.Length > 0)
            relative["period"]!["end"] = until;
        var record = CcdSamples.Holding(relative);
        record.Patient["birthDate"] = born;

        var document = Parse(CcdDocument.Of(record, CcdSamples.Edition("nobody")));

        Assert.Equal(isGuardian, document.Descendants(_cda + "guardian").Any());
    }

    [Fact]
    public void Entries_say_nothing_that_their_rows_do_not()
    {
        var records = SharedData.Files("synthea").Take(1).Select(CcdSamples.Of)
            .Concat(_demoPatients.Select(id => CcdSamples.Demo(id)))
            .Append(CcdSamples.Odd());
        var compared = 0;
        foreach (var document in records.Select(record => Parse(CcdDocument.Of(record, CcdSamples.Edition(record.PatientId)))))
        {
            var rows = document.Descendants(_cda + "tr").Where(row => row.Attribute("ID") is not null).ToDictionary(row => "#" + row.Attribute("ID")!.Value, row => row.Value.ToLowerInvariant());
            foreach (var said in document.Descendants(_cda + "entry").Descendants().Where(one => one.Elements(_cda + "templateId").Any(template => _compared.Contains(template.Attribute("root")!.Value))))
            {
                var mark = said.Element(_cda + "text")!.Element(_cda + "reference")!.Attribute("value")!.Value;
                foreach (var words in Said(said))
                {
                    Assert.Contains(words, rows[mark], StringComparison.Ordinal);
                    compared++;
                }
            }
        }

        Assert.True(compared > 200, compared.ToString(CultureInfo.InvariantCulture));
    }

    /// <summary>What a person must be able to read of an entry.</summary>
    private static IEnumerable<string> Said(XElement entry)
    {
        foreach (var time in entry.Elements(_cda + "effectiveTime").Where(time => (string?)time.Attribute(_xsi + "type") is not "PIVL_TS").DescendantsAndSelf())
        {
            if ((string?)time.Attribute("value") is { Length: >= 8 } at)
                yield return DateOnly.ParseExact(at[..8], "yyyyMMdd", CultureInfo.InvariantCulture).ToString("MMM d, yyyy", CultureInfo.InvariantCulture).ToLowerInvariant();
        }

        foreach (var number in entry.Elements(_cda + "value").Concat(entry.Elements(_cda + "referenceRange")).DescendantsAndSelf().Attributes("value").Where(value => value.Parent!.Name != _cda + "reference"))
            yield return number.Value;
        foreach (var severity in entry.Descendants(_cda + "observation").Where(one => (string?)one.Element(_cda + "code")?.Attribute("code") is "SEV"))
            yield return severity.Element(_cda + "value")!.Attribute("displayName")!.Value.ToLowerInvariant();
        foreach (var risk in entry.Descendants(_cda + "value").Attributes("code").Where(code => code.Value is "CRITH" or "CRITL"))
            yield return risk.Value is "CRITH" ? "high" : "low";
        foreach (var judged in entry.Elements(_cda + "interpretationCode").Attributes("code").Where(code => code.Value is "H" or "L"))
            yield return judged.Value is "H" ? "high" : "low";
        foreach (var lot in entry.Descendants(_cda + "lotNumberText").Where(lot => lot.Value.Length > 0))
            yield return lot.Value.ToLowerInvariant();
    }

    private static JsonObject Penicillin() => Json("""
        {
          "resourceType": "AllergyIntolerance", "id": "penicillin", "code": { "text": "Penicillin" }, "criticality": "high",
          "clinicalStatus": { "coding": [{ "code": "active" }] }, "onsetDateTime": "2010-05", "recordedDate": "2024-01-01",
          "reaction": [{ "severity": "severe", "manifestation": [{ "text": "Anaphylaxis" }, { "text": "Hives" }] }]
        }
        """);

    private static JsonObject Medicine(string more) => Merged(
        """{ "resourceType": "MedicationRequest", "id": "m", "status": "active", "medicationCodeableConcept": { "text": "Amoxicillin" } }""", more);

    private static JsonObject Observation(string category, string more) => Merged(
        $$"""
        {
          "resourceType": "Observation", "id": "o", "status": "final", "category": [{ "coding": [{ "code": "{{category}}" }] }], "effectiveDateTime": "2026-01-01",
          "code": { "coding": [{ "system": "http://loinc.org", "code": "1234-5" }], "text": "Test" }
        }
        """,
        more);

    private static JsonObject Merged(string json, string more)
    {
        var merged = Json(json);
        foreach (var (name, value) in Json(more))
            merged[name] = value?.DeepClone();
        return merged;
    }

    private static JsonObject Json(string json) => JsonNode.Parse(json)!.AsObject();

    private static byte[] Document(params JsonObject[] resources) => CcdDocument.Of(CcdSamples.Holding(resources), CcdSamples.Edition("nobody"));

    private static XDocument Parse(byte[] xml) => XDocument.Load(new MemoryStream(xml));

    private static (List<Dictionary<string, string>> Rows, List<XElement> Entries, string? NullFlavor) Section(byte[] xml, string loinc)
    {
        var section = Parse(xml).Descendants(_cda + "section").Single(one => one.Element(_cda + "code")!.Attribute("code")!.Value == loinc);
        var heads = section.Descendants(_cda + "th").Select(head => head.Value).ToList();
        return (
            [.. section.Descendants(_cda + "tbody").Elements().Select(row => heads.Zip(row.Elements().Select(cell => cell.Value)).ToDictionary(cell => cell.First, cell => cell.Second, StringComparer.Ordinal))],
            [.. section.Elements(_cda + "entry")],
            (string?)section.Attribute("nullFlavor"));
    }
}
