using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Portal.Grains.Interfaces;
using Portal.Grains.Interfaces.Access;
using Portal.Grains.Interfaces.Practices;
using Portal.Grains.Interfaces.Records;
using Portal.Grains.Interfaces.Records.Search;
using Portal.Grains.Interfaces.Scheduling;
using Portal.WebFront.Records.Ccd;

namespace Portal.WebFront.Records.Summary;

/// <summary>A patient's whole record as it was read, without the bytes of files: what summaries of every kind are made from.</summary>
public sealed record RecordSnapshot(string PatientId, ImmutableArray<JsonObject> Resources, JsonObject Practice)
{
    private Dictionary<string, JsonObject>? _known;

    /// <summary>The provider who answers for the practice's summaries, as a Practitioner; none when nobody does.</summary>
    public JsonObject? Signer
    {
        get;
        init
        {
            field = value;
            _known = null;
            if (value is not null)
                ProviderAddresses.Remove(value);
        }
    }

    /// <summary>Where the practice is: what happens there is told by its clocks.</summary>
    public TimeZoneInfo Zone { get; init; } = TimeZoneInfo.Utc;

    public JsonObject Patient => Find($"Patient/{PatientId}")!;

    /// <summary>
    /// What the caller may have of a record; none when that does not include the practice, which every summary names.
    /// </summary>
    public static async Task<RecordSnapshot?> Take(IGrainFactory grains, string practice, string patientId)
    {
        var record = grains.GetGrain<IRecordGrain>(GrainKey.For(practice, patientId));
        var resources = ImmutableArray.CreateBuilder<JsonObject>();
        var query = new EverythingQuery { Without = ["Binary"] };
        do
        {
            var page = await record.Everything(query);
            resources.AddRange(page.Matches.Select(resource => JsonNode.Parse(resource.Json)!.AsObject()));
            query = query with { After = page.Next };
        }
        while (query.After is not null);
        var practices = grains.GetGrain<IRecordGrain>(GrainKey.For(practice, RecordId.PracticeWide));
        return await practices.Fetch("Organization", practice) is { Deleted: false } author
            ? Of(patientId, resources.ToImmutable(), JsonNode.Parse(author.Json)!.AsObject()).At(await PracticeZone.Of(grains, practice))
            : null;
    }

    /// <summary>The same by the practice's clocks.</summary>
    public RecordSnapshot At(TimeZoneInfo zone)
    {
        foreach (var resource in Resources)
            PracticeClock.Set(resource, zone);
        return this with { Zone = zone };
    }

    /// <summary>
    /// What stands in a resource of its own and is only referred to (a medicine, a payer) is named where it is used. A summary
    /// is for the patient, whoever has it made.
    /// </summary>
    public static RecordSnapshot Of(string patientId, ImmutableArray<JsonObject> resources, JsonObject practice)
    {
        var snapshot = new RecordSnapshot(patientId, resources, practice);
        foreach (var resource in resources)
        {
            ProviderAddresses.Remove(resource);
            if (resource["medicationReference"] is JsonObject { Count: > 0 } medicine)
                Name(medicine, SummarySections.Words((snapshot.Find((string?)medicine["reference"]) ?? Contained(resource, medicine))?["code"]));
            foreach (var named in Named(resource))
                Name(named, snapshot.NameOf(snapshot.Find((string?)named["reference"]) ?? Contained(resource, named)));
        }

        return snapshot;
    }

    /// <summary>Who is only referred to, where a row tells the name: payers, members of a team, who wrote a note.</summary>
    private static IEnumerable<JsonObject> Named(JsonObject resource) => resource.Text("resourceType") switch
    {
        "Coverage" => resource.Parts("payor"),
        "CareTeam" => resource.Parts("participant").Select(participant => participant.Part("member")).OfType<JsonObject>(),
        "DocumentReference" => resource.Parts("author"),
        "Patient" => resource.Parts("generalPractitioner"),
        _ => [],
    };

    private string NameOf(JsonObject? named) => named switch
    {
        null => "",
        var role when role.Is("PractitionerRole") => role.Part("practitioner").Text("display") is { Length: > 0 } words ? words : NameOf(Find(role.Part("practitioner").Text("reference"))),
        var one when one.Text("name") is { Length: > 0 } name => name,
        var person => CdaPeople.NameInWords(person),
    };

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
        _known ??= Resources.Append(Practice).Concat(Signer is null ? [] : [Signer]).DistinctBy(ReferenceOf).ToDictionary(ReferenceOf, StringComparer.Ordinal);
        return reference?.Split('/') is [.., var type, var id] ? _known.GetValueOrDefault($"{type}/{id}") : null;
    }

    /// <summary>What is taken, wherever the resource tells it: itself, in a part of it or in a resource beside it.</summary>
    public JsonObject? MedicineOf(JsonObject taken)
    {
        if (taken["medicationCodeableConcept"] is JsonObject concept)
            return concept;
        if (taken["medicationReference"] is not JsonObject reference)
            return null;
        var known = (Find((string?)reference["reference"]) ?? Contained(taken, reference))?["code"] as JsonObject;
        return known ?? ((string?)reference["display"] is { Length: > 0 } words ? new JsonObject { ["text"] = words } : null);
    }

    private static string ReferenceOf(JsonObject resource) => $"{resource["resourceType"]}/{resource["id"]}";
}
