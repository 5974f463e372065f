using System.Globalization;
using System.Text.Json.Nodes;
using System.Xml.Linq;
using Portal.WebFront.Records.Summary;
using static Portal.WebFront.Records.Ccd.Cda;

namespace Portal.WebFront.Records.Ccd.Sections;

/// <summary>What is planned: care plans, treatment that was ordered or proposed, and visits that are booked.</summary>
internal static class PlanOfTreatment
{
    private static readonly SummarySection _plans = SummarySections.Of("18776-5");

    public static CcdSection Section { get; } = new(
        _plans with
        {
            Title = "Plan of treatment",
            Columns = ["Plan", "Date", "Status", "Where"],
            Belongs = one => _plans.Belongs(one) || IsOrder(one),
            Row = one => _plans.Belongs(one)
                ? [.. _plans.Row(one), ""]
                :
                [
                    SummarySections.Words(one["code"]), SummarySections.Date(one, "occurrenceDateTime", "occurrencePeriod", "authoredOn"),
                    Standing(one), SummarySections.Sites(one),
                ],
        },
        "plan", "2.16.840.1.113883.10.20.22.2.10", "2014-06-09", Planned)
    {
        Also = BookedVisits,
    };

    /// <summary>What is only planned or proposed reads otherwise than what was ordered.</summary>
    private static string Standing(JsonObject order) =>
        SummarySections.InWords(order.Text("intent") is ("plan" or "proposal") and var intent ? $"{intent}, {order.Text("status")}" : order.Text("status"));

    private static bool IsOrder(JsonObject one) =>
        one.Is("ServiceRequest") && one.Text("status") is "active" or "on-hold" or "draft" && one.Text("intent") is not "option";

    private static XElement Planned(CcdRecord record, JsonObject one, RowMarks marks) => Entry(one.Is("CarePlan") ? Act(record, one, marks) : Procedure(record, one, marks));

    private static XElement Act(CcdRecord record, JsonObject plan, RowMarks marks) => El(
        "act",
        At("classCode", "ACT"), At("moodCode", "INT"),
        Template("2.16.840.1.113883.10.20.22.4.39", "2014-06-09"),
        Id(record.IdOf(plan)),
        CdaConcept.Of("code", plan.Parts("category").LastOrDefault(), marks.Cell(0), CodeSystems.Snomed),
        TextAt(marks.Row),
        Status("active"),
        CdaTime.Of("effectiveTime", plan["period"]));

    private static XElement Procedure(CcdRecord record, JsonObject order, RowMarks marks) => El(
        "procedure",
        [
            At("classCode", "PROC"), At("moodCode", order.Text("intent") switch { "plan" => "INT", "proposal" => "PRP", _ => "RQO" }),
            Template("2.16.840.1.113883.10.20.22.4.41", "2014-06-09"),
            Id(record.IdOf(order)),
            CdaConcept.Of("code", order.Part("code"), marks.Cell(0), CodeSystems.Cdt, CodeSystems.Snomed),
            TextAt(marks.Row),
            Status("active"),
            CdaTime.Of("effectiveTime", order.First("occurrenceDateTime", "occurrencePeriod", "authoredOn")),
            .. order.Parts("bodySite").Select(site => CdaConcept.Of("targetSiteCode", site, marks.Cell(3), CodeSystems.Teeth, CodeSystems.Snomed)),
            record.Author(order),
        ]);

    /// <summary>Those that lie ahead when the document is made.</summary>
    private static IEnumerable<(string[] Cells, Func<RowMarks, XElement?> Entry)> BookedVisits(CcdRecord record) => record.Resources
        .Where(one => one.Is("Appointment") && one.Text("status") is "booked" or "pending")
        .Select(one => (Visit: one, Start: Start(one)))
        .Where(one => one.Start > record.Edition.AsOf)
        .OrderBy(one => one.Start)
        .ThenBy(one => one.Visit.Text("id"), StringComparer.Ordinal)
        .Select(one => (
            new[] { Reason(one.Visit), AtThePractice(one.Start!.Value, record.Zone), SummarySections.InWords(one.Visit.Text("status")), "" },
            (Func<RowMarks, XElement?>)(marks => Entry(Visit(record, one.Visit, marks)))));

    private static DateTimeOffset? Start(JsonObject visit) =>
        DateTimeOffset.TryParse(visit.Text("start"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var start) ? start : null;

    /// <summary>Day and hour on the practice's clocks, whichever the resource was written by.</summary>
    private static string AtThePractice(DateTimeOffset at, TimeZoneInfo zone) =>
        TimeZoneInfo.ConvertTime(at, zone).ToString("ddd, MMM d, yyyy, h:mm tt", CultureInfo.InvariantCulture);

    private static XElement Visit(CcdRecord record, JsonObject visit, RowMarks marks) => El(
        "encounter",
        [
            At("classCode", "ENC"), At("moodCode", "APT"),
            Template("2.16.840.1.113883.10.20.22.4.40", "2014-06-09"),
            Id(record.IdOf(visit)),
            CdaConcept.Of("code", visit.Parts("serviceType").FirstOrDefault(), marks.Cell(0), CodeSystems.Cdt, CodeSystems.Snomed),
            TextAt(marks.Row),
            Status("active"),
            CdaTime.Point("effectiveTime", visit.Text("start")),
            .. visit.Parts("participant")
                .Select(participant => participant.Part("actor"))
                .Where(actor => actor.Text("reference").StartsWith("Practitioner", StringComparison.Ordinal))
                .Select(actor => record.Performer(visit, actor)),
        ]);

    private static string Reason(JsonObject visit) =>
        visit.Parts("serviceType").Select(SummarySections.Words).FirstOrDefault(words => words.Length > 0)
        ?? (visit.Text("description") is { Length: > 0 } words ? words : "Visit");
}
