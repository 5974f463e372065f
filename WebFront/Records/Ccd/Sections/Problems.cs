using System.Text.Json.Nodes;
using System.Xml.Linq;
using Portal.WebFront.Records.Summary;
using static Portal.WebFront.Records.Ccd.Cda;

namespace Portal.WebFront.Records.Ccd.Sections;

/// <summary>Problems of today and of the past, of teeth and of the rest of the body.</summary>
internal static class Problems
{
    private static readonly SummarySection _standing = SummarySections.Of("11450-4");
    private static readonly SummarySection _past = SummarySections.Of("11348-0");
    private static readonly string[] _none = ["160245001", "no-known-problems"];

    public static CcdSection Section { get; } = new(
        _standing with { Belongs = resource => _standing.Belongs(resource) || _past.Belongs(resource) },
        "problem", "2.16.840.1.113883.10.20.22.2.5.1", "2015-08-01", Concern);

    private static XElement Concern(CcdRecord record, JsonObject condition, RowMarks marks)
    {
        var isOver = _past.Belongs(condition);
        var until = SummaryTimes.Abatement(condition);
        return Entry(
            El(
                "act",
                At("classCode", "ACT"), At("moodCode", "EVN"),
                Template("2.16.840.1.113883.10.20.22.4.3", "2015-08-01"),
                Id(record.IdOf(condition, "/concern")),
                Code("code", "CONC", "2.16.840.1.113883.5.6", "ActClass", "Concern"),
                Status(isOver ? "completed" : "active"),
                CdaTime.Interval("effectiveTime", CdaTime.Start(condition.First("recordedDate", "onsetDateTime", "onsetPeriod")), until, isOver),
                record.Author(condition),
                Related("SUBJ", Observation(record, condition, marks, until, isOver))),
            "DRIV");
    }

    private static XElement Observation(CcdRecord record, JsonObject condition, RowMarks marks, string until, bool isOver)
    {
        var none = condition.Codings("code").Any(coding => _none.Contains(coding.Text("code")));
        return El(
            "observation",
            [
                At("classCode", "OBS"), At("moodCode", "EVN"), none ? At("negationInd", "true") : null,
                Template("2.16.840.1.113883.10.20.22.4.4", "2015-08-01"),
                Id(record.IdOf(condition)),
                Code("code", "55607006", CodeSystems.SnomedOid, "SNOMED CT", "Problem", Code("translation", "75326-9", CodeSystems.LoincOid, "LOINC", "Problem")),
                TextAt(marks.Row),
                Status("completed"),
                CdaTime.Interval("effectiveTime", CdaTime.Start(SummaryTimes.Onset(condition)), until, isOver),
                none
                    ? Value("CD", At("code", "55607006"), At("codeSystem", CodeSystems.SnomedOid), At("displayName", "Problem"), OriginalText(marks.Cell(0)))
                    : CdaConcept.OnlyValue(condition.Part("code"), marks.Cell(0), CodeSystems.Snomed, CodeSystems.Icd10),
                .. condition.Parts("bodySite").Select(site => CdaConcept.Of("targetSiteCode", site, marks.Cell(1), CodeSystems.Teeth, CodeSystems.Snomed)),
                record.Author(condition),
            ]);
    }
}
