using System.Text.Json.Nodes;
using System.Xml.Linq;
using Portal.WebFront.Records.Summary;
using static Portal.WebFront.Records.Ccd.Cda;

namespace Portal.WebFront.Records.Ccd.Sections;

/// <summary>Insurances that are in force.</summary>
internal static class Payers
{
    public static CcdSection Section { get; } = new(
        new("Insurance", "48768-6", "Payment sources", ["Payer", "Member number", "Kind", "Since"],
            one => one.Is("Coverage") && one.Text("status") is "active",
            one => [Payer(one), Member(one), SummarySections.Words(one["type"]), SummarySections.Date(one, "period")]),
        "payer", "2.16.840.1.113883.10.20.22.2.18", "2015-08-01", Coverage)
    {
        MayBeLeftOut = true,
    };

    private static XElement Coverage(CcdRecord record, JsonObject coverage, RowMarks marks) => Entry(
        El(
            "act",
            At("classCode", "ACT"), At("moodCode", "EVN"),
            Template("2.16.840.1.113883.10.20.22.4.60", "2015-08-01"),
            Id(record.IdOf(coverage, "/coverage")),
            Code("code", "48768-6", CodeSystems.LoincOid, "LOINC", "Payment sources"),
            TextAt(marks.Row),
            Status("completed"),
            Related("COMP", Policy(record, coverage, marks))),
        "DRIV");

    private static XElement Policy(CcdRecord record, JsonObject coverage, RowMarks marks) => El(
        "act",
        At("classCode", "ACT"), At("moodCode", "EVN"),
        Template("2.16.840.1.113883.10.20.22.4.61", "2015-08-01"),
        Id(record.IdOf(coverage)),
        Translated(CdaConcept.Of("code", coverage.Part("type"), marks.Cell(2))),
        Status("completed"),
        Insurer(record, coverage),
        Insured(record, coverage),
        Related("REFR", El(
            "act",
            At("classCode", "ACT"), At("moodCode", "DEF"),
            Id(record.IdOf(coverage, "/plan")),
            CdaConcept.Of("code", coverage.Part("type"), marks.Cell(2)),
            TextAt(marks.Row))));

    private static XElement Insurer(CcdRecord record, JsonObject coverage) => El(
        "performer",
        At("typeCode", "PRF"),
        El("templateId", At("root", "2.16.840.1.113883.10.20.22.4.87")),
        El(
            "assignedEntity",
            Id(record.IdOf(coverage.Parts("payor").FirstOrDefault(), record.IdOf(coverage))),
            Code("code", "PAYOR", "2.16.840.1.113883.5.110", "RoleClass"),
            El("representedOrganization", El("name", PayerName(record, coverage)))));

    private static XElement Insured(CcdRecord record, JsonObject coverage) => El(
        "participant",
        At("typeCode", "COV"),
        El("templateId", At("root", "2.16.840.1.113883.10.20.22.4.89")),
        El("time", CdaTime.Point("low", coverage.Part("period").Text("start"))),
        El(
            "participantRole",
            El("id", At("root", record.IdOf(coverage, "/member").ToString()), Member(coverage) is { Length: > 0 } member ? At("extension", member) : null),
            Relationship(coverage),
            El("playingEntity", CdaPeople.PersonName(record.Patient), CdaBirth(record))));

    private static XElement CdaBirth(CcdRecord record)
    {
        var birth = CdaTime.Point("birthTime", record.Patient.Text("birthDate"));
        birth.Name = Sdtc + "birthTime";
        return birth;
    }

    private static XElement Relationship(JsonObject coverage) => coverage.Codings("relationship").FirstOrDefault().Text("code") switch
    {
        "child" => Role("CHILD"),
        "spouse" => Role("SPS"),
        "self" or "" => Role("SELF"),
        _ => Role("FAMDEP"),
    };

    private static XElement Role(string code) => Code("code", code, "2.16.840.1.113883.5.111", "RoleCode");

    private static string PayerName(CcdRecord record, JsonObject coverage)
    {
        var payor = coverage.Parts("payor").FirstOrDefault();
        var name = record.Find(payor).Text("name");
        return name.Length > 0 ? name : Payer(coverage) is { Length: > 0 } words ? words : "Unknown";
    }

    /// <summary>The words of the reference; where it has none, the snapshot put the name there.</summary>
    private static string Payer(JsonObject coverage) => coverage.Parts("payor").FirstOrDefault().Text("display");

    private static string Member(JsonObject coverage)
    {
        var number = coverage.Parts("identifier").FirstOrDefault(id => id.Codings("type").Any(coding => coding.Text("code") is "MB")).Text("value");
        return number.Length > 0 ? number : coverage.Text("subscriberId");
    }
}
