using System.Collections.Immutable;
using Portal.Grains.Documents;
using Portal.Grains.Interfaces.Records.Export;

namespace Portal.Grains.Records.Export;

/// <summary>An export: what was asked for and when, and which files there are. The resources stay where they are.</summary>
public sealed record ExportState : DocumentState
{
    public ExportOrder Order { get; init; } = new();
    public string Request { get; init; } = "";

    public ExportLevel Level { get; init; }

    /// <summary>Given up, or its time is over. What was asked for stays.</summary>
    public bool Ended { get; init; }

    /// <summary>The user who began it, and the app if it was one.</summary>
    public string By { get; init; } = "";
    public ImmutableArray<ExportFile>? Files { get; init; }
    public DateTimeOffset? Expires { get; init; }
}

/// <summary>Which resources, and as they were when.</summary>
public sealed record ExportOrder
{
    public ImmutableArray<string> Types { get; init; } = [];

    /// <summary>Only of patients whose primary provider this is, and of none.</summary>
    public string? ProviderId { get; init; }
    public DateTimeOffset? Since { get; init; }
    public DateTimeOffset AsOf { get; init; }
}
