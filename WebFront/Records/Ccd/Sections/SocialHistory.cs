using System.Text.Json.Nodes;
using System.Xml.Linq;
using Portal.WebFront.Records.Summary;
using static Portal.WebFront.Records.Ccd.Cda;

namespace Portal.WebFront.Records.Ccd.Sections;

/// <summary>Smoking and other habits, and the sex at birth.</summary>
internal static class SocialHistory
{
    private const string Smoking = "72166-2";
    private const string BirthSex = "http://hl7.org/fhir/us/core/StructureDefinition/us-core-birthsex";

    /// <summary>The values that the template of smoking allows.</summary>
    private static readonly string[] _smoking =
    [
        "449868002", "428041000124106", "8517006", "266919005", "77176002", "266927001", "428071000124103", "428061000124105",
    ];

    public static CcdSection Section { get; } = new(
        new("Social history", "29762-2", "Social history", ["Observation", "Finding", "Date"],
            one => one.Is("Observation") && (SummarySections.InCategory(one, "social-history") || SummarySections.InCategory(one, "sdoh"))
                && SummarySections.IsFinal(one) && SummarySections.HasFinding(one),
            SummarySections.Measured),
        "social", "2.16.840.1.113883.10.20.22.2.17", "2015-08-01", Observation)
    {
        Also = SexAtBirth,
    };

    private static XElement Observation(CcdRecord record, JsonObject observation, RowMarks marks) => Entry(
        IsSmoking(observation) ? SmokingStatus(record, observation, marks) : Other(record, observation, marks), "DRIV");

    private static bool IsSmoking(JsonObject observation) =>
        CdaConcept.CodeIn(observation.Part("code"), CodeSystems.Loinc) is Smoking
        && CdaConcept.CodeIn(observation.Part("valueCodeableConcept"), CodeSystems.Snomed) is { } value && _smoking.Contains(value);

    private static XElement SmokingStatus(CcdRecord record, JsonObject observation, RowMarks marks) => El(
        "observation",
        At("classCode", "OBS"), At("moodCode", "EVN"),
        Template("2.16.840.1.113883.10.20.22.4.78", "2014-06-09"),
        Id(record.IdOf(observation)),
        Code("code", Smoking, CodeSystems.LoincOid, "LOINC", "Tobacco smoking status NHIS"),
        TextAt(marks.Row),
        Status("completed"),
        CdaTime.Point("effectiveTime", CdaTime.Start(Measurements.When(observation))),
        CdaConcept.OnlyValue(observation.Part("valueCodeableConcept"), marks.Cell(1), CodeSystems.Snomed));

    private static XElement Other(CcdRecord record, JsonObject observation, RowMarks marks) => El(
        "observation",
        At("classCode", "OBS"), At("moodCode", "EVN"),
        Template("2.16.840.1.113883.10.20.22.4.38", "2015-08-01"),
        Id(record.IdOf(observation)),
        CdaConcept.CodeIn(observation.Part("code"), CodeSystems.Loinc) is null
            ? Translated(CdaConcept.Of("code", observation.Part("code"), marks.Cell(0), CodeSystems.Snomed))
            : CdaConcept.Of("code", observation.Part("code"), marks.Cell(0), CodeSystems.Loinc),
        TextAt(marks.Row),
        Status("completed"),
        CdaTime.Point("effectiveTime", CdaTime.Start(Measurements.When(observation))),
        Quantities.Value(observation));

    private static IEnumerable<(string[] Cells, Func<RowMarks, XElement?> Entry)> SexAtBirth(CcdRecord record)
    {
        var (code, words) = record.Patient.Extension(BirthSex).Text("valueCode") switch { "F" => ("F", "Female"), "M" => ("M", "Male"), _ => ("", "") };
        if (code.Length == 0)
            yield break;
        var born = record.Patient.Text("birthDate");
        yield return (["Sex at birth", words, SummaryTimes.Day(born)], marks => Entry(
            El(
                "observation",
                At("classCode", "OBS"), At("moodCode", "EVN"),
                El("templateId", At("root", "2.16.840.1.113883.10.20.22.4.200"), At("extension", "2016-06-01")),
                Id(record.IdOf(record.Patient, "/birthsex")),
                Code("code", "76689-9", CodeSystems.LoincOid, "LOINC", "Sex assigned at birth"),
                TextAt(marks.Row),
                Status("completed"),
                CdaTime.Point("effectiveTime", born),
                Value("CD", At("code", code), At("codeSystem", "2.16.840.1.113883.5.1"), At("codeSystemName", "AdministrativeGender"), At("displayName", words))),
            "DRIV"));
    }
}
