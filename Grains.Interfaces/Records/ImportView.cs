using System.Collections.Immutable;
using Portal.Grains.Interfaces.Patients;

namespace Portal.Grains.Interfaces.Records;

/// <summary>Where an import stands.</summary>
[GenerateSerializer, Alias("portal.records.ImportStatus")]
public enum ImportStatus
{
    /// <summary>Being filled.</summary>
    Open,

    /// <summary>A transaction that is checked before anything is written.</summary>
    Checking,

    /// <summary>At work.</summary>
    Running,

    /// <summary>Finished; there may be refused entries.</summary>
    Done,

    /// <summary>A transaction in whose way something stood: nothing was written.</summary>
    Refused,

    /// <summary>Never started; its input was deleted.</summary>
    Dropped,
}

/// <summary>Where an import stands, and what it did.</summary>
[GenerateSerializer, Immutable, Alias("portal.records.ImportView")]
public sealed record ImportView
{
    /// <summary>The import's id.</summary>
    [Id(0)] public required string Id { get; init; }

    /// <summary>Where it stands.</summary>
    [Id(1)] public required ImportStatus Status { get; init; }

    /// <summary>Whether the entries stand or fall together.</summary>
    [Id(2)] public required ImportKind Kind { get; init; }

    /// <summary>Where it comes from.</summary>
    [Id(3)] public required ImportSource Source { get; init; }

    /// <summary>When it was opened (UTC).</summary>
    [Id(4)] public required DateTimeOffset OpenedAt { get; init; }

    /// <summary>When it was finished, refused or dropped (UTC).</summary>
    [Id(5)] public DateTimeOffset? EndedAt { get; init; }

    /// <summary>Entries of the input.</summary>
    [Id(6)] public int Entries { get; init; }

    /// <summary>Entries that are dealt with.</summary>
    [Id(7)] public int EntriesDone { get; init; }

    /// <summary>Chunks of the input.</summary>
    [Id(8)] public int Chunks { get; init; }

    /// <summary>What was done, by FHIR type.</summary>
    [Id(9)] public ImmutableArray<TypeTally> Types { get; init; } = [];

    /// <summary>All problems, also those beyond the list.</summary>
    [Id(10)] public int ProblemCount { get; init; }

    /// <summary>Whether it stands still after failures and waits for somebody to retry it.</summary>
    [Id(11)] public bool Stuck { get; init; }

    /// <summary>All warnings, also those beyond the list.</summary>
    [Id(12)] public int WarningCount { get; init; }
}

/// <summary>What was done with the resources of one type.</summary>
[GenerateSerializer, Immutable, Alias("portal.records.TypeTally")]
public sealed record TypeTally(
    [property: Id(0)] string Type,
    [property: Id(1)] int Created = 0,
    [property: Id(2)] int Updated = 0,
    [property: Id(3)] int Unchanged = 0,
    [property: Id(4)] int Refused = 0);

/// <summary>Why an entry was not taken, or what it does not come to mean although it was.</summary>
/// <param name="Place">Where: <c>Bundle.entry[17].resource.birthDate</c>.</param>
/// <param name="Code">A stable code for programs: <c>import.bad_value</c>.</param>
/// <param name="Reason">What is wrong, without the value.</param>
/// <param name="Advice">What to do.</param>
[GenerateSerializer, Immutable, Alias("portal.records.ImportProblem")]
public sealed record ImportProblem(
    [property: Id(0)] string Place,
    [property: Id(1)] string Code,
    [property: Id(2)] string Reason,
    [property: Id(3)] string Advice)
{
    /// <summary>The code of an appointment that is kept in the record but cannot be a visit.</summary>
    public const string NoVisit = "import.no_visit";

    /// <summary>The code of an appointment that was entered in error, and whose visit has taken place all the same.</summary>
    public const string VisitStays = "import.visit_stays";

    /// <summary>The code of a message that was delivered, and is taken back or told in other words.</summary>
    public const string MessageStays = "import.message_stays";

    /// <summary>How the reason of one that cannot be a visit begins.</summary>
    public const string KeptWithoutVisit = "The appointment is kept in the record, but the appointment book does not follow it.";
}

/// <summary>What became of an entry.</summary>
[GenerateSerializer, Immutable, Alias("portal.records.ItemOutcome")]
public sealed record ItemOutcome
{
    /// <summary>The entry's index in the input.</summary>
    [Id(0)] public required int Order { get; init; }

    /// <summary>The FHIR type.</summary>
    [Id(1)] public required string Type { get; init; }

    /// <summary>The id it has here; empty when it was refused.</summary>
    [Id(2)] public string Id { get; init; } = "";

    /// <summary>What was done; none when it was refused.</summary>
    [Id(3)] public Saved? Saved { get; init; }

    /// <summary>Its version now.</summary>
    [Id(4)] public int Version { get; init; }

    /// <summary>The time of its last change (UTC).</summary>
    [Id(5)] public DateTimeOffset? LastUpdated { get; init; }

    /// <summary>Why it was refused.</summary>
    [Id(6)] public ImmutableArray<ImportProblem> Problems { get; init; } = [];

    /// <summary>What it does not come to mean although it is stored, if anything.</summary>
    [Id(7)] public ImmutableArray<ImportProblem>? Warnings { get; init; }
}
