using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Portal.WebFront.Records.Ccd;
using Portal.WebFront.Records.Summary;

namespace Portal.WebFront.Tests.Records.Ccd;

/// <summary>What people read of a summary, in both of its forms.</summary>
public sealed partial class SummaryForPeopleTests
{
    private const string Cda = "urn:hl7-org:v3";

    [Fact]
    public void Both_forms_tell_the_latest_first()
    {
        var record = CcdSamples.Holding(Weight("a", "2015-03-01"), Weight("b", "2019-03-01"), Weight("c", "2012-03-01"), Weight("d", "2017-03-01T10:00:00Z"));

        var ips = SummaryDocument.Of("https://example.org/fhir", record.Resources, record.PatientId, record.Practice, CcdSamples.Now);
        var section = ips["entry"]![0]!["resource"]!["section"]!.AsArray().Single(one => (string)one!["title"]! == "Vital signs")!;

        string[] latestFirst = ["Mar 1, 2019", "Mar 1, 2017", "Mar 1, 2015", "Mar 1, 2012"];
        Assert.Equal(latestFirst, Days().Matches((string)section["text"]!["div"]!).Select(day => day.Value));
        Assert.Equal(["Observation/b", "Observation/d", "Observation/a", "Observation/c"], section["entry"]!.AsArray().Select(entry => (string)entry!["reference"]!));
        Assert.Equal(latestFirst, Rows(record, "8716-3").Select(row => row[^1]));
    }

    [Theory]
    [InlineData("107.2", "mm[Hg]", "107.2 mmHg")]
    [InlineData("1.63", "{score}", "1.63 score")]
    [InlineData("72", "{beats}/min", "72 beats/min")]
    [InlineData("30.5", "mg{creatinine}/dL", "30.5 mg/dL")]
    [InlineData("5.40", "%", "5.40 %")]
    [InlineData("60", "mL/min/{1.73_m2}", "60 mL/min/1.73 m2")]
    public void Units_are_written_for_people_and_coded_as_they_were_told(string value, string unit, string words)
    {
        var observation = Weight("a", "2019-03-01");
        observation["valueQuantity"] = JsonNode.Parse($$"""{ "value": {{value}}, "unit": "{{unit}}", "code": "{{unit}}", "system": "http://unitsofmeasure.org" }""");
        var record = CcdSamples.Holding(observation);

        Assert.Equal(words, Rows(record, "8716-3").Single()[1]);
        Assert.Contains(Parse(record).Descendants(XName.Get("value", Cda)), one => (string?)one.Attribute("value") == value && (string?)one.Attribute("unit") == unit);
    }

    [Fact]
    public void The_day_beside_the_sex_at_birth_is_in_words()
    {
        var patient = CcdSamples.Empty("nobody").Patient.DeepClone().AsObject();
        patient["birthDate"] = "1940-03-29";
        patient["extension"] = JsonNode.Parse("""[{ "url": "http://hl7.org/fhir/us/core/StructureDefinition/us-core-birthsex", "valueCode": "M" }]""");
        var record = RecordSnapshot.Of("nobody", [patient], CcdSamples.Empty("nobody").Practice);

        Assert.Equal(["Sex at birth", "Male", "Mar 29, 1940"], Rows(record, "29762-2").Single());
    }

    private static JsonObject Weight(string id, string day) => JsonNode.Parse($$"""
        {
          "resourceType": "Observation", "id": "{{id}}", "status": "final", "effectiveDateTime": "{{day}}",
          "category": [{ "coding": [{ "system": "http://terminology.hl7.org/CodeSystem/observation-category", "code": "vital-signs" }] }],
          "code": { "coding": [{ "system": "http://loinc.org", "code": "29463-7" }], "text": "Body weight" },
          "valueQuantity": { "value": 80, "unit": "kg", "code": "kg", "system": "http://unitsofmeasure.org" }
        }
        """)!.AsObject();

    private static XDocument Parse(RecordSnapshot record) => XDocument.Load(new MemoryStream(CcdDocument.Of(record, CcdSamples.Edition("nobody"))));

    private static List<string[]> Rows(RecordSnapshot record, string loinc) =>
    [
        .. Parse(record).Descendants(XName.Get("section", Cda))
            .Single(section => (string?)section.Element(XName.Get("code", Cda))!.Attribute("code") == loinc)
            .Descendants(XName.Get("tbody", Cda)).Elements()
            .Select(row => row.Elements().Select(cell => cell.Value).ToArray()),
    ];

    [GeneratedRegex("[A-Z][a-z]{2} [0-9]{1,2}, [0-9]{4}")]
    private static partial Regex Days();
}
