using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Portal.Grains.Interfaces;
using Portal.Grains.Interfaces.Records;
using Portal.Grains.Interfaces.Records.Search;

namespace Portal.WebFront.Records.Summary;

/// <summary>A patient's whole record at one moment: what summaries of every kind are made from.</summary>
public sealed record RecordSnapshot(string PatientId, ImmutableArray<JsonObject> Resources, JsonObject Practice)
{
    private Dictionary<string, JsonObject>? _known;

    public JsonObject Patient => Find($"Patient/{PatientId}")!;

    /// <summary>
    /// What the caller may have of a record; none when that does not include the practice, which every summary names.
    /// </summary>
    public static async Task<RecordSnapshot?> Take(IGrainFactory grains, string practice, string patientId)
    {
        var record = grains.GetGrain<IRecordGrain>(GrainKey.For(practice, patientId));
        var resources = ImmutableArray.CreateBuilder<JsonObject>();
        var query = new EverythingQuery();
        do
        {
            var page = await record.Everything(query);
            resources.AddRange(page.Matches.Where(resource => resource.Type is not "Binary").Select(resource => JsonNode.Parse(resource.Json)!.AsObject()));
            query = query with { After = page.Next };
        }
        while (query.After is not null);
        var practices = grains.GetGrain<IRecordGrain>(GrainKey.For(practice, RecordId.PracticeWide));
        return await practices.Fetch("Organization", practice) is { Deleted: false } author
            ? Of(patientId, resources.ToImmutable(), JsonNode.Parse(author.Json)!.AsObject())
            : null;
    }

    /// <summary>What stands in a resource of its own and is only referred to (a medicine, a payer) is named where it is used.</summary>
    public static RecordSnapshot Of(string patientId, ImmutableArray<JsonObject> resources, JsonObject practice)
    {
        var snapshot = new RecordSnapshot(patientId, resources, practice);
        foreach (var resource in resources)
        {
            if (resource["medicationReference"] is JsonObject { Count: > 0 } medicine)
                Name(medicine, SummarySections.Words((snapshot.Find((string?)medicine["reference"]) ?? Contained(resource, medicine))?["code"]));
            foreach (var payor in (resource["payor"] as JsonArray)?.OfType<JsonObject>() ?? [])
                Name(payor, (string?)snapshot.Find((string?)payor["reference"])?["name"] ?? "");
        }

        return snapshot;
    }

    private static void Name(JsonObject reference, string words)
    {
        if (reference["display"] is null && words.Length > 0)
            reference["display"] = words;
    }

    private static JsonObject? Contained(JsonObject resource, JsonObject reference) => (resource["contained"] as JsonArray)?
        .OfType<JsonObject>()
        .FirstOrDefault(one => $"#{one["id"]}" == (string?)reference["reference"]);

    /// <summary>What a reference leads to, if it is in the record or beside it.</summary>
    public JsonObject? Find(string? reference)
    {
        _known ??= Resources.Append(Practice).DistinctBy(ReferenceOf).ToDictionary(ReferenceOf, StringComparer.Ordinal);
        return reference?.Split('/') is [.., var type, var id] ? _known.GetValueOrDefault($"{type}/{id}") : null;
    }

    private static string ReferenceOf(JsonObject resource) => $"{resource["resourceType"]}/{resource["id"]}";
}
