using System.Collections.Immutable;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace Portal.WebFront.Records.Summary;

/// <summary>
/// The International Patient Summary of a record: a document Bundle whose Composition lists what is known, in words for
/// people and as resources for programs. Everything that it refers to is inside.
/// </summary>
public static class SummaryDocument
{
    private const string Profile = "http://hl7.org/fhir/uv/ips/StructureDefinition/";

    /// <summary>What may come along because something in a section refers to it.</summary>
    private static readonly string[] _companions = ["Practitioner", "PractitionerRole", "Organization", "Medication", "Location", "Device"];

    /// <param name="address">The FHIR address of the practice, for the full addresses of the entries.</param>
    /// <param name="record">The patient's whole record with what it refers to in the practice.</param>
    /// <param name="patientId">The patient.</param>
    /// <param name="author">The practice, as <c>Organization/id</c>, with its resource.</param>
    /// <param name="now">When the summary is made.</param>
    /// <param name="opens">Whether the record has all resources of a type that the practice has; none for a record that is whole.</param>
    public static JsonObject Of(
        string address, ImmutableArray<JsonObject> record, string patientId, JsonObject author, DateTimeOffset now, Func<string, bool>? opens = null)
    {
        var known = record.Append(author).DistinctBy(ReferenceOf).ToDictionary(ReferenceOf, StringComparer.Ordinal);
        var patient = $"Patient/{patientId}";
        ImmutableArray<SummarySection> withheld = opens is null ? [] : [.. SummarySections.All.Where(section => section.Tells?.All(opens) is false)];
        var sections = SummarySections.All.Select(section => Section(section, record, patient, withheld.Contains(section))).Where(section => section.Resources.Count > 0).ToList();
        var inside = sections.SelectMany(section => section.Resources).ToDictionary(ReferenceOf, one => one.DeepClone().AsObject(), StringComparer.Ordinal);
        inside[ReferenceOf(author)] = author.DeepClone().AsObject();
        inside[patient] = known[patient].DeepClone().AsObject();
        Accompany(inside, known);
        foreach (var resource in inside.Values)
            Complete(resource, inside);
        var composition = Composition(sections.ConvertAll(section => section.Json), patient, ReferenceOf(author), patientId, WordsOf(withheld), now);
        return Bundle(address, patientId, [composition, inside[patient], .. inside.Where(entry => entry.Key != patient).Select(entry => entry.Value)], now);
    }

    private static (JsonObject Json, List<JsonObject> Resources) Section(
        SummarySection section, ImmutableArray<JsonObject> record, string patient, bool isWithheld)
    {
        var resources = SummaryOrder.LatestFirst(record.Where(section.Belongs)).ToList();
        var text = TextOf(section, resources, isWithheld);
        if ((resources.Count == 0 || isWithheld) && section.Unknown is { } unknown)
        {
            var nothing = unknown(patient);
            nothing["id"] = $"no-information-{section.Loinc}";
            // IPS 1.1.0 has no empty sections, so no emptyReason either: the entry that must be there says it.
            if (isWithheld)
                SummarySections.Withhold(nothing);
            resources.Add(nothing);
        }

        var json = new JsonObject
        {
            ["title"] = section.Title,
            ["code"] = new JsonObject
            {
                ["coding"] = new JsonArray(new JsonObject { ["system"] = "http://loinc.org", ["code"] = section.Loinc, ["display"] = section.Words }),
            },
            ["text"] = Narrative(text),
            ["entry"] = new JsonArray([.. resources.Select(resource => SummarySections.Reference(ReferenceOf(resource)))]),
        };
        return (json, resources);
    }

    private static string TextOf(SummarySection section, List<JsonObject> known, bool isWithheld) => (known.Count, isWithheld) switch
    {
        (0, false) => $"<p>No information about {Encode(section.Title.ToLowerInvariant())}.</p>",
        (0, true) => "<p>Withheld: who asked for this summary may not have what the practice knows here.</p>",
        (_, false) => Table(section, known),
        _ => $"<p>A part: who asked for this summary may not have all that the practice knows here.</p>{Table(section, known)}",
    };

    private static string WordsOf(ImmutableArray<SummarySection> withheld) => withheld.IsEmpty
        ? "<p>Patient summary. Each section tells what the practice knows.</p>"
        : "<p>Patient summary. It is not whole: who asked for it may not have all that the practice knows. Withheld, all of it or a part: "
            + $"{Encode(string.Join(", ", withheld.Select(section => section.Title.ToLowerInvariant())))}.</p>";

    private static string Table(SummarySection section, List<JsonObject> resources)
    {
        var html = new StringBuilder("<table><thead><tr>");
        foreach (var column in section.Columns)
            html.Append("<th>").Append(Encode(column)).Append("</th>");
        html.Append("</tr></thead><tbody>");
        foreach (var resource in resources)
        {
            html.Append("<tr>");
            foreach (var cell in section.Row(resource))
                html.Append("<td>").Append(Encode(cell)).Append("</td>");
            html.Append("</tr>");
        }

        return html.Append("</tbody></table>").ToString();
    }

    private static JsonObject Narrative(string html) => new()
    {
        ["status"] = "generated",
        ["div"] = $"<div xmlns=\"http://www.w3.org/1999/xhtml\">{html}</div>",
    };

    /// <summary>Brings along what the entries refer to, as far as it has a place in a summary.</summary>
    private static void Accompany(Dictionary<string, JsonObject> inside, Dictionary<string, JsonObject> known)
    {
        var open = new Queue<JsonObject>(inside.Values);
        while (open.TryDequeue(out var resource))
        {
            foreach (var target in References(resource).Select(reference => Target(reference)).OfType<string>().ToList())
            {
                if (inside.ContainsKey(target) || !known.TryGetValue(target, out var found) || !_companions.Contains(target.Split('/')[0]))
                    continue;
                inside[target] = found.DeepClone().AsObject();
                open.Enqueue(inside[target]);
            }
        }
    }

    /// <summary>What IPS demands and the record does not say is marked as unknown; what is not inside is not referred to.</summary>
    private static void Complete(JsonObject resource, Dictionary<string, JsonObject> inside)
    {
        if ((string?)resource["resourceType"] is "Patient")
            resource.Remove("link");
        Detach(resource, inside);
        switch ((string?)resource["resourceType"])
        {
            case "MedicationStatement" when !Has(resource, "effective"):
                resource["_effectiveDateTime"] = SummarySections.DataAbsent();
                break;
            case "Procedure" when !Has(resource, "performed"):
                resource["_performedDateTime"] = SummarySections.DataAbsent();
                break;
            case "Observation" when !Has(resource, "effective"):
                resource["_effectiveDateTime"] = SummarySections.DataAbsent();
                break;
            case "Patient" when resource["birthDate"] is null:
                resource["_birthDate"] = SummarySections.DataAbsent();
                break;
            default:
                break;
        }
    }

    private static bool Has(JsonObject resource, string choice) =>
        resource.Any(property => property.Key.TrimStart('_').StartsWith(choice, StringComparison.Ordinal));

    private static void Detach(JsonNode? node, Dictionary<string, JsonObject> inside)
    {
        if (node is JsonArray list)
        {
            foreach (var item in list)
                Detach(item, inside);
            foreach (var empty in list.Where(item => item is JsonObject { Count: 0 }).ToList())
                list.Remove(empty);
        }

        if (node is not JsonObject element)
            return;
        if (element["reference"] is JsonValue value && value.TryGetValue<string>(out var reference)
            && !reference.StartsWith('#') && (Target(reference) is not { } target || !inside.ContainsKey(target)))
        {
            element.Remove("reference");
        }

        foreach (var (_, child) in element.ToList())
            Detach(child, inside);
        foreach (var name in element.Where(property => property.Value is JsonObject { Count: 0 } or JsonArray { Count: 0 }).Select(property => property.Key).ToList())
            element.Remove(name);
    }

    private static IEnumerable<string> References(JsonNode? node) => node switch
    {
        JsonArray list => list.SelectMany(References),
        JsonObject element => element.SelectMany(property => property.Key == "reference" && property.Value is JsonValue value && value.TryGetValue<string>(out var text)
            ? [text]
            : References(property.Value)),
        _ => [],
    };

    private static string? Target(string reference) => reference.Split('/') is [.., var type, var id] && type.Length > 0 ? $"{type}/{id}" : null;

    private static JsonObject Composition(List<JsonObject> sections, string patient, string author, string patientId, string words, DateTimeOffset now) => new()
    {
        ["resourceType"] = "Composition",
        ["id"] = $"summary-{Hash(patientId)}",
        ["meta"] = new JsonObject { ["profile"] = new JsonArray(Profile + "Composition-uv-ips") },
        ["text"] = Narrative(words),
        ["status"] = "final",
        ["type"] = new JsonObject
        {
            ["coding"] = new JsonArray(new JsonObject { ["system"] = "http://loinc.org", ["code"] = "60591-5", ["display"] = "Patient summary Document" }),
        },
        ["subject"] = SummarySections.Reference(patient),
        ["date"] = FhirInstant.Of(now),
        ["author"] = new JsonArray(SummarySections.Reference(author)),
        ["title"] = "Patient summary",
        ["confidentiality"] = "N",
        ["custodian"] = SummarySections.Reference(author),
        ["section"] = new JsonArray([.. sections]),
    };

    private static JsonObject Bundle(string address, string patientId, IEnumerable<JsonObject> resources, DateTimeOffset now) => new()
    {
        ["resourceType"] = "Bundle",
        ["id"] = $"ips-{Hash(patientId)}",
        ["meta"] = new JsonObject { ["profile"] = new JsonArray(Profile + "Bundle-uv-ips") },
        ["identifier"] = new JsonObject { ["system"] = "urn:ietf:rfc:3986", ["value"] = $"urn:uuid:{Uuid(patientId, now)}" },
        ["type"] = "document",
        ["timestamp"] = FhirInstant.Of(now),
        ["entry"] = new JsonArray([.. resources.Select(resource => new JsonObject { ["fullUrl"] = $"{address}/{ReferenceOf(resource)}", ["resource"] = resource })]),
    };

    private static string ReferenceOf(JsonObject resource) => $"{resource["resourceType"]}/{resource["id"]}";

    private static string Encode(string text) => WebUtility.HtmlEncode(text);

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 12));

    /// <summary>The same summary at the same moment has the same identifier.</summary>
    private static Guid Uuid(string patientId, DateTimeOffset now) =>
        new(SHA256.HashData(Encoding.UTF8.GetBytes(patientId + FhirInstant.Of(now))).AsSpan(0, 16));
}
