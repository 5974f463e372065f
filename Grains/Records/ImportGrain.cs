using System.Collections.Immutable;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Runtime;
using Orleans.Storage;
using Portal.Grains.Documents;
using Portal.Grains.Interfaces;
using Portal.Grains.Interfaces.Access;
using Portal.Grains.Interfaces.Documents;
using Portal.Grains.Interfaces.Live;
using Portal.Grains.Interfaces.Records;

namespace Portal.Grains.Records;

[GrainType("import")]
public sealed class ImportGrain(
    [PersistentState("import", DocumentQueries.Database)] IPersistentState<ImportState> stored,
    [FromKeyedServices(DocumentQueries.Database)] IGrainStorage storage,
    DocumentServices services)
    : Grain, IImportGrain
{
    private ImportState _state = new();
    private ImportChunks _chunks = null!;
    private IGrainTimer? _step;

    private GrainKey Key { get; set; }

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        Key = GrainKey.Parse(this.GetPrimaryKeyString());
        _chunks = new(storage, Key);
        _state = stored.RecordExists ? stored.State : new();
        GoOn();
        return Task.CompletedTask;
    }

    public async Task<Result<Done>> Open(OpenImport command)
    {
        if (stored.RecordExists)
            return ImportRules.Begun;
        await Commit(ImportRules.Open(command, CallerScope.Required.Name, services.Now));
        return Done.Value;
    }

    public async Task<Result<Done>> Add(ImportChunk chunk)
    {
        var next = stored.RecordExists ? ImportRules.Add(_state, chunk, services.Now) : ImportRules.Unknown;
        if (next.Succeeded)
            await _chunks.Add(chunk);
        return await Accept(next);
    }

    public async Task<Result<Done>> StillReading() =>
        await Accept(stored.RecordExists ? ImportRules.StillReading(_state, services.Now) : ImportRules.Unknown);

    public async Task<Result<Done>> Start() =>
        await Accept(stored.RecordExists ? ImportRules.Start(_state, services.Now) : ImportRules.Unknown);

    public async Task<Result<Done>> Drop() =>
        await Accept(stored.RecordExists ? ImportRules.Drop(_state, services.Now) : ImportRules.Unknown);

    public Task<ImportView?> View() =>
        Task.FromResult(stored.RecordExists ? ImportRules.View(Key.Id, _state) : null);

    public Task<ImmutableArray<ImportProblem>> Problems() => First(mark => mark.Problems, outcome => outcome.Problems);

    public Task<ImmutableArray<ImportProblem>> Warnings() => First(mark => mark.Warnings ?? 0, outcome => outcome.Warnings ?? []);

    public async Task<ImmutableArray<ItemOutcome>> Outcomes(int chunk)
    {
        if (chunk < 0 || chunk >= _state.Chunks.Length || _state.Status is ImportStatus.Dropped)
            return [];
        return (await _chunks.Read(chunk)).Outcomes ?? [];
    }

    public Task Drain()
    {
        GoOn();
        return Task.CompletedTask;
    }

    public Task<ImmutableArray<ParkedDelivery>> Parked() => Task.FromResult(ImportRules.Parked(_state));

    public async Task<Result<Done>> Retry(string itemId)
    {
        if (!ImportRules.Parked(_state).Any(item => item.ItemId == itemId))
            return ImportRules.NotParked;
        return await Accept(ImportRules.Retried(_state));
    }

    private async Task<ImmutableArray<ImportProblem>> First(
        Func<ChunkMark, int> count, Func<ItemOutcome, ImmutableArray<ImportProblem>> told)
    {
        var outcomes = new List<ItemOutcome>();
        var found = 0;
        foreach (var mark in _state.Chunks.Where(mark => count(mark) > 0))
        {
            var chunk = await _chunks.Read(mark.Number);
            outcomes.AddRange((chunk.Outcomes ?? []).Where(outcome => !told(outcome).IsEmpty));
            found += count(mark);
            if (found >= ImportLimits.Problems)
                break;
        }

        return [.. outcomes.OrderBy(outcome => outcome.Order).SelectMany(outcome => told(outcome)).Take(ImportLimits.Problems)];
    }

    /// <summary>Takes the next step as a turn of its own, so that an answer never waits for the whole work.</summary>
    private void GoOn()
    {
        if (ImportRules.DueIn(_state, services.Now) is not { } due)
            return;
        if (_step is null)
            _step = this.RegisterGrainTimer(Step, new GrainTimerCreationOptions(due, Timeout.InfiniteTimeSpan) { KeepAlive = true });
        else
            _step.Change(due, Timeout.InfiniteTimeSpan);
    }

    private async Task Step(CancellationToken cancellation)
    {
        _step?.Dispose();
        _step = null;
        using var system = CallerScope.Use(Caller.System(Key.Practice));
        ImportState next;
        try
        {
            next = await Work();
        }
        catch (Exception failure)
        {
            // Any failure is an attempt: the step is taken again, later, and in the end left for a person to see.
            RecordsLog.StepFailed(services.Log, Key.ToString(), failure.GetType().Name);
            next = ImportRules.Failed(_state, failure.GetType().Name, services.Now);
        }

        await Commit(next);
    }

    private async Task<ImportState> Work()
    {
        switch (_state.Status)
        {
            case ImportStatus.Open:
                return ImportRules.Drop(_state, services.Now).Value!;
            case ImportStatus.Checking:
                return await Check();
            case ImportStatus.Running:
                return await WorkOff(ImportRules.Next(_state)!);
            default:
                await CleanUp();
                return ImportRules.Settled(_state);
        }
    }

    private async Task<ImportState> WorkOff(ChunkMark mark)
    {
        var chunk = await _chunks.Read(mark.Number);
        var outcomes = chunk.Outcomes;
        if (outcomes is null)
        {
            outcomes = await new ImportWork(services.Grains, Key, _state.OpenedAt).Apply(chunk);
            await _chunks.Write(chunk with { Items = [], Outcomes = outcomes });
        }

        return ImportRules.Worked(_state, mark.Number, outcomes.Value, services.Now);
    }

    private async Task<ImportState> Check()
    {
        var check = new ImportCheck(services.Grains, Key.Practice, services.Now);
        var problems = new int[_state.Chunks.Length];
        foreach (var mark in _state.Chunks.OrderBy(mark => mark.Phase).ThenBy(mark => mark.Number))
        {
            var chunk = await _chunks.Read(mark.Number);
            var outcomes = await check.Of(chunk);
            problems[mark.Number] = outcomes.Sum(outcome => outcome.Problems.Length);
            if (problems[mark.Number] > 0)
                await _chunks.Write(chunk with { Outcomes = outcomes });
        }

        return ImportRules.Checked(_state, problems, services.Now);
    }

    private async Task CleanUp()
    {
        foreach (var mark in _state.Chunks)
        {
            if (_state.Status is ImportStatus.Dropped)
                await _chunks.Delete(mark.Number);
            else
                await _chunks.Write((await _chunks.Read(mark.Number)) with { Items = [] });
        }
    }

    private async Task<Result<Done>> Accept(Result<ImportState> next)
    {
        if (!next.Succeeded)
            return next.Problems;
        if (!ReferenceEquals(next.Value, _state))
            await Commit(next.Value);
        return Done.Value;
    }

    private async Task Commit(ImportState next)
    {
        stored.State = next;
        try
        {
            await stored.WriteStateAsync();
        }
        catch (Exception failure)
        {
            DocumentLog.WriteFailed(services.Log, "import", failure.GetType().Name);
            stored.State = _state;
            DeactivateOnIdle();
            // It may have been written all the same.
            services.Publish(Key.Practice, LiveTopic.Import(Key.Id));
            throw;
        }

        _state = next;
        services.Publish(Key.Practice, LiveTopic.Import(Key.Id));
        services.Publish(Key.Practice, LiveTopic.Imports);
        GoOn();
    }
}
