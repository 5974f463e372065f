using System.Collections.Immutable;
using Portal.Grains.Documents;
using Portal.Grains.Interfaces;
using Portal.Grains.Interfaces.Documents;
using Portal.Grains.Interfaces.Patients;
using Portal.Grains.Interfaces.Records;

namespace Portal.Grains.Records;

/// <summary>
/// How an import moves. As long as something is to be done its document owes a delivery to itself, so that the
/// sweeper finds it after a crash: the end of an import that was never started, or the work of one that was.
/// </summary>
public static class ImportRules
{
    public const string Owed = "import.go_on";

    public static readonly Problem Unknown =
        new("import.unknown", "There is no such import. Begin a new one.");

    public static readonly Problem Begun =
        new("import.begun", "This import was begun already. Its report tells where it stands.");

    public static readonly Problem NotParked =
        new("outbox.unknown_item", "This import is not waiting any more. Reload the page.");

    private static readonly Problem _notOpen =
        new("import.not_open", "This import was started, finished or given up already. Begin a new one.");

    public static ImportState Open(OpenImport command, string by, DateTimeOffset now)
    {
        var open = new ImportState { Kind = command.Kind, Source = command.Source, FileName = command.FileName, OpenedBy = by, OpenedAt = now };
        return Owe(open, now, now + ImportLimits.FillTime);
    }

    /// <summary>Silence from here on means that the reader has died.</summary>
    public static Result<ImportState> StillReading(ImportState state, DateTimeOffset now) => state.Status is ImportStatus.Open
        ? Owe(state, now, now + ImportLimits.FillTime)
        : _notOpen;

    public static Result<ImportState> Add(ImportState state, ImportChunk chunk, DateTimeOffset now)
    {
        if (state.Status is not ImportStatus.Open)
            return _notOpen;
        if (chunk.Number < 0 || chunk.Number > state.Chunks.Length)
            return new Problem("import.chunk_missing", "The parts of an import are added in order.");
        if (chunk.Items.Length > ImportLimits.ChunkItems)
            return new Problem("import.chunk_too_large", $"A part holds at most {ImportLimits.ChunkItems} entries.");
        var mark = new ChunkMark(chunk.Number, chunk.Phase, chunk.Items.Length);
        var chunks = chunk.Number == state.Chunks.Length ? state.Chunks.Add(mark) : state.Chunks.SetItem(chunk.Number, mark);
        return StillReading(state with { Chunks = chunks, Entries = chunks.Sum(kept => kept.Items) }, now);
    }

    public static Result<ImportState> Start(ImportState state, DateTimeOffset now)
    {
        if (state.Status is ImportStatus.Dropped)
            return _notOpen;
        if (state.Status is not ImportStatus.Open)
            return state;
        if (state.Chunks.IsEmpty)
            return Ended(state, ImportStatus.Done, now);
        var status = state.Kind is ImportKind.Transaction ? ImportStatus.Checking : ImportStatus.Running;
        return Owe(state with { Status = status }, now, null);
    }

    /// <summary>Given up: what is owed from now on is to delete the input.</summary>
    public static Result<ImportState> Drop(ImportState state, DateTimeOffset now)
    {
        if (state.Status is ImportStatus.Dropped)
            return state;
        return state.Status is ImportStatus.Open
            ? Owe(Ended(state, ImportStatus.Dropped, now), now, null)
            : _notOpen;
    }

    /// <summary>After the check of a transaction: the problems by chunk decide whether it runs.</summary>
    public static ImportState Checked(ImportState state, IReadOnlyList<int> problems, DateTimeOffset now)
    {
        if (problems.All(count => count == 0))
            return Owe(state with { Status = ImportStatus.Running }, now, null);
        var refused = state with
        {
            Chunks = [.. state.Chunks.Select((mark, index) => mark with { Problems = problems[index] })],
            ProblemCount = problems.Sum(),
        };
        return Owe(Ended(refused, ImportStatus.Refused, now), now, null);
    }

    /// <summary>Nothing is owed any more.</summary>
    public static ImportState Settled(ImportState state) => state with { Outbox = null };

    /// <summary>The chunk to work on: by phase, so that what others refer to comes first.</summary>
    public static ChunkMark? Next(ImportState state) =>
        state.Chunks.Where(mark => !mark.Done).OrderBy(mark => mark.Phase).ThenBy(mark => mark.Number).FirstOrDefault();

    public static ImportState Worked(ImportState state, int chunk, ImmutableArray<ItemOutcome> outcomes, DateTimeOffset now)
    {
        var problems = outcomes.Sum(outcome => outcome.Problems.Length);
        int? warnings = outcomes.Sum(outcome => outcome.Warnings?.Length ?? 0) is > 0 and var count ? count : null;
        var next = state with
        {
            Chunks = state.Chunks.SetItem(chunk, state.Chunks[chunk] with { Done = true, Problems = problems, Warnings = warnings }),
            Types = Tally(state.Types, outcomes),
            ProblemCount = state.ProblemCount + problems,
            WarningCount = warnings is null ? state.WarningCount : warnings + (state.WarningCount ?? 0),
        };
        return Next(next) is null ? Ended(next, ImportStatus.Done, now) : Owe(next, now, null);
    }

    public static ImportState Failed(ImportState state, string problem, DateTimeOffset now) =>
        state with { Outbox = [.. state.Outbox!.Value.Select(item => OutboxRules.Failed(item, problem, now))] };

    public static ImportState Retried(ImportState state) =>
        state with { Outbox = [.. state.Outbox!.Value.Select(OutboxRules.Retried)] };

    /// <summary>How long to wait for the next step; none when nothing is owed or somebody has to look first.</summary>
    public static TimeSpan? DueIn(ImportState state, DateTimeOffset now)
    {
        if (state.Outbox is not [{ Parked: false } owed])
            return null;
        var wait = (owed.NotBefore ?? now) - now;
        return wait > TimeSpan.Zero ? wait : TimeSpan.Zero;
    }

    public static ImmutableArray<ParkedDelivery> Parked(ImportState state) =>
        [.. (state.Outbox ?? [])
            .Where(item => item.Parked)
            .Select(item => new ParkedDelivery(item.Id, item.Kind, item.Attempts, item.LastProblem ?? "", item.CreatedAt))];

    public static ImportView View(string id, ImportState state) => new()
    {
        Id = id,
        Status = state.Status,
        Kind = state.Kind,
        Source = state.Source,
        OpenedAt = state.OpenedAt,
        EndedAt = state.EndedAt,
        Entries = state.Entries,
        EntriesDone = state.Chunks.Where(mark => mark.Done).Sum(mark => mark.Items),
        Chunks = state.Chunks.Length,
        Types = state.Types,
        ProblemCount = state.ProblemCount,
        WarningCount = state.WarningCount ?? 0,
        Stuck = state.Outbox is { } owed && owed.Any(item => item.Parked),
    };

    private static ImportState Owe(ImportState state, DateTimeOffset now, DateTimeOffset? notBefore)
    {
        var owing = (state with { Outbox = null }).Owe(Owed, Owed, "", Done.Value, now);
        return owing with { Outbox = [owing.Outbox!.Value[0] with { NotBefore = notBefore }] };
    }

    private static ImportState Ended(ImportState state, ImportStatus status, DateTimeOffset now) =>
        state with { Status = status, EndedAt = now, Outbox = null };

    private static ImmutableArray<TypeTally> Tally(ImmutableArray<TypeTally> before, ImmutableArray<ItemOutcome> outcomes)
    {
        var tallies = before.ToDictionary(tally => tally.Type, StringComparer.Ordinal);
        foreach (var outcome in outcomes)
        {
            var tally = tallies.GetValueOrDefault(outcome.Type) ?? new(outcome.Type);
            tallies[outcome.Type] = outcome.Saved switch
            {
                Saved.Created => tally with { Created = tally.Created + 1 },
                Saved.Updated => tally with { Updated = tally.Updated + 1 },
                Saved.Unchanged => tally with { Unchanged = tally.Unchanged + 1 },
                _ => tally with { Refused = tally.Refused + 1 },
            };
        }

        return [.. tallies.Values.OrderBy(tally => tally.Type, StringComparer.Ordinal)];
    }
}
