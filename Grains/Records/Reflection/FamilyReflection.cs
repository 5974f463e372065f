using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Portal.Grains.Interfaces;
using Portal.Grains.Interfaces.Access;
using Portal.Grains.Interfaces.Patients;
using Portal.Grains.Interfaces.Records;
using Portal.Grains.Records.Search;

namespace Portal.Grains.Records.Reflection;

/// <summary>
/// Makes the next versions of a patient's RelatedPersons from the family that the portal knows now. Each relative is told
/// by one: by one that came and still holds, else by one that was made here, else by a new one. Those that say what is so
/// already stay as they are.
/// </summary>
internal sealed class FamilyReflection(IGrainFactory grains, RecordQueries queries, GrainKey record)
{
    /// <param name="held">The record as it is stored.</param>
    /// <param name="row">A RelatedPerson's row.</param>
    public async Task<ImmutableArray<ResourceDraft>> Drafts(
        IReadOnlyDictionary<string, HeldResource> held, Func<string, Task<ResourceState?>> row)
    {
        using var system = CallerScope.Use(Caller.System(record.Practice));
        if (await Patient(record.Id).View() is not { } patient)
            return [];
        var relatives = RelativeReflection.Of(record.Id, patient.GuarantorId, patient.Representatives);
        var told = (await Told(held, row)).ToLookup(one => one.RelativeId, StringComparer.Ordinal);
        var drafts = ImmutableArray.CreateBuilder<ResourceDraft>();
        foreach (var relativeId in relatives.Select(relative => relative.PatientId).Union(told.Select(one => one.Key), StringComparer.Ordinal))
            drafts.AddRange(await Of(relativeId, relatives.FirstOrDefault(relative => relative.PatientId == relativeId), [.. told[relativeId]]));
        return drafts.ToImmutable();
    }

    private async Task<IEnumerable<ResourceDraft>> Of(string relativeId, Relative? relative, IReadOnlyList<RelatedPerson> told)
    {
        if (relative is null)
            return told.Where(one => one.Says is not null).Select(one => Changed(one, null));
        var drafts = new List<ResourceDraft>();
        var teller = told.FirstOrDefault(one => one is { IsOurs: false, Says: not null }) ?? told.FirstOrDefault(one => one.IsOurs) ?? (told.Count > 0 ? told[0] : null)
            ?? new(relativeId, RelativeReflection.IdFor(relativeId, record.Id), null, RelativeReflection.New(record.Practice, relativeId, record.Id), IsOurs: true);
        if (teller.IsOurs && await Patient(relativeId).View() is { } person)
            RelativeReflection.Name(teller.Json, person.Demographics);
        if (teller.IsOurs || teller.Says != relative)
            drafts.Add(Changed(teller, relative));
        drafts.AddRange(told.Where(one => one != teller && one is { IsOurs: true, Says: not null }).Select(one => Changed(one, null)));
        return drafts;
    }

    /// <summary>The RelatedPersons that are known to be somebody. Only for those that came the Patients are asked who says so.</summary>
    private async Task<IEnumerable<RelatedPerson>> Told(IReadOnlyDictionary<string, HeldResource> held, Func<string, Task<ResourceState?>> row)
    {
        var found = new List<(string Id, ResourceState State, JsonObject Json, string? Ours)>();
        foreach (var resource in held.Values.Where(resource => resource.Type == RelativeReflection.Type && !resource.Served.Deleted))
        {
            if (await row(resource.Served.Id) is { Deleted: false } state)
            {
                var json = JsonNode.Parse(state.Json)!.AsObject();
                found.Add((resource.Served.Id, state, json, OwnerOf(json)));
            }
        }

        ImmutableArray<string> unknown = [.. found.Where(one => one.Ours is null).Select(one => one.Id)];
        var same = unknown.IsEmpty ? [] : await queries.SamePersons(record.Practice, unknown);
        return found
            .Select(one => (one, RelativeId: one.Ours ?? same.FirstOrDefault(person => person.RelatedPersonId == one.Id)?.PatientId))
            .Where(known => known.RelativeId is not null)
            .Select(known => new RelatedPerson(known.RelativeId!, known.one.Id, known.one.State, known.one.Json, IsOurs: known.one.Ours is not null));
    }

    /// <summary>The relative's own record, of one that was made here.</summary>
    private string? OwnerOf(JsonObject json) =>
        Elements.First(json, "identifier", identifier => Elements.Of(identifier, "system") == $"urn:portal:{record.Practice}:patient") is { } own
            ? Elements.Of(own, "value")
            : null;

    private static ResourceDraft Changed(RelatedPerson told, Relative? relative)
    {
        RelativeReflection.Apply(told.Json, relative);
        told.Json["id"] = told.Row?.OriginalId ?? told.Id;
        return RecordReflection.Draft(told.Row, RelativeReflection.Type, told.Id, told.Json, told.Row?.Date ?? "", told.Row?.Status ?? "");
    }

    private IPatientGrain Patient(string id) => grains.GetGrain<IPatientGrain>(GrainKey.For(record.Practice, id));

    private sealed record RelatedPerson(string RelativeId, string Id, ResourceState? Row, JsonObject Json, bool IsOurs)
    {
        /// <summary>As it was before anything is changed; none when it has ended or is not there yet.</summary>
        public Relative? Says { get; } = Row is null ? null : RelativeReflection.Said(Json, RelativeId);
    }
}
