using System.Text.Json.Nodes;
using System.Xml.Linq;
using Portal.WebFront.Records.Summary;
using static Portal.WebFront.Records.Ccd.Cda;

namespace Portal.WebFront.Records.Ccd.Sections;

/// <summary>Visits that took place.</summary>
internal static class Encounters
{
    public static CcdSection Section { get; } = new(
        new("Visits", "46240-8", "History of encounters", ["Visit", "Date", "With"],
            one => one.Is("Encounter") && one.Text("status") is "finished" or "in-progress" or "arrived" or "triaged" or "onleave",
            one => [Reason(one), SummarySections.Date(one, "period"), With(one)]),
        "visit", "2.16.840.1.113883.10.20.22.2.22.1", "2015-08-01", Activity)
    {
        MayBeLeftOut = true,
    };

    private static XElement Activity(CcdRecord record, JsonObject encounter, RowMarks marks) => Entry(
        El(
            "encounter",
            [
                At("classCode", "ENC"), At("moodCode", "EVN"),
                Template("2.16.840.1.113883.10.20.22.4.49", "2015-08-01"),
                Id(record.IdOf(encounter)),
                CdaConcept.Of("code", encounter.Parts("type").FirstOrDefault(), marks.Cell(0), CodeSystems.Cdt, CodeSystems.Snomed),
                TextAt(marks.Row),
                Status(encounter.Text("status") is "finished" ? "completed" : "active"),
                CdaTime.Of("effectiveTime", encounter["period"]),
                .. encounter.Parts("participant").Select(participant => record.Performer(encounter, participant.Part("individual"))),
                .. encounter.Parts("location").Select(place => Place(record, place.Part("location"))),
            ]),
        "DRIV");

    private static XElement? Place(CcdRecord record, JsonObject? reference)
    {
        var place = record.Find(reference);
        var name = place.Text("name") is { Length: > 0 } known ? known : reference.Text("display");
        return name.Length == 0 ? null : El("participant", At("typeCode", "LOC"), El(
            "participantRole",
            [
                At("classCode", "SDLOC"),
                El("templateId", At("root", "2.16.840.1.113883.10.20.22.4.32")),
                El("code", Null()),
                CdaPeople.Address(place),
                .. CdaPeople.Telecoms(place),
                El("playingEntity", At("classCode", "PLC"), El("name", name)),
            ]));
    }

    private static string Reason(JsonObject encounter)
    {
        var words = encounter.Parts("type").Select(SummarySections.Words).FirstOrDefault(words => words.Length > 0);
        return words ?? encounter.Part("class").Text("display") switch { { Length: > 0 } kind => kind, _ => "Visit" };
    }

    private static string With(JsonObject encounter) => string.Join(
        ", ", encounter.Parts("participant").Select(participant => participant.Part("individual").Text("display")).Where(name => name.Length > 0));
}
