using System.Text.Json.Nodes;
using System.Xml.Linq;
using Portal.WebFront.Records.Summary;
using static Portal.WebFront.Records.Ccd.Cda;

namespace Portal.WebFront.Records.Ccd.Sections;

/// <summary>Who takes care of the patient: teams that the record names, and the patient's own providers.</summary>
internal static class CareTeams
{
    public static CcdSection Section { get; } = new(
        new("Care team", "85847-2", "Patient Care team information", ["Team", "Members", "Since"],
            one => one.Is("CareTeam") && one.Text("status") is "active" or "proposed" or "suspended" && Members(one).Count > 0,
            one => [Name(one), string.Join('\n', Members(one).Select(InWords)), SummarySections.Date(one, "period")]),
        "team", "2.16.840.1.113883.10.20.22.2.500", "2022-06-01",
        (record, team, marks) => Organizer(
            record, marks, record.IdOf(team), team.Text("status") is "suspended" ? "suspended" : "active", team.Part("period").Text("start"), Members(team)))
    {
        HasNoOlderForm = true,
        MayBeLeftOut = true,
        Also = OwnProviders,
    };

    /// <summary>The providers whom the patient's record names as responsible are a team of the practice.</summary>
    private static IEnumerable<(string[] Cells, Func<RowMarks, XElement?> Entry)> OwnProviders(CcdRecord record)
    {
        var members = record.Patient.Parts("generalPractitioner").Select(who => new JsonObject { ["member"] = who.DeepClone() }).ToList();
        if (members.Count == 0)
            yield break;
        yield return (
            [record.Practice.Text("name"), string.Join('\n', members.Select(InWords)), ""],
            marks => Organizer(record, marks, record.IdOf(record.Patient, "/providers"), "active", "", members));
    }

    private static XElement? Organizer(CcdRecord record, RowMarks marks, Guid id, string status, string since, List<JsonObject> members) => members.Count == 0 ? null : Entry(
        El(
            "organizer",
            [
                At("classCode", "CLUSTER"), At("moodCode", "EVN"),
                Template("2.16.840.1.113883.10.20.22.4.500", "2022-06-01", hasOlderForm: false),
                Id(id),
                Code("code", "86744-0", CodeSystems.LoincOid, "LOINC", "Care team", OriginalText(marks.Cell(0))),
                Status(status),
                CdaTime.Interval("effectiveTime", since),
                .. members.Select(member => El("component", Member(record, marks, id, status, since, member))),
            ]),
        "DRIV");

    private static XElement Member(CcdRecord record, RowMarks marks, Guid team, string status, string since, JsonObject member)
    {
        var who = member.Part("member");
        var known = record.Find(who);
        var role = member.Parts("role").FirstOrDefault();
        if (role is not null && role.Parts("coding").All(coding => coding.Text("system") is not CodeSystems.Snomed))
            role = null;
        var function = role is null ? null : CdaConcept.Of("functionCode", role, null, CodeSystems.Snomed);
        if (function is not null)
            function.Name = Sdtc + "functionCode";
        return El(
            "act",
            At("classCode", "PCPR"), At("moodCode", "EVN"),
            Template("2.16.840.1.113883.10.20.22.4.500.1", "2022-06-01", hasOlderForm: false),
            Id(record.Edition.IdOf($"{team}/{who.Text("reference")}/{who.Text("display")}")),
            Code("code", "85847-2", CodeSystems.LoincOid, "LOINC", "Patient Care team information"),
            TextAt(marks.Cell(1)),
            Status(status),
            CdaTime.Interval("effectiveTime", member.Part("period").Text("start") is { Length: > 0 } own ? own : since, member.Part("period").Text("end")),
            El(
                "performer",
                function,
                El(
                    "assignedEntity",
                    [
                        CdaPeople.ProviderIds(known, record.IdOf(who, team)),
                        CdaPeople.Address(known),
                        .. CdaPeople.Telecoms(known),
                        El("assignedPerson", CdaPeople.ProviderName(known, who.Text("display"))),
                    ])));
    }

    /// <summary>The patient belongs to most teams, but who it is stands above already.</summary>
    private static List<JsonObject> Members(JsonObject team) => [.. team.Parts("participant")
        .Where(member => member.Part("member") is { } who
            && !who.Text("reference").Contains("Patient/", StringComparison.Ordinal)
            && (who.Text("reference").Length > 0 || who.Text("display").Length > 0))];

    private static string Name(JsonObject team) => team.Text("name") is { Length: > 0 } name
        ? name
        : team.Parts("category").Select(SummarySections.Words).FirstOrDefault(words => words.Length > 0) ?? "Care team";

    private static string InWords(JsonObject member)
    {
        var name = member.Part("member").Text("display") is { Length: > 0 } words ? words : "Somebody";
        var role = member.Parts("role").Select(SummarySections.Words).FirstOrDefault(words => words.Length > 0);
        return role is null ? name : $"{name} ({role})";
    }
}
