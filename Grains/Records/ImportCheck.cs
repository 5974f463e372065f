using System.Collections.Immutable;
using Portal.Grains.Interfaces;
using Portal.Grains.Interfaces.Patients;
using Portal.Grains.Interfaces.Records;
using Portal.Grains.Patients;

namespace Portal.Grains.Records;

/// <summary>
/// Finds what stands in the way of a transaction before anything of it is written. Chunks come in the order of their
/// phases, so that the patients of the transaction are known before what belongs to them.
/// </summary>
internal sealed class ImportCheck(IGrainFactory grains, string practice, DateTimeOffset now)
{
    private readonly Dictionary<string, bool> _known = new(StringComparer.Ordinal) { [RecordId.PracticeWide] = true };

    public async Task<ImmutableArray<ItemOutcome>> Of(ImportChunkState chunk)
    {
        foreach (var item in chunk.Items.Where(item => item.Act.Patient is not null))
            _known[item.PatientId] = true;
        var outcomes = ImmutableArray.CreateBuilder<ItemOutcome>();
        foreach (var item in chunk.Items)
        {
            var problems = await ProblemsOf(item);
            if (!problems.IsEmpty)
                outcomes.Add(new() { Order = item.Order, Type = item.Type, Problems = problems });
        }

        return outcomes.ToImmutable();
    }

    private async Task<ImmutableArray<ImportProblem>> ProblemsOf(ImportItem item)
    {
        if (!item.Refusals.IsEmpty)
            return item.Refusals;
        if (item.Act.Patient is { } draft)
            return ImportProblems.From(item.Place, Try(item.PatientId, draft));
        if (!await IsKnown(item.PatientId))
            return [ImportProblems.UnknownPatient(item.Place)];
        foreach (var link in item.Act.Family)
        {
            if (!await IsKnown(link.PatientId))
                return [ImportProblems.UnknownPatient(item.Place)];
            if (!await IsKnown(link.ByPatientId))
                return [ImportProblems.UnknownPayer(item.Place)];
        }

        return [];
    }

    private Result<Saved> Try(string patientId, PatientDraft draft) =>
        PatientRules.Save(
            new(), patientId, new("check", draft.Status, draft.Demographics, null, [], null), new(), "check", now).Answer;

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
