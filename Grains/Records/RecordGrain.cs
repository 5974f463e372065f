using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Orleans.Runtime;
using Orleans.Storage;
using Portal.Grains.Documents;
using Portal.Grains.Interfaces;
using Portal.Grains.Interfaces.Access;
using Portal.Grains.Interfaces.Live;
using Portal.Grains.Interfaces.Patients;
using Portal.Grains.Interfaces.Practices;
using Portal.Grains.Interfaces.Records;
using Portal.Grains.Interfaces.Records.Search;
using Portal.Grains.Interfaces.Records.Subscriptions;
using Portal.Grains.Interfaces.Scheduling;
using Portal.Grains.Records.Messages;
using Portal.Grains.Records.Reflection;
using Portal.Grains.Records.Search;
using Portal.Grains.Records.Subscriptions;

namespace Portal.Grains.Records;

[GrainType("record")]
public sealed class RecordGrain(
    [FromKeyedServices(DocumentQueries.Database)] IGrainStorage storage, DocumentQueries queries, TimeProvider time, IGrainFactory grains,
    ILogger<RecordGrain> log)
    : Grain, IRecordGrain
{
    /// <summary>Rows read and written at the same time: more would only queue for connections.</summary>
    private const int AtOnce = 16;

    private (PracticeCard? Card, HeldResource Organization)? _practice;

    private GrainKey Key => GrainKey.Parse(this.GetPrimaryKeyString());

    private RecordQueries Queries => field ??= new(queries);

    private RecordMemory Memory => field ??= new(Queries, Key);

    private RecordRows Rows => field ??= new(storage, Key);

    private RecordAccess Access => field ??= new(grains, Key);

    private Listening Listening => field ??= new(grains, Key.Practice, time, log);

    private RecordReflection Reflection => field ??= new(grains, Key);

    public Task<ImmutableArray<StoredMark>> Compare(ImmutableArray<ResourceDraft> resources) =>
        ForEach(resources, write: false);

    public async Task<ImmutableArray<StoredMark>> Store(ImmutableArray<ResourceDraft> resources)
    {
        var marks = await ForEach(resources, write: true);
        if (resources.Where((draft, index) => marks[index].Saved is not Saved.Unchanged && !KeptSummary.Is(draft.Type, draft.Id, Key.Id)).Any())
            Announce();
        return marks;
    }

    public async Task<StoredMark?> StoreOver(ResourceDraft resource, int version)
    {
        var row = await Rows.Load(resource.Type, resource.Id);
        if (!RecordRules.Is(row.RecordExists ? row.State : null, version))
            return null;
        var mark = await StoreOne(resource, write: true);
        if (mark.Saved is not Saved.Unchanged && !KeptSummary.Is(resource.Type, resource.Id, Key.Id))
            Announce();
        return mark;
    }

    public async Task<StoredMark?> Delete(string type, string id, int? version)
    {
        var row = await Rows.Load(type, RecordId.KeySafe(id));
        if (!row.RecordExists)
            return version is null ? new(Saved.Unchanged, 0, time.GetUtcNow()) : null;
        var before = row.State!;
        if (version is { } over && before.VersionId != over)
            return null;
        var after = RecordRules.Delete(before, time.GetUtcNow());
        if (!ReferenceEquals(before, after))
        {
            await Write(row, before, after);
            Announce();
        }

        return RecordRules.Mark(before, after);
    }

    public async Task<ImmutableArray<ServedResource>> Made(ImmutableArray<string> references)
    {
        if (!references.Any(IsOfMessages))
            return [];
        var held = await Held(ResourceRights.Read, withMessages: true);
        return [.. references.Select(held.GetValueOrDefault).OfType<HeldResource>().Where(found => found.IsMade).Select(found => found.Served)];
    }

    public async Task<StoredResource?> Read(string type, string id)
    {
        if (!await Access.MayEnter(CallerScope.Required) || (type == MessageResource.Type && await Fetch(type, id) is null))
            return null;
        var row = await Rows.Load(type, RecordId.KeySafe(id));
        return row is { RecordExists: true, State.Deleted: false } ? row.State.ToView() : null;
    }

    public async Task<ServedResource?> Fetch(string type, string id) =>
        (await Held(ResourceRights.Read, OfMessages(type))).GetValueOrDefault($"{type}/{RecordId.KeySafe(id)}")?.Served;

    public async Task<ServedResource?> FetchVersion(string type, string id, int version)
    {
        if (await Fetch(type, id) is not { } latest)
            return null;
        return latest.Version == version ? latest : (await Queries.Version(Key, type, latest.Id, version)).Select(AsGiven).FirstOrDefault();
    }

    public async Task<ResourcesFound?> History(HistoryQuery query) =>
        await Fetch(query.Type, query.Id) is { } latest ? await RecordHistory.Page(Queries, Key, latest, AsGiven, query) : null;

    public async Task<ResourcesFound> Search(ResourceSearch search)
    {
        if (search.Count is < 0 or > ResourceSearch.LargestPage)
            throw new ArgumentOutOfRangeException(nameof(search));
        var held = await Held(ResourceRights.Search, IsOfMessages(search));
        var (page, total, next) = RecordSearch.Find(held.Values.Where(resource => !resource.Served.Deleted), search);
        var inclusion = new RecordInclusion(held, Elsewhere);
        return new()
        {
            Matches = [.. page.Select(resource => resource.Served)],
            Included = await inclusion.Around(page, search),
            Total = total,
            Next = next,
        };
    }

    public async Task<ImmutableArray<ServedResource>> Around(ImmutableArray<string> ids, ResourceSearch search)
    {
        var held = await Held(ResourceRights.Search, IsOfMessages(search));
        var matches = ids.Select(id => held.GetValueOrDefault($"{search.Type}/{id}")).OfType<HeldResource>();
        return await new RecordInclusion(held, Elsewhere).Around([.. matches], search);
    }

    public async Task<ResourcesFound> Everything(EverythingQuery query)
    {
        var held = await Held(ResourceRights.Read, withMessages: true);
        var elsewhere = await new RecordInclusion(held, Elsewhere).ReferredTo();
        return RecordEverything.Page(held.Values, elsewhere, query);
    }

    public async Task<ImmutableArray<ServedResource>> Several(ImmutableArray<string> references)
    {
        var held = await Held(ResourceRights.Read, references.Any(IsOfMessages));
        return [.. references.Select(held.GetValueOrDefault).OfType<HeldResource>().Where(found => !found.Served.Deleted).Select(found => found.Served)];
    }

    public async Task<bool> Concerns(ResourceChange change, ImmutableArray<SearchFilter> filters)
    {
        var held = await Held(ResourceRights.Read, OfMessages(change.Type));
        if (held.GetValueOrDefault(change.Reference()) is not { Served.Deleted: false } resource)
            return false;
        if (RecordSearch.Fits(resource, filters))
            return true;
        // Who listens to one provider's visits has to hear of the one that was moved to another.
        return !resource.IsMade && change.Version > 1
            && await Queries.Version(Key, change.Type, change.Id, change.Version - 1) is [{ Deleted: false } before]
            && RecordSearch.Fits(new(before), filters);
    }

    public Task<ImmutableArray<ServedResource>> Notify(ImmutableArray<string> references) => Several(references);

    public async Task ReflectPatient(ImmutableArray<string> changed)
    {
        foreach (var group in changed.Intersect(PatientReflection.OfFamily))
        {
            foreach (var relative in await new FamilyReflection(grains, Queries, Key).Drafts(group, await Memory.All(), StoredRelative))
                await Reflect(relative);
        }

        changed = [.. changed.Except(PatientReflection.OfFamily)];
        if (changed.IsEmpty)
            return;
        var row = await Rows.Load(PatientReflection.Type, Key.Id);
        if (await Reflection.Patient(row.RecordExists ? row.State : null, changed) is { } draft)
            await Reflect(draft);
    }

    public async Task ReflectVisit(string appointmentId)
    {
        var draft = await Reflection.Visit(
            async type => await Rows.Load(type, appointmentId) is { RecordExists: true } row ? row.State : null, appointmentId);
        if (draft is not null)
            await Reflect(draft);
        await ReflectEncounter(appointmentId, EncounterReflection.HasBegun);
    }

    public Task ReflectEncounter(string appointmentId) => ReflectEncounter(appointmentId, EncounterReflection.HasBegunHere);

    public async Task<string?> EncounterOf(string appointmentId) =>
        EncounterReflection.Of(appointmentId, (await Memory.All()).Values, Key.Practice)?.Served.Id;

    public async Task<string?> ConversationOf(ImmutableArray<string> messages) =>
        await new RecordMessages(Queries, grains, Key).ConversationOf(messages, await Memory.All());

    public async Task ReflectRoster(ImmutableArray<RosterChange> changes)
    {
        var held = await Memory.All();
        foreach (var change in changes)
        {
            var ids = RosterReflection.IdsOf(change, [.. held.Values], Key.Practice);
            foreach (var id in ids)
            {
                var row = await Rows.Load(change.Type, id);
                if (await Reflection.Roster(row.RecordExists ? row.State : null, RosterReflection.For(change, id, ids), id) is { } draft)
                    await Reflect(draft);
            }
        }
    }

    private async Task ReflectEncounter(string appointmentId, Func<AppointmentView, bool> hasBegun)
    {
        var own = await Rows.Load(EncounterReflection.Type, EncounterReflection.IdOf(appointmentId));
        var encounter = await Reflection.Encounter(
            own.RecordExists ? own.State : null, appointmentId, hasBegun,
            async () => EncounterReflection.IsKnownElsewhere(appointmentId, (await Memory.All()).Values, Key.Practice));
        if (encounter is not null)
            await Reflect(encounter);
    }

    private async Task<ResourceState?> StoredRelative(string id) =>
        await Rows.Load(RelativeReflection.Type, id) is { RecordExists: true } row ? row.State : null;

    /// <summary>Whether resources of the type may be messages, or tell of some; any type may be meant by a star.</summary>
    private static bool OfMessages(string type) => type is MessageResource.Type or ProvenanceOf.Type or "*";

    private static bool IsOfMessages(ResourceSearch search) =>
        search.ReverseIncludes.Concat(search.Includes).Select(include => include.Type).Append(search.Type).Any(OfMessages);

    private static bool IsOfMessages(string reference) => OfMessages(reference.Split('/')[0]);

    /// <summary>What the caller may have of this record; nothing for somebody who may not enter it.</summary>
    private async Task<IReadOnlyDictionary<string, HeldResource>> Held(ResourceRights right, bool withMessages)
    {
        var caller = CallerScope.Required;
        if (!await Access.MayEnter(caller))
            return ImmutableDictionary<string, HeldResource>.Empty;
        var all = await WithPractice(await Memory.All());
        // One that came as a resource may be referred to by any other: whether a patient's side may have it, its conversation says.
        withMessages |= !caller.Is(~Audience.Patient) && all.Values.Any(resource => resource.Type == MessageResource.Type);
        if (withMessages && Key.Id != RecordId.PracticeWide)
            all = await new RecordMessages(Queries, grains, Key).With(all, caller);
        if (Key.Id == RecordId.PracticeWide && !caller.Is(~Audience.Patient))
            all = all.Where(entry => !StaffReflection.Is(entry.Value, Key.Practice)).ToDictionary(entry => entry.Key, entry => entry.Value.ForPatients, StringComparer.Ordinal);
        return caller.Scope is null
            ? all
            : all.Where(entry => RecordAccess.MayHave(caller, right, entry.Value, Key.Id)).ToDictionary(StringComparer.Ordinal);
    }

    /// <summary>An earlier version as the caller may have it: it may hold what is kept from patients, or be of a category that no scope opens.</summary>
    private ServedResource? AsGiven(ServedResource earlier)
    {
        var caller = CallerScope.Required;
        var held = new HeldResource(earlier);
        return !RecordAccess.MayHave(caller, ResourceRights.Read, held, Key.Id) ? null
            : caller.Is(~Audience.Patient) ? earlier
            : held.ForPatients.Served;
    }

    /// <summary>What refers to the practice finds it, also where no system ever sent it as a resource.</summary>
    private async Task<IReadOnlyDictionary<string, HeldResource>> WithPractice(IReadOnlyDictionary<string, HeldResource> all)
    {
        var reference = $"{PracticeReflection.Type}/{Key.Practice}";
        if (Key.Id != RecordId.PracticeWide || all.ContainsKey(reference))
            return all;
        using var system = CallerScope.Use(Caller.System(Key.Practice));
        var card = await grains.GetGrain<IPracticeGrain>(GrainKey.For(Key.Practice, IPracticeGrain.Id)).Card();
        if (_practice is null || _practice.Value.Card != card)
            _practice = (card, new(PracticeReflection.Of(card, Key.Practice, RosterReflection.ToldAt(all.Values, Key.Practice))));
        return all.Append(new(reference, _practice.Value.Organization)).ToDictionary(StringComparer.Ordinal);
    }

    /// <summary>What references lead to outside of this record: to the practice's resources.</summary>
    private async Task<ImmutableArray<ServedResource>> Elsewhere(ImmutableArray<string> references) =>
        Key.Id == RecordId.PracticeWide || references.IsEmpty
            ? []
            : await grains.GetGrain<IRecordGrain>(GrainKey.For(Key.Practice, RecordId.PracticeWide)).Several(references);

    private async Task<ImmutableArray<StoredMark>> ForEach(ImmutableArray<ResourceDraft> resources, bool write)
    {
        var marks = new StoredMark[resources.Length];
        var sameRow = resources
            .Select((draft, index) => (draft, index))
            .GroupBy(entry => (entry.draft.Type, entry.draft.Id));
        foreach (var wave in sameRow.Chunk(AtOnce))
        {
            await Task.WhenAll(wave.Select(async row =>
            {
                foreach (var (draft, index) in row)
                    marks[index] = await StoreOne(draft, write);
            }));
        }

        return [.. marks];
    }

    private async Task Reflect(ResourceDraft draft)
    {
        var mark = await StoreOne(draft, write: true, reflected: true);
        if (mark.Elsewhere)
            RecordsLog.ReflectedElsewhere(log, draft.Type, Key.Practice);
        if (mark.Saved is not Saved.Unchanged)
            Announce();
    }

    /// <summary>Tells the browsers that show the patient's summary.</summary>
    private void Announce()
    {
        if (Key.Id == RecordId.PracticeWide)
            return;
        using var system = CallerScope.Use(Caller.System(Key.Practice));
        grains.GetGrain<ILiveGrain>(GrainKey.For(Key.Practice, LiveTopic.Record(Key.Id))).Publish().Ignore();
    }

    private async Task<StoredMark> StoreOne(ResourceDraft draft, bool write, bool reflected = false)
    {
        var row = await Rows.Load(draft.Type, draft.Id);
        var before = row.RecordExists ? row.State : null;
        var content = CanonicalJson.Of(draft.Json);
        var after = RecordRules.Store(before, Key.Id, draft, content, time.GetUtcNow());
        try
        {
            if (write && !ReferenceEquals(before, after))
                await Write(row, before, after);
        }
        catch (TakenException)
        {
            return new(Saved.Unchanged, 0, after.LastUpdated, Elsewhere: true);
        }

        if (write && !reflected && draft.Type == EncounterReflection.Type)
            await GiveWay(after);
        return RecordRules.Mark(before, after) with { IsAsSent = before?.Hash == content.Hash };
    }

    /// <summary>What another system tells of a visit that takes place stands instead of what the portal made of it.</summary>
    private async Task GiveWay(ResourceState encounter)
    {
        var told = JsonNode.Parse(encounter.Json)!.AsObject();
        foreach (var visit in EncounterReflection.IsVoid(told) ? [] : EncounterReflection.VisitsOf(told))
        {
            var own = await Rows.Load(EncounterReflection.Type, EncounterReflection.IdOf(visit));
            if (own is { RecordExists: true, State: { Deleted: false } made } && made.Id != encounter.Id
                && EncounterReflection.IsOurs(JsonNode.Parse(made.Json)!.AsObject(), Key.Practice))
                await Write(own, made, RecordRules.Delete(made, time.GetUtcNow()));
        }
    }

    private async Task Write(GrainState<ResourceState> row, ResourceState? before, ResourceState after)
    {
        try
        {
            if (before?.VersionId == after.VersionId)
            {
                await Rows.Write(row, after);
                return;
            }

            if (before is not null)
                await Rows.KeepVersion(before);
            // Each edition of the summary is the whole document; of old ones nobody asks what they were.
            if (before is { Type: "Binary" } edition && edition.Id == KeptSummary.IdOf(Key.Id))
                await Rows.ForgetVersion(edition, edition.VersionId - KeptSummary.KeptEditions);
            var isOfTopic = SubscriptionTopic.IsOf(after.Type) && !after.Deleted;
            var isTold = isOfTopic && await Tell(after);
            await Rows.Write(row, after);
            // Who began to listen meanwhile hears of it too.
            if (isOfTopic && !isTold)
                await Tell(after);
        }
        finally
        {
            Memory.Forget();
        }
    }

    /// <summary>To who has subscribed, if anybody has.</summary>
    private async Task<bool> Tell(ResourceState resource)
    {
        if (!await Listening.To(resource.Type))
            return false;
        using var system = CallerScope.Use(Caller.System(Key.Practice));
        await grains.GetGrain<IRecordFeedGrain>(Key.ToString()).Owe(new(resource.Type, resource.Id, resource.VersionId, Key.Id, resource.LastUpdated));
        return true;
    }
}
