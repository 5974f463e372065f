using System.Collections.Immutable;
using System.Text.Json.Nodes;
using System.Xml.Linq;
using Portal.WebFront.Records.Summary;
using static Portal.WebFront.Records.Ccd.Cda;

namespace Portal.WebFront.Records.Ccd.Received;

/// <summary>An entry of a list before it has a name.</summary>
internal sealed record ReceivedEntry(string Words, string Detail, string Date, JsonObject Resource);

/// <summary>
/// The lists of a document that the record takes over. What says that there is nothing, or that something was not done,
/// is no entry.
/// </summary>
internal static class ReceivedLists
{
    private const string Clinical = "http://terminology.hl7.org/CodeSystem/";

    public static ImmutableArray<(ReceivedKind Kind, Func<XElement, IEnumerable<ReceivedEntry>> Read)> All { get; } =
    [
        (ReceivedKind.Allergy, section => section.WithTemplate("observation", "2.16.840.1.113883.10.20.22.4.7").Where(IsAffirmed).Select(Allergy)),
        (ReceivedKind.Medication, section => section.WithTemplate("substanceAdministration", "2.16.840.1.113883.10.20.22.4.16").Where(IsAffirmed).Select(Medication)),
        (ReceivedKind.Problem, section => IsProblems(section)
            ? section.WithTemplate("observation", "2.16.840.1.113883.10.20.22.4.4").Where(IsAffirmed).Select(Problem)
            : []),
        (ReceivedKind.Immunization, section => section.WithTemplate("substanceAdministration", "2.16.840.1.113883.10.20.22.4.52").Where(IsAffirmed).Select(Immunization)),
        (ReceivedKind.Procedure, section => section.Elements(Space + "entry").Elements(Space + "procedure")
            .Where(procedure => (string?)procedure.Attribute("moodCode") is "EVN" && IsAffirmed(procedure)).Select(Procedure)),
    ];

    private static bool IsAffirmed(XElement entry) => (string?)entry.Attribute("negationInd") is not "true";

    /// <summary>Problem observations stand also within visits, as diagnoses; the list is what counts.</summary>
    private static bool IsProblems(XElement section) => (string?)section.Element(Space + "code")?.Attribute("code") is "11450-4" or "11348-0" or "75310-3";

    private static ReceivedEntry Allergy(XElement observation)
    {
        var allergen = observation.Elements(Space + "participant").Descendants(Space + "playingEntity").FirstOrDefault();
        var code = CdaReading.Concept(allergen?.Element(Space + "code"));
        if (SummarySections.Words(code).Length == 0 && allergen?.Element(Space + "name")?.Value.Trim() is { Length: > 0 } name)
            code["text"] = name;
        var reactions = observation.Descendants(Space + "observation").Where(one => one.Has("2.16.840.1.113883.10.20.22.4.9")).ToList();
        var resource = new JsonObject
        {
            ["resourceType"] = "AllergyIntolerance",
            ["clinicalStatus"] = Code(Clinical + "allergyintolerance-clinical", IsOver(observation) ? "inactive" : "active"),
            ["verificationStatus"] = Code(Clinical + "allergyintolerance-verification", "confirmed"),
            ["code"] = code,
        };
        var since = CdaReading.Time(observation.Element(Space + "effectiveTime"));
        Set(resource, "onsetDateTime", since);
        if (reactions.Count > 0)
            resource["reaction"] = new JsonArray([.. reactions.Select(Reaction)]);
        var detail = string.Join(", ", reactions.Select(one => SummarySections.Words(CdaReading.Concept(one.Element(Space + "value")))).Where(words => words.Length > 0));
        return new(SummarySections.Words(code), detail, since, resource);
    }

    private static JsonNode Reaction(XElement observation)
    {
        var reaction = new JsonObject { ["manifestation"] = new JsonArray(CdaReading.Concept(observation.Element(Space + "value"))) };
        var severity = observation.Descendants(Space + "observation")
            .Where(one => one.Has("2.16.840.1.113883.10.20.22.4.8"))
            .Select(one => (string?)one.Element(Space + "value")?.Attribute("code"))
            .FirstOrDefault();
        Set(reaction, "severity", severity switch { "255604002" => "mild", "6736007" => "moderate", "24484000" => "severe", _ => "" });
        return reaction;
    }

    private static ReceivedEntry Medication(XElement taken)
    {
        var code = CdaReading.Concept(taken.Elements(Space + "consumable").Descendants(Space + "manufacturedMaterial").Elements(Space + "code").FirstOrDefault());
        var dosage = CdaReading.Words(taken.Descendants(Space + "substanceAdministration")
            .FirstOrDefault(one => one.Has("2.16.840.1.113883.10.20.22.4.147"))?.Element(Space + "text"));
        var time = taken.Elements(Space + "effectiveTime").FirstOrDefault();
        var resource = new JsonObject
        {
            ["resourceType"] = "MedicationStatement",
            ["status"] = (string?)taken.Element(Space + "statusCode")?.Attribute("code") is "completed" or "aborted" ? "completed" : "active",
            ["medicationCodeableConcept"] = code,
        };
        var period = new JsonObject();
        Set(period, "start", CdaReading.Time(time));
        Set(period, "end", CdaReading.End(time));
        if (period.Count > 0)
            resource["effectivePeriod"] = period;
        if (dosage.Length > 0)
            resource["dosage"] = new JsonArray(new JsonObject { ["text"] = dosage });
        return new(SummarySections.Words(code), dosage, CdaReading.Time(time), resource);
    }

    private static ReceivedEntry Problem(XElement observation)
    {
        var code = CdaReading.Concept(observation.Element(Space + "value"));
        var time = observation.Element(Space + "effectiveTime");
        var resource = new JsonObject
        {
            ["resourceType"] = "Condition",
            ["clinicalStatus"] = Code(Clinical + "condition-clinical", IsOver(observation) ? "resolved" : "active"),
            ["verificationStatus"] = Code(Clinical + "condition-ver-status", "confirmed"),
            ["category"] = new JsonArray(Code(Clinical + "condition-category", "problem-list-item")),
            ["code"] = code,
        };
        Set(resource, "onsetDateTime", CdaReading.Time(time));
        Set(resource, "abatementDateTime", CdaReading.End(time));
        return new(SummarySections.Words(code), Sites(observation, resource), CdaReading.Time(time), resource);
    }

    private static ReceivedEntry Immunization(XElement given)
    {
        var material = given.Elements(Space + "consumable").Descendants(Space + "manufacturedMaterial").FirstOrDefault();
        var code = CdaReading.Concept(material?.Element(Space + "code"));
        var at = CdaReading.Time(given.Elements(Space + "effectiveTime").FirstOrDefault());
        var resource = new JsonObject { ["resourceType"] = "Immunization", ["status"] = "completed", ["vaccineCode"] = code, ["primarySource"] = false };
        if (at.Length > 0)
            resource["occurrenceDateTime"] = at;
        else
            resource["occurrenceString"] = "unknown";
        Set(resource, "lotNumber", material?.Element(Space + "lotNumberText")?.Value.Trim() ?? "");
        return new(SummarySections.Words(code), "", at, resource);
    }

    private static ReceivedEntry Procedure(XElement done)
    {
        var code = CdaReading.Concept(done.Element(Space + "code"));
        var at = CdaReading.Time(done.Elements(Space + "effectiveTime").FirstOrDefault());
        var resource = new JsonObject { ["resourceType"] = "Procedure", ["status"] = "completed", ["code"] = code };
        Set(resource, "performedDateTime", at);
        return new(SummarySections.Words(code), Sites(done, resource), at, resource);
    }

    /// <summary>Adds where on the body it is, and tells it in words.</summary>
    private static string Sites(XElement entry, JsonObject resource)
    {
        var sites = entry.Elements(Space + "targetSiteCode").Select(CdaReading.Concept).Where(site => site.Count > 0).ToList();
        if (sites.Count > 0)
            resource["bodySite"] = new JsonArray([.. sites]);
        return string.Join(", ", sites.Select(SummarySections.Words).Where(words => words.Length > 0));
    }

    private static bool IsOver(XElement observation) =>
        observation.Element(Space + "effectiveTime")?.Element(Space + "high") is not null
        || (string?)observation.Ancestors(Space + "act").FirstOrDefault()?.Element(Space + "statusCode")?.Attribute("code") is "completed";

    private static JsonObject Code(string system, string code) =>
        new() { ["coding"] = new JsonArray(new JsonObject { ["system"] = system, ["code"] = code }) };

    private static void Set(JsonObject resource, string name, string value)
    {
        if (value.Length > 0)
            resource[name] = value;
    }
}
