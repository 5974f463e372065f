using System.Collections.Immutable;
using Portal.Grains.Interfaces;
using Portal.Grains.Interfaces.Access;
using Portal.Grains.Interfaces.Patients;
using Portal.Grains.Interfaces.Records;
using Portal.Grains.Interfaces.Records.Search;
using Portal.Grains.Records.Search;

namespace Portal.Grains.Records;

[GrainType("record-writer")]
public sealed class RecordWriterGrain(IGrainFactory grains, Ids ids) : Grain, IRecordWriterGrain
{
    /// <summary>Pages that a condition without a patient may look through; each is of <c>RecordDirectoryGrain</c>'s rows.</summary>
    private const int MostPages = 20;

    private GrainKey Key => GrainKey.Parse(this.GetPrimaryKeyString());

    private IRecordDirectoryGrain Directory => grains.GetGrain<IRecordDirectoryGrain>(GrainKey.For(Key.Practice, IRecordDirectoryGrain.Id));

    private IRecordGrain Record => RecordOf(Key.Id);

    public async Task<WriteOutcome> Write(WriteResource command)
    {
        var item = command.Item;
        var draft = item.Resource;
        if (draft is null || !item.Refusals.IsEmpty)
            return RecordWriteRules.Refused(item.Refusals);
        if (command.Unless is { } condition)
        {
            if (await Fitting(condition) is not { } fitting)
                return new() { Result = WriteResult.TooCostly };
            if (!fitting.IsEmpty)
                return RecordWriteRules.Found(fitting);
        }

        if (item.PatientId != Key.Id)
            return await grains.GetGrain<IRecordWriterGrain>(GrainKey.For(Key.Practice, item.PatientId)).Write(command with { Unless = null });

        var caller = CallerScope.Required;
        using var system = CallerScope.Use(Caller.System(Key.Practice));
        var before = await Record.Fetch(draft.Type, draft.Id);
        if (!RecordWriteRules.MayWrite(caller, Key.Id, draft, before))
            return new() { Result = WriteResult.Forbidden };
        item = RecordWriteRules.WithinScopes(caller, item);
        if (command.IfVersion is { } over && !RecordWriteRules.IsLatest(before, over))
            return new() { Result = WriteResult.OtherVersion, Resource = before };
        if (KeptSummary.Is(draft.Type, draft.Id, Key.Id))
            return RecordWriteRules.OfKept(before, draft, item.Place);
        if (await Record.Made([$"{draft.Type}/{draft.Id}"]) is [var made])
            return RecordWriteRules.OfMade(made, draft, item.Place);
        if (await ProblemsOf(item) is { IsEmpty: false } inTheWay)
            return RecordWriteRules.Refused(inTheWay);
        return await Store(command with { Item = item }, before);
    }

    public async Task<WriteOutcome> Delete(DeleteResource command)
    {
        var caller = CallerScope.Required;
        using var system = CallerScope.Use(Caller.System(Key.Practice));
        if (await Record.Fetch(command.Type, command.Id) is not { } before)
            return new() { Result = WriteResult.Unknown };
        if (!RecordWriteRules.MayDelete(caller, Key.Id, before))
            return new() { Result = WriteResult.Forbidden };
        if (KeptSummary.Is(command.Type, before.Id, Key.Id))
            return RecordWriteRules.Refused([ImportProblems.KeptByPortal($"{command.Type}/{command.Id}")]);
        if (DeleteResource.Keeps.Contains(command.Type) || await Record.Made([$"{command.Type}/{command.Id}"]) is not [])
            return RecordWriteRules.Refused([ImportProblems.NotDeleted(command.Type)]);
        return await Record.Delete(command.Type, command.Id, command.IfVersion) is { } mark
            ? new() { Result = mark.Saved is Saved.Unchanged ? WriteResult.Unchanged : WriteResult.Deleted, Resource = await Record.Fetch(command.Type, command.Id) }
            : new() { Result = WriteResult.OtherVersion, Resource = before };
    }

    private IRecordGrain RecordOf(string patientId) => grains.GetGrain<IRecordGrain>(GrainKey.For(Key.Practice, patientId));

    private async Task<WriteOutcome> Store(WriteResource command, ServedResource? before)
    {
        var (item, draft) = (command.Item, command.Item.Resource!);
        var acts = new ImportActs(grains, Key.Practice, $"write-{ids.New()}", overwrite: true);
        var compared = (await Record.Compare([draft]))[0];
        if (compared.Saved is Saved.Unchanged && !await acts.LacksVisit(item))
        {
            if (ImportActs.HasLapsed(item, compared) && await acts.Lapse(item) is { IsEmpty: false } inTheWay)
                return RecordWriteRules.Refused(inTheWay);
            // It may come again because what has to follow failed after it was stored.
            await acts.Follow(item, isOverwritten: false);
            return new() { Result = WriteResult.Unchanged, Resource = await Record.Fetch(draft.Type, draft.Id) ?? before, Problems = item.Warnings ?? [] };
        }

        var problems = await acts.Do(item);
        if (!problems.All(ImportProblems.IsWarning))
            return RecordWriteRules.Refused(problems);
        item = await acts.AsItStands(item with { Warnings = [.. item.Warnings ?? [], .. problems] });
        draft = item.Resource!;
        var mark = command.IfVersion is { } over
            ? await Record.StoreOver(draft, over)
            : (await Record.Store([draft]))[0];
        if (mark is { Elsewhere: true })
            return RecordWriteRules.Refused([ImportProblems.OtherPatient(item.Place)]);
        await acts.Follow(item, isOverwritten: mark is null || mark.Version > compared.Version);
        var after = await Record.Fetch(draft.Type, draft.Id);
        return mark is null
            ? new() { Result = WriteResult.OtherVersion, Resource = after }
            : new() { Result = RecordWriteRules.ResultOf(mark.Saved), Resource = after, Problems = item.Warnings ?? [] };
    }

    private async Task<ImmutableArray<ImportProblem>> ProblemsOf(ImportItem item)
    {
        var owners = await Directory.Owners([$"{item.Type}/{item.Resource!.Id}"]);
        if (owners.Any(owned => owned.PatientId != item.PatientId))
            return [ImportProblems.OtherPatient(item.Place)];
        var isKnown = item.PatientId == RecordId.PracticeWide || item.Act.Patient is not null
            || await grains.GetGrain<IPatientGrain>(GrainKey.For(Key.Practice, item.PatientId)).Card() is not null;
        return isKnown ? [] : [ImportProblems.UnknownPatient(item.Place)];
    }

    /// <summary>
    /// At most two of those that the caller may find: whether there is one, and whether it is the only one. None when there
    /// are too many to look through.
    /// </summary>
    private async Task<ImmutableArray<ServedResource>?> Fitting(WriteCondition condition)
    {
        var search = condition.Search with { Count = 2, After = null };
        if (condition.PatientId is { } patientId)
            return (await RecordOf(patientId).Search(search)).Matches;
        var found = ImmutableArray.CreateBuilder<ServedResource>();
        for (var pages = 0; pages < MostPages; pages++)
        {
            var page = await Directory.Search(search);
            found.AddRange(page.Matches);
            search = search with { After = page.Next };
            if (search.After is null || found.Count > 1)
                return found.ToImmutable();
        }

        return null;
    }
}
