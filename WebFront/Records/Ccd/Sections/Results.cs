using System.Text.Json.Nodes;
using System.Xml.Linq;
using Portal.WebFront.Records.Summary;
using static Portal.WebFront.Records.Ccd.Cda;

namespace Portal.WebFront.Records.Ccd.Sections;

internal static class Results
{
    public static CcdSection Section { get; } = new(
        SummarySections.Of("30954-2"), "result", "2.16.840.1.113883.10.20.22.2.3.1", "2015-08-01", Organizer);

    private static XElement Organizer(CcdRecord record, JsonObject observation, RowMarks marks) => Entry(
        El(
            "organizer",
            [
                At("classCode", "CLUSTER"), At("moodCode", "EVN"),
                Template("2.16.840.1.113883.10.20.22.4.1", "2015-08-01"),
                Id(record.IdOf(observation)),
                CdaConcept.Only("code", observation.Part("code"), marks.Cell(0), CodeSystems.Loinc),
                Status("completed"),
                Span(Measurements.When(observation)),
                .. Measurements.Single(observation).Select(one => El("component", Result(record, observation, one.Of, one.Part, marks))),
            ]),
        "DRIV");

    /// <summary>The time of all results under one roof has a beginning and an end.</summary>
    private static XElement Span(JsonNode? when)
    {
        var start = CdaTime.Start(when);
        return CdaTime.Interval("effectiveTime", start, when is JsonObject period && period.Text("end").Length > 0 ? period.Text("end") : start, isOver: true);
    }

    private static XElement Result(CcdRecord record, JsonObject observation, JsonObject one, string part, RowMarks marks) => El(
        "observation",
        [
            At("classCode", "OBS"), At("moodCode", "EVN"),
            Template("2.16.840.1.113883.10.20.22.4.2", "2015-08-01"),
            Id(record.IdOf(observation, part)),
            CdaConcept.Only("code", one.Part("code"), marks.Cell(0), CodeSystems.Loinc),
            TextAt(marks.Row),
            Status("completed"),
            CdaTime.Point("effectiveTime", CdaTime.Start(Measurements.When(observation))),
            Quantities.Value(one),
            .. Measurements.Interpretations(one),
            .. Measurements.Ranges(one),
        ]);
}
