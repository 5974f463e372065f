using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Portal.Grains.Interfaces;
using Portal.Grains.Interfaces.Access;
using Portal.Grains.Interfaces.Patients;
using Portal.Grains.Interfaces.Practices;
using Portal.Grains.Interfaces.Records;
using Portal.Grains.Interfaces.Scheduling;
using Portal.Grains.Records.Search;

namespace Portal.Grains.Records.Reflection;

/// <summary>
/// Makes the next versions of a patient's RelatedPersons from the family that the portal knows now. Each relative is told
/// by all that came and still hold, else by one that was made here, else by a new one. Those that say what is so already
/// stay as they are.
/// </summary>
internal sealed class FamilyReflection(IGrainFactory grains, RecordQueries queries, GrainKey record)
{
    /// <param name="group">What to write, one of <see cref="PatientReflection.OfFamily"/>.</param>
    /// <param name="held">The record as it is stored.</param>
    /// <param name="row">A RelatedPerson's row.</param>
    public async Task<ImmutableArray<ResourceDraft>> Drafts(
        string group, IReadOnlyDictionary<string, HeldResource> held, Func<string, Task<ResourceState?>> row)
    {
        using var system = CallerScope.Use(Caller.System(record.Practice));
        var found = await Found(held, row);
        if ((group != PatientReflection.Family && found.TrueForAll(one => one.Ours is null)) || await Patient(record.Id).View() is not { } patient)
            return [];
        var changes = group == PatientReflection.RelativeNames
            ? Of(found, _ => null).Where(one => one.Says is not null).Select(one => (one, one.Says))
            : Changes(RelativeReflection.Of(record.Id, patient.GuarantorId, patient.Representatives), await Told(found));
        var drafts = ImmutableArray.CreateBuilder<ResourceDraft>();
        foreach (var (one, relative) in changes.Where(change => group == PatientReflection.Family || change.Item1 is { IsOurs: true, Row: not null }))
            drafts.Add(await Draft(one, relative));
        return drafts.ToImmutable();
    }

    private IEnumerable<(RelatedPerson, Relative?)> Changes(ImmutableArray<Relative> relatives, IEnumerable<RelatedPerson> told)
    {
        var byRelative = told.ToLookup(one => one.RelativeId, StringComparer.Ordinal);
        return relatives.Select(relative => relative.PatientId).Union(byRelative.Select(one => one.Key), StringComparer.Ordinal)
            .SelectMany(id => Changes(id, relatives.FirstOrDefault(relative => relative.PatientId == id), [.. byRelative[id]]));
    }

    private IEnumerable<(RelatedPerson, Relative?)> Changes(string relativeId, Relative? relative, IReadOnlyList<RelatedPerson> told)
    {
        var holding = told.Where(one => one.Says is not null).ToList();
        if (relative is null)
            return holding.Select(one => (one, relative));
        // Systems send one for each role of a person. Each of them says all that holds: one that kept its old word would give it back.
        var came = holding.Where(one => !one.IsOurs).ToList();
        if (came.Count > 0)
            return came.Where(one => one.Says != relative).Select(one => (one, (Relative?)relative)).Concat(Ended(holding.Where(one => one.IsOurs)));
        var teller = told.FirstOrDefault(one => one.IsOurs) ?? (told.Count > 0 ? told[0] : null)
            ?? new(relativeId, RelativeReflection.IdFor(relativeId, record.Id), null, RelativeReflection.New(record.Practice, relativeId, record.Id), IsOurs: true, TimeZoneInfo.Utc);
        return Ended(holding.Where(one => one != teller)).Prepend((teller, relative));
    }

    private static IEnumerable<(RelatedPerson, Relative?)> Ended(IEnumerable<RelatedPerson> ones) => ones.Select(one => (one, (Relative?)null));

    private async Task<List<Stored>> Found(IReadOnlyDictionary<string, HeldResource> held, Func<string, Task<ResourceState?>> row)
    {
        var zone = LocalTime.ZoneOf(await grains.GetGrain<IPracticeGrain>(GrainKey.For(record.Practice, IPracticeGrain.Id)).View());
        var found = new List<Stored>();
        foreach (var resource in held.Values.Where(resource => resource.Type == RelativeReflection.Type && !resource.Served.Deleted))
        {
            if (await row(resource.Served.Id) is { Deleted: false } state)
            {
                var json = JsonNode.Parse(state.Json)!.AsObject();
                found.Add(new(resource.Served.Id, state, json, OwnerOf(json), zone));
            }
        }

        return found;
    }

    /// <summary>The RelatedPersons that are known to be somebody. Only for those that came the Patients are asked who says so.</summary>
    private async Task<IEnumerable<RelatedPerson>> Told(List<Stored> found)
    {
        ImmutableArray<string> unknown = [.. found.Where(one => one.Ours is null).Select(one => one.Id)];
        var same = unknown.IsEmpty ? [] : await queries.SamePersons(record.Practice, unknown);
        return Of(found, id => same.FirstOrDefault(person => person.RelatedPersonId == id)?.PatientId);
    }

    private static IEnumerable<RelatedPerson> Of(List<Stored> found, Func<string, string?> elsewhere) =>
    [
        .. found
            .Select(one => (one, RelativeId: one.Ours ?? elsewhere(one.Id)))
            .Where(known => known.RelativeId is not null)
            .Select(known => new RelatedPerson(known.RelativeId!, known.one.Id, known.one.State, known.one.Json, IsOurs: known.one.Ours is not null, known.one.Zone)),
    ];

    /// <summary>The relative's own record, of one that was made here.</summary>
    private string? OwnerOf(JsonObject json) =>
        Elements.First(json, "identifier", identifier => Elements.Of(identifier, "system") == $"urn:portal:{record.Practice}:patient") is { } own
            ? Elements.Of(own, "value")
            : null;

    private async Task<ResourceDraft> Draft(RelatedPerson told, Relative? relative)
    {
        if (told.IsOurs && relative is not null && await Patient(told.RelativeId).View() is { } person)
            RelativeReflection.Name(told.Json, person.Demographics);
        // A period of time that was told for what is so still goes on.
        if (told.Says != relative || relative is null)
            RelativeReflection.Apply(told.Json, relative);
        told.Json["id"] = told.Row?.OriginalId ?? told.Id;
        return RecordReflection.Draft(told.Row, RelativeReflection.Type, told.Id, told.Json, told.Row?.Date ?? "", told.Row?.Status ?? "");
    }

    private IPatientGrain Patient(string id) => grains.GetGrain<IPatientGrain>(GrainKey.For(record.Practice, id));

    private sealed record Stored(string Id, ResourceState State, JsonObject Json, string? Ours, TimeZoneInfo Zone);

    private sealed record RelatedPerson(string RelativeId, string Id, ResourceState? Row, JsonObject Json, bool IsOurs, TimeZoneInfo Zone)
    {
        /// <summary>
        /// As it was taken before anything is changed; none when it had ended then or is not there yet. Nothing in the portal
        /// ends by itself when a period does.
        /// </summary>
        public Relative? Says { get; } = Row is null ? null : RelativeReflection.Said(Json, RelativeId, Row.LastUpdated, Zone);
    }
}
