using System.Text.Json.Nodes;
using System.Xml.Linq;
using Portal.WebFront.Records.Summary;
using static Portal.WebFront.Records.Ccd.Cda;

namespace Portal.WebFront.Records.Ccd.Sections;

/// <summary>What somebody can do alone, and how somebody thinks and feels: findings of questionnaires and conversations.</summary>
internal static class Assessments
{
    public static CcdSection Functional { get; } = Of(
        "Functional status", "47420-5", "Functional status assessment note", "function", "2.16.840.1.113883.10.20.22.2.14", "2014-06-09", "functional-status", "disability-status");

    public static CcdSection Mental { get; } = Of(
        "Mental status", "10190-7", "Mental status Narrative", "mental", "2.16.840.1.113883.10.20.22.2.56", "2015-08-01", "cognitive-status");

    private static CcdSection Of(string title, string loinc, string words, string prefix, string root, string extension, params string[] categories) => new(
        new(title, loinc, words, ["Assessment", "Finding", "Date"],
            one => one.Is("Observation") && SummarySections.IsFinal(one) && SummarySections.HasFinding(one)
                && Array.Exists(categories, category => SummarySections.InCategory(one, category)),
            SummarySections.Measured),
        prefix, root, extension, Observation)
    {
        MayBeLeftOut = true,
    };

    private static XElement Observation(CcdRecord record, JsonObject observation, RowMarks marks) => Entry(
        El(
            "observation",
            At("classCode", "OBS"), At("moodCode", "EVN"),
            Template("2.16.840.1.113883.10.20.22.4.69"),
            Id(record.IdOf(observation)),
            CdaConcept.Of("code", observation.Part("code"), marks.Cell(0), CodeSystems.Loinc, CodeSystems.Snomed),
            TextAt(marks.Row),
            Status("completed"),
            CdaTime.Point("effectiveTime", CdaTime.Start(Measurements.When(observation))),
            Quantities.Value(observation)),
        "DRIV");
}
