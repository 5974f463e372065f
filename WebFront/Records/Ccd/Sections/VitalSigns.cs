using System.Text.Json.Nodes;
using System.Xml.Linq;
using Portal.WebFront.Records.Summary;
using static Portal.WebFront.Records.Ccd.Cda;

namespace Portal.WebFront.Records.Ccd.Sections;

internal static class VitalSigns
{
    public static CcdSection Section { get; } = new(
        SummarySections.Of("8716-3"), "vital", "2.16.840.1.113883.10.20.22.2.4.1", "2015-08-01", Organizer);

    /// <summary>A vital sign is a quantity with a unit of UCUM; one that is not stands in the narrative alone.</summary>
    private static XElement? Organizer(CcdRecord record, JsonObject observation, RowMarks marks)
    {
        var signs = Measurements.Single(observation).Where(one => Quantities.IsPhysical(one.Of)).ToList();
        return signs.Count == 0 ? null : Entry(
            El(
                "organizer",
                [
                    At("classCode", "CLUSTER"), At("moodCode", "EVN"),
                    Template("2.16.840.1.113883.10.20.22.4.26", "2015-08-01"),
                    Id(record.IdOf(observation)),
                    Code("code", "46680005", CodeSystems.SnomedOid, "SNOMED CT", "Vital signs", Code("translation", "74728-7", CodeSystems.LoincOid, "LOINC", "Vital signs")),
                    Status("completed"),
                    CdaTime.Of("effectiveTime", Measurements.When(observation)),
                    .. signs.Select(one => El("component", Sign(record, observation, one.Of, one.Part, marks))),
                ]),
            "DRIV");
    }

    private static XElement Sign(CcdRecord record, JsonObject observation, JsonObject one, string part, RowMarks marks) => El(
        "observation",
        [
            At("classCode", "OBS"), At("moodCode", "EVN"),
            Template("2.16.840.1.113883.10.20.22.4.27", "2014-06-09"),
            Id(record.IdOf(observation, part)),
            CdaConcept.Of("code", one.Part("code"), marks.Cell(0), CodeSystems.Loinc),
            TextAt(marks.Row),
            Status("completed"),
            CdaTime.Point("effectiveTime", CdaTime.Start(Measurements.When(observation))),
            Quantities.Physical(one),
            .. Measurements.Interpretations(one),
        ]);
}
