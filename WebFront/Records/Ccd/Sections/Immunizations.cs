using System.Text.Json.Nodes;
using System.Xml.Linq;
using Portal.WebFront.Records.Summary;
using static Portal.WebFront.Records.Ccd.Cda;

namespace Portal.WebFront.Records.Ccd.Sections;

/// <summary>Vaccinations that were given, and those that were not.</summary>
internal static class Immunizations
{
    public static CcdSection Section { get; } = new(
        SummarySections.Of("11369-6"), "vaccination", "2.16.840.1.113883.10.20.22.2.2.1", "2015-08-01", Activity);

    private static XElement? Activity(CcdRecord record, JsonObject vaccination, RowMarks marks) => SummarySections.SaysNone(vaccination) ? null : Entry(
        El(
            "substanceAdministration",
            [
                At("classCode", "SBADM"), At("moodCode", "EVN"), At("negationInd", vaccination.Text("status") is "not-done" ? "true" : "false"),
                Template("2.16.840.1.113883.10.20.22.4.52", "2015-08-01"),
                Id(record.IdOf(vaccination)),
                TextAt(marks.Row),
                Status("completed"),
                CdaTime.Point("effectiveTime", vaccination.Text("occurrenceDateTime")),
                vaccination.Part("route") is { } route ? CdaConcept.Of("routeCode", route, null) : null,
                vaccination.Part("doseQuantity") is { } dose ? new XElement(Space + "doseQuantity", Quantities.Parts(dose)) : El("doseQuantity", Null()),
                El(
                    "consumable",
                    El(
                        "manufacturedProduct",
                        At("classCode", "MANU"),
                        Template("2.16.840.1.113883.10.20.22.4.54", "2014-06-09"),
                        El(
                            "manufacturedMaterial",
                            CdaConcept.Only("code", vaccination.Part("vaccineCode"), marks.Cell(0), CodeSystems.Cvx),
                            vaccination.Text("lotNumber") is { Length: > 0 } lot ? El("lotNumberText", lot) : El("lotNumberText", Null())))),
                .. vaccination.Parts("performer").Select(performer => record.Performer(vaccination, performer.Part("actor"))),
            ]),
        "DRIV");
}
