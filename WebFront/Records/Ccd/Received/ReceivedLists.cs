using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;
using System.Xml.Linq;
using Portal.WebFront.Records.Summary;
using static Portal.WebFront.Records.Ccd.Cda;

namespace Portal.WebFront.Records.Ccd.Received;

/// <summary>An entry of a list before it has a name.</summary>
internal sealed record ReceivedEntry(string Words, string Detail, string Date, JsonObject Resource)
{
    /// <summary>Where it stands in the document.</summary>
    public XElement From { get; init; } = null!;
}

/// <summary>
/// The lists of a document that the record takes over. What says that there is nothing, or that something was not done,
/// is no entry.
/// </summary>
internal sealed class ReceivedLists(DateOnly today)
{
    private const string Clinical = "http://terminology.hl7.org/CodeSystem/";

    private const string ProcedureAct = "2.16.840.1.113883.10.20.22.4.12";
    private const string ProcedureObservation = "2.16.840.1.113883.10.20.22.4.13";
    private const string ProblemStatus = "2.16.840.1.113883.10.20.22.4.6";
    private const string AllergyStatus = "2.16.840.1.113883.10.20.22.4.28";

    public ImmutableArray<(ReceivedKind Kind, Func<XElement, IEnumerable<ReceivedEntry>> Read)> All =>
    [
        (ReceivedKind.Allergy, section => Each(section.WithTemplate("observation", "2.16.840.1.113883.10.20.22.4.7").Where(IsAffirmed), Allergy)),
        (ReceivedKind.Medication, section => IsMedicines(section)
            ? Each(section.WithTemplate("substanceAdministration", "2.16.840.1.113883.10.20.22.4.16").Where(IsAffirmed), Medication)
            : []),
        (ReceivedKind.Problem, section => IsProblems(section)
            ? Each(section.WithTemplate("observation", "2.16.840.1.113883.10.20.22.4.4").Where(IsAffirmed), Problem)
            : []),
        (ReceivedKind.Immunization, section => Each(
            section.WithTemplate("substanceAdministration", "2.16.840.1.113883.10.20.22.4.52").Where(given => IsAffirmed(given) && HasHappened(given)), Immunization)),
        (ReceivedKind.Procedure, section => Each(
            section.Elements(Space + "entry").Elements().Where(done => IsProcedure(done) && IsAffirmed(done) && HasHappened(done)), Procedure)),
    ];

    private static IEnumerable<ReceivedEntry> Each(IEnumerable<XElement> elements, Func<XElement, ReceivedEntry> read) =>
        elements.Select(element => read(element) with { From = element });

    /// <summary>What was cancelled did not come to be, and what was nullified was a mistake.</summary>
    private static bool IsAffirmed(XElement entry) => (string?)entry.Attribute("negationInd") is not "true" && StatusOf(entry) is not ("cancelled" or "nullified");

    private static bool HasHappened(XElement entry) => (string?)entry.Attribute("moodCode") is "EVN";

    private static string StatusOf(XElement entry) => (string?)entry.Element(Space + "statusCode")?.Attribute("code") ?? "";

    private static bool IsProcedure(XElement entry) => entry.Name == Space + "procedure" || entry.Has(ProcedureAct) || entry.Has(ProcedureObservation);

    /// <summary>Problem observations stand also within visits, as diagnoses; the list is what counts.</summary>
    private static bool IsProblems(XElement section) => (string?)section.Element(Space + "code")?.Attribute("code") is "11450-4" or "11348-0" or "75310-3";

    /// <summary>What is taken, or was at the coming or going; what was given during a visit is none of it.</summary>
    private static bool IsMedicines(XElement section) => (string?)section.Element(Space + "code")?.Attribute("code") is "10160-0" or "10183-2" or "42346-7";

    private static ReceivedEntry Allergy(XElement observation)
    {
        var allergen = observation.Elements(Space + "participant").Descendants(Space + "playingEntity").FirstOrDefault();
        var code = CdaReading.Concept(allergen?.Element(Space + "code"));
        if (SummarySections.Words(code).Length == 0 && allergen?.Element(Space + "name")?.Value.Trim() is { Length: > 0 } name)
            code["text"] = name;
        var standing = Standing(observation, AllergyStatus, "inactive");
        var resource = new JsonObject
        {
            ["resourceType"] = "AllergyIntolerance",
            ["clinicalStatus"] = Code(Clinical + "allergyintolerance-clinical", standing),
            ["verificationStatus"] = Code(Clinical + "allergyintolerance-verification", "confirmed"),
            ["code"] = code,
        };
        Set(resource, "criticality", Criticality(observation));
        var since = CdaReading.Time(observation.Element(Space + "effectiveTime"));
        Set(resource, "onsetDateTime", since);
        var reactions = observation.Descendants(Space + "observation")
            .Where(one => one.Has("2.16.840.1.113883.10.20.22.4.9"))
            .Select(Reaction).OfType<JsonNode>().ToArray();
        if (reactions.Length > 0)
            resource["reaction"] = new JsonArray(reactions);
        var risk = resource.Text("criticality") is { Length: > 0 } criticality ? $"{criticality.Replace('-', ' ')} risk" : "";
        return new(SummarySections.Words(code), Detail(standing, SummarySections.Reactions(resource), risk), since, resource);
    }

    private static string Criticality(XElement observation) => Within(observation, "2.16.840.1.113883.10.20.22.4.145") switch
    {
        "CRITL" => "low",
        "CRITH" => "high",
        "CRITU" => "unable-to-assess",
        _ => "",
    };

    /// <summary>None when neither how it shows nor how bad it is was told.</summary>
    private static JsonObject? Reaction(XElement observation)
    {
        var manifestation = CdaReading.Concept(observation.Element(Space + "value"));
        var severity = Within(observation, "2.16.840.1.113883.10.20.22.4.8") switch { "255604002" => "mild", "6736007" => "moderate", "24484000" => "severe", _ => "" };
        if (manifestation.Count == 0 && severity.Length == 0)
            return null;
        if (manifestation.Count == 0)
            manifestation["text"] = "Unknown reaction";
        var reaction = new JsonObject { ["manifestation"] = new JsonArray(manifestation) };
        Set(reaction, "severity", severity);
        return reaction;
    }

    /// <summary>The code that an observation within another gives.</summary>
    private static string Within(XElement observation, string template) => observation.Descendants(Space + "observation")
        .Where(one => one.Has(template))
        .Select(one => (string?)one.Element(Space + "value")?.Attribute("code"))
        .FirstOrDefault() ?? "";

    private ReceivedEntry Medication(XElement taken)
    {
        var code = CdaReading.Concept(taken.Elements(Space + "consumable").Descendants(Space + "manufacturedMaterial").Elements(Space + "code").FirstOrDefault());
        var time = taken.Elements(Space + "effectiveTime").FirstOrDefault();
        var end = CdaReading.End(time);
        var standing = StatusOf(taken) switch { "completed" => "completed", "aborted" => "stopped", "suspended" => "on-hold", _ => IsPast(end) ? "completed" : "active" };
        var resource = new JsonObject { ["resourceType"] = "MedicationStatement", ["status"] = standing, ["medicationCodeableConcept"] = code };
        var period = new JsonObject();
        Set(period, "start", CdaReading.Time(time));
        Set(period, "end", end);
        if (period.Count > 0)
            resource["effectivePeriod"] = period;
        if (ReceivedDosage.Of(taken) is { } dosage)
            resource["dosage"] = new JsonArray(dosage);
        return new(SummarySections.Words(code), Detail(standing, SummaryDosage.Of(resource), end.Length > 0 ? $"until {SummaryTimes.Day(end)}" : ""), CdaReading.Time(time), resource);
    }

    /// <summary>A day, a month or a year that is over.</summary>
    private bool IsPast(string date) => date.Length > 0 && string.CompareOrdinal(date, today.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)[..date.Length]) < 0;

    private static ReceivedEntry Problem(XElement observation)
    {
        var code = CdaReading.Concept(observation.Element(Space + "value"));
        var time = observation.Element(Space + "effectiveTime");
        var standing = Standing(observation, ProblemStatus, "resolved");
        var resource = new JsonObject
        {
            ["resourceType"] = "Condition",
            ["clinicalStatus"] = Code(Clinical + "condition-clinical", standing),
            ["verificationStatus"] = Code(Clinical + "condition-ver-status", "confirmed"),
            ["category"] = new JsonArray(Code(Clinical + "condition-category", "problem-list-item")),
            ["code"] = code,
        };
        var (since, end) = (CdaReading.Time(time), CdaReading.End(time));
        Set(resource, "onsetDateTime", since);
        // Nothing ends before it begins: one of the two is wrong, and nobody knows which.
        if (standing is not "active" && !IsBefore(end, since))
            Set(resource, "abatementDateTime", end);
        return new(SummarySections.Words(code), Detail(standing, Sites(observation, resource), end.Length > 0 ? $"until {SummaryTimes.Day(end)}" : ""), since, resource);
    }

    private static bool IsBefore(string end, string since) =>
        string.CompareOrdinal(end, 0, since, 0, Math.Min(end.Length, since.Length)) < 0;

    private static ReceivedEntry Immunization(XElement given)
    {
        var material = given.Elements(Space + "consumable").Descendants(Space + "manufacturedMaterial").FirstOrDefault();
        var code = CdaReading.Concept(material?.Element(Space + "code"));
        var at = CdaReading.Time(given.Elements(Space + "effectiveTime").FirstOrDefault());
        var standing = StatusOf(given) is "aborted" ? "not-done" : "completed";
        var resource = new JsonObject { ["resourceType"] = "Immunization", ["status"] = standing, ["vaccineCode"] = code, ["primarySource"] = false };
        if (at.Length > 0)
            resource["occurrenceDateTime"] = at;
        else
            resource["occurrenceString"] = "unknown";
        var lot = material?.Element(Space + "lotNumberText")?.Value.Trim() ?? "";
        Set(resource, "lotNumber", lot);
        return new(SummarySections.Words(code), Detail(standing, lot.Length > 0 ? $"lot {lot}" : ""), at, resource);
    }

    private static ReceivedEntry Procedure(XElement done)
    {
        var code = CdaReading.Concept(done.Element(Space + "code"));
        var at = CdaReading.Time(done.Elements(Space + "effectiveTime").FirstOrDefault());
        var standing = StatusOf(done) switch { "active" => "in-progress", "suspended" => "on-hold", "aborted" => "stopped", _ => "completed" };
        var resource = new JsonObject { ["resourceType"] = "Procedure", ["status"] = standing, ["code"] = code };
        Set(resource, "performedDateTime", at);
        return new(SummarySections.Words(code), Detail(standing, Sites(done, resource)), at, resource);
    }

    /// <summary>What a person reads before choosing: how it stands with it among the rest.</summary>
    private static string Detail(string standing, params ReadOnlySpan<string> parts) =>
        string.Join("; ", parts.ToArray().Where(part => part.Length > 0).Append(standing.Replace('-', ' ')));

    /// <summary>Adds where on the body it is, and tells it in words.</summary>
    private static string Sites(XElement entry, JsonObject resource)
    {
        var sites = entry.Elements(Space + "targetSiteCode").Select(CdaReading.Place).Where(site => site.Count > 0).ToList();
        if (sites.Count > 0)
            resource["bodySite"] = new JsonArray([.. sites]);
        return SummarySections.Sites(resource);
    }

    /// <summary>What the document itself says of it; else whether it has an end, or nobody is concerned with it any more.</summary>
    private static string Standing(XElement observation, string template, string over) => Within(observation, template) switch
    {
        "55561003" => "active",
        "73425007" => "inactive",
        "413322009" => "resolved",
        _ => HasEnd(observation) || ConcernIsOver(observation) ? over : "active",
    };

    private static bool HasEnd(XElement observation) =>
        observation.Element(Space + "effectiveTime")?.Element(Space + "high") is { } high && (string?)high.Attribute("nullFlavor") is not "NA";

    private static bool ConcernIsOver(XElement observation) =>
        observation.Ancestors(Space + "act").FirstOrDefault() is { } concern && StatusOf(concern) is "completed" or "aborted";

    private static JsonObject Code(string system, string code) =>
        new() { ["coding"] = new JsonArray(new JsonObject { ["system"] = system, ["code"] = code }) };

    private static void Set(JsonObject resource, string name, string value)
    {
        if (value.Length > 0)
            resource[name] = value;
    }
}
