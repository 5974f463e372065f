using System.Collections.Immutable;
using Portal.Grains.Interfaces;
using Portal.Grains.Interfaces.Patients;
using Portal.Grains.Interfaces.Records;

namespace Portal.Grains.Records;

/// <summary>
/// Works off one chunk. Everything it does may be done again after a crash: a resource that is stored already is
/// left alone, and what an entry means to the portal is done before the resource is stored.
/// </summary>
internal sealed class ImportWork(IGrainFactory grains, GrainKey import)
{
    /// <summary>Patients worked on at the same time.</summary>
    private const int AtOnce = 8;

    private readonly ImportActs _acts = new(grains, import.Practice, import.Id);

    public async Task<ImmutableArray<ItemOutcome>> Apply(ImportChunkState chunk)
    {
        var outcomes = chunk.Items.Where(item => !item.Refusals.IsEmpty).Select(Refused).ToList();
        var taken = chunk.Items.Where(item => item.Refusals.IsEmpty);
        // A family link changes other patients than the entry's own.
        var atOnce = chunk.Phase is ImportPhase.Family ? 1 : AtOnce;
        foreach (var wave in taken.GroupBy(item => item.PatientId).Chunk(atOnce))
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
        var (own, foreign) = await Parted(patientId, items);
        items = own;
        var outcomes = foreign.Select(item => Refused(item with { Refusals = [ImportProblems.OtherPatient(item.Place)] })).ToList();
        var toStore = items.Where(item => !MeansMore(item)).ToList();
        var meaning = items.Where(MeansMore).ToImmutableArray();
        var before = meaning.IsEmpty ? [] : await record.Compare([.. meaning.Select(item => item.Resource!)]);
        for (var i = 0; i < meaning.Length; i++)
        {
            if (before[i].Saved is Saved.Unchanged && !await _acts.LacksVisit(meaning[i]))
            {
                outcomes.Add(Stored(meaning[i], before[i]));
                continue;
            }

            var problems = await _acts.Do(meaning[i]);
            if (problems.IsEmpty)
                toStore.Add(meaning[i]);
            else if (problems.All(ImportProblems.IsNoVisit))
                toStore.Add(meaning[i] with { Warnings = problems });
            else
                outcomes.Add(Refused(meaning[i] with { Refusals = problems }));
        }

        if (toStore.Count > 0)
        {
            var marks = await record.Store([.. toStore.Select(item => item.Resource!)]);
            outcomes.AddRange(toStore.Zip(marks, Stored));
        }

        return outcomes;
    }

    /// <summary>A resource stays with its patient: under one id there is never one with each of two.</summary>
    private async Task<(ImmutableArray<ImportItem> Own, ImmutableArray<ImportItem> Foreign)> Parted(string patientId, ImmutableArray<ImportItem> items)
    {
        var owners = await grains.GetGrain<IRecordDirectoryGrain>(GrainKey.For(import.Practice, IRecordDirectoryGrain.Id))
            .Owners([.. items.Select(item => $"{item.Type}/{item.Resource!.Id}")]);
        var elsewhere = owners.Where(owned => owned.PatientId != patientId).Select(owned => owned.Reference).ToHashSet(StringComparer.Ordinal);
        if (elsewhere.Count == 0)
            return (items, []);
        return ([.. items.Where(item => !IsElsewhere(item))], [.. items.Where(IsElsewhere)]);

        bool IsElsewhere(ImportItem item) => elsewhere.Contains($"{item.Type}/{item.Resource!.Id}");
    }

    /// <summary>Whether more is to be done than to store it; then what is unchanged is found out first.</summary>
    private static bool MeansMore(ImportItem item) => item.Act is not
    {
        Profile: null, Location: null, Chair: null, Provider: null, Pool: null, Patient: null, Appointment: null, Message: null,
        Family.IsEmpty: true,
    };

    private static ItemOutcome Refused(ImportItem item) =>
        new() { Order = item.Order, Type = item.Type, Problems = item.Refusals };

    private static ItemOutcome Stored(ImportItem item, StoredMark mark) => new()
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
