using System.Text;
using System.Text.Json.Nodes;
using System.Xml.Linq;
using Portal.WebFront.Records.Summary;
using static Portal.WebFront.Records.Ccd.Cda;

namespace Portal.WebFront.Records.Ccd.Sections;

/// <summary>Notes that somebody wrote about the patient. The words of plain ones stand here; of others, that they are kept.</summary>
internal static class Notes
{
    /// <summary>Of a longer note the rest is left to the record: a summary is read by people.</summary>
    private const int Longest = 6000;

    /// <summary>Summaries are no notes, this one least of all.</summary>
    private static readonly string[] _summaries = ["34133-9", "60591-5"];

    public static CcdSection Section { get; } = new(
        new("Notes", "34109-9", "Note", ["Note", "Date", "By", "Text"],
            one => one.Is("DocumentReference") && one.Text("status") is "current" && one.Text("docStatus") is not "entered-in-error"
                && SummarySections.InCategory(one, "clinical-note") && !one.Codings("type").Any(coding => _summaries.Contains(coding.Text("code"))),
            one => [Kind(one), SummarySections.Date(one, "date", "context"), By(one), Text(one)]),
        "note", "2.16.840.1.113883.10.20.22.2.65", "2016-11-01", Activity)
    {
        HasNoOlderForm = true,
        MayBeLeftOut = true,
    };

    private static XElement Activity(CcdRecord record, JsonObject note, RowMarks marks)
    {
        var kind = CdaConcept.Of("translation", note.Part("type"), null, CodeSystems.Loinc);
        var written = note.Text("date");
        var period = note.Part("context").Part("period");
        return Entry(El(
            "act",
            At("classCode", "ACT"), At("moodCode", "EVN"),
            Template("2.16.840.1.113883.10.20.22.4.202", "2016-11-01", hasOlderForm: false),
            Id(record.IdOf(note)),
            Code("code", "34109-9", CodeSystems.LoincOid, "LOINC", "Note", kind.Attribute("code") is null ? null : kind),
            TextAt(marks.Row),
            Status("completed"),
            CdaTime.Point("effectiveTime", period is null ? written : CdaTime.Start(period)),
            Author(record, note, written)));
    }

    /// <summary>A note must name an author; of whom nothing is told, that is said.</summary>
    private static XElement Author(CcdRecord record, JsonObject note, string written)
    {
        var who = note.Parts("author").FirstOrDefault();
        var known = record.Find(who);
        return El(
            "author",
            Template("2.16.840.1.113883.10.20.22.4.119"),
            CdaTime.Point("time", written),
            who is null
                ? El("assignedAuthor", El("id", Null()))
                : El(
                    "assignedAuthor",
                    CdaPeople.ProviderIds(known, record.IdOf(who, record.IdOf(note))),
                    El("assignedPerson", CdaPeople.ProviderName(known, who.Text("display")))));
    }

    private static string Kind(JsonObject note) => SummarySections.Words(note["type"]) is { Length: > 0 } kind ? kind : "Note";

    private static string By(JsonObject note) =>
        string.Join(", ", note.Parts("author").Select(who => who.Text("display")).Where(name => name.Length > 0));

    private static string Text(JsonObject note) => string.Join('\n', note.Parts("content").Select(content => Words(content.Part("attachment"))).Where(words => words.Length > 0));

    private static string Words(JsonObject? attachment)
    {
        if (!attachment.Text("contentType").StartsWith("text/plain", StringComparison.OrdinalIgnoreCase) || Plain(attachment.Text("data")) is not { Length: > 0 } text)
            return attachment.Text("title") is { Length: > 0 } title ? $"Kept as a file: {title}" : "Kept as a file";
        return text.Length > Longest ? text[..Longest] + "… (the record has the rest)" : text;
    }

    private static string Plain(string data)
    {
        var bytes = new byte[data.Length];
        return Convert.TryFromBase64String(data, bytes, out var length) ? Encoding.UTF8.GetString(bytes, 0, length).ReplaceLineEndings("\n").Trim() : "";
    }
}
