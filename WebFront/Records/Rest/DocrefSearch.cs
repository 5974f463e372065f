using System.Collections.Immutable;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Primitives;
using Portal.Grains.Interfaces.Records;
using Portal.Grains.Interfaces.Records.Search;

namespace Portal.WebFront.Records.Rest;

/// <summary>What <c>$docref</c> looks for, and the reference to the summary that is made on demand.</summary>
internal static class DocrefSearch
{
    private const string SummaryCode = "60591-5";

    /// <summary>
    /// The searches that find them. The time asked for is that of the care, which <c>context.period</c> tells, and not that of
    /// the record; of a document that does not tell it, its date stands for it.
    /// </summary>
    public static IEnumerable<IEnumerable<KeyValuePair<string, StringValues>>> Filters(string patientId, IReadOnlyDictionary<string, string> parameters)
    {
        List<KeyValuePair<string, StringValues>> all = [new("patient", patientId)];
        if (parameters.TryGetValue("type", out var type))
            all.Add(new("type", type));
        var (isFrom, isUntil) = (parameters.TryGetValue("start", out var start), parameters.TryGetValue("end", out var end));
        if (!isFrom && !isUntil)
            return [all];
        IEnumerable<KeyValuePair<string, StringValues>> Within(string time) =>
        [
            .. all,
            .. isFrom ? [new(time, "ge" + start)] : (KeyValuePair<string, StringValues>[])[],
            .. isUntil ? [new(time, "le" + end)] : (KeyValuePair<string, StringValues>[])[],
        ];
        return [Within("period"), [.. Within("date"), new("period:missing", "true")]];
    }

    /// <summary>All that fit: the operation has no pages, and what the grain gives at once is bounded.</summary>
    public static async Task<ImmutableArray<ServedResource>> All(IRecordGrain record, ResourceSearch search)
    {
        var all = ImmutableArray.CreateBuilder<ServedResource>();
        search = search with { Count = ResourceSearch.LargestPage };
        do
        {
            var page = await record.Search(search);
            all.AddRange(page.Matches);
            search = search with { After = page.Next };
        }
        while (search.After is not null);
        return all.ToImmutable();
    }

    /// <summary>The summary is of now, so it is in every time that has begun and does not end before.</summary>
    public static bool WantsSummary(IReadOnlyDictionary<string, string> parameters, DateTimeOffset now, TimeZoneInfo zone) =>
        (!parameters.TryGetValue("type", out var type) || type.Split(',').Any(one => one == SummaryCode || one == "http://loinc.org|" + SummaryCode))
        && !PeriodEnd.IsOver(parameters.GetValueOrDefault("end"), now, zone)
        && !(parameters.GetValueOrDefault("start") is { } start && SearchDate.TryParse(start, out var first) && first.In(zone).From > now.UtcTicks);

    public static ServedResource SummaryReference(string address, string practice, string patientId, DateTimeOffset now)
    {
        var at = FhirInstant.Of(now);
        var json = new JsonObject
        {
            ["resourceType"] = "DocumentReference",
            ["id"] = "patient-summary",
            ["meta"] = new JsonObject
            {
                ["versionId"] = "1",
                ["lastUpdated"] = at,
                ["profile"] = new JsonArray("http://hl7.org/fhir/us/core/StructureDefinition/us-core-documentreference"),
            },
            ["identifier"] = new JsonArray(new JsonObject { ["system"] = "urn:portal:summary", ["value"] = patientId }),
            ["status"] = "current",
            ["type"] = Concept("http://loinc.org", SummaryCode, "Patient summary Document"),
            ["category"] = new JsonArray(Concept("http://hl7.org/fhir/us/core/CodeSystem/us-core-documentreference-category", "clinical-note", "Clinical Note")),
            ["subject"] = new JsonObject { ["reference"] = $"Patient/{patientId}" },
            ["date"] = at,
            ["author"] = new JsonArray(new JsonObject { ["reference"] = $"Organization/{practice}" }),
            ["content"] = new JsonArray(new JsonObject
            {
                ["attachment"] = new JsonObject
                {
                    ["contentType"] = "application/fhir+json",
                    ["url"] = $"{address}/Patient/{patientId}/$summary",
                    ["title"] = "Patient summary",
                },
                ["format"] = new JsonObject { ["system"] = "http://ihe.net/fhir/ihe.formatcode.fhir/CodeSystem/formatcode", ["code"] = "urn:ihe:iti:xds:2017:mimeTypeSufficient", ["display"] = "mimeType Sufficient" },
            }),
        };
        return new() { Type = "DocumentReference", Id = "patient-summary", Version = 1, LastUpdated = now, Json = Encoding.UTF8.GetBytes(json.ToJsonString()) };
    }

    private static JsonObject Concept(string system, string code, string display) => new()
    {
        ["coding"] = new JsonArray(new JsonObject { ["system"] = system, ["code"] = code, ["display"] = display }),
    };
}
