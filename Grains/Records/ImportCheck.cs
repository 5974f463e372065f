using System.Collections.Immutable;
using Portal.Grains.Interfaces;
using Portal.Grains.Interfaces.Patients;
using Portal.Grains.Interfaces.Practices;
using Portal.Grains.Interfaces.Records;
using Portal.Grains.Patients;

namespace Portal.Grains.Records;

/// <summary>
/// Finds what stands in the way of a transaction before anything of it is written. Chunks come in the order of their
/// phases, so that the practice's chairs and the patients of the transaction are known before what names them.
/// </summary>
internal sealed class ImportCheck(IGrainFactory grains, string practice, DateTimeOffset now)
{
    private readonly VisitCheck _visits = new(grains, practice);
    private readonly ImportActs _acts = new(grains, practice, "check");
    private readonly FamilyTrial _family = new(grains, practice);
    private PracticeTrial? _trial;
    private readonly Dictionary<string, bool> _known = new(StringComparer.Ordinal) { [RecordId.PracticeWide] = true };

    public async Task<ImmutableArray<ItemOutcome>> Of(ImportChunkState chunk)
    {
        _trial ??= new(practice, await grains.GetGrain<IPracticeGrain>(GrainKey.For(practice, IPracticeGrain.Id)).View());
        foreach (var item in chunk.Items.Where(item => item.Act.Patient is not null))
            _known[item.PatientId] = true;
        foreach (var item in chunk.Items.Where(item => item.Refusals.IsEmpty && item.Act.Appointment is not null && !VisitCheck.TakesTime(item)))
        {
            if (!await IsLeftAlone(item))
                _visits.Leaves(item);
        }

        var outcomes = ImmutableArray.CreateBuilder<ItemOutcome>();
        var (elsewhere, made) = (new HashSet<int>(), new HashSet<int>());
        foreach (var items in chunk.Items.Where(item => item.Refusals.IsEmpty).GroupBy(item => item.PatientId))
        {
            elsewhere.UnionWith(await new OwnersOf(grains, practice).Elsewhere(items.Key, items));
            made.UnionWith(await OthersThanMade(items.Key, [.. items]));
        }

        foreach (var item in chunk.Items)
        {
            var problems = elsewhere.Contains(item.Order) ? [ImportProblems.OtherPatient(item.Place)]
                : made.Contains(item.Order) ? [ImportProblems.Made(item.Place)]
                : await ProblemsOf(item, _trial);
            if (!problems.IsEmpty && !await IsLeftAlone(item))
                outcomes.Add(new() { Order = item.Order, Type = item.Type, Problems = problems });
        }

        return outcomes.ToImmutable();
    }

    /// <summary>Those that are made here when they are read, and come back with another content.</summary>
    private async Task<IEnumerable<int>> OthersThanMade(string patientId, ImmutableArray<ImportItem> items)
    {
        var made = (await grains.GetGrain<IRecordGrain>(GrainKey.For(practice, patientId)).Made([.. items.Select(OwnersOf.Reference)]))
            .ToDictionary(resource => $"{resource.Type}/{resource.Id}", StringComparer.Ordinal);
        return items
            .Where(item => made.TryGetValue(OwnersOf.Reference(item), out var resource) && !RecordWriteRules.IsSame(resource, item.Resource!))
            .Select(item => item.Order);
    }

    private async Task<ImmutableArray<ImportProblem>> ProblemsOf(ImportItem item, PracticeTrial trial)
    {
        if (!item.Refusals.IsEmpty)
            return item.Refusals;
        if (item.Act.Patient is { } draft && Try(item.PatientId, draft) is { Succeeded: false } refused)
            return ImportProblems.From(item.Place, refused);
        if (!await IsKnown(item.PatientId))
            return [ImportProblems.UnknownPatient(item.Place)];
        foreach (var link in item.Act.Family)
        {
            if (!await IsKnown(link.PatientId))
                return [ImportProblems.UnknownPatient(item.Place)];
            if (!await IsKnown(link.ByPatientId))
                return [ImportProblems.UnknownPayer(item.Place)];
            if (await _family.Try(link) is { IsEmpty: false } problems)
                return ImportProblems.From(item.Place, problems);
        }

        if (item.Act.Appointment is not null)
            return await IsLeftAlone(item) ? [] : await _visits.Of(item, trial.Becoming);
        return ImportProblems.From(item.Place, trial.Try(item.Act));
    }

    /// <summary>What is stored with the same content is left alone, so the rules have no say in it any more.</summary>
    private async Task<bool> IsLeftAlone(ImportItem item) =>
        item.Refusals.IsEmpty
        && item.Resource is { } resource
        && (await grains.GetGrain<IRecordGrain>(GrainKey.For(practice, item.PatientId)).Compare([resource with { Delivered = true }]))[0].Saved is Saved.Unchanged
        && !await _acts.LacksVisit(item);

    private Result<Saved> Try(string patientId, PatientDraft draft)
    {
        var decision = PatientRules.Save(new(), patientId, new("check", draft.Status, draft.Demographics, null, [], null), new(), "check", now);
        if (decision.Next is { } state)
            _family.Note(PatientViews.View(state, patientId));
        return decision.Answer;
    }

    private async Task<bool> IsKnown(string patientId)
    {
        if (!_known.TryGetValue(patientId, out var known))
        {
            known = await grains.GetGrain<IPatientGrain>(GrainKey.For(practice, patientId)).Card() is not null;
            _known[patientId] = known;
        }

        return known;
    }
}
