using System.Text.Json.Nodes;
using System.Xml.Linq;
using Portal.WebFront.Records.Summary;
using static Portal.WebFront.Records.Ccd.Cda;

namespace Portal.WebFront.Records.Ccd.Sections;

/// <summary>What was done, with the tooth and its surfaces.</summary>
internal static class Procedures
{
    public static CcdSection Section { get; } = new(
        SummarySections.Of("47519-4"), "procedure", "2.16.840.1.113883.10.20.22.2.7.1", "2014-06-09", Activity);

    private static XElement? Activity(CcdRecord record, JsonObject procedure, RowMarks marks) => SummarySections.SaysNone(procedure) ? null : Entry(
        El(
            "procedure",
            [
                At("classCode", "PROC"), At("moodCode", "EVN"),
                Template("2.16.840.1.113883.10.20.22.4.14", "2014-06-09"),
                Id(record.IdOf(procedure)),
                CdaConcept.Of("code", procedure.Part("code"), marks.Cell(0), CodeSystems.Cdt, CodeSystems.Snomed),
                TextAt(marks.Row),
                Status(procedure.Text("status") switch { "completed" => "completed", "stopped" => "aborted", _ => "active" }),
                CdaTime.Of("effectiveTime", SummaryTimes.Done(procedure)),
                .. procedure.Parts("bodySite").Select(site => CdaConcept.Of("targetSiteCode", site, marks.Cell(2), CodeSystems.Teeth, CodeSystems.Snomed)),
                .. procedure.Parts("performer").Select(performer => record.Performer(procedure, performer.Part("actor"))),
            ]),
        "DRIV");
}
