using System.Collections.Immutable;
using Portal.Grains.Interfaces;
using Portal.Grains.Interfaces.Patients;
using Portal.Grains.Interfaces.Records;
using Portal.Grains.Interfaces.Records.Search;

namespace Portal.Grains.Records;

/// <summary>
/// Works off one chunk. Everything it does may be done again after a crash: a resource that is stored already is
/// left alone, and what an entry means to the portal is done before the resource is stored.
/// </summary>
/// <param name="grains">Of the cluster.</param>
/// <param name="import">The import.</param>
/// <param name="begun">When it was begun: what was stored since may have been stored by it, before something failed.</param>
internal sealed class ImportWork(IGrainFactory grains, GrainKey import, DateTimeOffset begun)
{
    /// <summary>Patients worked on at the same time.</summary>
    private const int AtOnce = 8;

    private readonly OwnersOf _owners = new(grains, import.Practice);
    private readonly ImportActs _acts = new(grains, import.Practice, import.Id);

    public async Task<ImmutableArray<ItemOutcome>> Apply(ImportChunkState chunk)
    {
        var outcomes = chunk.Items.Where(item => !item.Refusals.IsEmpty).Select(Refused).ToList();
        var taken = chunk.Items.Where(item => item.Refusals.IsEmpty);
        // A family link changes other patients than the entry's own.
        var atOnce = chunk.Phase is ImportPhase.Family ? 1 : AtOnce;
        // A visit that gives its time back makes room for another one.
        foreach (var wave in taken.GroupBy(VisitCheck.TakesTime).OrderBy(items => items.Key).SelectMany(items => items.GroupBy(item => item.PatientId).Chunk(atOnce)))
        {
            var done = await Task.WhenAll(wave.Select(items => ApplyFor(items.Key, chunk.Phase, [.. items])));
            outcomes.AddRange(done.SelectMany(batch => batch));
        }

        return [.. outcomes.OrderBy(outcome => outcome.Order)];
    }

    private async Task<IReadOnlyList<ItemOutcome>> ApplyFor(string patientId, ImportPhase phase, ImmutableArray<ImportItem> items)
    {
        var isTold = patientId == RecordId.PracticeWide || items.Any(item => item.Act.Patient is not null);
        if (phase > ImportPhase.People && !isTold && !await _acts.IsKnown(patientId))
            return [.. items.Select(item => Refused(item with { Refusals = [ImportProblems.UnknownPatient(item.Place)] }))];

        var record = grains.GetGrain<IRecordGrain>(GrainKey.For(import.Practice, patientId));
        var elsewhere = await _owners.Elsewhere(patientId, items);
        var made = (await record.Made([.. items.Select(OwnersOf.Reference)])).ToDictionary(resource => $"{resource.Type}/{resource.Id}", StringComparer.Ordinal);
        var outcomes = items.Where(item => elsewhere.Contains(item.Order)).Select(RefusedElsewhere).ToList();
        outcomes.AddRange(items.Where(item => made.ContainsKey(OwnersOf.Reference(item))).Select(item => OfMade(item, made[OwnersOf.Reference(item)])));
        items = [.. items.Where(item => !elsewhere.Contains(item.Order) && !made.ContainsKey(OwnersOf.Reference(item)))];
        var toStore = items.Where(item => !MeansMore(item)).ToList();
        var meaning = items.Where(MeansMore).ToImmutableArray();
        var before = meaning.IsEmpty ? [] : await record.Compare([.. meaning.Select(Delivered)]);
        var expected = meaning.Zip(before).ToDictionary(pair => pair.First.Order, pair => pair.Second.Version);
        for (var i = 0; i < meaning.Length; i++)
        {
            if (before[i].Saved is Saved.Unchanged && !await _acts.LacksVisit(meaning[i]))
            {
                if (ImportActs.HasLapsed(meaning[i], before[i]) && await _acts.Lapse(meaning[i]) is { IsEmpty: false } inTheWay)
                    outcomes.Add(Refused(meaning[i] with { Refusals = inTheWay }));
                else if (before[i].IsNoted)
                    outcomes.Add(Stored(meaning[i], before[i]));
                else
                    toStore.Add(meaning[i]);
                if (before[i].IsNoted && before[i].LastUpdated >= begun)
                    await _acts.Follow(meaning[i], isOverwritten: false);
                continue;
            }

            var problems = await _acts.Do(meaning[i]);
            if (!problems.All(ImportProblems.IsWarning))
            {
                outcomes.Add(Refused(meaning[i] with { Refusals = problems }));
                continue;
            }

            var item = problems.IsEmpty ? meaning[i] : meaning[i] with { Warnings = problems };
            toStore.Add(await _acts.AsItStands(item));
        }

        if (toStore.Count > 0)
        {
            var marks = await record.Store([.. toStore.Select(Delivered)]);
            outcomes.AddRange(toStore.Zip(marks, Stored));
            foreach (var (item, mark) in toStore.Zip(marks).Where(pair => !pair.Second.Elsewhere && expected.ContainsKey(pair.First.Order)))
                await _acts.Follow(item, isOverwritten: mark.Version > expected[item.Order]);
        }

        return outcomes;
    }

    /// <summary>What is made and not stored comes back from an export of this portal: nothing is to be done.</summary>
    private static ItemOutcome OfMade(ImportItem item, ServedResource made) => RecordWriteRules.IsSame(made, item.Resource!)
        ? Stored(item, new(Saved.Unchanged, made.Version, made.LastUpdated))
        : Refused(item with { Refusals = [ImportProblems.Made(item.Place)] });

    /// <summary>Whether more is to be done than to store it; then what is unchanged is found out first.</summary>
    private static bool MeansMore(ImportItem item) => item.Act is not
    {
        Profile: null, Location: null, Chair: null, Provider: null, Person: null, Pool: null, Patient: null, Appointment: null, Message: null,
        Family.IsEmpty: true,
    };

    private static ResourceDraft Delivered(ImportItem item) => item.Resource! with { Delivered = true };

    private static ItemOutcome RefusedElsewhere(ImportItem item) => Refused(item with { Refusals = [ImportProblems.OtherPatient(item.Place)] });

    private static ItemOutcome Refused(ImportItem item) =>
        new() { Order = item.Order, Type = item.Type, Problems = item.Refusals };

    /// <summary>Somebody who gave the id to another patient at the same moment may have been first.</summary>
    private static ItemOutcome Stored(ImportItem item, StoredMark mark) => mark.Elsewhere ? RefusedElsewhere(item) : new()
    {
        Order = item.Order,
        Type = item.Type,
        Id = item.Resource!.Id,
        Saved = mark.Saved,
        Version = mark.Version,
        LastUpdated = mark.LastUpdated,
        Warnings = item.Warnings,
    };
}
