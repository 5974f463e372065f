using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Portal.Grains.Interfaces;
using Portal.Grains.Interfaces.Access;
using Portal.Grains.Interfaces.Patients;
using Portal.Grains.Interfaces.Records;
using Portal.Grains.Records.Search;

namespace Portal.Grains.Records.Reflection;

/// <summary>
/// Makes the next versions of a patient's RelatedPersons from the family that the portal knows now. Those that came and
/// are known to be one of the relatives are changed; for the others one is made here.
/// </summary>
internal sealed class FamilyReflection(IGrainFactory grains, RecordQueries queries, GrainKey record)
{
    /// <param name="held">The record as it is stored.</param>
    /// <param name="row">A RelatedPerson's row.</param>
    public async Task<ImmutableArray<ResourceDraft>> Drafts(IReadOnlyDictionary<string, HeldResource> held, Func<string, Task<ResourceState?>> row)
    {
        using var system = CallerScope.Use(Caller.System(record.Practice));
        if (await Patient(record.Id).View() is not { } patient)
            return [];
        var relatives = RelativeReflection.Of(record.Id, patient.GuarantorId, patient.Representatives).ToDictionary(relative => relative.PatientId, StringComparer.Ordinal);
        var ids = held.Values.Where(resource => resource.Type == RelativeReflection.Type && !resource.Served.Deleted).Select(resource => resource.Served.Id).ToImmutableArray();
        var came = await queries.SamePersons(record.Practice, ids);
        var drafts = ImmutableArray.CreateBuilder<ResourceDraft>();
        foreach (var id in ids)
        {
            if (await row(id) is not { } stored)
                continue;
            var json = JsonNode.Parse(stored.Json)!.AsObject();
            var ours = OwnerOf(json);
            if ((came.FirstOrDefault(same => same.RelatedPersonId == id)?.PatientId ?? ours) is not { } relativeId)
                continue;
            relatives.Remove(relativeId, out var relative);
            drafts.Add(await Draft(stored, id, json, relativeId, relative, isOurs: ours is not null));
        }

        foreach (var relative in relatives.Values)
        {
            var json = RelativeReflection.New(record.Practice, relative.PatientId, record.Id);
            drafts.Add(await Draft(null, RelativeReflection.IdFor(relative.PatientId, record.Id), json, relative.PatientId, relative, isOurs: true));
        }

        return drafts.ToImmutable();
    }

    /// <summary>The relative's own record, of one that was made here.</summary>
    private string? OwnerOf(JsonObject json) =>
        Elements.First(json, "identifier", identifier => Elements.Of(identifier, "system") == $"urn:portal:{record.Practice}:patient") is { } own
            ? Elements.Of(own, "value")
            : null;

    private async Task<ResourceDraft> Draft(ResourceState? before, string id, JsonObject json, string relativeId, Relative? relative, bool isOurs)
    {
        RelativeReflection.Apply(json, relative, isOurs);
        if (isOurs && await Patient(relativeId).View() is { } person)
            RelativeReflection.Name(json, person.Demographics);
        json["id"] = before?.OriginalId ?? id;
        return RecordReflection.Draft(before, RelativeReflection.Type, id, json, before?.Date ?? "", before?.Status ?? "");
    }

    private IPatientGrain Patient(string id) => grains.GetGrain<IPatientGrain>(GrainKey.For(record.Practice, id));
}
