using System.Text.Json.Nodes;
using System.Xml.Linq;
using Portal.WebFront.Records.Summary;
using static Portal.WebFront.Records.Ccd.Cda;

namespace Portal.WebFront.Records.Ccd.Sections;

/// <summary>Allergies and intolerances, each a concern with what it is about, how it shows and how bad it is.</summary>
internal static class Allergies
{
    /// <summary>SNOMED's ways to say that there is none, with the kind of allergy that there is none of.</summary>
    private static readonly Dictionary<string, string> _none = new(StringComparer.Ordinal)
    {
        ["716186003"] = "419199007",
        ["409137002"] = "416098002",
        ["429625007"] = "414285001",
        ["428607008"] = "419199007",
        ["no-known-allergies"] = "419199007",
        ["no-known-medication-allergies"] = "416098002",
        ["no-known-food-allergies"] = "414285001",
    };

    public static CcdSection Section { get; } = new(
        SummarySections.Of("48765-2"), "allergy", "2.16.840.1.113883.10.20.22.2.6.1", "2015-08-01", Concern);

    private static XElement Concern(CcdRecord record, JsonObject allergy, RowMarks marks)
    {
        var isOver = IsOver(allergy);
        var known = CdaTime.Start(allergy.First("recordedDate", "onsetDateTime"));
        return Entry(
            El(
                "act",
                At("classCode", "ACT"), At("moodCode", "EVN"),
                Template("2.16.840.1.113883.10.20.22.4.30", "2015-08-01"),
                Id(record.IdOf(allergy, "/concern")),
                Code("code", "CONC", "2.16.840.1.113883.5.6", "ActClass", "Concern"),
                Status(isOver ? "completed" : "active"),
                CdaTime.Interval("effectiveTime", known, isOver: isOver),
                record.Author(allergy),
                Related("SUBJ", Observation(record, allergy, marks))),
            "DRIV");
    }

    private static bool IsOver(JsonObject allergy) => allergy.Codings("clinicalStatus").Any(coding => coding.Text("code") is "resolved" or "inactive");

    private static XElement Observation(CcdRecord record, JsonObject allergy, RowMarks marks)
    {
        var none = allergy.Codings("code").Select(coding => _none.GetValueOrDefault(coding.Text("code"))).FirstOrDefault(kind => kind is not null);
        var (kind, words) = none is null ? Kind(allergy) : (none, "Allergy");
        return El(
            "observation",
            [
                At("classCode", "OBS"), At("moodCode", "EVN"), none is null ? null : At("negationInd", "true"),
                Template("2.16.840.1.113883.10.20.22.4.7", "2014-06-09"),
                Id(record.IdOf(allergy)),
                Code("code", "ASSERTION", "2.16.840.1.113883.5.4", "ActCode"),
                TextAt(marks.Row),
                Status("completed"),
                CdaTime.Interval("effectiveTime", CdaTime.Start(SummaryTimes.Onset(allergy)), isOver: IsOver(allergy)),
                Value("CD", At("code", kind), At("codeSystem", CodeSystems.SnomedOid), At("codeSystemName", "SNOMED CT"), At("displayName", words)),
                record.Author(allergy),
                El("participant", At("typeCode", "CSM"), El("participantRole", At("classCode", "MANU"), El(
                    "playingEntity",
                    At("classCode", "MMAT"),
                    none is null
                        ? CdaConcept.Of("code", allergy.Part("code"), marks.Cell(0), CodeSystems.RxNorm, CodeSystems.Snomed)
                        : El("code", Null("NA"), OriginalText(marks.Cell(0)))))),
                .. none is null ? allergy.Parts("reaction").SelectMany((reaction, index) => Reactions(record, allergy, reaction, index, marks)) : [],
                Criticality(record, allergy, marks),
            ]);
    }

    private static (string Code, string Words) Kind(JsonObject allergy)
    {
        var category = allergy.Texts("category").FirstOrDefault();
        return (category, allergy.Text("type")) switch
        {
            ("medication", "intolerance") => ("59037007", "Intolerance to drug"),
            ("food", "intolerance") => ("235719002", "Intolerance to food"),
            (_, "intolerance") => ("420134006", "Propensity to adverse reaction"),
            ("medication", _) => ("416098002", "Allergy to drug"),
            ("food", _) => ("414285001", "Allergy to food"),
            _ => ("419199007", "Allergy to substance"),
        };
    }

    private static IEnumerable<XElement> Reactions(CcdRecord record, JsonObject allergy, JsonObject reaction, int number, RowMarks marks) =>
        reaction.Parts("manifestation").Select((manifestation, index) => Related(
            "MFST",
            El(
                "observation",
                At("classCode", "OBS"), At("moodCode", "EVN"),
                Template("2.16.840.1.113883.10.20.22.4.9", "2014-06-09"),
                Id(record.IdOf(allergy, $"/reaction/{number}/{index}")),
                Code("code", "ASSERTION", "2.16.840.1.113883.5.4", "ActCode"),
                TextAt(marks.Cell(1)),
                Status("completed"),
                CdaTime.Interval("effectiveTime", reaction.Text("onset")),
                CdaConcept.OnlyValue(manifestation, marks.Cell(1), CodeSystems.Snomed),
                Severity(record, allergy, reaction, number, marks)),
            inverted: true));

    private static XElement? Severity(CcdRecord record, JsonObject allergy, JsonObject reaction, int number, RowMarks marks)
    {
        var (code, words) = reaction.Text("severity") switch
        {
            "mild" => ("255604002", "Mild"),
            "moderate" => ("6736007", "Moderate"),
            "severe" => ("24484000", "Severe"),
            _ => ("", ""),
        };
        return code.Length == 0 ? null : Related(
            "SUBJ",
            El(
                "observation",
                At("classCode", "OBS"), At("moodCode", "EVN"),
                Template("2.16.840.1.113883.10.20.22.4.8", "2014-06-09"),
                Id(record.IdOf(allergy, $"/severity/{number}")),
                Code("code", "SEV", "2.16.840.1.113883.5.4", "ActCode", "Severity"),
                TextAt(marks.Cell(1)),
                Status("completed"),
                Value("CD", At("code", code), At("codeSystem", CodeSystems.SnomedOid), At("codeSystemName", "SNOMED CT"), At("displayName", words))),
            inverted: true);
    }

    private static XElement? Criticality(CcdRecord record, JsonObject allergy, RowMarks marks)
    {
        var code = allergy.Text("criticality") switch { "low" => "CRITL", "high" => "CRITH", "unable-to-assess" => "CRITU", _ => "" };
        return code.Length == 0 ? null : Related(
            "SUBJ",
            El(
                "observation",
                At("classCode", "OBS"), At("moodCode", "EVN"),
                El("templateId", At("root", "2.16.840.1.113883.10.20.22.4.145")),
                Id(record.IdOf(allergy, "/criticality")),
                Code("code", "82606-5", CodeSystems.LoincOid, "LOINC", "Allergy or intolerance criticality"),
                TextAt(marks.Cell(2)),
                Status("completed"),
                Value("CD", At("code", code), At("codeSystem", "2.16.840.1.113883.5.1063"), At("codeSystemName", "ObservationValue"))),
            inverted: true);
    }
}
