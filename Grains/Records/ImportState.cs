using System.Collections.Immutable;
using Portal.Grains.Documents;
using Portal.Grains.Interfaces.Records;

namespace Portal.Grains.Records;

/// <summary>An import's standing. Its input and outcomes are rows of their own (<see cref="ImportChunkState"/>).</summary>
public sealed record ImportState : DocumentState
{
    public ImportStatus Status { get; init; }
    public ImportKind Kind { get; init; }
    public ImportSource Source { get; init; }
    public string? FileName { get; init; }
    public string? OpenedBy { get; init; }
    public DateTimeOffset OpenedAt { get; init; }
    public DateTimeOffset? EndedAt { get; init; }
    public int Entries { get; init; }
    public ImmutableArray<ChunkMark> Chunks { get; init; } = [];
    public ImmutableArray<TypeTally> Types { get; init; } = [];
    public int ProblemCount { get; init; }

    /// <summary>None where nothing was to be warned of.</summary>
    public int? WarningCount { get; init; }
}

/// <summary>One chunk's standing.</summary>
public sealed record ChunkMark(int Number, ImportPhase Phase, int Items, bool Done = false, int Problems = 0, int? Warnings = null);

/// <summary>A part of the input; once it is worked off, its outcomes in place of it.</summary>
public sealed record ImportChunkState : DocumentState
{
    public const string StateName = "import_chunk";

    public int Number { get; init; }
    public ImportPhase Phase { get; init; }
    public ImmutableArray<ImportItem> Items { get; init; } = [];
    public ImmutableArray<ItemOutcome>? Outcomes { get; init; }
}
