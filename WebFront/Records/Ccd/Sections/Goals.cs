using System.Text.Json.Nodes;
using System.Xml.Linq;
using Portal.WebFront.Records.Summary;
using static Portal.WebFront.Records.Ccd.Cda;

namespace Portal.WebFront.Records.Ccd.Sections;

/// <summary>What patient and practice have agreed to reach, as long as it is not given up and not reached.</summary>
internal static class Goals
{
    public static CcdSection Section { get; } = new(
        new("Goals", "61146-7", "Goals", ["Goal", "Target", "Since", "Status"],
            one => one.Is("Goal") && one.Text("lifecycleStatus") is "proposed" or "planned" or "accepted" or "active" or "on-hold",
            one => [SummarySections.Words(one["description"]), Target(one), SummarySections.Date(one, "startDate", "statusDate"), SummarySections.InWords(one.Text("lifecycleStatus"))]),
        "goal", "2.16.840.1.113883.10.20.22.2.60", null, Observation)
    {
        MayBeLeftOut = true,
    };

    private static XElement Observation(CcdRecord record, JsonObject goal, RowMarks marks) => Entry(El(
        "observation",
        At("classCode", "OBS"), At("moodCode", "GOL"),
        Template("2.16.840.1.113883.10.20.22.4.121"),
        Id(record.IdOf(goal)),
        CdaConcept.Only("code", goal.Part("description"), marks.Cell(0), CodeSystems.Loinc),
        TextAt(marks.Row),
        Status(goal.Text("lifecycleStatus") is "on-hold" ? "suspended" : "active"),
        CdaTime.Interval("effectiveTime", goal.Text("startDate"), Due(goal))));

    /// <summary>What is measured, the value to reach and until when, as far as each is told.</summary>
    private static string Target(JsonObject goal) => string.Join(
        "; ",
        goal.Parts("target").Select(target => string.Join(' ', new[]
        {
            SummarySections.Words(target["measure"]),
            SummaryValue.Of(target, "detail")?.Words ?? "",
            target.Text("dueDate") is { Length: > 0 } due ? $"by {SummaryTimes.Day(due)}" : "",
        }.Where(part => part.Length > 0))).Where(words => words.Length > 0));

    private static string? Due(JsonObject goal) => goal.Parts("target").Select(target => target.Text("dueDate")).FirstOrDefault(due => due.Length > 0);
}
